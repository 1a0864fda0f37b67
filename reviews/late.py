"""Which victims were told late, in which month: facts of rows, as conditions that the database answers.

A month's are those whose time ran out in it: by the clock, or by the day until which they asked to wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from cases.models import LondonDate
from rasso_tracker.clocks import add_months, london_date, now
from reviews.models import TellingDelay
from reviews.telling_enums import LateBecause

MONTHS = 24  # that the page offers
NOT_SAID = "not_said"
LATE, ASKED, ASKED_LATE = "late", "asked", "asked_late"
SHOWN = {
    LATE: "Told late",
    ASKED: "They asked to wait",
    ASKED_LATE: "They asked to wait, and it was recorded late",
}
CAUSES = {**dict(LateBecause.choices), NOT_SAID: "Not said yet"}


def first_of(day: date) -> date:
    return day.replace(day=1)


def months() -> list[date]:
    """The first days of the months that are offered, this month first."""
    this = first_of(london_date(now()))
    return [add_months(this, -back) for back in range(MONTHS)]


def code_of(month: date) -> str:
    return f"{month:%Y-%m}"


def month_of(code: str) -> date | None:
    """The first day of a month that is offered; None for any other text."""
    return next((one for one in months() if code_of(one) == code), None)


def ran_out_in(month: date) -> Q:
    """The time to tell the victim ran out in this month."""
    days = (month, add_months(month, 1) - timedelta(days=1))
    return Q(waits_until__isnull=True, due_on__range=days) | Q(waits_until__range=days)


def was_missed_in(month: date) -> Q:
    """Of a MissedTelling: what was missed in this month, before they came back."""
    days = (month, add_months(month, 1) - timedelta(days=1))
    return Q(tell_by__range=days, voided_at__isnull=True)


def is_late(today: date) -> Q:
    """Notification.is_late in the database's words."""
    running = Q(told_at__isnull=True, not_told_at__isnull=True, ended_at__isnull=True)
    by = Coalesce("waits_until", "due_on")
    stopped: Any = LondonDate(Least("told_at", "not_told_at", "ended_at"))  # of those that are known
    still: Any = GreaterThan(today, by)
    return (running & Q(still)) | (~running & Q(GreaterThan(stopped, by)))


def asked_to_wait() -> Q:
    return Q(waits_until__isnull=False)


def wish_recorded_late() -> Q:
    """TellingDelay.was_recorded_late in the database's words, of a wish by which the victim waits."""
    recorded, asked = LondonDate("recorded_at"), LondonDate("asked_at")
    late = TellingDelay.objects.filter(
        Q(GreaterThan(recorded, F("notice__due_on"))),
        Q(GreaterThan(recorded, asked)),
        Q(LessThanOrEqual(asked, F("notice__waits_until"))),
        notice=OuterRef("pk"),
    )
    return asked_to_wait() & Q(Exists(late))


def shown(which: str) -> Q:
    """Those told late, or those who asked to wait (all, or where that was written down after the clock had
    run out), whether or not they were told by then.
    """
    ways = {ASKED: asked_to_wait, ASKED_LATE: wish_recorded_late}
    return ways[which]() if which in ways else is_late(london_date(now()))


def caused_by(cause: str) -> Q:
    return Q(late_because="" if cause == NOT_SAID else cause)


class OfMonths(Mapping[str, Any]):
    """By the code of a month the condition of its rows, for the API; "" is this month. Asked anew each time:
    the days move on.
    """

    def __init__(self, of_month: Callable[[date], Q]) -> None:
        self.of_month = of_month

    def __getitem__(self, code: str) -> Any:
        month = months()[0] if code == "" else month_of(code)
        if month is None:
            raise KeyError(code)
        return lambda person: self.of_month(month)

    def __contains__(self, code: object) -> bool:
        return code == "" or (isinstance(code, str) and month_of(code) is not None)

    def __iter__(self) -> Iterator[str]:
        return iter(code_of(one) for one in months())

    def __len__(self) -> int:
        return MONTHS
