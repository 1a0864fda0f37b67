"""A share by month, with its limits, and by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasso_tracker.charts import bars
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.control import p_limits, share
from rasso_tracker.dashboards.performance.cube import Cube, Keys, Wanted, count
from rasso_tracker.dashboards.performance.disclosure import Number
from rasso_tracker.dashboards.performance.measures import Measure
from rasso_tracker.dashboards.performance.report import Grid, Section, control_section, names
from rasso_tracker.dashboards.performance.sections import (
    Columns,
    Table,
    by_months,
    by_parts,
    places_of,
    plain_section,
    safe,
    whole,
)


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
    by_place: bool = True,
) -> list[Section]:
    """How many of `of` are `part` and not `rest`: by month with limits, then by place."""
    months = names(cube.months)
    counted = _pairs(cube.by_month[measure.code], cube.months, part[1], rest[1])
    table = safe(counted, view)
    pairs = [(row[0], whole(row)) for row in table]
    values = [share(*one) for one in pairs]
    headings = (of, part[0], rest[0], "Share, per cent")
    columns = _share_columns(part[1], rest[1])
    grid = Grid(
        ("Month", *headings),
        _share_lines(months, table),
        *by_months(cube, view, measure, columns),
    )
    by_month = control_section(
        code=code, title=title, unit="per cent", measure=measure, months=months, values=values,
        limits=p_limits(pairs, len(pairs) - 1), grid=grid, top=100,
    )  # fmt: skip
    if not by_place:
        return [by_month]
    return [by_month, *_by_place(cube, view, measure, code, title, part, rest, headings)]


def _share_columns(part: Wanted, rest: Wanted) -> Columns:
    """Of label, whole, part, rest and share: what each counts."""
    return (None, lambda key: part(key) or rest(key), part, rest, None)


def _pairs(tree: Mapping[Any, Keys], keys: Sequence[Any], part: Wanted, rest: Wanted) -> list[list[Number]]:
    return [[count(tree.get(one, {}), part), count(tree.get(one, {}), rest)] for one in keys]


def _share_lines(labels: Sequence[str], table: Table) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        (label, whole(row), row[0], row[1], share(row[0], whole(row)))
        for label, row in zip(labels, table, strict=True)
    )


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
        columns = _share_columns(part[1], rest[1])
        grid = Grid((heading, *headings), lines, *by_parts(cube, view, measure, columns, kind, tree, parts))
        chart = replace(chart, table=grid.table())
        found.append(plain_section(f"{code}-{kind}", chart, grid, measure, of_places=True))
    return found
