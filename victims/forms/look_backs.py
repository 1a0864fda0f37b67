"""The form of a look-back."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cases.forms.choices import PersonChoice
from cases.forms.lessons import offer_owners
from cases.lesson_enums import LessonAbout
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText, YesNoField
from victims.look_back_enums import JourneyMoment, Preventable, WouldHaveHelped
from victims.services.look_backs import check_look_back

UNSAID: dict[str, Any] = {
    **dict.fromkeys(("preventable", "words", "moment", "about", "lesson"), ""),
    **dict.fromkeys(("learnt", "owner", "lesson_due_on")),
    "helped": (),
}


class LookBackForm(DeedForm):
    reveals: ClassVar = {
        "preventable": {Preventable.YES.value: ("moment", "helped")},
        "learnt": {"yes": ("about", "lesson", "owner", "lesson_due_on")},
    }
    preventable = forms.ChoiceField(
        label="Could we have prevented it?", choices=Preventable.choices, widget=forms.RadioSelect
    )
    moment = forms.ChoiceField(
        label="If preventable: at which moment could it have gone differently?",
        choices=[("", "Choose one"), *JourneyMoment.choices],
        required=False,
    )
    helped = forms.MultipleChoiceField(
        label="If preventable: what on our side might have helped?",
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
    learnt = YesNoField(label="Is there a lesson?", yes="Yes", no="No lesson from this one", required=False)
    about = forms.ChoiceField(
        label="If there is a lesson: what is it about?",
        choices=[("", "Choose one"), *LessonAbout.choices],
        required=False,
    )
    lesson = LongText(
        label="If there is a lesson: what do we do differently from now on?",
        max_length=2000,
        rows=3,
        required=False,
        hint="Write no names here.",
    )
    owner = PersonChoice(
        Person.objects.none(),
        label="If there is a lesson: who makes sure of it?",
        empty_label="Choose somebody",
        required=False,
    )
    lesson_due_on = GovDateField(
        label="If there is a lesson: by when?", future=True, required=False, hint="They hear of it at once."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            offer_owners(self, self.subject.victim.case)

    def clean(self) -> None:
        """Every fault at once, in the words of the service, beside what the form itself does not take."""
        if self.subject is None:
            return
        said = {**UNSAID, **{name: self.cleaned_data[name] for name in UNSAID if name in self.cleaned_data}}
        try:
            check_look_back(self.subject.victim.case, at=now(), **said)
        except Invalid as trouble:
            self.refuse({name: said for name, said in trouble.fields.items() if name not in self.errors})
