"""What is typed of a body that an item waits on: requested, promised, chased, ended."""

from __future__ import annotations

from typing import Any

from django import forms

from actionplans.forms.documents import READ_BY_BOTH
from actionplans.forms.items import OwnerChoice
from actionplans.item_enums import ENDS_OF_A_WAIT, WaitsOn
from actionplans.services.queues import queue_owners_for
from rasso_tracker.people.models import Person
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText

CHASE_HINT = "Leave empty for the working day after the promise, or two weeks from today"


class WaitForm(DeedForm):
    body = forms.ChoiceField(
        label="What body does it wait on?", choices=WaitsOn.choices, widget=forms.RadioSelect
    )
    queue_owner = OwnerChoice(
        queryset=Person.objects.none(),
        label="Who in the force answers for that queue?",
        required=False,
        empty_label="Nobody by name",
        help_text="A chase that is missed climbs to them as well, from step 1",
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            owners = queue_owners_for(self.subject.plan.case)
            field_of(self, "queue_owner", OwnerChoice).queryset = owners.select_related("team")


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
