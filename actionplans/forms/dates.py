"""What is typed of a plan's dates: moved, reviewed, an escalation acknowledged."""

from __future__ import annotations

from typing import Any

from django import forms

from actionplans.enums import CpsDocument, DateKind, ReviewOutcome
from actionplans.forms.documents import READ_BY_BOTH
from rasso_tracker.people.enums import Agency
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText


class DateForm(DeedForm):
    kind = forms.ChoiceField(
        label="Which date?",
        choices=[(one.value, one.label) for one in (DateKind.TARGET, DateKind.REVIEW)],
        widget=forms.RadioSelect,
    )
    due_on = GovDateField(label="New date", future=True)
    reason = LongText(
        label="Why does it move?",
        max_length=2000,
        rows=3,
        hint=READ_BY_BOTH,
        error_messages={"required": "Say why it moves."},
    )


class ReviewForm(DeedForm):
    outcome = forms.ChoiceField(label="Outcome", choices=ReviewOutcome.choices, widget=forms.RadioSelect)
    next_review_on = GovDateField(
        label="Next review date",
        required=False,
        hint="Every review but a completing one sets it. Say why below if it is more than 28 days away",
    )
    new_target_on = GovDateField(
        label="New target date", required=False, hint="Only with the outcome “New target date”"
    )
    reason = LongText(
        label="Why the target date moves, or the next review is that far away",
        max_length=2000,
        required=False,
        rows=3,
        hint=READ_BY_BOTH,
    )
    note = LongText(label="Note of the review", max_length=4000, required=False, hint=READ_BY_BOTH)
    document_name = forms.ChoiceField(
        label="CPS document that says the plan is complete",
        choices=[("", "Choose a document"), *CpsDocument.choices],
        required=False,
        help_text="Only with the outcome “Complete”: CPS says so, and police name where",
    )
    document_date = GovDateField(label="Date of the CPS document", past_only=True, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.person.agency == Agency.CPS:
            del self.fields["document_name"], self.fields["document_date"]


class AcknowledgeForm(DeedForm):
    next_act = LongText(label="What will be done next?", max_length=2000, rows=3, hint=READ_BY_BOTH)
    next_act_on = GovDateField(
        label="By when?", future=True, hint="Missing this date goes on to the next step of the ladder"
    )
