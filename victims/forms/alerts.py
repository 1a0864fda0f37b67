"""Forms of an alert on how to reach a victim."""

from __future__ import annotations

from typing import Any

from django import forms

from rasso_tracker.clocks import now
from rasso_tracker.web.forms import DeedForm, LongText, RowChoices
from victims.enums import CommunicationMethod
from victims.models import ContactAlert
from victims.record_enums import AlertAbout
from victims.rules import details_at


class AlertForm(DeedForm):
    about = forms.ChoiceField(label="What happened?", choices=AlertAbout.choices, widget=forms.RadioSelect)
    new_address = LongText(
        label="New address, if they moved and told you",
        max_length=500,
        rows=3,
        required=False,
        hint="Kept sealed. The old address is kept among those where we never write or visit.",
    )
    words = LongText(
        label="What should others know?",
        max_length=2000,
        rows=3,
        required=False,
        hint="Kept sealed, for those who look after the victim.",
    )


class ConfirmWaysForm(DeedForm):
    """One talk with the victim mostly answers every open alert, so the page begins with all of them."""

    also = RowChoices(
        ContactAlert.objects.none(),
        label="What else did they answer?",
        required=False,
        hint="What you leave out stays closed until it is confirmed by itself.",
    )
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
        error_messages={"required": "Say how the victim confirmed it, so that others can rely on it."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        alert: ContactAlert = self.subject
        others = ContactAlert.objects.filter(victim=alert.victim_id, confirmed_at__isnull=True)
        others = others.exclude(pk=alert.pk)
        fields["also"].queryset = others
        fields["also"].label_from_instance = lambda one: str(one.get_about_display())
        fields["also"].initial = others
        stopped = {way for one in (alert, *others) for way in one.stops}
        if not others:
            del fields["also"]
        fields["safe_again"].choices = [one for one in CommunicationMethod.choices if one[0] in stopped]
        stands = details_at(alert.victim, now())
        before = f"As before: {stands.get_preferred_method_display()}" if stands else "Not recorded yet"
        fields["preferred_method"].choices = [("", before), *CommunicationMethod.choices]
