"""The form of a look-back."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.choices import PersonChoice
from cases.forms.lessons import offer_owners
from cases.lesson_enums import LessonAbout
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText
from victims.look_back_enums import JourneyMoment, Preventable, WouldHaveHelped


class LookBackForm(DeedForm):
    preventable = forms.ChoiceField(
        label="Could we have prevented it?", choices=Preventable.choices, widget=forms.RadioSelect
    )
    moment = forms.ChoiceField(
        label="At which moment could it have gone differently?",
        choices=[("", "Choose one"), *JourneyMoment.choices],
        required=False,
        help_text="Only if we could have.",
    )
    helped = forms.MultipleChoiceField(
        label="What on our side might have helped?",
        choices=WouldHaveHelped.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Choose all that fit.",
    )
    words = LongText(
        label="What does the record show of our part?",
        max_length=4000,
        rows=4,
        hint="What we did and when, not what the victim should have done. Kept sealed, for the police.",
    )
    about = forms.ChoiceField(
        label="Is there a lesson? What is it about?",
        choices=[("", "No lesson from this one"), *LessonAbout.choices],
        required=False,
    )
    lesson = LongText(
        label="What do we do differently from now on?",
        max_length=2000,
        rows=3,
        required=False,
        hint="Only with a lesson. Write no names here.",
    )
    owner = PersonChoice(
        Person.objects.none(), label="Who makes sure of it?", empty_label="Choose somebody", required=False
    )
    lesson_due_on = GovDateField(
        label="By when?", future=True, required=False, hint="They hear of it at once."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            offer_owners(self, self.subject.victim.case)
