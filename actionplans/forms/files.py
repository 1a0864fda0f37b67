"""What is typed of a file on its way to CPS: sent to the gatekeeper, and checked line by line."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from actionplans.checklist import CHECKED_KINDS, PARTS, Material, MaterialState
from rasso_tracker.web.forms import DeedForm, GovDateField, GovDateTimeField, LongText, YesNoField


class SendFileForm(DeedForm):
    kind = forms.ChoiceField(
        label="What will CPS be asked for?",
        choices=[(one.value, one.label) for one in CHECKED_KINDS],
        widget=forms.RadioSelect,
    )
    note = LongText(label="Note to the gatekeeper", max_length=4000, required=False)
    sent_at = GovDateTimeField(
        label="When was it sent?", past_only=True, required=False, hint="Leave empty if it was just now"
    )


def _line(material: Material) -> forms.ChoiceField:
    across = forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"})
    return forms.ChoiceField(
        label=material.label,
        choices=MaterialState.choices,
        widget=across,
        error_messages={"required": f"Say whether this is in the file: {material.label}."},
    )


class _Checklist(DeedForm):
    """A field for each line of the list."""

    locals().update({one.value: _line(one) for one in Material})


class CheckFileForm(_Checklist):
    signed_off = YesNoField(
        label="Do you sign the file off?", yes="Yes, it may go to CPS", no="No, return it to the officer"
    )
    remark = LongText(
        label="What is missing, and what is wanted", max_length=4000, required=False,
        hint="Needed when the file is returned",
    )  # fmt: skip
    again_by = GovDateField(
        label="Date by which it should come back", required=False, hint="Only when the file is returned"
    )
    layout = Layout(
        *(Fieldset(part.label, *(one.value for one in materials)) for part, materials in PARTS.items()),
        Fieldset("Your answer", "signed_off", "remark", "again_by"),
    )

    def cleaned_values(self) -> dict[str, Any]:
        values = super().cleaned_values()
        return {"states": {one.value: values.pop(one.value) for one in Material}, **values}
