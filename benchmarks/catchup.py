"""After an outage of 72 hours: the sweep and the delivery that follow it, until everybody has been told."""

from __future__ import annotations

import json
import os
import time
from typing import Any

import psycopg2

from benchmarks import databases
from benchmarks.fill import say
from benchmarks.servers import manage, on_database
from benchmarks.sweep import fill

PLANS = 5_000
GOAL = "within 5 minutes, every step in order, one notice per recipient and plan"
MOST_RUNS = 10

# The review dates passed one after another while nothing ran, and the ladder is a steep one: of three plans
# one has missed one step, one two and one three. No other plan falls due.
OUTAGE = f"""
TRUNCATE actionplans_escalation CASCADE;
TRUNCATE notices_raised, notices_message, notices_digest CASCADE;
CREATE TEMP TABLE outage AS
    SELECT id, CASE WHEN place <= {PLANS} THEN moment - place % 72 * interval '1 hour'
                    ELSE moment + interval '30 days' END AS lapsed
      FROM (SELECT id, row_number() OVER (ORDER BY id) AS place, date_trunc('hour', now()) AS moment
              FROM actionplans_actionplan WHERE closed_at IS NULL) p;
UPDATE actionplans_plandate d SET answered_at = NULL, from_step = 0,
    step_due_at = ARRAY[first, first + interval '24 hours', first + interval '48 hours',
                        first + interval '10 days', first + interval '20 days']
  FROM (SELECT id, unnest(ARRAY['review', 'target']) AS kind,
               unnest(ARRAY[lapsed, lapsed + interval '40 days']) AS first FROM outage) o
 WHERE o.id = d.plan_id AND o.kind = d.kind AND d.superseded_at IS NULL;
UPDATE actionplans_plandate SET answered_at = now() WHERE kind = 'next_act' AND answered_at IS NULL;
UPDATE actionplans_actionplan p SET step = NULL, next_step_at = o.lapsed, lapses_at = o.lapsed
  FROM outage o WHERE o.id = p.id;
UPDATE actionplans_climb SET next_step_at = NULL;
DROP TABLE outage;
"""
MISSED = """
SELECT count(*) FROM actionplans_plandate d JOIN actionplans_actionplan p ON p.id = d.plan_id,
       unnest(d.step_due_at) due
 WHERE d.superseded_at IS NULL AND d.answered_at IS NULL AND p.closed_at IS NULL AND due <= %s
"""
LEDGER = """
SELECT count(*), count(DISTINCT plan_id), count(DISTINCT (plan_date_id, step)),
       count(*) FILTER (WHERE due_at < before OR step <> expected)
  FROM (SELECT *, lag(due_at) OVER (PARTITION BY plan_date_id ORDER BY id) AS before,
               row_number() OVER (PARTITION BY plan_date_id ORDER BY id) - 1 AS expected
          FROM actionplans_escalation) l
"""
NOTICES = """
SELECT count(*), count(DISTINCT (recipient_id, subject_id)), count(DISTINCT subject_id),
       count(*) FILTER (WHERE email_state IN ('pending', 'leased'))
  FROM notices_message WHERE kind = 'plan_lapsed'
"""
WAITING = "SELECT count(*) FROM notices_raised WHERE outcome NOT IN ('delivered', 'covered', 'dropped')"


def measure(seed: int, *, refill: bool) -> list[dict[str, Any]]:
    name = f"bench_catchup_{PLANS}"
    base = databases.seeded(seed, refill=refill)
    if refill or not databases.exists(name):
        fill(name, base, PLANS)
    else:
        databases.bring_up_to_date(name)
    connection = psycopg2.connect(on_database(os.environ["DATABASE_SUPERUSER_URL"], name))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(OUTAGE)
        cursor.execute("VACUUM (ANALYZE)")
        begun = time.perf_counter()
        swept = json.loads(manage(name, "raise_reminders"))
        raised = time.perf_counter() - begun
        emails = _deliver_all(name)
        whole = time.perf_counter() - begun
        cursor.execute(MISSED, [_moment(cursor)])
        (missed,) = cursor.fetchone() or (0,)
        found = [_row(cursor, sql) for sql in (LEDGER, NOTICES, WAITING)]
    connection.close()
    (written, plans, once, astray), (notices, pairs, told, unsent), (waiting,) = found
    faults = {
        "steps missed and not written": missed - written,
        "steps written twice": written - once,
        "steps out of order": astray,
        "notices a recipient had twice for a plan": notices - pairs,
        "plans nobody heard of": plans - told,
        "steps still to be told": waiting,
        "e-mails still to be sent": unsent,
    }
    wrong = "; ".join(f"{count:,} {what}" for what, count in faults.items() if count)
    return [
        {
            "what": f"catch-up of {plans:,} lapsed plans after 72 hours",
            "figure": f"{whole:.1f} s" + (f", BUT {wrong}" if wrong else ""),
            "goal": GOAL,
            "detail": f"the sweep {raised:.1f} s for {swept['written']:,} steps, then {notices:,} notices"
            f" in inboxes and {emails:,} e-mails",
        }
    ]


def _deliver_all(database: str) -> int:
    """Deliver as the worker would, run after run, until a run has nothing more to send."""
    emails = 0
    for number in range(MOST_RUNS):
        tally = json.loads(manage(database, "deliver_messages"))
        emails += tally["sent"]
        say(f"delivery {number + 1}: {tally}")
        if not tally["sent"]:
            break
    return emails


def _moment(cursor: Any) -> Any:
    """The moment that the sweep looked from."""
    return _row(cursor, "SELECT at FROM notices_sweeprun WHERE kind = 'reminders' ORDER BY started_at DESC")[
        0
    ]


def _row(cursor: Any, sql: str) -> tuple[Any, ...]:
    cursor.execute(sql)
    row: tuple[Any, ...] = cursor.fetchone()
    return row
