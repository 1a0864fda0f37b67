"""The form of a lesson from a review."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.choices import PersonChoice
from cases.forms.lessons import offer_owners
from cases.lesson_enums import LessonAbout
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText


class LearnForm(DeedForm):
    about = forms.ChoiceField(
        label="What is the lesson about?", choices=[("", "Choose one"), *LessonAbout.choices]
    )
    lesson = LongText(
        label="What do we do differently from now on?",
        max_length=2000,
        rows=4,
        hint="What the review found that the first decision missed, and what follows. Write no names here.",
    )
    owner = PersonChoice(Person.objects.none(), label="Who makes sure of it?", empty_label="Choose somebody")
    lesson_due_on = GovDateField(label="By when?", future=True, hint="They hear of it at once.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            offer_owners(self, self.subject.case)
