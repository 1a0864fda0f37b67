"""The access rule with row-level security against the same page of rows without either, in the database alone."""

from __future__ import annotations

import os
import time
from typing import Any

import psycopg2

from benchmarks.servers import median, on_database

COLUMNS = "id, reference, stage, reported_on, next_due_on"
TIMES = 300


def measure(databases: dict[int, str], rounds: int) -> list[dict[str, Any]]:
    size = max(databases)
    return [rule_against_bare(databases[size], size)]


def rule_against_bare(database: str, size: int) -> dict[str, Any]:
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
        unfiltered = f"SELECT {COLUMNS} FROM cases_case WHERE district_id = %s ORDER BY reported_on DESC, id DESC LIMIT 26"
        filtered = (
            f"SELECT {COLUMNS} FROM cases_case WHERE district_id = %s AND NOT restricted"
            " ORDER BY reported_on DESC, id DESC LIMIT 26"
        )
        bares, walls = [], []
        for _ in range(TIMES):
            bares.append(timed(bare, unfiltered, [district]))
            walls.append(timed(walled, filtered, [district]))
    owner.close()
    web.close()
    ratio = median(walls) / median(bares)
    return {
        "what": f"access rule with row-level security, {size:,} cases",
        "figure": f"{ratio:.2f} times",
        "goal": "at most 1.4 times the unfiltered query",
        "detail": f"{1000 * median(bares):.2f} ms against {1000 * median(walls):.2f} ms, {TIMES} pairs in turn",
    }


def timed(cursor: psycopg2.extensions.cursor, sql: str, params: list[object]) -> float:
    begun = time.perf_counter()
    cursor.execute(sql, params)
    cursor.fetchall()
    return time.perf_counter() - begun
