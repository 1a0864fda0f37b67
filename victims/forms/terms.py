"""Forms of the dated lists of reasons and stages."""

from __future__ import annotations

from typing import Any

from django import forms

from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    LongText,
    PlainText,
    RowChoice,
    RowsField,
    SubForm,
)
from victims.enums import WithdrawalStage
from victims.models import Term
from victims.term_enums import TermKind


def standing(kind: str, without: Term | None = None) -> Any:
    rows = (
        Term.objects.kept().filter(kind=kind, in_force_until__isnull=True).order_by("place", "in_force_from")
    )
    return rows.exclude(pk=without.pk) if without else rows


class ChangeForm(DeedForm):
    in_force_from = GovDateField(
        label="From which day?",
        future=True,
        hint="Tomorrow at the earliest. Records of the days before keep their words.",
    )
    why = LongText(label="Why does the list change?", max_length=500, rows=2)


class TakeBackForm(DeedForm):
    why = LongText(label="Why is it taken back?", max_length=500, rows=2)


class AddReasonForm(ChangeForm):
    label = PlainText(label="What is the reason called?", max_length=120)
    counted_under = RowChoice(
        queryset=Term.objects.none(),
        label="Where was it counted until now?",
        hint="So that a trend says that this one included it. Mostly “Another reason”.",
    )
    field_order = ("label", "counted_under")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "counted_under", RowChoice).queryset = standing(TermKind.REASON)


class RenameTermForm(ChangeForm):
    label = PlainText(
        label="What is it called from then on?",
        max_length=120,
        hint="It keeps its meaning. If the meaning changes, split it or retire it.",
    )
    field_order = ("label",)


class RetireTermForm(ChangeForm):
    into = RowChoice(
        queryset=Term.objects.none(),
        label="Into which one does it go?",
        hint="What was recorded until then reads as that one in today's terms.",
    )
    field_order = ("into",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            field_of(self, "into", RowChoice).queryset = standing(self.subject.kind, self.subject)


class PartForm(SubForm):
    label = PlainText(label="What is this part called?", max_length=120)
    positions = forms.MultipleChoiceField(
        label="Which positions are in it?",
        choices=WithdrawalStage.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Of a stage alone.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is None:
            return
        if self.subject.kind == TermKind.REASON:
            del self.fields["positions"]
        else:
            field: Any = self.fields["positions"]
            field.choices = [(one, WithdrawalStage(one).label) for one in self.subject.positions]


class SplitTermForm(ChangeForm):
    parts = RowsField(
        form=PartForm,
        label="Into what is it split?",
        row_label="Part",
        min_rows=2,
        max_rows=6,
        hint="What was recorded until then stays on a line of its own, since nobody can tell it apart. To "
        "compare figures over the change, read them “alike over the whole time”: the parts count as one.",
    )
    field_order = ("parts",)
