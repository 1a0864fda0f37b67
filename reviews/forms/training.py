"""Forms of the register of training."""

from __future__ import annotations

from rasso_tracker.web.forms import DeedForm, GovDateField, LongText, PlainText


class ReviewTrainingForm(DeedForm):
    course = PlainText(label="Course", max_length=120, hint="As the force names it.")
    completed_on = GovDateField(label="When was it finished?")


class VoidReviewTrainingForm(DeedForm):
    reason = LongText(
        label="What was wrong with this record?",
        max_length=500,
        rows=3,
        hint="The record stays, marked as voided.",
    )
