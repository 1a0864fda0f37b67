"""Four counts with their trend for managers. Each says what it counts, and leaves restricted cases out.

Of the last twelve months and this one, as the performance pages last counted them: counted anew for each
look they took seconds at a million cases. A restricted case is in no number (safety.md 4). Who may not see
the rows has them rounded, and small ones withheld (safety.md 12).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from actionplans.models import ActionPlan
from rasso_tracker.charts import Chart, Spark, figure, lines, spark
from rasso_tracker.clocks import london_date
from rasso_tracker.dashboards.performance.cube import Place, count, read_cube
from rasso_tracker.dashboards.performance.disclosure import Number, protect
from rasso_tracker.dashboards.performance.measures import Measure
from rasso_tracker.dashboards.performance.plans import LAPSED_AT_MONTH_END
from rasso_tracker.dashboards.performance.rights import KEPT, MISSED, TOLD_IN_TIME
from rasso_tracker.dashboards.performance.sent import SUBMISSIONS
from rasso_tracker.dashboards.performance.withdrawals import LOST, VOIDED, WITHDRAWALS, counted
from rasso_tracker.people.access import system
from rasso_tracker.people.models import District, Person

MONTHS = 12


@dataclass(frozen=True)
class Asked:
    """Of which district (None: the whole force), whether exactly, and what the reader knows exactly of it."""

    district: District | None
    exact: bool
    known: District | None = None


def asked_by(person: Person, district: District | None) -> Asked:
    """A manager has the own district exactly, and all else rounded."""
    exact = district is not None and district.pk == person.district_id
    return Asked(district, exact, known=person.district if district is None else None)


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


def by_month(
    measure: Measure, months: list[date], asked: Asked, wanted: Callable[[str], bool] = bool
) -> list[Number]:
    """What the performance pages counted of `measure` in each month, of the cells that are wanted."""
    cells = read_cube(_place(asked), months, [measure.code]).by_month[measure.code]
    return [count(cells.get(one, {}), wanted) for one in months]


def _place(asked: Asked) -> Place:
    return Place(
        district=asked.district.pk if asked.district else None, known=asked.known.pk if asked.known else None
    )


def told(rows: list[list[Number]], asked: Asked) -> list[list[int | None]]:
    """The counts as the reader may have them: a row for each month."""
    return [[one.n for one in row] for row in rows] if asked.exact else protect(rows)


def _series(numbers: list[Number], asked: Asked) -> list[int | None]:
    return [row[0] for row in told([[one] for one in numbers], asked)]


def figures(asked: Asked, at: datetime) -> list[Figure]:
    """The four, as at `at`."""
    months = months_to(london_date(at))
    with system("counts for managers show no row and no restricted case"):
        return [make(asked, at, months) for make in (_withdrawals, _lapsed, _submissions, _told_in_time)]


def _change(series: list[int | None], noun: str) -> str:
    """This month is not over, so the last whole month is compared with the one before it."""
    last, before = series[-2], series[-3]
    if last is None or before is None:
        return f"Too few {noun} in the last two months to compare them"
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
    series: list[int | None],
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


def _withdrew(key: str) -> bool:
    """A cell of withdrawals that stand: not of lost contact, nor of records that were voided."""
    cell = counted(key)
    return cell.kind != LOST and cell.state != VOIDED


def _withdrawals(asked: Asked, at: datetime, months: list[date]) -> Figure:
    series = _series(by_month(WITHDRAWALS, months, asked, _withdrew), asked)
    return _figure(
        code="withdrawals",
        label="Withdrawals this month",
        shown=figure(series[-1]),
        trend=_change(series, "withdrawals"),
        counts="Counts withdrawals by the day they happened; lost contact is counted apart.",
        href="/dashboards/withdrawals/",
        months=months,
        series=series,
        unit="withdrawals",
    )


def _lapsed(asked: Asked, at: datetime, months: list[date]) -> Figure:
    plans = ActionPlan.objects.filter(lapses_at__lte=at, closed_at__isnull=True, case__restricted=False)
    if asked.district:
        plans = plans.filter(case__district=asked.district)
    number = Number(plans.count(), plans.filter(case__district=asked.known).count() if asked.known else 0)
    months_before = by_month(LAPSED_AT_MONTH_END, months, asked)[:-1]
    series = _series([*months_before, number], asked)
    return _figure(
        code="lapsed",
        label="Action plans past a date now",
        shown=figure(series[-1]),
        trend=_change(series, "plans past a date at its end"),
        counts="Counts open plans past a date: at the end of each month, and now.",
        href="/action-plans/overdue/",
        months=months,
        series=series,
        unit="plans",
    )


def _submissions(asked: Asked, at: datetime, months: list[date]) -> Figure:
    series = _series(by_month(SUBMISSIONS, months, asked), asked)
    return _figure(
        code="submissions",
        label="Submissions to CPS this month",
        shown=figure(series[-1]),
        trend=_change(series, "submissions"),
        counts="Counts submissions: one case may be submitted more than once.",
        href="/action-plans/",
        months=months,
        series=series,
        unit="submissions",
    )


def _told_in_time(asked: Asked, at: datetime, months: list[date]) -> Figure:
    kept, late = (by_month(TOLD_IN_TIME, months, asked, key.__eq__) for key in (KEPT, MISSED))
    table = told([list(pair) for pair in zip(kept, late, strict=True)], asked)
    share = [_share(*pair) for pair in table]
    return _figure(
        code="told",
        label="Victims told of a decision in time",
        shown="No figure" if share[-2] is None else f"{share[-2]}%",
        trend=f"Last month {_of(*table[-2])}; the month before {_of(*table[-3])}",
        counts=f"Counts {TOLD_IN_TIME.counts}, in {TOLD_IN_TIME.month}.",
        href="/dashboards/right-to-review/#told-in-time",
        months=months,
        series=share,
        unit="per cent",
    )


def _share(kept: int | None, late: int | None) -> int | None:
    """Per cent; nought of nothing, None where a part is withheld."""
    if kept is None or late is None:
        return None
    return round(100 * kept / (kept + late)) if kept + late else 0


def _of(kept: int | None, late: int | None) -> str:
    return "too few to say" if kept is None or late is None else f"{kept:,} of {kept + late:,}"
