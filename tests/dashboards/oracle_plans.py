"""Question 2 again, in plain Python over every row: what the statements are held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from actionplans.models import ActionPlan, PlanDate
from rasso_tracker.clocks import end_of_day
from rasso_tracker.dashboards.performance.measures import Cell, months_up_to

Found = Counter[tuple[date, Any, Any, Any, str]]


def month(day: date) -> date:
    return day.replace(day=1)


def cells(found: Found) -> set[Cell]:
    return {Cell(*key, number) for key, number in found.items()}


def plans(at: datetime) -> Iterator[ActionPlan]:
    rows = ActionPlan.objects.select_related("case", "submission").prefetch_related(
        "items__disputes", "items__returns__checks", "dates", "reviews"
    )
    for plan in rows:
        if not plan.case.restricted and not (plan.superseded_at and plan.superseded_at <= at):
            yield plan


def place(plan: ActionPlan) -> tuple[Any, Any, Any]:
    return (plan.case.team_id, plan.case.district_id, plan.submission.cps_unit_id)


def owed(plan: ActionPlan, moment: datetime) -> bool:
    return any(_item_owed(item, moment) for item in plan.items.all())


def _item_owed(item: Any, moment: datetime) -> bool:
    if any(one.outcome == "accepted" and one.settled_at <= moment for one in item.disputes.all()):
        return False
    returns = sorted(
        (one for one in item.returns.all() if one.returned_at <= moment), key=lambda one: one.round
    )
    if not returns:
        return True
    return any(
        not one.accepted and one.superseded_at is None and one.checked_at <= moment
        for one in returns[-1].checks.all()
    )


def targets(at: datetime, *, at_issue: bool) -> set[Cell]:
    found: Found = Counter()
    for plan in plans(at):
        for one in plan.dates.all():
            if one.kind != "target" or not _wanted(one, at, at_issue):
                continue
            end = end_of_day(one.due_on)
            if end > at or one.due_on < months_up_to(at)[0]:
                continue
            ended = plan.closed_at is not None and plan.closed_at <= end
            if ended and plan.status == "withdrawn":
                continue
            kept = (ended and plan.status == "completed") or not owed(plan, end)
            found[(month(one.due_on), *place(plan), "kept" if kept else "missed")] += 1
    return cells(found)


def _wanted(one: PlanDate, at: datetime, at_issue: bool) -> bool:
    if at_issue:
        return one.because == "issued"
    return one.set_at <= at and (one.superseded_at is None or one.superseded_at > at)
