"""What a measure is: one kind of thing counted by month, team, district and CPS unit, in one statement.

The statement lists what is counted; counting it, and showing the rows behind a figure, both begin with it, so
that they cannot differ. Every measure is a count, so that cells may be added: a share is two counts, a median
a count for each number of days. Months and days are those of Europe/London. Restricted cases are in no count
(safety.md 4).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from rasso_tracker.clocks import london_date, start_of_day

MONTHS = 24  # whole months that are kept beside the one that runs


class Of(StrEnum):
    """On whose page a counted row is read."""

    PLAN = "action_plan"
    ITEM = "action_plan_item"
    SUBMISSION = "submission"
    WITHDRAWAL = "withdrawal"
    DECISION = "decision"


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

    The statement `sql` gives a row for each thing that counts: month, team_id, district_id, cps_unit_id, key,
    its own id, of_id (the record `of` it on whose page it is read) and the day that puts it into its month.
    It may use at, today, since (the first day of the oldest month), until (the day after the last month), the
    same two as moments, from_at and until_at, and the arrays months and ends (each month's first day, and its
    end or `at`). It reads no more than those months need.
    """

    code: str
    counts: str
    month: str
    rule: str
    sql: str
    of: Of = Of.PLAN
    values: Callable[[datetime], dict[str, Any]] = lambda at: {}


def months_up_to(at: datetime, count: int = MONTHS) -> list[date]:
    """The first days of the month of `at` and the `count` before it, oldest first."""
    today = london_date(at)
    index = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(index - count, index + 1)]


def moments(at: datetime, wanted: Sequence[date] = ()) -> dict[str, Any]:
    """What a statement is told of time: of the `wanted` months, one after the other, or of all."""
    months = list(wanted) or months_up_to(at)
    until = _following(months[-1])
    return {
        "at": at,
        "today": london_date(at),
        "since": months[0],
        "from_at": start_of_day(months[0]),
        "until": until,
        "until_at": start_of_day(until),
        "months": months,
        "ends": [min(start_of_day(_following(one)), at) for one in months],
    }


def _following(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def compute(measure: Measure, at: datetime) -> list[Cell]:
    """Its cells at `at`, of every case that is not restricted. Look as the system."""
    with connection.cursor() as cursor:
        cursor.execute(_CELLS.format(rows=measure.sql), {**moments(at), **measure.values(at)})
        return [Cell(*row) for row in cursor.fetchall()]


_CELLS = """
SELECT month, team_id, district_id, cps_unit_id, key, count(*) FROM ({rows}) counted
GROUP BY 1, 2, 3, 4, 5"""


# Pieces of statements: c is the case, p the plan, s the submission.
CELL = "c.team_id, c.district_id, s.cps_unit_id"
# A case that never went to CPS has no unit: it counts with the unit of its district, so that no cell is lost.
UNIT_OF_CASE = """coalesce(c.cps_unit_id,
    (SELECT u.cpsunit_id FROM people_cpsunit_districts u WHERE u.district_id = c.district_id
        ORDER BY u.cpsunit_id LIMIT 1),
    (SELECT u.id FROM people_cpsunit u ORDER BY u.code LIMIT 1))"""


def day_of(moment: str) -> str:
    return f"({moment} AT TIME ZONE 'Europe/London')::date"


def within(moment: str) -> str:
    """True of a moment in the months that are asked for, up to the moment of the figures."""
    return f"({moment} >= %(from_at)s AND {moment} < %(until_at)s AND {moment} <= %(at)s)"


def month_of(day: str) -> str:
    return f"date_trunc('month', ({day})::timestamp)::date"


def end_of(day: str) -> str:
    """24:00 in London."""
    return f"((({day}) + 1)::timestamp AT TIME ZONE 'Europe/London')"
