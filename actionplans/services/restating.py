"""Computing the stored moments again when the ladder or the bank holidays change: plans and what is owed on
cases alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from actionplans.enums import HARD_LIMITS
from actionplans.ladder import Ladder, Moments, current_ladder
from actionplans.models import Climb, PlanDate
from actionplans.services.climbs import climb_moments
from actionplans.services.soon import restate_soon
from rasso_tracker.people.access import system

_SET_MOMENTS = """
    UPDATE actionplans_plandate d SET step_due_at = v.moments
    FROM jsonb_to_recordset(%s) AS v (kind text, due_on date, from_step smallint, moments timestamptz[])
    WHERE d.superseded_at IS NULL AND d.kind = v.kind AND d.due_on = v.due_on AND d.from_step = v.from_step
      AND d.step_due_at IS DISTINCT FROM v.moments
    RETURNING d.id
"""
# What the sweep reads: the first moment of each open plan's running dates that is not in the ledger.
_RESTATE_PLANS = """
    UPDATE actionplans_actionplan p
    SET next_step_at = (
        SELECT min(s.due_at)
        FROM actionplans_plandate d
        CROSS JOIN LATERAL unnest(d.step_due_at) WITH ORDINALITY AS s (due_at, place)
        WHERE d.plan_id = p.id AND d.superseded_at IS NULL AND d.answered_at IS NULL
          AND (d.kind <> 'target' OR p.items_open > 0) AND s.due_at IS NOT NULL
          AND NOT EXISTS (
              SELECT 1 FROM actionplans_escalation e WHERE e.plan_date_id = d.id AND e.step = s.place - 1)
    )
    WHERE p.closed_at IS NULL
      AND p.id IN (SELECT d.plan_id FROM actionplans_plandate d WHERE d.id = ANY(%s::uuid[]))
"""
# An owed date by its code and day; the promise before a limit of the law by its own row.
_SET_CLIMBS = """
    UPDATE actionplans_climb c SET step_due_at = v.moments
    FROM jsonb_to_recordset(%s) AS v
        (id uuid, code text, due_on date, from_step smallint, moments timestamptz[])
    WHERE c.superseded_at IS NULL AND c.step_due_at IS DISTINCT FROM v.moments
      AND CASE WHEN v.id IS NULL
          THEN c.code = v.code AND c.due_on = v.due_on AND c.from_step = v.from_step
              AND NOT (c.promised AND c.code = ANY(%s))
          ELSE c.id = v.id END
    RETURNING c.id
"""
_RESTATE_CLIMBS = """
    UPDATE actionplans_climb c
    SET next_step_at = (
        SELECT min(s.due_at) FROM unnest(c.step_due_at) WITH ORDINALITY AS s (due_at, place)
        WHERE s.due_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM actionplans_climbescalation e WHERE e.climb_id = c.id AND e.step = s.place - 1)
    )
    WHERE c.id = ANY(%s::uuid[])
"""


def restate_moments(due_from: date | None = None) -> int:
    """Compute the step moments of every current date again, and when each next step falls due.

    Call it inside a deed. Set-based: one computation for each kind, day and first step. Returns the dates
    changed.
    """
    with system("dates of every case get their moments again"):
        ladder = current_ladder()
        return _plans(ladder, due_from) + _climbs(ladder, due_from)


def tables_changed(**_: Any) -> None:
    """The bank holidays or clock rules changed, inside that deed: the ladder's moments follow, and from when
    a date is due soon.
    """
    restate_moments()
    restate_soon()


def _plans(ladder: Ladder, due_from: date | None) -> int:
    dates = PlanDate.objects.filter(superseded_at__isnull=True, plan__closed_at__isnull=True)
    if due_from is not None:
        dates = dates.filter(due_on__gte=due_from)
    found = dates.order_by().values_list("kind", "due_on", "from_step").distinct()
    rows = [
        {"kind": kind, "due_on": due_on.isoformat(), "from_step": from_step}
        | _said(ladder.moments(kind, due_on, from_step))
        for kind, due_on, from_step in found
    ]
    return _changed(_SET_MOMENTS, rows, [], _RESTATE_PLANS)


def _climbs(ladder: Ladder, due_from: date | None) -> int:
    climbs = Climb.objects.filter(superseded_at__isnull=True)
    if due_from is not None:
        climbs = climbs.filter(Q(due_on__gte=due_from) | Q(item__due_on__gte=due_from))
    to_limits = Q(promised=True, code__in=HARD_LIMITS)
    found = climbs.exclude(to_limits).order_by().values_list("code", "due_on", "from_step").distinct()
    rows = [
        {"code": code, "due_on": due_on.isoformat(), "from_step": from_step}
        | _said(ladder.moments(code, due_on, from_step))
        for code, due_on, from_step in found
    ]
    rows += [
        {"id": str(one.pk)}
        | _said(
            climb_moments(
                ladder,
                code=one.code,
                due_on=one.due_on,
                promised=True,
                from_step=one.from_step,
                limit_on=one.item.due_on,
                set_at=one.set_at,
            )
        )
        for one in climbs.filter(to_limits).select_related("item")
    ]
    return _changed(_SET_CLIMBS, rows, [list(HARD_LIMITS)], _RESTATE_CLIMBS)


def _said(moments: Moments) -> dict[str, list[str | None]]:
    return {"moments": [None if moment is None else moment.isoformat() for moment in moments]}


def _changed(set_them: str, rows: Iterable[dict[str, Any]], more: list[Any], restate: str) -> int:
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(set_them, [json.dumps(rows), *more])
        ids = [str(pk) for (pk,) in cursor.fetchall()]
        if ids:
            cursor.execute(restate, [ids])
    return len(ids)
