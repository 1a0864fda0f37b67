"""What a measure is: one kind of thing counted by month, team, district and CPS unit, in one statement.

Every measure is a count, so that cells may be added: a share is two counts, a median a count for each number
of days. Months and days are those of Europe/London. Restricted cases are in no count (safety.md 4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from rasso_tracker.clocks import london_date, start_of_day

MONTHS = 24  # whole months that are kept beside the one that runs


class Cell(NamedTuple):
    """One count: the first day of its month, where, which kind."""

    month: date
    team: UUID
    district: UUID
    unit: UUID
    key: str
    n: int


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`counts` is the unit, `month` the event whose month it is, `rule` what counts as what.

    The statement `sql` gives cells. It may use at, today, since (the first day of the oldest month), from_at
    (the same as a moment) and the arrays months and ends (each month's first day, and its end or `at`).
    """

    code: str
    counts: str
    month: str
    rule: str
    sql: str
    values: Callable[[datetime], dict[str, Any]] = lambda at: {}


def months_up_to(at: datetime, count: int = MONTHS) -> list[date]:
    """The first days of the month of `at` and the `count` before it, oldest first."""
    today = london_date(at)
    index = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(index - count, index + 1)]


def moments(at: datetime) -> dict[str, Any]:
    """What a statement is told of time."""
    months = months_up_to(at)
    ends = [*(start_of_day(one) for one in months[1:]), at]
    return {
        "at": at,
        "today": london_date(at),
        "since": months[0],
        "from_at": start_of_day(months[0]),
        "months": months,
        "ends": ends,
    }


def compute(measure: Measure, at: datetime) -> list[Cell]:
    """Its cells at `at`, of every case that is not restricted. Look as the system."""
    with connection.cursor() as cursor:
        cursor.execute(measure.sql, {**moments(at), **measure.values(at)})
        return [Cell(*row) for row in cursor.fetchall()]


# Pieces of statements: c is the case, p the plan, s the submission.
CELL = "c.team_id, c.district_id, s.cps_unit_id"


def day_of(moment: str) -> str:
    return f"({moment} AT TIME ZONE 'Europe/London')::date"


def month_of(day: str) -> str:
    return f"date_trunc('month', ({day})::timestamp)::date"


def end_of(day: str) -> str:
    """24:00 in London."""
    return f"((({day}) + 1)::timestamp AT TIME ZONE 'Europe/London')"
