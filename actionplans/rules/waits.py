"""Waiting on a named body: which dates fit, and when to chase if nobody says."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from actionplans.rules import check_ahead, check_role
from rasso_tracker.clocks import add_working_days, london_date
from rasso_tracker.people.refusals import Invalid, NotAllowed

if TYPE_CHECKING:
    from actionplans.models import ActionPlanItem, ItemWait
    from rasso_tracker.people.models import Person

CHASE_AFTER_DAYS = 14  # [A] where a body promised nothing


def chase_day(promised_on: date | None, at: datetime) -> date:
    """The working day after what was promised; a fortnight from now where nothing was, or it has passed."""
    today = london_date(at)
    if promised_on is not None and promised_on >= today:
        return add_working_days(promised_on, 1)
    return today + timedelta(days=CHASE_AFTER_DAYS)


def check_request(
    *, requested_on: date, promised_on: date | None, chase_on: date | None, at: datetime
) -> None:
    wrong = {}
    if requested_on > london_date(at):
        wrong["requested_on"] = "Enter the day on which it was requested, which cannot be in the future."
    elif promised_on is not None and promised_on < requested_on:
        wrong["promised_on"] = "The promised date is before the request."
    if wrong:
        raise Invalid(wrong)
    if chase_on is not None:
        check_ahead("chase_on", chase_on, at)


def check_not_waiting(item: ActionPlanItem, waits: list[ItemWait]) -> None:
    if waits:
        body = waits[0].get_body_display().lower()
        raise NotAllowed(
            f"Item {item.number} waits on this body already ({body}): record a chase, or end that wait first."
        )


def check_on_wait(by: Person, wait: ItemWait, deed: str) -> None:
    """The role does the deed, and the wait runs: one that ended is not chased."""
    check_role(by, deed)
    if wait.ended_at is not None:
        raise NotAllowed(f"This wait ended already: {wait.get_ended_how_display()}.")
