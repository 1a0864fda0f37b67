"""The kinds of section: a share by month and by place, counts by month, days by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasso_tracker.charts import Chart, bars, lines
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.control import p_limits, share, xmr_limits
from rasso_tracker.dashboards.performance.cube import Cube, Keys, Wanted, count
from rasso_tracker.dashboards.performance.disclosure import FEWEST_FOR_A_MEDIAN, Number, protect
from rasso_tracker.dashboards.performance.measures import Measure
from rasso_tracker.dashboards.performance.report import (
    SO_FAR,
    Grid,
    Section,
    control_section,
    counts_of,
    names,
)
from rasso_tracker.people import places

Table = list[list[int | None]]
Rows = tuple[tuple[str, str], ...]


def safe(rows: Sequence[Sequence[Number]], view: View, known: frozenset[int] = frozenset()) -> Table:
    """The counts as this person may have them."""
    if view.exact:
        return [[number.n for number in row] for row in rows]
    return protect(rows, known)


def whole(parts: Sequence[int | None]) -> int | None:
    """The sum, where nothing of it is withheld."""
    known = [one for one in parts if one is not None]
    return sum(known) if len(known) == len(parts) else None


def share_sections(
    cube: Cube,
    view: View,
    measure: Measure,
    *,
    code: str,
    title: str,
    part: tuple[str, Wanted],
    rest: tuple[str, Wanted],
    of: str,
    rows: Rows = (),
    by_place: bool = True,
) -> list[Section]:
    """How many of `of` are `part` and not `rest`: by month with limits, then by place."""
    months = names(cube.months)
    counted = _pairs(cube.by_month[measure.code], cube.months, part[1], rest[1])
    table = safe(counted, view)
    pairs = [(row[0], whole(row)) for row in table]
    values = [share(*one) for one in pairs]
    headings = (of, part[0], rest[0], "Share, per cent")
    lines = _share_lines(months, table)
    by_month = control_section(
        code=code, title=title, unit="per cent", measure=measure, months=months, values=values,
        limits=p_limits(pairs, len(pairs) - 1), grid=Grid(("Month", *headings), lines), top=100, rows=rows,
    )  # fmt: skip
    if not by_place:
        return [by_month]
    return [by_month, *_by_place(cube, view, measure, code, title, part, rest, headings)]


def _pairs(tree: Mapping[Any, Keys], keys: Sequence[Any], part: Wanted, rest: Wanted) -> list[list[Number]]:
    return [[count(tree.get(one, {}), part), count(tree.get(one, {}), rest)] for one in keys]


def _share_lines(labels: Sequence[str], table: Table) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        (label, whole(row), row[0], row[1], share(row[0], whole(row)))
        for label, row in zip(labels, table, strict=True)
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


def _by_place(
    cube: Cube,
    view: View,
    measure: Measure,
    code: str,
    title: str,
    part: tuple[str, Wanted],
    rest: tuple[str, Wanted],
    headings: tuple[str, ...],
) -> list[Section]:
    found = []
    for kind, heading, tree, parts in places_of(cube, view):
        known = frozenset(place for place, (pk, _) in enumerate(parts) if pk == view.place.known)
        labels = [name for _, name in parts]
        keys = [pk for pk, _ in parts]
        lines = _share_lines(labels, safe(_pairs(tree[measure.code], keys, part[1], rest[1]), view, known))
        chart = bars(
            f"{title}, by {heading.lower().replace('cps', 'CPS')}",
            [(line[0], line[4]) for line in lines],
            unit="per cent",
            key=f"chart-{code}-{kind}",
        )
        grid = Grid((heading, *headings), lines)
        chart = replace(chart, table=grid.table())
        found.append(plain_section(f"{code}-{kind}", chart, grid, measure, (), of_places=True))
    return found


def plain_section(
    code: str, chart: Chart, grid: Grid, measure: Measure, rows: Rows, *, of_places: bool = False
) -> Section:
    """A section without limits."""
    return Section(
        code=code, chart=chart, grid=grid, counts=counts_of(measure), rule=measure.rule, rows=rows,
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
    rows: Rows = (),
) -> Section:
    """How many a month, with limits on their sum."""
    months = names(cube.months)
    tree = cube.by_month[measure.code]
    table = safe([[count(tree.get(one, {}), wanted) for _, wanted in columns] for one in cube.months], view)
    values = [whole(row) for row in table]
    lines = tuple((label, whole(row), *row) for label, row in zip(months, table, strict=True))
    headings = ("Month", what, *(label for label, _ in columns))
    return control_section(
        code=code, title=title, unit=what.lower(), measure=measure, months=months, values=values,
        limits=xmr_limits(values, len(values) - 1), grid=Grid(headings, lines), rows=rows,
    )  # fmt: skip


def kind_section(
    cube: Cube,
    view: View,
    measure: Measure,
    *,
    code: str,
    title: str,
    kinds: Sequence[tuple[str, str]],
    rows: Rows = (),
) -> Section:
    """How many of each kind a month, a line each."""
    months = names(cube.months)
    tree = cube.by_month[measure.code]
    table = safe([[tree.get(one, {}).get(key, Number()) for key, _ in kinds] for one in cube.months], view)
    series = {label: [row[place] for row in table] for place, (_, label) in enumerate(kinds)}
    grid = Grid(
        ("Month", *(label for _, label in kinds)),
        tuple((month, *row) for month, row in zip(months, table, strict=True)),
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
    return plain_section(code, chart, grid, measure, rows)


def bar_section(
    cube: Cube,
    view: View,
    measure: Measure,
    *,
    code: str,
    title: str,
    what: str,
    kinds: Sequence[tuple[str, ...]],
    rows: Rows = (),
) -> Section:
    """How many of each kind in the whole period, the most first. A kind is its label and its keys."""
    total = cube.total(measure.code)
    counted = [[count(total, kind[1:].__contains__)] for kind in kinds]
    table = safe(counted, view)
    ranked = sorted(zip(kinds, table, strict=True), key=lambda one: -(one[1][0] or 0))
    found = [(kind[0], row[0]) for kind, row in ranked if row[0] != 0]
    grid = Grid((what, measure.counts.capitalize()), tuple(found))
    chart = bars(title, found, unit=measure.counts, what=what, key=f"chart-{code}")
    return plain_section(code, replace(chart, table=grid.table()), grid, measure, rows)


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
    rows: Rows = (),
) -> Section:
    """How many have none, one, two ... of something, by the month of `measure`, and the mean, drawn."""
    months = names(cube.months)
    tree = cube.by_month[measure.code]
    steps = range(least, most + 1)
    exact = [[_so_many(tree.get(one, {}), step, most) for step in steps] for one in cube.months]
    table = safe(exact, view)
    means = [_mean(tree.get(one, {}), row, view) for one, row in zip(cube.months, table, strict=True)]
    labels = [f"{step} or more" if step == most else str(step) for step in steps]
    grid = Grid(
        ("Month", of, *labels, f"{what}, mean"),
        tuple((month, whole(row), *row, mean) for month, row, mean in zip(months, table, means, strict=True)),
    )
    return control_section(
        code=code, title=title, unit=f"{what.lower()}, mean", measure=measure, months=months, values=means,
        limits=xmr_limits(means, len(means) - 1), grid=grid, rows=rows,
    )  # fmt: skip


def _so_many(keys: Keys, step: int, most: int) -> Number:
    return count(keys, lambda key: int(key) == step or (step == most and int(key) > most))


def _mean(keys: Keys, row: Sequence[int | None], view: View) -> float | None:
    """The mean; None of nothing, or where the row it comes from is withheld in part."""
    n = sum(number.n for number in keys.values())
    if not n or (not view.exact and (whole(row) is None or n < FEWEST_FOR_A_MEDIAN)):
        return None
    return round(sum(int(key) * number.n for key, number in keys.items()) / n, 1)
