"""What is typed of a body that an item waits on: requested, promised, chased, ended."""

from __future__ import annotations

from django import forms

from actionplans.forms.documents import READ_BY_BOTH
from actionplans.item_enums import ENDS_OF_A_WAIT, WaitsOn
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText

CHASE_HINT = "Leave empty for the working day after the promise, or two weeks from today"


class WaitForm(DeedForm):
    body = forms.ChoiceField(
        label="What body does it wait on?", choices=WaitsOn.choices, widget=forms.RadioSelect
    )
    words = LongText(
        label="Whom exactly, and under which reference?",
        max_length=1000,
        rows=2,
        required=False,
        hint=READ_BY_BOTH,
    )
    requested_on = GovDateField(label="When was it requested?", past_only=True)
    promised_on = GovDateField(
        label="When do they promise it?", required=False, hint="Leave empty if they have not said"
    )
    chase_on = GovDateField(label="When will you chase it?", required=False, future=True, hint=CHASE_HINT)


class ChaseForm(DeedForm):
    note = LongText(label="What do they say?", max_length=2000, rows=3, required=False, hint=READ_BY_BOTH)
    promised_on = GovDateField(
        label="When do they promise it now?",
        required=False,
        future=True,
        hint="Leave empty if that has not changed",
    )
    chase_on = GovDateField(
        label="When will you chase it again?", required=False, future=True, hint=CHASE_HINT
    )


class EndWaitForm(DeedForm):
    how = forms.ChoiceField(
        label="What came of it?",
        choices=[(one.value, one.label) for one in ENDS_OF_A_WAIT],
        widget=forms.RadioSelect,
    )
