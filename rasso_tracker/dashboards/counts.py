"""Four counts with their trend for managers. Each says what it counts, and leaves restricted cases out.

Counted by the database over the last twelve months and this one; a restricted case is in no number
(safety.md 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from actionplans.models import ActionPlan, Escalation, Submission
from rasso_tracker.charts import Chart, Spark, lines, spark
from rasso_tracker.clocks import LONDON, london_date
from rasso_tracker.people.access import system
from rasso_tracker.people.models import District
from reviews.models import Notification
from victims.enums import WithdrawalKind
from victims.models import Withdrawal

MONTHS = 12


@dataclass(frozen=True)
class Figure:
    """One count: the number now, words for its change, its months, and what it counts."""

    code: str
    label: str
    now: str
    trend: str
    counts: str
    href: str
    spark: Spark
    chart: Chart


def months_to(day: date) -> list[date]:
    """The first days of this month and the twelve before it, oldest first."""
    index = day.year * 12 + day.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(index - MONTHS, index + 1)]


def by_month(rows: QuerySet[Any], moment: str, months: list[date], wanted: Q | None = None) -> list[int]:
    """How many rows (distinct, matching `wanted`) fall in each month of Europe/London."""
    since = datetime(months[0].year, months[0].month, 1, tzinfo=LONDON)
    counted = (
        rows.filter(**{f"{moment}__gte": since})
        .annotate(month=TruncMonth(moment, tzinfo=LONDON))
        .values("month")
        .annotate(found=Count("pk", filter=wanted))
        .values_list("month", "found")
    )
    found = {london_date(month): number for month, number in counted}
    return [found.get(month, 0) for month in months]


def figures(district: District | None, at: datetime) -> list[Figure]:
    """The four, for one district or the whole force, as at `at`."""
    months = months_to(london_date(at))
    with system("counts for managers show no row and no restricted case"):
        return [make(district, at, months) for make in (_withdrawals, _lapsed, _submissions, _told_in_time)]


def _counted(rows: QuerySet[Any], district: District | None) -> QuerySet[Any]:
    rows = rows.filter(case__restricted=False)
    return rows.filter(case__district=district) if district else rows


def _change(series: list[int], noun: str) -> str:
    """This month is not over, so the last whole month is compared with the one before it."""
    last, before = series[-2], series[-3]
    if last == before:
        return f"Last month {last:,} {noun}, as many as the month before"
    word = "more" if last > before else "fewer"
    return f"Last month {last:,} {noun}, {abs(last - before):,} {word} than the month before"


def _figure(
    *,
    code: str,
    label: str,
    shown: str,
    trend: str,
    counts: str,
    href: str,
    months: list[date],
    series: list[int],
    unit: str,
) -> Figure:
    names = [f"{month:%b %Y}" for month in months]
    return Figure(
        code=code,
        label=label,
        now=shown,
        trend=trend,
        counts=counts,
        href=href,
        spark=spark(series, what=f"{label}, by month, {names[0]} to {names[-1]}"),
        chart=lines(label, names, {label: series}, unit=unit, note=counts),
    )


def _withdrawals(district: District | None, at: datetime, months: list[date]) -> Figure:
    rows = _counted(Withdrawal.objects.filter(voided_at__isnull=True), district)
    series = by_month(rows.exclude(kind=WithdrawalKind.LOST_CONTACT), "occurred_at", months)
    return _figure(
        code="withdrawals",
        label="Withdrawals this month",
        shown=f"{series[-1]:,}",
        trend=_change(series, "withdrawals"),
        counts="Counts withdrawals by the day they happened; lost contact is counted apart.",
        href="/withdrawals/",
        months=months,
        series=series,
        unit="withdrawals",
    )


def _lapsed(district: District | None, at: datetime, months: list[date]) -> Figure:
    plans = _counted(ActionPlan.objects.filter(lapses_at__lte=at, closed_at__isnull=True), district)
    raised = _counted(Escalation.objects.filter(step=0), district)
    series = by_month(raised, "due_at", months)
    return _figure(
        code="lapsed",
        label="Action plans past a date now",
        shown=f"{plans.count():,}",
        trend=_change(series, "dates lapsed"),
        counts="The number counts plans; the months count dates that passed unmet.",
        href="/action-plans/overdue/",
        months=months,
        series=series,
        unit="dates",
    )


def _submissions(district: District | None, at: datetime, months: list[date]) -> Figure:
    series = by_month(_counted(Submission.objects.all(), district), "submitted_at", months)
    return _figure(
        code="submissions",
        label="Submissions to CPS this month",
        shown=f"{series[-1]:,}",
        trend=_change(series, "submissions"),
        counts="Counts submissions: one case may be submitted more than once.",
        href="/action-plans/",
        months=months,
        series=series,
        unit="submissions",
    )


def _told_in_time(district: District | None, at: datetime, months: list[date]) -> Figure:
    rows = _counted(Notification.objects.all(), district)
    owed = by_month(rows, "decided_at", months)
    kept = by_month(rows, "decided_at", months, Q(told_at__date__lte=F("due_on")))
    share = [round(100 * good / all_) if all_ else 0 for good, all_ in zip(kept, owed, strict=True)]
    return _figure(
        code="told",
        label="Victims told of a decision in time",
        shown=f"{share[-2]}%",
        trend=f"Last month {kept[-2]:,} of {owed[-2]:,}; the month before {kept[-3]:,} of {owed[-3]:,}",
        counts="Counts notices by the month of the decision, against their own clock.",
        href="/decisions/",
        months=months,
        series=share,
        unit="per cent",
    )
