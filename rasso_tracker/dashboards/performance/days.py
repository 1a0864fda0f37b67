"""Days with police and days with CPS, by round: the middle one and the nine in ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rasso_tracker.charts import bars
from rasso_tracker.dashboards.performance import sent
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.behind import behind
from rasso_tracker.dashboards.performance.control import xmr_limits
from rasso_tracker.dashboards.performance.cube import Cube, Keys, add, quantile
from rasso_tracker.dashboards.performance.disclosure import protected_quantile, rounded
from rasso_tracker.dashboards.performance.report import Grid, Section, control_section, names
from rasso_tracker.dashboards.performance.sections import Columns, by_months, places_of, plain_section

Figures = tuple[int | None, int | None, int | None]
SIDES = (("police", "Police"), ("cps", "CPS"))


def days_sections(cube: Cube, view: View) -> list[Section]:
    """By month of the round's end, each side with its limits; then by place; then the rounds that run."""
    months = names(cube.months)
    tree = cube.by_month[sent.ROUND_DAYS.code]
    return [
        *(_side(cube, view, months, side, label) for side, label in SIDES),
        *_by_place(cube, view),
        _running(cube, tree.get(cube.months[-1], {}), view),
    ]


def within(keys: Keys, beginning: str) -> Keys:
    """The keys that begin so, without it: numbers of days."""
    return {key.removeprefix(beginning): n for key, n in keys.items() if key.startswith(beginning)}


def summed(keys: Keys) -> Figures:
    """(rounds, median, 90th percentile)."""
    return add(keys.values()).n, quantile(keys, 0.5), quantile(keys, 0.9)


def told(keys: Keys, view: View) -> Figures:
    """The same as this person may have them."""
    _, middle, most = summed(keys)
    if view.exact:
        return summed(keys)
    n = add(keys.values())
    return (
        protected_quantile(rounded(n.n), n),
        protected_quantile(middle, n),
        protected_quantile(most, n),
    )


def _side(cube: Cube, view: View, months: Sequence[str], side: str, label: str) -> Section:
    tree = cube.by_month[sent.ROUND_DAYS.code]
    figures = [told(within(tree.get(one, {}), f"ended:{side}:"), view) for one in cube.months]
    values = [middle for _, middle, _ in figures]
    grid = Grid(
        ("Month", "Rounds that ended", "Median days", "Nine in ten within, days"),
        tuple((month, *figure) for month, figure in zip(months, figures, strict=True)),
        *by_months(cube, view, sent.ROUND_DAYS, _columns(f"ended:{side}:")),
    )
    return control_section(
        code=f"days-{side}", title=f"Days with {label.replace('Police', 'the police')}, median of a round",
        unit="days, median", measure=sent.ROUND_DAYS, months=months, values=values,
        limits=xmr_limits(values, len(values) - 1), grid=grid,
    )  # fmt: skip


def _columns(beginning: str) -> Columns:
    """Of a label, the number of rounds, their median and the nine in ten: what each counts."""
    return (None, lambda key: key.startswith(beginning), None, None)


def _by_place(cube: Cube, view: View) -> list[Section]:
    found = []
    for kind, heading, trees, parts in places_of(cube, view):
        tree = trees[sent.ROUND_DAYS.code]
        figures = [
            (name, label, *told(within(tree.get(pk, {}), f"ended:{side}:"), view))
            for pk, name in parts
            for side, label in SIDES
        ]
        cells = [
            (f"{pk}.{side}", (None, *behind(
                sent.ROUND_DAYS, tree.get(pk, {}), _columns(f"ended:{side}:"), months=cube.months,
                place=view.place, **{kind: pk},
            )))
            for pk, _ in parts
            for side, _ in SIDES
        ]  # fmt: skip
        grid = Grid(
            (heading, "Side", "Rounds that ended", "Median days", "Nine in ten within, days"),
            tuple(figures),
            tuple(code for code, _ in cells),
            tuple(row for _, row in cells),
        )
        chart = bars(
            f"Days with each side, median, by {heading.lower().replace('cps', 'CPS')}",
            [(f"{figure[0]}: {figure[1]}", figure[3]) for figure in figures],
            unit="days",
            key=f"chart-days-{kind}",
        )
        chart = replace(chart, table=grid.table())
        found.append(plain_section(f"days-{kind}", chart, grid, sent.ROUND_DAYS, of_places=True))
    return found


def _running(cube: Cube, keys: Keys, view: View) -> Section:
    """The rounds that have not ended, by who holds them now; after a partial answer both may."""
    figures = [(label, *told(within(keys, f"open:{side}:"), view)) for side, label in SIDES]
    grid = Grid(
        ("With", "Rounds that run", "Median days so far", "Nine in ten within, days"),
        tuple(figures),
        tuple(side for side, _ in SIDES),
        tuple(
            behind(
                sent.ROUND_DAYS, keys, _columns(f"open:{side}:"), months=cube.months[-1:], place=view.place
            )
            for side, _ in SIDES
        ),
    )
    chart = bars(
        "Rounds that run, by who has them now",
        [(figure[0], figure[1]) for figure in figures],
        unit="rounds",
        key="chart-days-running",
    )
    chart = replace(chart, table=grid.table())
    return plain_section("days-running", chart, grid, sent.ROUND_DAYS)
