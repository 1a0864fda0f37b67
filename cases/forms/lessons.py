"""What is typed of lessons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from cases.forms.choices import PersonChoice, field, police
from cases.lesson_enums import LessonOutcome
from cases.models import Case, NamedAccess
from cases.rules.lessons import MAY_OWN
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText


def people_who_learn(case: Case) -> Any:
    """Police in post who may open the case's lessons: of its district and the gatekeepers who have it; of a
    restricted case those named on it.
    """
    people = police(list(MAY_OWN))
    named = NamedAccess.objects.filter(case=case, ended_at__isnull=True)
    if case.restricted:
        return people.filter(pk__in=named.values("person"))
    wanted = Q(district=case.district_id) | Q(pk__in=named.values("person"))
    if case.gatekept:
        wanted |= Q(roles__contains=["gatekeeper"])
    return people.filter(wanted)


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
            field(self, "owner").queryset = people_who_learn(self.subject.case)
