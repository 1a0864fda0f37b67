"""What is typed of a follow-up of an advice clinic once it was added: moved, withdrawn, reopened, done."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms

from actionplans.forms.clinic_results import FollowUpOwner, offer_owners
from actionplans.forms.documents import READ_BY_BOTH
from actionplans.rules.follow_ups import check_moved, check_new_date, needs_new_date, new_date_words
from actionplans.services.clinic_access import check_owner_sees
from actionplans.services.follow_ups import climbed_as_it_ended
from rasso_tracker.clocks import day_words, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText


def as_it_stands(person: Person, follow_up: Any) -> dict[str, Any]:
    return {"due_on": follow_up.due_on, "owner": follow_up.owner_id}


class MoveFollowUpForm(DeedForm):
    due_on = GovDateField(
        label="By when?",
        hint="Within 92 days. The date that stands now stays to be read",
        error_messages={"required": "Enter the date by which it is to be done."},
    )
    owner = FollowUpOwner(
        queryset=Person.objects.none(),
        label="Who does it?",
        error_messages={"required": "Choose who is to do it."},
    )
    reason = LongText(
        label="Why?",
        max_length=2000,
        rows=3,
        hint=READ_BY_BOTH,
        error_messages={"required": "Say why it is moved or given on."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            offer_owners(self, self.subject.booking, stays=self.subject.owner_id)  # it may stay theirs

    def check(self, said: dict[str, Any]) -> None:
        row = self.subject
        if row is not None and not {"due_on", "owner"} & set(self.errors):
            owner = said["owner"] if said["owner"].pk != row.owner_id else None
            together(
                partial(check_moved, row, said["due_on"], said["owner"], now()),
                partial(check_owner_sees, "owner", owner, row.case),
            )


class WithdrawFollowUpForm(DeedForm):
    reason = LongText(
        label="Why is it no longer asked for?",
        max_length=2000,
        rows=3,
        hint=f"Nothing is then owed for it, and it stays to be read. {READ_BY_BOTH}",
        error_messages={"required": "Say why it is no longer asked for."},
    )


class ReopenFollowUpForm(DeedForm):
    reason = LongText(
        label="Why is it still to be done?",
        max_length=2000,
        rows=3,
        hint=READ_BY_BOTH,
        error_messages={"required": "Say why it is still to be done."},
    )
    due_on = GovDateField(label="By when is it to be done now?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row, due_on = self.subject, self.fields["due_on"]
        if row is None:
            return
        by, self.step = day_words(row.due_on), climbed_as_it_ended(row)
        if needs_new_date(self.person, row, self.step, now()):
            due_on.required = True
            due_on.help_text = f"Within 92 days. Its own, {by}, has passed"
            due_on.error_messages["required"] = new_date_words(row)
        else:
            due_on.widget = forms.HiddenInput()  # by API the rule says why it is not set
            self.fields["reason"].help_text = f"It is owed by {by} again, as it was. {READ_BY_BOTH}"

    def check(self, said: dict[str, Any]) -> None:
        if self.subject is not None and "due_on" not in self.errors:
            check_new_date(self.person, self.subject, self.step, said["due_on"], now())
