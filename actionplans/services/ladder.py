"""Setting a step of the ladder, and computing step moments again when the ladder or the bank holidays
change.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from actionplans import rules
from actionplans.enums import LadderUnit
from actionplans.ladder import current_ladder
from actionplans.models import LadderStep, PlanDate
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.access import system
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid

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
_SET_MOMENTS = """
    UPDATE actionplans_plandate d SET step_due_at = v.moments
    FROM jsonb_to_recordset(%s) AS v (kind text, due_on date, from_step smallint, moments timestamptz[])
    WHERE d.superseded_at IS NULL AND d.kind = v.kind AND d.due_on = v.due_on AND d.from_step = v.from_step
      AND d.step_due_at IS DISTINCT FROM v.moments
    RETURNING d.id
"""


@deed
def set_ladder_step(
    *,
    by: Person,
    kind: str,
    step: int,
    amount: int,
    unit: str,
    police_posts: Sequence[str],
    cps_posts: Sequence[str] = (),
    in_force_from: date,
    at: datetime | None = None,
) -> LadderStep:
    """Set a step of the ladder from a day on; the one in force until then ends, and stands for dates before
    it.

    Every running date that falls due from that day on gets its moments again. Raises Invalid for a day in
    the past, no police post, or a step that would fall due before the one below it.
    """
    at = at or now()
    rules.check_role(by, "set_ladder_step")
    _check(kind, step, amount, unit, police_posts, in_force_from, at)
    overlapping = LadderStep.objects.filter(kind=kind, step=step).filter(
        Q(in_force_until__isnull=True) | Q(in_force_until__gt=in_force_from)
    )
    if overlapping.filter(in_force_from__gte=in_force_from).exists():
        raise Invalid({"in_force_from": "A later change of this step is set already: choose a day after it."})
    overlapping.update(in_force_until=in_force_from)
    row = LadderStep(
        kind=kind,
        step=step,
        amount=amount,
        unit=unit,
        police_posts=list(police_posts),
        cps_posts=list(cps_posts),
        in_force_from=in_force_from,
        set_at=at,
        set_by=by,
    )
    row.save(force_insert=True)
    restate_moments(due_from=in_force_from)
    record(by=by, action=Action.LADDER_STEP_SET, subjects=[row.pk])
    return row


def _check(
    kind: str,
    step: int,
    amount: int,
    unit: str,
    police_posts: Sequence[str],
    in_force_from: date,
    at: datetime,
) -> None:
    wrong = {}
    if in_force_from < london_date(at):
        wrong["in_force_from"] = "A change of the ladder begins today at the earliest."
    if not police_posts:
        wrong["police_posts"] = "Choose at least one police post: the ladder never ends at nobody."
    if not {*police_posts} <= set(Post.values):
        wrong["police_posts"] = "Choose posts that are offered."
    if wrong:
        raise Invalid(wrong)
    others = [rung for rung in current_ladder().of(kind, in_force_from) if rung.step != step]
    rules.check_ladder_rises(
        [(amount, LadderUnit(unit), step), *((rung.amount, rung.unit, rung.step) for rung in others)]
    )


def restate_moments(due_from: date | None = None) -> int:
    """Compute the step moments of every current date again, and when each plan's next step falls due.

    Call it inside a deed. Set-based: one computation for each kind, day and first step. Returns the dates
    changed.
    """
    with system("dates of every case get their moments again"):
        dates = PlanDate.objects.filter(superseded_at__isnull=True, plan__closed_at__isnull=True)
        if due_from is not None:
            dates = dates.filter(due_on__gte=due_from)
        ladder = current_ladder()
        rows = [
            {
                "kind": kind,
                "due_on": due_on.isoformat(),
                "from_step": from_step,
                "moments": [
                    moment and moment.isoformat() for moment in ladder.moments(kind, due_on, from_step)
                ],
            }
            for kind, due_on, from_step in dates.order_by()
            .values_list("kind", "due_on", "from_step")
            .distinct()
        ]
        if not rows:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_SET_MOMENTS, [json.dumps(rows)])
            ids = [str(pk) for (pk,) in cursor.fetchall()]
            if ids:
                cursor.execute(_RESTATE_PLANS, [ids])
        return len(ids)


def tables_changed(**_: Any) -> None:
    """The bank holidays or clock rules changed, inside that deed: the ladder's moments follow."""
    restate_moments()


__all__ = ["restate_moments", "set_ladder_step", "tables_changed"]
