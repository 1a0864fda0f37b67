from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from rasso_tracker.messages import kinds
from rasso_tracker.messages.enums import Urgency
from rasso_tracker.messages.models import Message
from rasso_tracker.web.forms import DeedForm, PlainText, RowChoices
from rasso_tracker.web.lists import FilterForm

STEPS = range(5)  # of the ladder; what climbs no ladder has step 0
MOST_CHOSEN = 200  # that are offered
MOST_SENT = 1_000


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
        offered = list(own.unread().order_by("-pk").values_list("pk", flat=True)[:MOST_CHOSEN])
        field.queryset = own.filter(pk__in=[*offered, *self._sent()]).order_by("-pk")

    def _sent(self) -> list[UUID]:
        """The ids that were sent: one that was read meanwhile may be marked again."""
        data: Any = self.data
        sent = data.getlist("messages") if hasattr(data, "getlist") else data.get("messages", [])
        return [found for one in list(sent)[:MOST_SENT] if (found := _as_id(one))]


def _as_id(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


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
