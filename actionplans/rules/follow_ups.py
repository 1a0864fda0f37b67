"""Who moves, gives on, withdraws and reopens a follow-up of an advice clinic, and when."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from actionplans.rules import check_case_open, check_role
from actionplans.rules.clinics import refuse_due_day
from actionplans.rules.escalations import ANSWERED_BY_ANYBODY, moves_date, who_may
from rasso_tracker.clocks import day_words, end_of_day
from rasso_tracker.people.refusals import Invalid, NotAllowed

if TYPE_CHECKING:
    from actionplans.models import ClinicFollowUp
    from rasso_tracker.people.models import Person

REVIEW = "record_plan_review"  # a follow-up climbs as a review does, and who reviews plans hears of it


def check_can_change(deed: str, by: Person, row: ClinicFollowUp, step: int | None) -> None:
    """It is still to be done, and has not climbed above the person: nobody ends an escalation about
    themselves with another date, by giving it on or by withdrawing it. `step`: how far it has climbed.
    """
    check_role(by, deed)
    if row.done_at is not None:
        raise NotAllowed("This follow-up was done already. If that is wrong, reopen it first.")
    if row.withdrawn_at is not None:
        raise NotAllowed("This follow-up was withdrawn already. If it is asked for after all, reopen it.")
    check_case_open(row.case, deed)
    if not _may_set_date(by, row, step):
        raise NotAllowed(
            f"This follow-up has climbed to step {step}. It is moved, given on or withdrawn by those who "
            f"review what is late, and not by whoever is to do it: {who_may(REVIEW)}. Doing it ends "
            "its ladder."
        )


def _may_set_date(by: Person, row: ClinicFollowUp, step: int | None) -> bool:
    is_owner = by.pk == row.owner_id and (step or 0) > ANSWERED_BY_ANYBODY
    return not is_owner and moves_date(by, step, REVIEW)


def check_can_reopen(by: Person, row: ClinicFollowUp) -> None:
    check_role(by, "reopen_follow_up")
    if row.is_open:
        raise NotAllowed("This follow-up is still to be done, so there is nothing to reopen.")
    check_case_open(row.case, "reopen_follow_up")


def needs_new_date(by: Person, row: ClinicFollowUp, step: int | None, at: datetime) -> bool:
    """What is reopened would be owed by a date that has passed. Had it climbed above the person as it ended
    (`step`), it is owed by that date again: done and reopened wins no time.
    """
    return end_of_day(row.due_on) <= at and _may_set_date(by, row, step)


def new_date_words(row: ClinicFollowUp) -> str:
    return f"Enter a new date: its own, {day_words(row.due_on)}, has passed."


def check_new_date(
    by: Person, row: ClinicFollowUp, step: int | None, due_on: date | None, at: datetime
) -> None:
    """A date that has passed is set anew, within its time; one that holds stays. Raises Invalid."""
    if needs_new_date(by, row, step, at):
        if due_on is None:
            raise Invalid({"due_on": new_date_words(row)})
        refuse_due_day(due_on, at)
    elif due_on is not None:
        held = f"its date, {day_words(row.due_on)}, holds"
        if end_of_day(row.due_on) <= at:
            held = f"it had climbed to step {step}, so those who review what is late move it"
        raise Invalid({"due_on": f"Leave this empty: {held}."})


def check_reason(reason: str, of_what: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": f"Say why {of_what}."})


def check_moved(row: ClinicFollowUp, due_on: date, owner: Person, at: datetime) -> None:
    """Another date within its time, or somebody else. Raises Invalid."""
    if due_on != row.due_on:
        refuse_due_day(due_on, at)
    elif owner.pk == row.owner_id:
        raise Invalid({"due_on": "Both are as they stand already. Change the date, or who does it."})
