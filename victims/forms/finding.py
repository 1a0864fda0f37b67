"""The form of the exact look-up."""

from __future__ import annotations

from rasso_tracker.web.forms import (
    GovDateField,
    PlainText,
)
from rasso_tracker.web.kindness import KindForm


class FindForm(KindForm):
    """Sent by POST: what is typed here is in no address and no log but the reason."""

    name = PlainText(label="Full name", max_length=200)
    date_of_birth = GovDateField(label="Date of birth", past_only=True, required=False)
    reason = PlainText(
        label="Why are you looking?",
        max_length=200,
        hint="This is logged with your name. Write no names here.",
    )
