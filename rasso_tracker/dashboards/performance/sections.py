"""The kinds of section: a share by month and by place, counts by month, days by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasso_tracker.charts import bars
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.control import p_limits, share
from rasso_tracker.dashboards.performance.cube import Cube, Keys, Wanted, count
from rasso_tracker.dashboards.performance.disclosure import Number, protect
from rasso_tracker.dashboards.performance.measures import Measure
from rasso_tracker.dashboards.performance.report import Grid, Section, control_section, counts_of, names
from rasso_tracker.people import places

Table = list[list[int | None]]


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
    rows: tuple[tuple[str, str], ...] = (),
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
        found.append(_bar_section(f"{code}-{kind}", chart, Grid((heading, *headings), lines), measure))
    return found


def _bar_section(code: str, chart: Any, grid: Grid, measure: Measure) -> Section:
    chart = replace(chart, table=grid.table())
    return Section(code=code, chart=chart, grid=grid, counts=counts_of(measure), rule=measure.rule)
