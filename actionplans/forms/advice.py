"""What is typed of CPS's advice."""

from __future__ import annotations

from django import forms

from actionplans.enums import AdviceKind
from actionplans.forms.documents import CpsActForm
from rasso_tracker.web.forms import GovDateTimeField, LongText


class AdviceForm(CpsActForm):
    kind = forms.ChoiceField(label="Kind of advice", choices=AdviceKind.choices, widget=forms.RadioSelect)
    text = LongText(label="The advice", max_length=20_000, rows=12)
    given_at = GovDateTimeField(
        label="When was it given?", past_only=True, required=False, hint="Leave empty for now"
    )
    field_order = ("kind", "text", "given_at", "document_name", "document_date")
