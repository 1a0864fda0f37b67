"""Looking for a case."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from rasso_tracker.web.forms import PlainText


class SearchForm(forms.Form):
    """What is looked for. Sent by POST alone: nothing typed stands in an address, a history or a log."""

    q = PlainText(
        label="Case reference, crime reference, CPS URN or officer",
        hint="At least four characters. Part of a reference, or one with a slip in it, is found too.",
        error_messages={"required": "Enter what you look for."},
        max_length=100,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )
    use_required_attribute = False

    def clean_q(self) -> str:
        text = str(self.cleaned_data["q"])
        if len("".join(c for c in text if c.isalnum())) < 4:
            raise ValidationError("Enter at least four letters or digits.")
        return text


class SurnameForm(forms.Form):
    """An exact look-up of a suspect. It always takes a reason, and look and reason are both logged."""

    surname = PlainText(
        label="Surname of a suspect",
        hint="The whole surname",
        error_messages={"required": "Enter the surname."},
        max_length=60,
        widget=forms.TextInput(attrs={"spellcheck": "false", "class": "govuk-input--width-20"}),
    )
    reason = PlainText(
        label="Reason for the look-up",
        hint="For example, a new report that describes the same person. Do not repeat the name here.",
        error_messages={"required": "Enter the reason for looking up this surname."},
        max_length=200,
    )
    use_required_attribute = False
