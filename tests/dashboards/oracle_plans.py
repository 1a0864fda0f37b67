"""Question 2 again, in plain Python over every row: what the statements are held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from actionplans.as_at import PlansThen
from actionplans.models import ActionPlan, PlanDate
from rasso_tracker.clocks import end_of_day, london_date, start_of_day
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
    """By the rule that withdrawals ask: actionplans/as_at.py says it once, and tests/actionplans tries it."""
    items = plan.items.all()
    returns = [one for item in items for one in item.returns.all()]
    checks = [one for back in returns for one in back.checks.all()]
    disputes = [one for item in items for one in item.disputes.all()]
    then = PlansThen([plan], items=items, returns=returns, checks=checks, disputes=disputes)
    return then.owes(plan, moment)


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


def reviews(at: datetime) -> set[Cell]:
    found: Found = Counter()
    for plan in plans(at):
        for one in plan.dates.all():
            end = end_of_day(one.due_on)
            if one.kind != "review" or end > at or one.due_on < months_up_to(at)[0]:
                continue
            until = min(end, one.superseded_at or end)
            kept = any(one.set_at < review.reviewed_at <= until for review in plan.reviews.all())
            stood = one.superseded_at is None or one.superseded_at > end
            if kept or (stood and (plan.closed_at is None or plan.closed_at > end)):
                found[(month(one.due_on), *place(plan), "kept" if kept else "missed")] += 1
    return cells(found)


def band(days: int) -> str:
    return next(code for code, most in (("a", 7), ("b", 28), ("c", 56), ("d", 10**6)) if days <= most)


def lapsed_at_month_ends(at: datetime) -> set[Cell]:
    found: Found = Counter()
    months = months_up_to(at)
    ends = [start_of_day(one) for one in months[1:]] + [at]
    for plan in plans(at):
        for first, end in zip(months, ends, strict=True):
            if plan.closed_at is not None and plan.closed_at <= end:
                continue
            passed = [one.due_on for one in plan.dates.all() if _passed(plan, one, end)]
            if passed:
                age = (london_date(end) - min(passed)).days
                found[(first, *place(plan), band(age))] += 1
    return cells(found)


def _passed(plan: ActionPlan, one: PlanDate, end: datetime) -> bool:
    stands = one.set_at <= end and (one.superseded_at is None or one.superseded_at > end)
    counts = one.kind == "review" or (one.kind == "target" and owed(plan, end))
    return stands and end_of_day(one.due_on) <= end and counts


def lapsed_now(at: datetime) -> set[Cell]:
    found: Found = Counter()
    for plan in plans(at):
        if plan.is_lapsed(at):
            missed = london_date(plan.lapses_at - timedelta(hours=1))
            step = "none" if plan.step is None else plan.step
            age = band((london_date(at) - missed).days)
            found[(month(london_date(at)), *place(plan), f"{step}:{age}")] += 1
    return cells(found)


def issued_in(at: datetime) -> Iterator[ActionPlan]:
    return (one for one in plans(at) if one.issued_at <= at and one.issued_on >= months_up_to(at)[0])


def issued(at: datetime) -> set[Cell]:
    return cells(
        Counter(
            (month(one.issued_on), *place(one), "rework" if one.rework_of_id else "first")
            for one in issued_in(at)
        )
    )


def slipped(one: PlanDate, plan: ActionPlan) -> bool:
    """Moved with a reason, or, as CPS opened the plan again, set later than the one before."""
    before = [old for old in plan.dates.all() if (old.kind, old.superseded_at) == (one.kind, one.set_at)]
    later = any(old.due_on < one.due_on for old in before)
    return one.because == "moved" or (one.because == "opened_again" and later)


def slips(at: datetime) -> set[Cell]:
    return cells(
        Counter(
            (
                month(plan.issued_on),
                *place(plan),
                str(sum(slipped(one, plan) and one.set_at <= at for one in plan.dates.all())),
            )
            for plan in issued_in(at)
        )
    )


def moved(at: datetime) -> set[Cell]:
    since = start_of_day(months_up_to(at)[0])
    return cells(
        Counter(
            (month(london_date(one.set_at)), *place(plan), one.kind)
            for plan in plans(at)
            for one in plan.dates.all()
            if slipped(one, plan) and since <= one.set_at <= at
        )
    )


def ended(at: datetime) -> set[Cell]:
    since = start_of_day(months_up_to(at)[0])
    return cells(
        Counter(
            (month(london_date(plan.closed_at)), *place(plan), plan.status)
            for plan in plans(at)
            if plan.closed_at is not None and since <= plan.closed_at <= at
        )
    )


def disputes(at: datetime, *, by_type: bool) -> set[Cell]:
    since = start_of_day(months_up_to(at)[0])
    found: Found = Counter()
    for plan in plans(at):
        for item in plan.items.all():
            for one in item.disputes.all():
                if since <= one.raised_at <= at:
                    settled = one.settled_at is not None and one.settled_at <= at
                    kind = item.type if by_type else one.reason
                    key = f"{kind}:{one.outcome if settled else 'open'}"
                    found[(month(london_date(one.raised_at)), *place(plan), key)] += 1
    return cells(found)
