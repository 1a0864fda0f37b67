"""What is typed of an action plan and its items: issued, returned, checked, completed."""

from __future__ import annotations

from django import forms

from actionplans.forms.documents import READ_BY_BOTH, CpsActForm
from actionplans.forms.items import ALL, SOME, ItemRow, OpenItemsForm
from actionplans.item_enums import MARKS_OF, QualityMark
from actionplans.rules.items import MOST_ITEMS
from rasso_tracker.web.forms import (
    GovDateField,
    GovDateTimeField,
    LongText,
    RowsField,
    YesNoField,
)


class PlanForm(CpsActForm):
    moment = "issued_at"
    items = RowsField(form=ItemRow, label="Items", min_rows=1, max_rows=MOST_ITEMS, row_label="Item")
    issued_at = GovDateTimeField(label="When was it issued?", past_only=True, required=False)
    target_date = GovDateField(
        label="Target date", required=False, hint="Leave empty for 28 days from the issue"
    )
    review_date = GovDateField(
        label="Review date", required=False, hint="Leave empty for 14 days from the issue"
    )
    field_order = ("items", "issued_at", "target_date", "review_date", "document_name", "document_date")


class ReturnForm(OpenItemsForm):
    which = forms.ChoiceField(
        label="Which items are returned?",
        help_text="What is not returned now stays with the police, and its dates stand.",
        choices=[(ALL, "All"), (SOME, "Some")],
        widget=forms.RadioSelect,
        required=False,
    )
    field_order = ("which", "items", "note")
    note = LongText(label="Note", max_length=4000, required=False, rows=3, hint=READ_BY_BOTH)


class CheckForm(CpsActForm):
    moment = "checked_at"
    accepted = YesNoField(label="Is this what was asked for?", no="No, send it back")
    quality = forms.ChoiceField(
        label="Mark for quality", required=False, choices=[("", "Not marked"), *QualityMark.choices]
    )
    note = LongText(label="Note", max_length=4000, required=False, rows=3, hint="Needed when it is sent back")
    checked_at = GovDateTimeField(label="When was it checked?", past_only=True, required=False)
    field_order = ("accepted", "quality", "note", "checked_at", "document_name", "document_date")


class CompleteForm(CpsActForm):
    moment = "completed_at"
    quality = forms.ChoiceField(
        label="Mark for quality",
        required=False,
        choices=[("", "Not marked"), *((one.value, one.label) for one in MARKS_OF[True])],
        help_text="Of the items that were not checked one by one",
    )
    completed_at = GovDateTimeField(label="When was it completed?", past_only=True, required=False)
    field_order = ("quality", "completed_at", "document_name", "document_date")
