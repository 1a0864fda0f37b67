"""Counting the managers' figures: all measures at once, and the rows behind one figure, at each size."""

from __future__ import annotations

import os
import time
from typing import Any

import psycopg2

from benchmarks.servers import manage, median, on_database

REFRESH = (
    "from rasso_tracker.dashboards.services import refresh_figures; from rasso_tracker.clocks import now; "
    "refresh_figures(at=now())"
)
RUN = """
SELECT extract(epoch FROM finished_at - started_at)::float, written FROM notices_sweeprun
WHERE kind = 'figures' AND finished_at IS NOT NULL ORDER BY started_at DESC LIMIT 1"""
# The heaviest month of each measure, as its page of rows reads it.
HEAVIEST = """
SELECT measure, key, month, sum(count) FROM dashboards_monthlyfact GROUP BY 1, 2, 3
ORDER BY measure, 4 DESC"""
GOAL = "a tenth of the half hour between two counts"
ROWS_GOAL = "below 1 s"


def measure(filled: dict[int, str]) -> list[dict[str, Any]]:
    return [row for size, name in filled.items() for row in (_refresh(name, size), _behind(name, size))]


def _refresh(database: str, size: int) -> dict[str, Any]:
    """The first count writes every cell, the second changes none: what each half hour costs is the second."""
    taken = []
    for _ in range(2):
        manage(database, "shell", "-c", REFRESH)
        owner = on_database(os.environ["DATABASE_OWNER_URL"], database)
        with psycopg2.connect(owner) as connection, connection.cursor() as cursor:
            cursor.execute(RUN)
            seconds, cells = cursor.fetchone() or (0.0, 0)
        taken.append(float(seconds))
    return {
        "what": f"counting every figure, {size:,} cases",
        "figure": f"{taken[1]:.1f} s",
        "goal": GOAL,
        "detail": f"{cells:,} cells; the first time {taken[0]:.1f} s",
    }


def _behind(database: str, size: int) -> dict[str, Any]:
    """The first page of rows of the largest month of each measure, by the wall of a gatekeeper."""
    from rasso_tracker.clocks import now
    from rasso_tracker.dashboards.performance.behind import _ROWS
    from rasso_tracker.dashboards.performance.measures import moments
    from rasso_tracker.dashboards.services import MEASURES

    largest: dict[str, tuple[str, Any, int]] = {}
    taken: dict[str, float] = {}
    web = psycopg2.connect(on_database(os.environ["DATABASE_URL"], database))
    with web.cursor() as cursor:
        cursor.execute("SELECT set_config('rasso.scope', 'gatekept', false)")
        cursor.execute(HEAVIEST)
        for code, key, month, count in cursor.fetchall():
            largest.setdefault(code, (key, month, count))
        for one in MEASURES:
            key, month, _ = largest[one.code]
            values = {
                **moments(now(), [month]), **one.values(now()), "keys": [key], "district": None, "team": None,
                "unit": None, "after_day": None, "after_id": None, "limit": 51,
            }  # fmt: skip
            begun = time.perf_counter()
            cursor.execute(_ROWS.format(rows=one.sql), values)
            cursor.fetchall()
            taken[one.code] = time.perf_counter() - begun
    web.close()
    slowest = max(taken, key=lambda code: taken[code])
    return {
        "what": f"rows behind the largest figure of a month, {size:,} cases",
        "figure": f"{1000 * median(list(taken.values())):.0f} ms",
        "goal": ROWS_GOAL,
        "detail": f"{slowest} {1000 * taken[slowest]:.0f} ms, of {largest[slowest][2]:,} rows",
    }
