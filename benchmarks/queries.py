"""The access rule with row-level security against the same page of rows without either; and what the index of
suspects finds across the force.

In the database alone, by the processor time of each session's own backend.
"""

from __future__ import annotations

import os
from typing import Any

import psycopg2

from benchmarks.servers import cpu_seconds, median, on_database, p95

COLUMNS = "id, reference, stage, reported_on, next_due_on"
PAGE = "ORDER BY reported_on DESC, id DESC LIMIT 26"
UNFILTERED = f"SELECT {COLUMNS} FROM cases_case WHERE district_id = %s {PAGE}"
FILTERED = f"SELECT {COLUMNS} FROM cases_case WHERE district_id = %s AND NOT restricted {PAGE}"
TIMES = 1000
CASES = 300
GOAL_ALIKE = "at most 50 ms, by its indexes"
GOAL = "at most 1.4 times the unfiltered query"


def measure(databases: dict[int, str]) -> list[dict[str, Any]]:
    size = max(databases)
    found = [suspects_alike(databases[one], one) for one in sorted(databases)]
    return [*rule_against_bare(databases[size], size), *found]


def suspects_alike(database: str, size: int) -> dict[str, Any]:
    """What the index of suspects finds for cases of a district, as its supervisor: milliseconds of processor
    time of the backend, and how the table of the index was read.
    """
    owner = psycopg2.connect(on_database(os.environ["DATABASE_OWNER_URL"], database))
    web = psycopg2.connect(on_database(os.environ["DATABASE_URL"], database))
    owner.autocommit = web.autocommit = True
    with owner.cursor() as bare, web.cursor() as walled:
        district = _as_supervisor(bare, walled)
        bare.execute(
            "SELECT c.id FROM cases_case c JOIN cases_suspectindex i ON i.case_id = c.id"
            " WHERE c.district_id = %s AND NOT c.restricted AND i.names <> '{}'"
            " GROUP BY c.id ORDER BY md5(c.id::text) LIMIT %s",
            [district, CASES],
        )
        cases = [row[0] for row in bare.fetchall()]
        before = _reads(bare, walled)
        spent, found = [], []
        for case in cases:
            spent.append(_processor_time(walled, "SELECT * FROM suspect_matches(%s)", [case]))
            found.append(walled.rowcount)
        read = {name: n - before[name] for name, n in _reads(bare, walled).items()}
    owner.close()
    web.close()
    how = ", ".join(f"{name} {n:,}" for name, n in read.items())
    return {
        "what": f"other reports about the suspects of a case, {size:,} cases",
        "figure": f"{1000 * median(spent):.1f} ms",
        "goal": GOAL_ALIKE,
        "detail": f"95th percentile {1000 * p95(spent):.1f} ms, most {1000 * max(spent):.1f} ms of"
        f" processor time; {sum(found):,} found for {len(cases):,} cases; reads of the index: {how}",
    }


def _as_supervisor(bare: Any, walled: Any) -> str:
    """Make the walled session one of a supervisor; their district."""
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
    return str(district)


def _reads(bare: Any, walled: Any) -> dict[str, int]:
    """How often each index of the table was read so far, and the table from end to end."""
    walled.execute("SELECT pg_stat_force_next_flush()")
    walled.execute("SELECT 1")
    bare.execute(
        "SELECT indexrelname, idx_scan FROM pg_stat_user_indexes WHERE relname = 'cases_suspectindex'"
        " UNION ALL SELECT 'from end to end', seq_scan FROM pg_stat_user_tables"
        " WHERE relname = 'cases_suspectindex' ORDER BY 1"
    )
    return dict(bare.fetchall())


def rule_against_bare(database: str, size: int) -> list[dict[str, Any]]:
    """25 cases of a district, newest report first: as the owner by district alone, and as a supervisor."""
    owner = psycopg2.connect(on_database(os.environ["DATABASE_OWNER_URL"], database))
    web = psycopg2.connect(on_database(os.environ["DATABASE_URL"], database))
    with owner.cursor() as bare, web.cursor() as walled:
        district = _as_supervisor(bare, walled)
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
