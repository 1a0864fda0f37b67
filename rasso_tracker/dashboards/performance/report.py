"""What a page of figures is made of: sections, each a chart and the table it draws, with what it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from rasso_tracker.charts import Chart, Table, controls, figure
from rasso_tracker.dashboards.performance.audience import NOT_YOURS, READ, PerformanceFilter, View, may_read
from rasso_tracker.dashboards.performance.behind import Behind
from rasso_tracker.dashboards.performance.control import Limits, Signal, signals
from rasso_tracker.dashboards.performance.cube import Cube, last_counted, last_refresh, read_cube
from rasso_tracker.dashboards.performance.measures import Measure, months_up_to
from rasso_tracker.people.models import Person

Cell = str | int | float | None
STALE_AFTER = timedelta(hours=2)  # the figures are counted every half hour
SOURCE = (
    "Source: what police and CPS recorded here; CPS acts that police entered from its documents included."
)
SO_FAR = " so far"
MIXED = (
    "The figures count different things (plans, dates, items, submissions, rounds) of different cohorts: do "
    "not divide one by another. Restricted cases are in none of them."
)


@dataclass(frozen=True)
class Grid:
    """The figures of a section. A cell of None is nothing to divide by, or withheld.

    Each row has a code for the address, and for each cell what it counts, where it counts something.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    codes: tuple[str, ...] = ()
    behind: tuple[tuple[Behind | None, ...], ...] = ()

    def table(self) -> Table:
        return Table(self.headings, tuple(tuple(shown(cell) for cell in row) for row in self.rows))

    def counted(self, code: str, column: int) -> tuple[Cell, Behind] | None:
        """A cell and what it counts; None of one that counts nothing, or is not there."""
        if code not in self.codes or not 0 <= column < len(self.headings):
            return None
        row = self.codes.index(code)
        cell = self.behind[row][column]
        return None if cell is None else (self.rows[row][column], cell)


def month_code(month: date) -> str:
    return f"{month:%Y-%m}"


def shown(cell: Cell) -> str:
    return cell if isinstance(cell, str) else figure(None if cell is None else round(cell, 1))


@dataclass(frozen=True)
class Cross:
    """A table of two dimensions: of each line its label, and for each column the number of the grid's row.

    `shows` names the macro of templates/dashboards/_cross.html that draws it.
    """

    headings: tuple[str, ...]
    lines: tuple[tuple[str, tuple[int, ...]], ...]
    shows: str = "clinics"


@dataclass(frozen=True, kw_only=True)
class Section:
    """One chart. `counts` is the unit and the month, `rule` what counts as what."""

    code: str
    chart: Chart
    grid: Grid
    counts: str
    rule: str
    signals: tuple[Signal, ...] = ()
    judged: bool = False
    of_places: bool = False
    cross: Cross | None = None

    @property
    def withheld(self) -> bool:
        return any(cell is None for row in self.grid.rows for cell in row)


@dataclass(frozen=True, kw_only=True)
class Report:
    """A question answered for one place: `at` is the moment of the figures, None while there are none."""

    code: str
    title: str
    view: View
    at: datetime | None
    late: bool
    caveat: str
    sections: tuple[Section, ...] = field(default_factory=tuple)

    def section(self, code: str) -> Section | None:
        return next((one for one in self.sections if one.code == code), None)


@dataclass(frozen=True)
class Question:
    """A page: its code in the address, its title, what it counts and how its sections are made.

    `crossed` says that it counts by place and month together; `deed` what a role must include, and `refused`
    what is said to the others.
    """

    code: str
    title: str
    short: str
    measures: tuple[Measure, ...]
    sections: Callable[[Cube, View], list[Section]]
    crossed: bool = False
    filters: type[PerformanceFilter] = PerformanceFilter
    deed: str = READ
    refused: str = NOT_YOURS
    caveat: str = MIXED

    def is_open_to(self, person: Person) -> bool:
        return may_read(person, self.deed)


def answer(question: Question, view: View, at: datetime) -> Report:
    """The report as of the last refresh."""
    of = last_refresh()
    sections: tuple[Section, ...] = ()
    if of is not None:
        months, measures = months_up_to(of, view.months), [one.code for one in question.measures]
        cube = read_cube(view.place, months, measures, crossed=question.crossed)
        sections = () if cube.is_empty else tuple(question.sections(cube, view))
    counted = last_counted()
    late = counted is not None and at - counted > STALE_AFTER
    return Report(
        code=question.code, title=question.title, view=view, at=of, late=late, caveat=question.caveat,
        sections=sections,
    )  # fmt: skip


def names(months: Sequence[date]) -> list[str]:
    """`Nov 2026`; the last month runs and says so."""
    return [f"{one:%b %Y}" for one in months[:-1]] + [f"{one:%b %Y}{SO_FAR}" for one in months[-1:]]


def control_section(
    *,
    code: str,
    title: str,
    unit: str,
    measure: Measure,
    months: Sequence[str],
    values: Sequence[float | None],
    limits: Limits | None,
    grid: Grid,
    top: float | None = None,
) -> Section:
    """A control chart by month; the month that runs is drawn and judges nothing."""
    found = signals(values, limits, len(months) - 1, months)
    marked = {place for one in found for place in range(one.first, one.last + 1)}
    chart = controls(
        title,
        [month.removesuffix(SO_FAR) for month in months],
        values,
        unit=unit,
        table=grid.table(),
        centre=limits.centre if limits else None,
        lower=limits.lower if limits else (),
        upper=limits.upper if limits else (),
        marked=marked,
        top=top,
        key=f"chart-{code}",
    )
    return Section(
        code=code, chart=chart, grid=grid, counts=counts_of(measure), rule=measure.rule,
        signals=tuple(found), judged=limits is not None,
    )  # fmt: skip


def counts_of(measure: Measure) -> str:
    return f"Counts {measure.counts}, in {measure.month}."
