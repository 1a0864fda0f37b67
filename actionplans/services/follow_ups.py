"""Changing a follow-up of a clinic: another date or owner, withdrawn, reopened. What stood is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from uuid import UUID

from actionplans.clinic_enums import FollowUpChanged
from actionplans.models import ClinicFollowUp, FollowUpChange
from actionplans.rules import follow_ups as rules
from actionplans.seals import Label, Sealer
from actionplans.services.climbs import step_when_ended, steps_due
from actionplans.services.clinic_access import check_owner_sees
from actionplans.services.clinic_results import (
    FOLLOW_UP_CHANGED,
    FOLLOW_UP_DUE,
    locked_follow_up,
    owe_follow_up,
)
from cases.services import settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together
from rasso_tracker.people.versions import touch


def climbed_to(follow_up: ClinicFollowUp, at: datetime) -> int | None:
    """The step of the ladder that a follow-up has reached by `at`; None below the first."""
    return steps_of([follow_up], at).get(follow_up.pk)


def steps_of(follow_ups: Iterable[ClinicFollowUp], at: datetime) -> dict[UUID, int]:
    """The same of many, in one statement: those below the first step are left out."""
    return steps_due([one.pk for one in follow_ups], FOLLOW_UP_DUE, at)


def climbed_as_it_ended(follow_up: ClinicFollowUp) -> int | None:
    """The step that one had reached when it was done or withdrawn; None below the first, and while open."""
    ended_at = follow_up.done_at or follow_up.withdrawn_at
    return step_when_ended(follow_up.pk, FOLLOW_UP_DUE, ended_at) if ended_at is not None else None


@deed
def move_follow_up(
    *,
    by: Person,
    follow_up: ClinicFollowUp,
    reason: str,
    due_on: date | None = None,
    owner: Person | None = None,
    at: datetime | None = None,
) -> ClinicFollowUp:
    """Give a follow-up another date, or another owner, or both, with the reason; what is None stays.

    The old date and owner stay as a row. A new date begins the ladder anew, another owner alone does not.
    Raises NotAllowed once it is done, withdrawn, its case closed or climbed above the person, or Invalid.
    """
    at = at or now()
    row = locked_follow_up(by, follow_up)
    rules.check_can_change("move_follow_up", by, row, climbed_to(row, at))
    due_on, owner = due_on or row.due_on, owner or row.owner
    together(
        partial(rules.check_reason, reason, "it is moved or given on"),
        partial(rules.check_moved, row, due_on, owner, at),
        partial(check_owner_sees, "owner", owner if owner.pk != row.owner_id else None, row.case),
    )
    change = _keep(row, FollowUpChanged.MOVED, reason, by, at)
    row.due_on, row.owner = due_on, owner
    touch(row, "due_on", "owner")
    owe_follow_up(row, at)
    return _changed(row, change, Action.FOLLOW_UP_MOVED, by, at)


@deed
def withdraw_follow_up(
    *, by: Person, follow_up: ClinicFollowUp, reason: str, at: datetime | None = None
) -> ClinicFollowUp:
    """Ask no longer for a follow-up, with the reason: nothing is owed, its ladder ends, and it stays to be
    read. Raises as move_follow_up does.
    """
    at = at or now()
    row = locked_follow_up(by, follow_up)
    rules.check_can_change("withdraw_follow_up", by, row, climbed_to(row, at))
    rules.check_reason(reason, "it is no longer asked for")
    change = _keep(row, FollowUpChanged.WITHDRAWN, reason, by, at)
    row.withdrawn_at, row.withdrawn_by = at, by
    touch(row, "withdrawn_at", "withdrawn_by")
    settle_due(source=row.pk, code=FOLLOW_UP_DUE, at=at, fell_away="it was withdrawn")
    return _changed(row, change, Action.FOLLOW_UP_WITHDRAWN, by, at)


@deed
def reopen_follow_up(
    *,
    by: Person,
    follow_up: ClinicFollowUp,
    reason: str,
    due_on: date | None = None,
    at: datetime | None = None,
) -> ClinicFollowUp:
    """It was not done, or is asked for after all: owed again by the date that stood, or where that has passed
    by a new one (`due_on`), unless it had climbed above the person as it ended.

    What stood is kept, and what was said as done. Raises NotAllowed while it is open or its case closed,
    Invalid.
    """
    at = at or now()
    row = locked_follow_up(by, follow_up)
    rules.check_can_reopen(by, row)
    together(
        partial(rules.check_reason, reason, "it is still to be done"),
        partial(rules.check_new_date, by, row, climbed_as_it_ended(row), due_on, at),
    )
    change = _keep(row, FollowUpChanged.REOPENED, reason, by, at)
    row.done_at = row.done_by = row.done_sealed = row.withdrawn_at = row.withdrawn_by = None
    row.due_on = due_on or row.due_on
    touch(row, "due_on", "done_at", "done_by", "done_sealed", "withdrawn_at", "withdrawn_by")
    owe_follow_up(row, at)
    return _changed(row, change, Action.FOLLOW_UP_REOPENED, by, at)


def date_again(row: ClinicFollowUp, due_on: date, *, by: Person, at: datetime) -> None:
    """Its date passed while its case was closed, and the case is open again: it has another, and what stood
    is kept. Inside a deed, which says that it is owed.
    """
    change = _keep(row, FollowUpChanged.MOVED, "The case was opened again.", by, at)
    row.due_on = due_on
    touch(row, "due_on")
    _changed(row, change, Action.FOLLOW_UP_MOVED, by, at)


def _keep(
    row: ClinicFollowUp, kind: FollowUpChanged, reason: str, by: Person, at: datetime
) -> FollowUpChange:
    change = before_change(row, kind, reason, Sealer(row.case_id), by, at)
    change.save(force_insert=True)
    return change


def before_change(
    row: ClinicFollowUp, kind: FollowUpChanged, reason: str, sealer: Sealer, by: Person, at: datetime
) -> FollowUpChange:
    """What stands before the change, as an unsaved row of its own."""
    change = FollowUpChange(
        id=uuid7(),
        case_id=row.case_id,
        follow_up=row,
        kind=kind,
        due_on=row.due_on,
        owner=row.owner,
        done_at=row.done_at,
        done_by=row.done_by,
        changed_at=at,
        changed_by=by,
    )
    if row.done_sealed is not None:
        done = sealer.open(Label.FOLLOW_UP_DONE, row.pk, row.done_sealed)
        change.done_sealed = sealer.seal(Label.FOLLOW_UP_DONE_BEFORE, change.pk, done)
    change.reason_sealed = sealer.seal(Label.FOLLOW_UP_REASON, change.pk, reason)
    return change


def _changed(
    row: ClinicFollowUp, change: FollowUpChange, action: Action, by: Person, at: datetime
) -> ClinicFollowUp:
    settle(subject_id=row.pk, by=by, at=at, kinds=[FOLLOW_UP_CHANGED])
    raise_notice(kind=FOLLOW_UP_CHANGED, source=change.pk, subject_id=row.pk, at=at)
    record(by=by, action=action, case=row.case, subjects=[row.pk, row.booking_id, change.pk])
    return row
