"""Forms of opening a decision again, and of cancelling a crime."""

from __future__ import annotations

from typing import Any

from django import forms

from actionplans.enums import CpsDocument
from rasso_tracker.people.enums import Agency
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText, PlainText
from reviews import choices
from reviews.enums import CancelledBecause
from reviews.models import Decision, DecisionLine
from reviews.rules import standing_lines


class StandingLines(forms.ModelMultipleChoiceField):
    def label_from_instance(self, line: Any) -> str:
        return f"{choices.allegation_words(line.allegation)}: outcome {line.outcome}"


class ReopenForm(DeedForm):
    allegations = StandingLines(
        DecisionLine.objects.none(),
        label="Which allegations are opened again?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one allegation to open again."},
    )
    reason = LongText(
        label="What came to light?",
        hint="New evidence, a witness, another report. It is kept with the history of the case.",
        rows=4,
    )
    document_name = forms.ChoiceField(
        label="Which CPS document says that it is open again?",
        choices=CpsDocument.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    document_date = GovDateField(label="Date of the document", past_only=True, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.subject, Decision):
            fields: dict[str, Any] = self.fields
            fields["allegations"].queryset = standing_lines(self.subject).select_related(
                "allegation__victim", "allegation__suspect"
            )
            if self.subject.is_police or self.person.agency == Agency.CPS:
                del fields["document_name"], fields["document_date"]
            else:
                for name in ("document_name", "document_date"):
                    fields[name].unmarked = True  # the rule asks them of every decision of CPS


class CancelForm(DeedForm):
    because = forms.ChoiceField(
        label="Why is the crime cancelled?", choices=CancelledBecause.choices, widget=forms.RadioSelect
    )
    words = LongText(
        label="What verifies it?",
        hint="The counting rules want verifiable information. Leave out names and addresses.",
        rows=4,
        max_length=2000,
    )


class CancelRecordedForm(CancelForm):
    crime_reference = PlainText(label="Crime reference", max_length=11, hint="11 digits that begin with 13.")
    field_order = ("crime_reference", "because", "words")
