"""The sweep: a statement for plans and one for what is owed on cases, which write every step that has
fallen due, in order, with nothing looked back for; and one for what is due soon (soon.py).

They read `next_step_at` and the moments stored with each date, so they count no days. The ledger, the outbox
of notices and the stored step stand or fall together (safety.md 2). Delivery is a later step.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from actionplans.models import ActionPlan, Climb
from actionplans.services.climbs import CLIMBED
from actionplans.services.clinic_access import close_kept
from actionplans.services.clinic_reminders import quiet_begun, remind_of_clinics
from actionplans.services.soon import TOO_LATE, SaidSoon, sweep_soon
from actionplans.services.standing import LAPSED
from rasso_tracker.audit import Action, record
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.messages.services import finish_run, start_run
from rasso_tracker.people.access import system
from rasso_tracker.people.refusals import NotAllowed

RUN = "reminders"
_ONE_SWEEP = 0x6C616464  # any fixed number: the advisory lock of the sweep

# The sweep waits for no row that a deed holds: a deed locks a plan, what is owed and its climb in its own
# order, and two that each wait for what the other holds can only be ended by the database. A row that is
# held is left alone, and so is a plan that a deed changed after this statement began (`locked` reads its
# latest version). The next sweep sees each as it then stands. A step that is in the ledger already is no row:
# its conflict keeps a repeat out.
_SWEEP = """
WITH locked AS MATERIALIZED (
    SELECT p.id, p.version, p.next_step_at FROM actionplans_actionplan p
    WHERE p.next_step_at <= %(at)s FOR NO KEY UPDATE SKIP LOCKED
), due AS MATERIALIZED (
    SELECT p.id, p.case_id, p.items_open, p.step, p.lapses_at, p.next_step_at
    FROM locked JOIN actionplans_actionplan p USING (id, version, next_step_at)
), dates AS MATERIALIZED (
    SELECT due.id AS plan_id, due.case_id, due.next_step_at, d.id, d.step_due_at, s.reached, s.next_at
    FROM due
    JOIN actionplans_plandate d ON d.plan_id = due.id AND d.superseded_at IS NULL AND d.answered_at IS NULL
         AND (d.kind <> 'target' OR due.items_open > 0)
    CROSS JOIN LATERAL (
        SELECT (max(u.place) FILTER (WHERE u.due_at <= %(at)s) - 1)::smallint AS reached,
               min(u.due_at) FILTER (WHERE u.due_at > %(at)s) AS next_at
        FROM unnest(d.step_due_at) WITH ORDINALITY AS u (due_at, place)
    ) s
), moved AS (
    UPDATE actionplans_actionplan p
    SET step = r.step, next_step_at = r.next_at,
        urgency = (CASE WHEN r.step IS NULL THEN 5 ELSE 4 - r.step END) * 100000000000
                  + floor(extract(epoch FROM r.lapses_at))::bigint
    FROM (
        SELECT due.id, due.lapses_at, greatest(due.step, d.reached) AS step, d.next_at
        FROM due LEFT JOIN (
            SELECT plan_id, max(reached) AS reached, min(next_at) AS next_at FROM dates GROUP BY plan_id
        ) d ON d.plan_id = due.id
    ) r
    WHERE p.id = r.id
    RETURNING p.id
), steps AS MATERIALIZED (
    SELECT dates.case_id, dates.plan_id, dates.id AS plan_date_id, (u.place - 1)::smallint AS step, u.due_at
    FROM moved m JOIN dates ON dates.plan_id = m.id
    CROSS JOIN LATERAL unnest(dates.step_due_at) WITH ORDINALITY AS u (due_at, place)
    WHERE u.due_at <= %(at)s AND u.due_at >= dates.next_step_at
), ledger AS (
    INSERT INTO actionplans_escalation (id, case_id, plan_id, plan_date_id, step, due_at, raised_at)
    SELECT uuidv7(), s.case_id, s.plan_id, s.plan_date_id, s.step, s.due_at, %(at)s
    FROM steps s
    ORDER BY s.due_at, s.step
    ON CONFLICT DO NOTHING
    RETURNING id, plan_id, due_at
), outbox AS (
    INSERT INTO notices_raised
        (id, kind, source, subject_id, raised_for, raised_at, next_attempt_at, attempts, failure, outcome)
    SELECT uuidv7(), %(kind)s, l.id, l.plan_id, l.due_at, %(at)s, NULL, 0, '', '' FROM ledger l
    ON CONFLICT DO NOTHING
)
SELECT (SELECT count(*) FROM steps), count(*), array_agg(DISTINCT plan_id)::text[] FROM ledger
"""
# A climb has its moments in its own row: the row's lock is all that keeps a deed and the sweep apart.
_SWEEP_CLIMBS = """
WITH was AS MATERIALIZED (
    SELECT c.id, c.case_id, c.item_id, c.step, c.urgency, c.step_due_at, c.next_step_at
    FROM actionplans_climb c
    WHERE c.next_step_at <= %(at)s FOR NO KEY UPDATE SKIP LOCKED
), moved AS (
    UPDATE actionplans_climb c
    SET step = r.step, next_step_at = r.next_at,
        urgency = (4 - r.step) * 100000000000 + mod(was.urgency, 100000000000)
    FROM was
    CROSS JOIN LATERAL (
        SELECT greatest(was.step, max(u.place) FILTER (WHERE u.due_at <= %(at)s) - 1)::smallint AS step,
               min(u.due_at) FILTER (WHERE u.due_at > %(at)s) AS next_at
        FROM unnest(was.step_due_at) WITH ORDINALITY AS u (due_at, place)
    ) r
    WHERE was.id = c.id
    RETURNING was.id, was.case_id, was.item_id, was.step_due_at, was.next_step_at
), ledger AS (
    INSERT INTO actionplans_climbescalation (id, case_id, climb_id, step, due_at, raised_at)
    SELECT uuidv7(), m.case_id, m.id, (u.place - 1)::smallint, u.due_at, %(at)s
    FROM moved m CROSS JOIN LATERAL unnest(m.step_due_at) WITH ORDINALITY AS u (due_at, place)
    WHERE u.due_at <= %(at)s AND u.due_at >= m.next_step_at
    ORDER BY u.due_at, u.place
    ON CONFLICT DO NOTHING
    RETURNING id, climb_id, due_at
), outbox AS (
    INSERT INTO notices_raised
        (id, kind, source, subject_id, raised_for, raised_at, next_attempt_at, attempts, failure, outcome)
    SELECT uuidv7(), %(kind)s, l.id, m.item_id, l.due_at, %(at)s, NULL, 0, '', ''
    FROM ledger l JOIN moved m ON m.id = l.climb_id
    ON CONFLICT DO NOTHING
)
SELECT count(*), count(*), array_agg(DISTINCT m.item_id)::text[]
FROM ledger l JOIN moved m ON m.id = l.climb_id
"""


@dataclass(frozen=True)
class Swept:
    """What one sweep did: steps that had fallen due, written now, in the ledger already; and how many dates
    it said to be due soon, which are no steps.
    """

    due: int
    written: int
    already: int
    due_soon: int = field(default=0, compare=False)

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def raise_reminders(*, at: datetime | None = None) -> Swept:
    """Write every step that has fallen due by `at` (now) to the ledger and the outbox; safe to run at any
    time.

    Two at once follow each other, and the second finds nothing. Leaves a row in the run ledger and one
    audit event for all it wrote. Raises NotAllowed for a future moment outside a demo or test database.
    """
    at = at or now()
    if at > now() + timedelta(minutes=1) and not settings.RASSO_DEMO:
        raise NotAllowed(
            "A future moment is for demo and test databases only: real people would be reminded early."
        )
    run = start_run(kind=RUN, at=at)
    with system("looking for dates that have passed in every case"), open_door("raise_reminders"):
        swept, climbed, soon = _sweep(at)
        if climbed or soon.items:
            record(by=None, action=Action.REMINDERS_RAISED, subjects=[*climbed, *soon.items])
    quiet_begun(at)
    close_kept(at)
    finish_run(
        run,
        expected=swept.due + swept.due_soon,
        due=swept.due + swept.due_soon,
        written=swept.written + swept.due_soon,
        already=swept.already,
        skipped={TOO_LATE: soon.passed_over} if soon.passed_over else {},
    )
    return swept


def _sweep(at: datetime) -> tuple[Swept, list[Any], SaidSoon]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_SWEEP])
        cursor.execute(_SWEEP, {"at": at, "kind": LAPSED})
        due, written, plans = cursor.fetchone()
        cursor.execute(_SWEEP_CLIMBS, {"at": at, "kind": CLIMBED})
        more, new, items = cursor.fetchone()
    soon = sweep_soon(at)
    told, clinics = remind_of_clinics(at)
    swept = Swept(
        due=due + more + told,
        written=written + new + told,
        already=due - written,
        due_soon=len(soon.items),
    )
    return swept, [*(plans or []), *(items or []), *clinics], soon


def outstanding(at: datetime) -> int:
    """How many plans and due items should have had a step by `at` and have not: the alarm of a silent
    sweep.
    """
    late = {"next_step_at__lte": at}
    return ActionPlan.objects.filter(**late).count() + Climb.objects.filter(**late).count()
