"""The rows behind a figure: what a cell of a table counts, and the rows themselves, page by page.

A figure and its rows begin with the same statement, at the same moment. The rows are read as the person, so
both walls hold; what changed since the figure was counted, or is not open to them, shows as a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from rasso_tracker.dashboards.performance.cube import Keys, Place, Wanted
from rasso_tracker.dashboards.performance.measures import Measure, moments
from rasso_tracker.web.text import unstorable

PAGE = 50
_ROWS = """
WITH found AS MATERIALIZED (
    SELECT id, of_id, key, day, district_id, team_id, cps_unit_id FROM ({rows}) counted
    WHERE month = ANY (%(months)s) AND key = ANY (%(keys)s)
      AND (%(district)s::uuid IS NULL OR district_id = %(district)s)
      AND (%(team)s::uuid IS NULL OR team_id = %(team)s)
      AND (%(unit)s::uuid IS NULL OR cps_unit_id = %(unit)s)
)
SELECT id, of_id, key, day, district_id, team_id, cps_unit_id, (SELECT count(*) FROM found) FROM found
WHERE %(after_day)s::date IS NULL OR (day, id) > (%(after_day)s, %(after_id)s)
ORDER BY day, id LIMIT %(limit)s"""


@dataclass(frozen=True)
class Behind:
    """What a cell counts: these keys of a measure, in these months and this place."""

    measure: Measure
    keys: tuple[str, ...]
    months: tuple[date, ...]
    place: Place


class Row(NamedTuple):
    """One counted thing: its id, the record on whose page it is read, as what and on which day."""

    id: UUID
    of_id: UUID
    key: str
    day: date
    district: UUID
    team: UUID
    unit: UUID


class Rows(NamedTuple):
    """One page of them, how many there are in all, and where the next page begins ("" at the end)."""

    rows: list[Row]
    number: int
    next: str


def behind(
    measure: Measure,
    keys: Keys,
    columns: Sequence[Wanted | None],
    *,
    months: Sequence[date],
    place: Place,
    **part: UUID,
) -> tuple[Behind | None, ...]:
    """Of each column of a row what it counts; None of a label, a share or a median, and of nothing."""
    where = replace(place, **part)
    found: list[Behind | None] = []
    for wanted in columns:
        chosen = tuple(sorted(key for key in keys if wanted(key))) if wanted is not None else ()
        found.append(Behind(measure, chosen, tuple(months), where) if chosen else None)
    return tuple(found)


def read_rows(cell: Behind, at: datetime, after: str = "", size: int = PAGE) -> Rows:
    """The rows of a cell at `at`, the moment of its figure, by day; `after`: where the last page ended."""
    day, pk = _cursor(after)
    values = {
        **moments(at, cell.months), **cell.measure.values(at), "keys": list(cell.keys),
        "district": cell.place.district, "team": cell.place.team, "unit": cell.place.unit,
        "after_day": day, "after_id": pk, "limit": size + 1,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(rows=cell.measure.sql), values)
        found = cursor.fetchall()
    rows = [Row(*one[:-1]) for one in found[:size]]
    more = f"{rows[-1].day.isoformat()}.{rows[-1].id}" if len(found) > size else ""
    return Rows(rows, found[0][-1] if found else 0, more)


def _cursor(text: str) -> tuple[date | None, UUID | None]:
    """Where a page begins; at the first row for whatever is no cursor."""
    day, _, pk = ("", "", "") if unstorable(text) else text.partition(".")
    try:
        return date.fromisoformat(day), UUID(pk)
    except ValueError:
        return None, None


def words_of(key: str, columns: Sequence[tuple[str, Any]], asked: int) -> str:
    """As what a key was counted: the first other column of its row that counts it too."""
    for place, (heading, cell) in enumerate(columns):
        if place != asked and cell is not None and key in cell.keys:
            return heading
    return columns[asked][0]
