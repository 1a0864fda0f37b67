"""Plans past a date: now by step and age, and at the end of each month."""

from __future__ import annotations

from dataclasses import replace

from actionplans.enums import STEPS
from rasso_tracker.charts import bars
from rasso_tracker.dashboards.performance import plans
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.cube import Cube
from rasso_tracker.dashboards.performance.disclosure import Number
from rasso_tracker.dashboards.performance.report import Grid, Section
from rasso_tracker.dashboards.performance.sections import count_section, plain_section, safe, whole


def lapsed_sections(cube: Cube, view: View, board: tuple[str, str]) -> list[Section]:
    by_age = [(label, (lambda key, band=band: key == band)) for band, label in plans.AGE_BANDS.items()]
    return [
        _now(cube, view, board),
        count_section(
            cube, view, plans.LAPSED_AT_MONTH_END, code="lapsed-month-end",
            title="Plans past a date at the end of each month", what="Plans", columns=by_age, rows=(board,),
        ),
    ]  # fmt: skip


def _now(cube: Cube, view: View, board: tuple[str, str]) -> Section:
    """Step by age: the highest step first, as the board."""
    total = cube.total(plans.LAPSED_NOW.code)
    steps = [(str(step), f"Step {step}") for step in reversed(STEPS)] + [("none", "No step yet")]
    bands = list(plans.AGE_BANDS)
    table = safe([[total.get(f"{step}:{band}", Number()) for band in bands] for step, _ in steps], view)
    sums = [whole(row) for row in table]
    lines = tuple((label, n, *row) for (_, label), n, row in zip(steps, sums, table, strict=True))
    grid = Grid(("Step reached", "Plans", *plans.AGE_BANDS.values()), lines)
    chart = bars(
        "Plans past a date now, by step",
        [(label, n) for (_, label), n in zip(steps, sums, strict=True)],
        unit="plans",
        key="chart-lapsed-now",
    )
    district = f"&district={view.district_code}" if view.district_code else ""
    links = [(f"Step {step}", f"{board[1]}?step={step}{district}") for step in reversed(STEPS)]
    chart = replace(chart, table=grid.table())
    return plain_section("lapsed-now", chart, grid, plans.LAPSED_NOW, tuple(links))
