"""One sweep over many plans that lapsed today, against one INSERT ... SELECT of the same ledger rows."""

from __future__ import annotations

import os
import time
from typing import Any

import psycopg2

from actionplans.services.standing import LAPSED
from actionplans.services.sweep import _SWEEP
from benchmarks import databases
from benchmarks.fill import multiply, say
from benchmarks.servers import cpu_seconds, manage, median, on_database
from rasso_tracker.clocks import now

# Every open plan's review date passed last night: one step to write for each. A sweep before has raised what
# else was due by now (what is owed on cases, clinics), so that nothing is measured but plans.
PREPARE = f"""
TRUNCATE actionplans_escalation CASCADE;
DELETE FROM notices_raised WHERE kind = '{LAPSED}';
UPDATE actionplans_plandate d SET answered_at = NULL, from_step = 0, step_due_at = CASE d.kind
    WHEN 'review' THEN ARRAY[moment, moment + interval '2 days', moment + interval '5 days',
                             moment + interval '10 days', moment + interval '20 days']
    ELSE ARRAY[moment + interval '30 days', moment + interval '31 days', moment + interval '60 days',
               moment + interval '61 days', moment + interval '90 days'] END
FROM (SELECT date_trunc('day', now()) AS moment) m WHERE d.superseded_at IS NULL;
UPDATE actionplans_actionplan SET step = NULL, next_step_at = date_trunc('day', now()),
    lapses_at = date_trunc('day', now()) WHERE closed_at IS NULL;
"""
BARE_TABLE = """
DROP TABLE IF EXISTS bench_ledger;
CREATE TABLE bench_ledger (LIKE actionplans_escalation INCLUDING ALL);
"""
FOREIGN_KEYS = """
ALTER TABLE bench_ledger ADD FOREIGN KEY (case_id) REFERENCES cases_case (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE bench_ledger ADD FOREIGN KEY (plan_date_id) REFERENCES actionplans_plandate (id)
    DEFERRABLE INITIALLY DEFERRED;
"""
COPY_LEDGER = """
INSERT INTO bench_ledger (id, case_id, plan_id, plan_date_id, step, due_at, raised_at)
SELECT uuidv7(), case_id, plan_id, plan_date_id, step, due_at, raised_at FROM actionplans_escalation
"""


def measure(plans: int, seed: int, *, refill: bool) -> list[dict[str, Any]]:
    name = f"bench_sweep_{plans}"
    base = databases.seeded(seed, refill=refill)
    if refill or not databases.exists(name):
        fill(name, base, plans)
    connection = psycopg2.connect(on_database(os.environ["DATABASE_SUPERUSER_URL"], name))
    connection.autocommit = True
    _sweep(name)
    with connection.cursor() as cursor:
        cursor.execute(PREPARE)
        cursor.execute(
            "VACUUM (ANALYZE) actionplans_actionplan, actionplans_plandate, actionplans_escalation,"
            " notices_raised"
        )
        swept, rows = _sweep(name)
        nothing, _ = _sweep(name)
        statement = _nothing_due(name)
        plain = _bare(cursor, keys=False)
        keyed = _bare(cursor, keys=True)
    connection.close()
    return [
        {
            "what": f"sweep of {rows:,} lapsed plans, complete",
            "figure": f"{swept / keyed:.2f} times",
            "goal": "at most 6 times one INSERT of the same rows",
            "detail": f"{swept:.2f} s against {keyed:.2f} s with its foreign keys, {plain:.2f} s without",
        },
        {
            "what": "sweep with nothing due",
            "figure": f"{1000 * statement:.2f} ms",
            "goal": "about 1 ms",
            "detail": f"the statement; the whole run with its row in the run ledger {1000 * nothing:.0f} ms",
        },
    ]


def fill(name: str, base: str, plans: int) -> None:
    databases.create("bench_making", template=base)
    url = os.environ["DATABASE_SUPERUSER_URL"]
    connection = psycopg2.connect(on_database(url, "bench_making"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM actionplans_actionplan WHERE closed_at IS NULL")
        (there,) = cursor.fetchone() or (0,)
    connection.close()
    times = max(plans // max(there, 1) - 1, 0) + 1
    say(f"{there:,} open plans, {times:,} times over")
    multiply(url, "bench_making", times, "SELECT case_id FROM actionplans_actionplan WHERE closed_at IS NULL")
    databases.rename("bench_making", name)


def _sweep(database: str) -> tuple[float, int]:
    """Seconds that a sweep took, told by its own run ledger, and the rows it wrote."""
    manage(database, "raise_reminders")
    owner = on_database(os.environ["DATABASE_OWNER_URL"], database)
    with psycopg2.connect(owner) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM finished_at - started_at)::float, written FROM notices_sweeprun"
            " WHERE kind = 'reminders' ORDER BY started_at DESC LIMIT 1"
        )
        seconds, written = cursor.fetchone() or (0.0, 0)
    return float(seconds), int(written)


def _nothing_due(database: str) -> float:
    """Median processor time of the sweep's statement in the database where nothing has fallen due."""
    worker = psycopg2.connect(on_database(os.environ["DATABASE_WORKER_URL"], database))
    taken = []
    with worker.cursor() as cursor:
        cursor.execute("SELECT set_config('rasso.scope', 'system', false)")
        for _ in range(200):
            before = cpu_seconds(worker.info.backend_pid)
            cursor.execute(_SWEEP, {"at": now(), "kind": LAPSED})
            taken.append(cpu_seconds(worker.info.backend_pid) - before)
    worker.rollback()
    worker.close()
    return median(taken)


def _bare(cursor: psycopg2.extensions.cursor, *, keys: bool) -> float:
    cursor.execute(BARE_TABLE + (FOREIGN_KEYS if keys else ""))
    begun = time.perf_counter()
    cursor.execute(COPY_LEDGER)
    return time.perf_counter() - begun
