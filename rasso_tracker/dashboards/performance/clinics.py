"""What came of advice clinics: do cases that were heard at one draw fewer action plans when they are sent?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rasso_tracker.charts import bars, lines
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.cube import Cube, Keys, add, count
from rasso_tracker.dashboards.performance.disclosure import Number
from rasso_tracker.dashboards.performance.intervals import share_in_words, share_to_draw
from rasso_tracker.dashboards.performance.measures import CELL, Measure, day_of, month_of
from rasso_tracker.dashboards.performance.report import Grid, Section, counts_of
from rasso_tracker.dashboards.performance.sections import Table, places_of, safe, whole

# A case that was sent for a decision before it was heard, and is sent again, is after a clinic too.
AFTER, AGAIN, WITHOUT = "after", "again", "without"
DREW, NONE = "drew", "none"
_AFTER = "coalesce(h.at < s.submitted_at, false)"
CLINIC_EFFECT = Measure(
    code="clinic_effect",
    counts="submissions for a charging decision that CPS answered, at most one with and one without a "
    "clinic a case",
    month="the month of the submission",
    rule="After a clinic: the first submission for a charging decision that followed the first hearing of "
    "the case at an advice clinic. No clinic: the first of a case that had not been heard at one by then. "
    "Early advice and submissions that triage rejected are left out. Drew a plan: CPS issued an action plan "
    "on it by now, and did not supersede it.",
    sql=f"""
        WITH heard AS (
            SELECT b.case_id, min(b.heard_at) AS at FROM actionplans_clinicbooking b
            WHERE b.heard_at <= %(at)s GROUP BY b.case_id
        ), sent AS (
            SELECT DISTINCT ON (s.case_id, {_AFTER})
                s.id, s.case_id, s.submitted_at, s.answered_at, {_AFTER} AS after, {CELL}
            FROM actionplans_submission s
            JOIN cases_case c ON c.id = s.case_id AND NOT c.restricted
            LEFT JOIN heard h ON h.case_id = s.case_id
            WHERE s.kind <> 'early_advice' AND s.status <> 'rejected' AND s.submitted_at <= %(at)s
            ORDER BY s.case_id, {_AFTER}, s.submitted_at, s.id
        )
        SELECT {month_of(day_of("sent.submitted_at"))}, team_id, district_id, cps_unit_id,
            CASE WHEN NOT after THEN '{WITHOUT}'
                WHEN EXISTS (
                    SELECT 1 FROM actionplans_submission e WHERE e.case_id = sent.case_id
                    AND e.kind <> 'early_advice' AND e.submitted_at < sent.submitted_at) THEN '{AGAIN}'
                ELSE '{AFTER}' END || '_' ||
            CASE WHEN EXISTS (
                SELECT 1 FROM actionplans_actionplan p WHERE p.submission_id = sent.id
                AND p.issued_at <= %(at)s AND (p.superseded_at IS NULL OR p.superseded_at > %(at)s))
                THEN '{DREW}' ELSE '{NONE}' END AS key, count(*)
        FROM sent
        WHERE answered_at <= %(at)s AND submitted_at >= %(from_at)s
        GROUP BY 1, 2, 3, 4, 5""",
)
MEASURES = (CLINIC_EFFECT,)
CAVEAT = (
    "Cases that are brought to a clinic are no random sample: officers bring those they are unsure of, and "
    "districts differ. A difference here is no proof that clinics made it. The range in brackets is Wilson's "
    "95 per cent interval: where two ranges overlap, chance alone may be all there is. Below ten submissions "
    "a share is too few to say."
)
COLUMNS = (
    "After a clinic",
    "of them drew a plan",
    "Share, per cent (95% range)",
    "No clinic",
    "of them drew a plan ",
    "Share, per cent (95% range) ",
)
PARTS = (
    (frozenset({f"{AFTER}_{DREW}", f"{AGAIN}_{DREW}"}), frozenset({f"{AFTER}_{NONE}", f"{AGAIN}_{NONE}"})),
    (frozenset({f"{WITHOUT}_{DREW}"}), frozenset({f"{WITHOUT}_{NONE}"})),
)


def clinic_sections(cube: Cube, view: View) -> list[Section]:
    """Together, by quarter, and by place."""
    return [_together(cube, view), _by_quarter(cube, view), *_by_place(cube, view)]


def _numbers(keys: Keys) -> list[Number]:
    """After a clinic: drew, not; no clinic: drew, not."""
    return [count(keys, wanted.__contains__) for part in PARTS for wanted in part]


def _rows(labels: Sequence[str], table: Table) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        (label, *_cells(row[:2]), *_cells(row[2:])) for label, row in zip(labels, table, strict=True)
    )


def _cells(pair: Sequence[int | None]) -> tuple[Any, ...]:
    of = whole(pair)
    return of, pair[0], share_in_words(pair[0], of)


def _drawn(table: Table, place: int) -> list[float | None]:
    """The shares of a group (0 after a clinic, 1 without) that can be drawn."""
    return [share_to_draw(row[2 * place], whole(row[2 * place : 2 * place + 2])) for row in table]


def _section(code: str, chart: Any, grid: Grid, said: str = "") -> Section:
    counts = f"{counts_of(CLINIC_EFFECT)}{said}"
    chart = replace(chart, table=grid.table(), note=CAVEAT)
    return Section(code=code, chart=chart, grid=grid, counts=counts, rule=CLINIC_EFFECT.rule)


def _together(cube: Cube, view: View) -> Section:
    keys = cube.total(CLINIC_EFFECT.code)
    table = safe([_numbers(keys)], view)
    rows = [("After a clinic", _drawn(table, 0)[0]), ("No clinic", _drawn(table, 1)[0])]
    chart = bars(
        "Submissions that drew an action plan", rows, unit="per cent", what="Group", key="chart-clinics"
    )
    again = count(keys, lambda key: key.startswith(AGAIN)).n
    said = (
        f" Of those after a clinic, {again:,} were of cases that had been sent for a decision before."
        if view.exact
        else ""
    )
    return _section("clinics", chart, Grid(("Period", *COLUMNS), _rows(["Every month"], table)), said)


def quarter(month: date) -> str:
    """`Jul to Sep 2026`: calendar quarters."""
    return f"{('Jan to Mar', 'Apr to Jun', 'Jul to Sep', 'Oct to Dec')[(month.month - 1) // 3]} {month.year}"


def _by_quarter(cube: Cube, view: View) -> Section:
    by_month = cube.by_month[CLINIC_EFFECT.code]
    quarters = list(dict.fromkeys(quarter(one) for one in cube.months))
    counted = [
        [
            add(numbers)
            for numbers in zip(
                *(_numbers(by_month.get(one, {})) for one in cube.months if quarter(one) == name),
                strict=True,
            )
        ]
        for name in quarters
    ]
    table = safe(counted, view)
    labels = [f"{quarters[0]}, part", *quarters[1:-1], f"{quarters[-1]} so far"]
    chart = lines(
        "Submissions that drew an action plan, by quarter",
        labels,
        {"After a clinic": _drawn(table, 0), "No clinic": _drawn(table, 1)},
        unit="per cent",
        key="chart-clinics-quarter",
    )
    return _section("clinics-quarter", chart, Grid(("Quarter", *COLUMNS), _rows(labels, table)))


def _by_place(cube: Cube, view: View) -> list[Section]:
    found = []
    for kind, heading, tree, parts in places_of(cube, view):
        known = frozenset(place for place, (pk, _) in enumerate(parts) if pk == view.place.known)
        labels = [name for _, name in parts]
        counted = [_numbers(tree[CLINIC_EFFECT.code].get(pk, {})) for pk, _ in parts]
        table = safe(counted, view, known)
        shares = zip(labels, _drawn(table, 0), _drawn(table, 1), strict=True)
        drawn = [
            row
            for name, after, without in shares
            for row in ((f"{name}: after a clinic", after), (f"{name}: no clinic", without))
        ]
        chart = bars(
            f"Submissions that drew an action plan, by {heading.lower().replace('cps', 'CPS')}",
            drawn,
            unit="per cent",
            what=heading,
            key=f"chart-clinics-{kind}",
        )
        found.append(_section(f"clinics-{kind}", chart, Grid((heading, *COLUMNS), _rows(labels, table))))
    return found
