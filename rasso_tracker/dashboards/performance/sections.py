"""The kinds of section: a share by month and by place, counts by month, days by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from rasso_tracker.charts import Chart, bars, lines
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.behind import Behind, behind
from rasso_tracker.dashboards.performance.control import xmr_limits
from rasso_tracker.dashboards.performance.cube import Cube, Keys, Wanted, count
from rasso_tracker.dashboards.performance.disclosure import FEWEST_FOR_A_MEDIAN, Number, protect
from rasso_tracker.dashboards.performance.measures import Measure
from rasso_tracker.dashboards.performance.report import (
    SO_FAR,
    Grid,
    Section,
    control_section,
    counts_of,
    month_code,
    names,
)
from rasso_tracker.people import places

Table = list[list[int | None]]
Columns = Sequence[Wanted | None]


def safe(rows: Sequence[Sequence[Number]], view: View, known: frozenset[int] = frozenset()) -> Table:
    """The counts as this person may have them."""
    if view.exact:
        return [[number.n for number in row] for row in rows]
    return protect(rows, known)


def whole(parts: Sequence[int | None]) -> int | None:
    """The sum, where nothing of it is withheld."""
    known = [one for one in parts if one is not None]
    return sum(known) if len(known) == len(parts) else None


def by_months(
    cube: Cube, view: View, measure: Measure, columns: Columns
) -> tuple[tuple[str, ...], tuple[tuple[Behind | None, ...], ...]]:
    """The codes and cells of a table with a row for each month."""
    tree = cube.by_month[measure.code]
    return tuple(month_code(one) for one in cube.months), tuple(
        behind(measure, tree.get(one, {}), columns, months=[one], place=view.place) for one in cube.months
    )


def by_parts(
    cube: Cube, view: View, measure: Measure, columns: Columns, kind: str, trees: Any, parts: Any
) -> tuple[tuple[str, ...], tuple[tuple[Behind | None, ...], ...]]:
    """The same with a row for each place of a kind (district, team or unit), over every month."""
    tree = trees[measure.code]
    return tuple(str(pk) for pk, _ in parts), tuple(
        behind(measure, tree.get(pk, {}), columns, months=cube.months, place=view.place, **{kind: pk})
        for pk, _ in parts
    )


def places_of(cube: Cube, view: View) -> list[tuple[str, str, Any, list[tuple[Any, str]]]]:
    """What a place is divided into: code, heading, the attribute of the cube, and (id, name) of each part."""
    units = ("unit", "CPS unit", cube.by_unit, [(one.pk, one.name) for one in places.units()])
    if view.place.district is None:
        parts = [
            ("district", "District", cube.by_district, [(one.pk, one.name) for one in places.districts()])
        ]
    else:
        teams = [one for one in places.teams() if one.district_id == view.place.district]
        parts = [("team", "Team", cube.by_team, [(one.pk, one.name) for one in teams])]
        parts = [] if view.place.team else parts
    return [*parts, *([units] if view.place.unit is None else [])]


def plain_section(
    code: str, chart: Chart, grid: Grid, measure: Measure, *, of_places: bool = False
) -> Section:
    """A section without limits."""
    return Section(
        code=code, chart=chart, grid=grid, counts=counts_of(measure), rule=measure.rule,
        of_places=of_places,
    )  # fmt: skip


def count_section(
    cube: Cube,
    view: View,
    measure: Measure,
    *,
    code: str,
    title: str,
    what: str,
    columns: Sequence[tuple[str, Wanted]],
) -> Section:
    """How many a month, with limits on their sum."""
    months = names(cube.months)
    tree = cube.by_month[measure.code]
    table = safe([[count(tree.get(one, {}), wanted) for _, wanted in columns] for one in cube.months], view)
    values = [whole(row) for row in table]
    lines = tuple((label, whole(row), *row) for label, row in zip(months, table, strict=True))
    headings = ("Month", what, *(label for label, _ in columns))
    parts = [wanted for _, wanted in columns]
    cells = by_months(cube, view, measure, (None, lambda key: any(wanted(key) for wanted in parts), *parts))
    return control_section(
        code=code, title=title, unit=what.lower(), measure=measure, months=months, values=values,
        limits=xmr_limits(values, len(values) - 1), grid=Grid(headings, lines, *cells),
    )  # fmt: skip


def kind_section(
    cube: Cube,
    view: View,
    measure: Measure,
    *,
    code: str,
    title: str,
    kinds: Sequence[tuple[str, str]],
) -> Section:
    """How many of each kind a month, a line each."""
    months = names(cube.months)
    tree = cube.by_month[measure.code]
    table = safe([[tree.get(one, {}).get(key, Number()) for key, _ in kinds] for one in cube.months], view)
    series = {label: [row[place] for row in table] for place, (_, label) in enumerate(kinds)}
    grid = Grid(
        ("Month", *(label for _, label in kinds)),
        tuple((month, *row) for month, row in zip(months, table, strict=True)),
        *by_months(cube, view, measure, (None, *(key.__eq__ for key, _ in kinds))),
    )
    chart = replace(
        lines(
            title,
            [month.removesuffix(SO_FAR) for month in months],
            series,
            unit=measure.counts,
            key=f"chart-{code}",
        ),
        table=grid.table(),
    )
    return plain_section(code, chart, grid, measure)


def bar_section(
    cube: Cube,
    view: View,
    measure: Measure,
    *,
    code: str,
    title: str,
    what: str,
    kinds: Sequence[tuple[str, ...]],
) -> Section:
    """How many of each kind in the whole period, the most first. A kind is its label and its keys."""
    total = cube.total(measure.code)
    counted = [[count(total, kind[1:].__contains__)] for kind in kinds]
    table = safe(counted, view)
    ranked = sorted(zip(kinds, table, strict=True), key=lambda one: -(one[1][0] or 0))
    ranked = [(kind, row) for kind, row in ranked if row[0] != 0]
    found = [(kind[0], row[0]) for kind, row in ranked]
    grid = Grid(
        (what, measure.counts.capitalize()),
        tuple(found),
        tuple(kind[1] for kind, _ in ranked),
        tuple(
            behind(measure, total, (None, kind[1:].__contains__), months=cube.months, place=view.place)
            for kind, _ in ranked
        ),
    )
    chart = bars(title, found, unit=measure.counts, what=what, key=f"chart-{code}")
    return plain_section(code, replace(chart, table=grid.table()), grid, measure)


def number_section(
    cube: Cube,
    view: View,
    measure: Measure,
    *,
    code: str,
    title: str,
    what: str,
    of: str,
    most: int,
    least: int = 0,
) -> Section:
    """How many have none, one, two ... of something, by the month of `measure`, and the mean, drawn."""
    months = names(cube.months)
    tree = cube.by_month[measure.code]
    steps = range(least, most + 1)
    exact = [[_so_many(tree.get(one, {}), step, most) for step in steps] for one in cube.months]
    table = safe(exact, view)
    means = [_mean(tree.get(one, {}), row, view) for one, row in zip(cube.months, table, strict=True)]
    labels = [f"{step} or more" if step == most else str(step) for step in steps]
    columns = [partial(_is_step, step=step, most=most) for step in steps]
    grid = Grid(
        ("Month", of, *labels, f"{what}, mean"),
        tuple((month, whole(row), *row, mean) for month, row, mean in zip(months, table, means, strict=True)),
        *by_months(cube, view, measure, (None, lambda key: int(key) >= least, *columns, None)),
    )
    return control_section(
        code=code, title=title, unit=f"{what.lower()}, mean", measure=measure, months=months, values=means,
        limits=xmr_limits(means, len(means) - 1), grid=grid,
    )  # fmt: skip


def _so_many(keys: Keys, step: int, most: int) -> Number:
    return count(keys, partial(_is_step, step=step, most=most))


def _is_step(key: str, *, step: int, most: int) -> bool:
    return int(key) == step or (step == most and int(key) > most)


def _mean(keys: Keys, row: Sequence[int | None], view: View) -> float | None:
    """The mean; None of nothing, or where the row it comes from is withheld in part."""
    n = sum(number.n for number in keys.values())
    if not n or (not view.exact and (whole(row) is None or n < FEWEST_FOR_A_MEDIAN)):
        return None
    return round(sum(int(key) * number.n for key, number in keys.items()) / n, 1)
