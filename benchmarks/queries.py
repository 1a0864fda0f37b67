"""The access rule with row-level security against the same page of rows without either.

In the database alone, by the processor time of each session's own backend.
"""

from __future__ import annotations

import os
from typing import Any

import psycopg2

from benchmarks.servers import cpu_seconds, median, on_database

COLUMNS = "id, reference, stage, reported_on, next_due_on"
PAGE = "ORDER BY reported_on DESC, id DESC LIMIT 26"
UNFILTERED = f"SELECT {COLUMNS} FROM cases_case WHERE district_id = %s {PAGE}"
FILTERED = f"SELECT {COLUMNS} FROM cases_case WHERE district_id = %s AND NOT restricted {PAGE}"
TIMES = 1000
GOAL = "at most 1.4 times the unfiltered query"


def measure(databases: dict[int, str]) -> list[dict[str, Any]]:
    size = max(databases)
    return rule_against_bare(databases[size], size)


def rule_against_bare(database: str, size: int) -> list[dict[str, Any]]:
    """25 cases of a district, newest report first: as the owner by district alone, and as a supervisor."""
    owner = psycopg2.connect(on_database(os.environ["DATABASE_OWNER_URL"], database))
    web = psycopg2.connect(on_database(os.environ["DATABASE_URL"], database))
    with owner.cursor() as bare, web.cursor() as walled:
        bare.execute(
            "SELECT p.id, p.district_id FROM people_person p WHERE 'supervisor' = ANY(p.roles)"
            " AND p.district_id IS NOT NULL ORDER BY p.username LIMIT 1"
        )
        person, district = bare.fetchone() or (None, None)
        walled.execute(
            "SELECT set_config('rasso.scope', 'district', false), set_config('rasso.key', %s, false),"
            " set_config('rasso.person', %s, false), set_config('rasso.named', %s, false)",
            [str(district), str(person), str(person)],
        )
        sent = _in_turn(bare, walled, UNFILTERED, FILTERED, [district])
        for cursor, statement in ((bare, UNFILTERED), (walled, FILTERED)):
            cursor.execute("SET plan_cache_mode = force_generic_plan")
            cursor.execute(f"PREPARE page (uuid) AS {statement.replace('%s', '$1')}")
        planned = _in_turn(bare, walled, "EXECUTE page (%s)", "EXECUTE page (%s)", [district])
    owner.close()
    web.close()
    what = f"access rule with row-level security, {size:,} cases"
    return [
        _row(f"{what}, planned anew (a list with a filter)", *sent),
        _row(f"{what}, plan kept (a list as it opens)", *planned),
    ]


def _row(what: str, bare: float, walled: float) -> dict[str, Any]:
    detail = f"{1000 * bare:.3f} ms against {1000 * walled:.3f} ms of processor time, {TIMES:,} in turn"
    return {"what": what, "figure": f"{walled / bare:.2f} times", "goal": GOAL, "detail": detail}


def _in_turn(
    bare: Any, walled: Any, unfiltered: str, filtered: str, params: list[Any]
) -> tuple[float, float]:
    bares: list[float] = []
    walls: list[float] = []
    for number in range(TIMES):
        pair = [(bare, unfiltered, bares), (walled, filtered, walls)]
        for cursor, statement, samples in reversed(pair) if number % 2 else pair:
            samples.append(_processor_time(cursor, statement, params))
    return median(bares), median(walls)


def _processor_time(cursor: Any, statement: str, params: list[Any]) -> float:
    backend = cursor.connection.info.backend_pid
    before = cpu_seconds(backend)
    cursor.execute(statement, params)
    cursor.fetchall()
    return cpu_seconds(backend) - before
