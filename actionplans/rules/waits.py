"""Waiting on a named body: which dates fit, and when to chase if nobody says."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from actionplans.rules import check_role
from rasso_tracker.clocks import add_working_days, day_words, london_date
from rasso_tracker.people.refusals import NotAllowed, refuse

if TYPE_CHECKING:
    from actionplans.models import ActionPlanItem, ItemWait
    from rasso_tracker.people.models import Person

NOT_PAST = "Enter today's date or a date in the future."
CHASE_AFTER_DAYS = 14  # [A] where a body promised nothing
FURTHEST_PROMISE, FURTHEST_CHASE = timedelta(days=365), timedelta(days=28)  # [A]


def chase_day(promised_on: date | None, at: datetime) -> date:
    """The working day after what was promised; a fortnight from now where nothing was, or it has passed."""
    today = london_date(at)
    if promised_on is not None and promised_on >= today:
        return add_working_days(promised_on, 1)
    return today + timedelta(days=CHASE_AFTER_DAYS)


def check_request(
    *, requested_on: date, reported_on: date, promised_on: date | None, chase_on: date | None, at: datetime
) -> None:
    """When it was requested, in the life of the case, and what follows. Raises Invalid with every fault."""
    wrong = {}
    if requested_on > london_date(at):
        wrong["requested_on"] = "Enter the day on which it was requested, which cannot be in the future."
    elif requested_on < reported_on:
        wrong["requested_on"] = f"The case was reported on {day_words(reported_on)}: enter that day or later."
    elif promised_on is not None and promised_on < requested_on:
        wrong["promised_on"] = "The promised date is before the request."
    refuse({**_too_late(promised_on, chase_on, at), **wrong})


def check_chase(
    *, promised_on: date | None, stands: date | None, chase_on: date | None, at: datetime
) -> None:
    """What is promised now (`stands`: what was promised before) and when to chase again lie ahead."""
    wrong = {}
    if promised_on is not None and promised_on < london_date(at):
        wrong["promised_on"] = NOT_PAST
    refuse({**_too_late(promised_on, chase_on, at, stands), **wrong})


def _too_late(
    promised_on: date | None, chase_on: date | None, at: datetime, stands: date | None = None
) -> dict[str, str]:
    """A body is chased within four weeks of what it promised, or of today: no reminder sleeps for longer."""
    today, wrong = london_date(at), {}
    if promised_on is not None and promised_on > today + FURTHEST_PROMISE:
        wrong["promised_on"] = "That is more than a year ahead: check the year."
    last = max(today, promised_on or stands or today) + FURTHEST_CHASE
    if chase_on is not None and chase_on < today:
        wrong["chase_on"] = NOT_PAST
    elif chase_on is not None and chase_on > last and "promised_on" not in wrong:
        wrong["chase_on"] = (
            f"Chase it by {day_words(last)}: within four weeks of what was promised, or of today."
        )
    return wrong


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
