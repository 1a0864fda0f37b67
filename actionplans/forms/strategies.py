"""What is typed of the case strategy: a version, CPS's agreement, a review."""

from __future__ import annotations

from django import forms

from actionplans.forms.documents import READ_BY_BOTH, CpsActForm
from actionplans.rules import Answers
from actionplans.rules.strategies import MOST_LINES
from actionplans.strategy_enums import LineKind, StrategyOutcome
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    RowsField,
    SubForm,
)


class LineRow(SubForm):
    kind = forms.ChoiceField(label="What is it?", choices=[("", "Choose one"), *LineKind.choices])
    words = LongText(label="The line", max_length=2000, rows=2)
    why = LongText(
        label="Why?", max_length=2000, rows=2, required=False, hint="Needed for a line that is not pursued"
    )


class StrategyForm(DeedForm):
    lines = RowsField(
        form=LineRow,
        label="Lines and enquiries",
        hint=READ_BY_BOTH,
        min_rows=1,
        max_rows=MOST_LINES,
        row_label="Line",
    )
    digital = LongText(
        label="Digital material: what is sought, and how far it goes",
        max_length=4000,
        rows=3,
        required=False,
        hint="No more than the reasonable lines need",
    )
    third_party = LongText(
        label="Third-party material: what is sought, and how far it goes",
        max_length=4000,
        rows=3,
        required=False,
        hint="No more than the reasonable lines need",
    )
    next_decision_on = GovDateField(label="When is the next decision to be made?", future=True)
    review_on = GovDateField(
        label="When is the strategy looked at again?",
        future=True,
        hint="Within 56 days. Missing this date climbs the ladder",
    )


class AgreeForm(CpsActForm):
    moment = "agreed_at"
    agreed_at = GovDateTimeField(label="When was it agreed?", past_only=True, required=False)
    field_order = ("agreed_at", "document_name", "document_date")

    def answers(self) -> Answers:
        return Answers(self.subject.written_at, "this version was written")


class StrategyReviewForm(DeedForm):
    outcome = forms.ChoiceField(
        label="What did you find?", choices=StrategyOutcome.choices, widget=forms.RadioSelect
    )
    next_review_on = GovDateField(label="Next review date", future=True, hint="Within 56 days")
    note = LongText(label="Note of the review", max_length=4000, required=False, hint=READ_BY_BOTH)
