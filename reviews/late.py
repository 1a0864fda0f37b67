"""Which victims were told late, in which month: facts of rows, as conditions that the database answers.

A month's are those whose time ran out in it: by the clock, or by the day until which they asked to wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import GreaterThan

from cases.models import LondonDate
from rasso_tracker.clocks import add_months, london_date, now
from reviews.telling_enums import LateBecause

MONTHS = 24  # that the page offers
NOT_SAID = "not_said"
LATE, ASKED = "late", "asked"
SHOWN = {LATE: "Told late", ASKED: "They asked to wait"}
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


def is_late(today: date) -> Q:
    """Notification.is_late in the database's words."""
    running = Q(told_at__isnull=True, not_told_at__isnull=True, ended_at__isnull=True)
    by = Coalesce("waits_until", "due_on")
    stopped: Any = LondonDate(Least("told_at", "not_told_at", "ended_at"))  # of those that are known
    still: Any = GreaterThan(today, by)
    return (running & Q(still)) | (~running & Q(GreaterThan(stopped, by)))


def asked_to_wait() -> Q:
    return Q(waits_until__isnull=False)


def shown(which: str) -> Q:
    """Those told late, or those who asked to wait, whether or not they were told by then."""
    return asked_to_wait() if which == ASKED else is_late(london_date(now()))


def caused_by(cause: str) -> Q:
    return Q(late_because="" if cause == NOT_SAID else cause)


class OfMonths(Mapping[str, Any]):
    """By the code of a month the condition of its rows, for the API; "" is this month. Asked anew each time:
    the days move on.
    """

    def __getitem__(self, code: str) -> Any:
        month = months()[0] if code == "" else month_of(code)
        if month is None:
            raise KeyError(code)
        return lambda person: ran_out_in(month)

    def __contains__(self, code: object) -> bool:
        return code == "" or (isinstance(code, str) and month_of(code) is not None)

    def __iter__(self) -> Iterator[str]:
        return iter(code_of(one) for one in months())

    def __len__(self) -> int:
        return MONTHS
