"""Who works on a case and who may see it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from cases.enums import Duty
from cases.forms.choices import PersonChoice, PersonChoices, describe, field, of_cps_for, police
from cases.models import Case, NamedAccess
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import GATEKEEPER, OFFICER, SUPERVISOR
from rasso_tracker.web.forms import DeedForm, LongText

PASSES_ON = (
    "What somebody owes who may not see the case any more, an item of an action plan or what an advice clinic"
    " left to do, passes to its officer in charge."
)


class AssignForm(DeedForm):
    person = PersonChoice(Person.objects.none(), label="Officer")
    duty = forms.ChoiceField(
        choices=Duty.choices, label="Assigned as", widget=forms.RadioSelect, initial=Duty.OIC
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field(self, "person").queryset = police([OFFICER.code, SUPERVISOR.code])


class RestrictForm(DeedForm):
    people = PersonChoices(
        Person.objects.none(),
        label="Who else must see the case?",
        hint=f"Choose a gatekeeper. {PASSES_ON}",
    )
    reason = LongText(label="Why is the case restricted?", max_length=500, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        district = Q(roles__contains=[SUPERVISOR.code], district=getattr(self.subject, "district_id", None))
        able = police([GATEKEEPER.code, SUPERVISOR.code]).exclude(pk=self.person.pk)
        asked = field(self, "people")
        asked.queryset = able.filter(Q(roles__contains=[GATEKEEPER.code]) | district)
        if self.subject is not None:
            asked.help_text = f"{_who_keeps(self.subject, self.person)} {asked.help_text}"


def _who_keeps(case: Case, person: Person) -> str:
    """Who goes on seeing a case that this person restricts, by name, and who does not."""
    named = NamedAccess.objects.filter(case=case, ended_at__isnull=True).exclude(person=person)
    people = Person.objects.filter(in_post(london_date(now())), pk__in=named.values("person"))
    kept = [
        describe(one) for one in people.select_related("team", "district", "cps_unit").order_by("name", "id")
    ]
    they = f"You go on seeing it, and who is named on it already: {'; '.join(kept)}." if kept else ""
    return (
        f"{they or 'You go on seeing it. Nobody else is named on it yet.'} Everybody else loses it, of CPS"
        " too: its unit, legal managers and prosecutor, until each is named on it."
    )


NAME_CPS_TOO = (
    "Nobody of CPS sees a restricted case who is not named on it: name the lawyer and, where advice has to be"
    " countersigned, a legal manager."
)


class NamePersonForm(DeedForm):
    person = PersonChoice(Person.objects.none(), label="Who needs to see the case?")
    reason = LongText(label="Why do they need to see it?", max_length=500, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = field(self, "person")
        asked.queryset = police([OFFICER.code, SUPERVISOR.code, GATEKEEPER.code])
        if (
            self.subject is not None and self.subject.restricted
        ):  # else the whole unit sees it once it is sent
            asked.queryset |= of_cps_for(self.subject)
            asked.help_text = NAME_CPS_TOO


class EndNamingForm(DeedForm):
    reason = LongText(label="Why does their access end?", max_length=500, rows=3, hint=PASSES_ON)
