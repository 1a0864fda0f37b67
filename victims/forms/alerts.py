"""Forms of an alert on how to reach a victim."""

from __future__ import annotations

from typing import Any

from django import forms

from rasso_tracker.web.forms import DeedForm, LongText
from victims.enums import CommunicationMethod
from victims.record_enums import AlertAbout


class AlertForm(DeedForm):
    about = forms.ChoiceField(label="What happened?", choices=AlertAbout.choices, widget=forms.RadioSelect)
    new_address = LongText(
        label="New address, if they moved and told you",
        max_length=500,
        rows=3,
        required=False,
        hint="Kept sealed. The old address is kept among those where we never write or call.",
    )
    words = LongText(
        label="What should others know?",
        max_length=2000,
        rows=3,
        required=False,
        hint="Kept sealed, for those who look after the victim.",
    )


class ConfirmWaysForm(DeedForm):
    safe_again = forms.MultipleChoiceField(
        label="Which of these ways are safe again?",
        choices=CommunicationMethod.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Those that you leave out are closed to everybody from now on.",
    )
    preferred_method = forms.ChoiceField(
        label="How do they prefer to hear from us now?",
        choices=[("", "As before"), *CommunicationMethod.choices],
        required=False,
    )
    how = LongText(
        label="How did the victim confirm it?",
        max_length=2000,
        rows=3,
        hint="Kept sealed. For example: asked in person at the station.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["safe_again"]
        asked.choices = [one for one in CommunicationMethod.choices if one[0] in self.subject.stops]
