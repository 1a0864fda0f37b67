"""What is typed of lessons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from cases.forms.choices import PersonChoice, offer_fit, police
from cases.lesson_enums import LessonOutcome
from cases.models import Case, NamedAccess
from cases.rules.lessons import MAY_OWN, unfit_owner
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText


def offer_owners(form: forms.Form, case: Case) -> None:
    """Offer who may own a lesson on this case, by the rule that refuses anybody else.

    Asked of the police of the district, those named on the case, and the gatekeepers where they have it.
    """
    named = set(NamedAccess.objects.filter(case=case, ended_at__isnull=True).values_list("person", flat=True))
    wanted = Q(pk__in=named)
    if not case.restricted:
        wanted |= Q(district=case.district_id)
    if case.gatekept:
        wanted |= Q(roles__contains=["gatekeeper"])
    people = police(list(MAY_OWN)).filter(wanted)
    offer_fit(form, "owner", people, lambda one: unfit_owner(one, case, named, now()))


class FinishLessonForm(DeedForm):
    outcome = forms.ChoiceField(
        label="What came of it?", choices=LessonOutcome.choices, widget=forms.RadioSelect
    )
    changed = LongText(
        label="What was changed, or why is nothing changed?",
        max_length=4000,
        rows=4,
        hint="Write no names here. Kept sealed, for the police.",
    )


class PassLessonOnForm(DeedForm):
    owner = PersonChoice(Person.objects.none(), label="Who makes sure of it?", empty_label="Choose somebody")
    due_on = GovDateField(label="By when?", future=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            offer_owners(self, self.subject.case)
