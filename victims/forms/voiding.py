"""The form that takes back a record."""

from __future__ import annotations

from rasso_tracker.web.forms import (
    DeedForm,
    LongText,
)


class VoidForm(DeedForm):
    reason = LongText(
        label="What was wrong with this record?",
        max_length=500,
        rows=3,
        hint="Do not write names here. The record stays, marked as voided.",
    )
