"""Forms of letters to victims."""

from __future__ import annotations

from typing import Any

from django import forms

from rasso_tracker.web.forms import DeedForm, GovDateField, LongText
from reviews.forms.telling import TellingForm
from reviews.letter_enums import METHODS_OF_WAY, LetterLanguage, LetterVariant, LetterWay
from reviews.rules.letters import LONGEST
from victims.enums import CommunicationMethod


def _way() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How will it reach them?",
        help_text="A way or a place that is not safe for them is refused.",
        choices=LetterWay.choices,
        widget=forms.RadioSelect,
    )


def _variant() -> forms.ChoiceField:
    return forms.ChoiceField(label="In which form?", choices=LetterVariant.choices, widget=forms.RadioSelect)


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="In which language?", choices=LetterLanguage.choices, widget=forms.RadioSelect
    )


class DraftLetterForm(TellingForm):
    way = _way()
    variant = _variant()
    language = _language()


class DraftReviewLetterForm(DeedForm):
    way = _way()
    variant = _variant()
    language = _language()


class EditLetterForm(DeedForm):
    reasons = LongText(
        label="Why, in plain words",
        hint="Write to them as you would speak. The legal words stand above this and cannot be changed. Name"
        " nobody but them.",
        max_length=LONGEST["reasons"],
        rows=8,
    )
    personal = LongText(
        label="A personal paragraph",
        hint="What you would like to say to them, such as what they asked when you spoke.",
        max_length=LONGEST["personal"],
        rows=5,
        required=False,
    )
    way = _way()
    variant = _variant()
    language = _language()


class SignOffLetterForm(DeedForm):
    """Nothing to enter: the letter is read on the page, and signed off or not."""


class DropLetterForm(DeedForm):
    """Nothing to enter."""


class LetterSentForm(DeedForm):
    sent_on = GovDateField(label="On which day?", past_only=True)
    method = forms.ChoiceField(label="How did it go?", choices=(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        methods = METHODS_OF_WAY[LetterWay(self.subject.way)] if self.subject else frozenset()
        fields["method"].choices = [
            (one.value, one.label) for one in CommunicationMethod if one in methods or not self.subject
        ]


class CpsLetterForm(TellingForm):
    sent_on = GovDateField(label="On which day did CPS send its letter?", past_only=True)
