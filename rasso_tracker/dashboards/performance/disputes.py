"""Disputes of items and what came of them, by reason and by what the item asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from actionplans.enums import ItemType
from actionplans.item_enums import DisputeOutcome, DisputeReason
from rasso_tracker.charts import bars
from rasso_tracker.dashboards.performance import plans
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.behind import behind
from rasso_tracker.dashboards.performance.cube import Cube
from rasso_tracker.dashboards.performance.disclosure import Number
from rasso_tracker.dashboards.performance.measures import Measure
from rasso_tracker.dashboards.performance.report import Grid, Section
from rasso_tracker.dashboards.performance.sections import Columns, plain_section, safe, whole

OUTCOMES = {
    DisputeOutcome.ACCEPTED: "CPS no longer asks",
    DisputeOutcome.ACCEPTED_IN_PART: "CPS asks for less",
    DisputeOutcome.NOT_ACCEPTED: "CPS still asks",
    DisputeOutcome.ITEM_WITHDRAWN: "Item withdrawn",
    DisputeOutcome.FELL_AWAY: "Fell away",
    "open": "Not answered",
}


def dispute_sections(cube: Cube, view: View) -> list[Section]:
    return [
        _by(cube, view, plans.DISPUTES_BY_REASON, "reason", "Reason", DisputeReason),
        _by(cube, view, plans.DISPUTES_BY_TYPE, "type", "Asked for", ItemType),
    ]


def _by(
    cube: Cube,
    view: View,
    measure: Measure,
    code: str,
    heading: str,
    kinds: Iterable[DisputeReason | ItemType],
) -> Section:
    """One row a kind that was disputed, the most first, with a column for each outcome."""
    total = cube.total(measure.code)
    kinds = [kind for kind in kinds if any(f"{kind}:{one}" in total for one in OUTCOMES)]
    table = safe([[total.get(f"{kind}:{one}", Number()) for one in OUTCOMES] for kind in kinds], view)
    ranked = [(kind, whole(row), row) for kind, row in zip(kinds, table, strict=True)]
    ranked.sort(key=lambda line: -(line[1] or 0))
    found = [(str(kind.label), n, row) for kind, n, row in ranked]
    grid = Grid(
        (heading, "Raised", *OUTCOMES.values()),
        tuple((label, n, *row) for label, n, row in found),
        tuple(kind.value for kind, _, _ in ranked),
        tuple(
            behind(measure, total, _columns(kind.value), months=cube.months, place=view.place)
            for kind, _, _ in ranked
        ),
    )
    title = "Disputed items, by reason" if code == "reason" else "Disputed items, by what was asked for"
    drawn = [(label, n) for label, n, _ in found]
    chart = bars(title, drawn, unit="disputes", key=f"chart-disputes-{code}")
    chart = replace(chart, table=grid.table())
    return plain_section(f"disputes-{code}", chart, grid, measure)


def _columns(kind: str) -> Columns:
    """Of a kind, how many were raised and what came of them: what each counts."""
    keys = [f"{kind}:{one}" for one in OUTCOMES]
    return (None, keys.__contains__, *(key.__eq__ for key in keys))
