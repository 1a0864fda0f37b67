"""Forms of the specially trained officer, and of handing contact over."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from cases.forms.choices import PersonChoice, offer_fit, police
from cases.rules import unfit_officer
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import OFFICER, SUPERVISOR
from rasso_tracker.web.forms import DeedForm, GovDateTimeField, YesNoField
from victims.forms.since_report import SinceReport
from victims.owning import contact_owner
from victims.rules.deployment import named_on, unfit_owner


class AskForStoForm(SinceReport):
    asked_at = GovDateTimeField(label="When was the officer asked for?", past_only=True)


class DeployStoForm(SinceReport):
    officer = PersonChoice(Person.objects.none(), label="Who was deployed?")
    deployed_at = GovDateTimeField(label="When?", past_only=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_fit(
            self, "officer", police([OFFICER.code, SUPERVISOR.code]), lambda one: unfit_officer(one, now())
        )


class StoMetForm(SinceReport):
    met_at = GovDateTimeField(label="When did they first meet the victim?", past_only=True)
    takes_contact = YesNoField(
        label="Do they own contact with the victim from now on?",
        hint="Everything that is still owed to the victim goes along, and they hear of it at once.",
        required=False,
    )


class EndStoForm(SinceReport):
    ended_at = GovDateTimeField(
        label="When did their part end?",
        past_only=True,
        hint="Contact that they own goes back to the officer in charge.",
    )


class HandOverForm(DeedForm):
    to = PersonChoice(
        Person.objects.none(),
        label="Who owns contact with the victim from now on?",
        hint="They see the case already. They hear of it at once, and owe what the victim is owed.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is None:
            return
        victim, case = self.subject, self.subject.case
        named, owner = named_on(victim), contact_owner(victim)
        wanted = Q(pk__in=named) if case.restricted else Q(pk__in=named) | Q(district=case.district_id)
        people = police([OFFICER.code, SUPERVISOR.code]).filter(wanted)
        offer_fit(self, "to", people, lambda one: unfit_owner(victim, one, now(), owner, named))
