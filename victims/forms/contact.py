"""The form of a contact."""

from __future__ import annotations

from django import forms

from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    YesNoField,
)
from victims.enums import (
    CommunicationMethod,
    ContactAbout,
    Direction,
)


class ContactForm(DeedForm):
    direction = forms.ChoiceField(
        label="Who made the contact?", choices=Direction.choices, widget=forms.RadioSelect
    )
    reached = YesNoField(
        label="Was the victim reached?",
        yes="Yes",
        no="No, this was an attempt",
        hint="An attempt is worth recording.",
    )
    left_message = YesNoField(
        label="Was a message left?",
        yes="Yes",
        no="No",
        required=False,
        hint="On a voicemail, on paper or with somebody else. Only where that was marked as safe.",
    )
    method = forms.ChoiceField(label="How?", choices=[("", "Choose one"), *CommunicationMethod.choices])
    occurred_at = GovDateTimeField(label="When?", past_only=True)
    about = forms.MultipleChoiceField(
        label="What was it about?",
        choices=ContactAbout.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that fit.",
    )
    summary = LongText(  # type: ignore[assignment]  # fields are no attributes: DeedForm.summary stays
        label="What was said",
        max_length=4000,
        rows=4,
        required=False,
        hint="Kept sealed. A few plain words are enough.",
    )
    next_due_on = GovDateField(
        label="When will they next hear from us?",
        future=True,
        required=False,
        hint="As agreed with the victim. Left empty after an update, the force's own interval is used.",
    )
