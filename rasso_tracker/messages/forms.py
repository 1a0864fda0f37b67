from __future__ import annotations

from typing import Any

from django import forms

from rasso_tracker.messages import kinds
from rasso_tracker.messages.enums import Urgency
from rasso_tracker.messages.models import Message
from rasso_tracker.web.forms import DeedForm, PlainText, RowChoices
from rasso_tracker.web.lists import FilterForm

STEPS = range(5)  # of the ladder; what climbs no ladder has step 0
MOST_CHOSEN = 200


class MarkReadForm(DeedForm):
    """A button and nothing else: reading says only that it was read."""


class MarkChosenForm(DeedForm):
    """Some of one's unread messages."""

    messages = RowChoices(
        queryset=Message.objects.none(),
        label="Which messages?",
        error_messages={"required": "Choose at least one message."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Message.objects.visible_to(self.person)
        field: Any = self.fields["messages"]
        field.queryset = own if self.is_bound else own.unread().order_by("-pk")[:MOST_CHOSEN]


class InboxFilter(FilterForm):
    """A case reference is no personal data: it may stand in the address."""

    kind = forms.ChoiceField(label="Kind", required=False)
    step = forms.ChoiceField(
        label="Step of the ladder",
        required=False,
        choices=[("", "Every step"), *((str(step), f"Step {step}") for step in reversed(STEPS))],
    )
    urgency = forms.ChoiceField(
        label="E-mail", required=False, choices=[("", "However it is sent"), *Urgency.choices]
    )
    reference = PlainText(label="Case reference, or its start", max_length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [("", "Every kind"), *kinds.titles().items()]
