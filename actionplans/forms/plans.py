"""What is typed of an action plan and its items: issued, returned, checked, completed."""

from __future__ import annotations

from actionplans.forms.documents import READ_BY_BOTH, CpsActForm
from actionplans.forms.items import ItemChoices, ItemRow, OpenItemsForm
from actionplans.models import ActionPlanItem
from actionplans.rules.items import MOST_ITEMS
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    RowsField,
    YesNoField,
)


class PlanForm(CpsActForm):
    items = RowsField(form=ItemRow, label="Items", min_rows=1, max_rows=MOST_ITEMS, row_label="Item")
    issued_at = GovDateTimeField(
        label="When was it issued?", past_only=True, required=False, hint="Leave empty for now"
    )
    target_date = GovDateField(
        label="Target date", required=False, hint="Leave empty for 28 days from the issue"
    )
    review_date = GovDateField(
        label="Review date", required=False, hint="Leave empty for 14 days from the issue"
    )
    field_order = ("items", "issued_at", "target_date", "review_date", "document_name", "document_date")


class ReturnForm(OpenItemsForm):
    items = ItemChoices(queryset=ActionPlanItem.objects.none(), label="Which items are returned?")
    note = LongText(label="Note", max_length=4000, required=False, rows=3, hint=READ_BY_BOTH)


class CheckForm(DeedForm):
    accepted = YesNoField(label="Is this what was asked for?", no="No, send it back")
    note = LongText(label="Note", max_length=4000, required=False, rows=3, hint="Needed when it is sent back")


class CompleteForm(DeedForm):
    """Nothing to fill in: the button says it."""
