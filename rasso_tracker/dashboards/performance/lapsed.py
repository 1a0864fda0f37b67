"""Plans past a date: now by step and age, and at the end of each month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actionplans.enums import STEPS
from rasso_tracker.charts import bars
from rasso_tracker.dashboards.performance import plans
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.behind import behind
from rasso_tracker.dashboards.performance.cube import Cube
from rasso_tracker.dashboards.performance.disclosure import Number
from rasso_tracker.dashboards.performance.report import Grid, Section
from rasso_tracker.dashboards.performance.sections import Columns, count_section, plain_section, safe, whole


def lapsed_sections(cube: Cube, view: View) -> list[Section]:
    by_age = [(label, (lambda key, band=band: key == band)) for band, label in plans.AGE_BANDS.items()]
    return [
        _now(cube, view),
        count_section(
            cube, view, plans.LAPSED_AT_MONTH_END, code="lapsed-month-end",
            title="Plans past a date at the end of each month", what="Plans", columns=by_age,
        ),
    ]  # fmt: skip


def _now(cube: Cube, view: View) -> Section:
    """Step by age: the highest step first, as the board."""
    total = cube.total(plans.LAPSED_NOW.code)
    steps = [(str(step), f"Step {step}") for step in reversed(STEPS)] + [("none", "No step yet")]
    bands = list(plans.AGE_BANDS)
    table = safe([[total.get(f"{step}:{band}", Number()) for band in bands] for step, _ in steps], view)
    sums = [whole(row) for row in table]
    lines = tuple((label, n, *row) for (_, label), n, row in zip(steps, sums, table, strict=True))
    grid = Grid(
        ("Step reached", "Plans", *plans.AGE_BANDS.values()),
        lines,
        tuple(step for step, _ in steps),
        tuple(
            behind(plans.LAPSED_NOW, total, _columns(step, bands), months=cube.months[-1:], place=view.place)
            for step, _ in steps
        ),
    )
    chart = bars(
        "Plans past a date now, by step",
        [(label, n) for (_, label), n in zip(steps, sums, strict=True)],
        unit="plans",
        key="chart-lapsed-now",
    )
    chart = replace(chart, table=grid.table())
    return plain_section("lapsed-now", chart, grid, plans.LAPSED_NOW)


def _columns(step: str, bands: Sequence[str]) -> Columns:
    """Of a step, all its plans and those of each age: what each counts."""
    keys = [f"{step}:{band}" for band in bands]
    return (None, keys.__contains__, *(key.__eq__ for key in keys))
