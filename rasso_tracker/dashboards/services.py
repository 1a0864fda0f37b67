"""The monthly facts behind the managers' pages, counted anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.dashboards.performance import clinics, plans, rights, sent, withdrawals
from rasso_tracker.dashboards.performance.cube import RUN, last_refresh
from rasso_tracker.dashboards.performance.measures import Cell, Measure, compute, months_up_to
from rasso_tracker.messages.services import finish_run, start_run
from rasso_tracker.people.access import system

EVERY = timedelta(minutes=30)
MEASURES: tuple[Measure, ...] = (
    *plans.MEASURES,
    *sent.MEASURES,
    *clinics.MEASURES,
    *withdrawals.MEASURES,
    *rights.MEASURES,
)
_ONE_REFRESH = 0x66616374  # any fixed number: the advisory lock of the refresh

# Cells whose count is as it was are left alone; those that are no more go to nought (nothing is deleted).
_WRITE = """
WITH fresh AS (
    SELECT * FROM unnest(%(measure)s::text[], %(month)s::date[], %(team)s::uuid[], %(district)s::uuid[],
        %(unit)s::uuid[], %(key)s::text[], %(n)s::int[])
        AS f (measure, month, team_id, district_id, cps_unit_id, key, count)
), gone AS (
    UPDATE dashboards_monthlyfact m SET count = 0
    WHERE m.count > 0 AND m.month >= %(since)s AND NOT EXISTS (
        SELECT 1 FROM fresh f WHERE f.measure = m.measure AND f.month = m.month AND f.team_id = m.team_id
        AND f.district_id = m.district_id AND f.cps_unit_id = m.cps_unit_id AND f.key = m.key)
)
INSERT INTO dashboards_monthlyfact (id, measure, month, team_id, district_id, cps_unit_id, key, count)
SELECT uuidv7(), measure, month, team_id, district_id, cps_unit_id, key, count FROM fresh
ON CONFLICT (measure, month, team_id, district_id, cps_unit_id, key)
DO UPDATE SET count = EXCLUDED.count WHERE dashboards_monthlyfact.count <> EXCLUDED.count
"""


def refresh_figures(*, at: datetime | None = None) -> int:
    """Count every measure anew as at `at` (now) and take the place of what stood; how many cells there are.

    Safe to run at any time: two at once follow each other. Leaves a row in the run ledger; pages show the
    moment of the last that finished. No audit event: it counts, and tells nobody anything.
    """
    at = at or now()
    run = start_run(kind=RUN, at=at)
    with system("counting for managers: no row is shown"), open_door("refresh_figures"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_REFRESH])
        found = [(one.code, cell) for one in MEASURES for cell in compute(one, at)]
        _write(found, at)
    finish_run(run, written=len(found))
    return len(found)


def refresh_when_due(*, at: datetime | None = None) -> int:
    """The same where the last count that finished is of half an hour ago or more; how many cells, or nought.

    A restart of the schedule then neither puts a count off nor brings one forward.
    """
    at = at or now()
    last = last_refresh()
    return 0 if last is not None and last > at - EVERY else refresh_figures(at=at)


def _write(found: list[tuple[str, Cell]], at: datetime) -> None:
    columns: dict[str, Any] = {name: [getattr(cell, name) for _, cell in found] for name in Cell._fields}
    values = {**columns, "measure": [code for code, _ in found], "since": months_up_to(at)[0]}
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
