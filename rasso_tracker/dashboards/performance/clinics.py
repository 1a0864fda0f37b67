"""What came of advice clinics: do cases that were heard at one draw fewer action plans when they are sent?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rasso_tracker.charts import bars
from rasso_tracker.charts import lines as chart_of_lines
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.behind import behind
from rasso_tracker.dashboards.performance.cube import Cube, Keys, Place, Wanted, add, count
from rasso_tracker.dashboards.performance.disclosure import Number
from rasso_tracker.dashboards.performance.intervals import share_in_words, share_to_draw
from rasso_tracker.dashboards.performance.measures import CELL, Measure, Of, day_of, month_of, within
from rasso_tracker.dashboards.performance.quarters import named, quarter, quarters_of
from rasso_tracker.dashboards.performance.report import Cross, Grid, Section, counts_of, month_code
from rasso_tracker.dashboards.performance.sections import Columns, Table, by_parts, places_of, safe, whole

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
    of=Of.SUBMISSION,
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
        SELECT {month_of(day_of("sent.submitted_at"))} AS month, team_id, district_id, cps_unit_id,
            CASE WHEN NOT after THEN '{WITHOUT}'
                WHEN EXISTS (
                    SELECT 1 FROM actionplans_submission e WHERE e.case_id = sent.case_id
                    AND e.kind <> 'early_advice' AND e.submitted_at < sent.submitted_at) THEN '{AGAIN}'
                ELSE '{AFTER}' END || '_' ||
            CASE WHEN EXISTS (
                SELECT 1 FROM actionplans_actionplan p WHERE p.submission_id = sent.id
                AND p.issued_at <= %(at)s AND (p.superseded_at IS NULL OR p.superseded_at > %(at)s))
                THEN '{DREW}' ELSE '{NONE}' END AS key,
            id, id AS of_id, {day_of("sent.submitted_at")} AS day
        FROM sent
        WHERE answered_at <= %(at)s AND {within("submitted_at")}""",
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
    """Together, by district (or team) and quarter, and by CPS unit."""
    return [_together(cube, view), _crossed(cube, view), *_by_unit(cube, view)]


def _numbers(keys: Keys) -> list[Number]:
    """After a clinic: drew, not; no clinic: drew, not."""
    return [count(keys, wanted.__contains__) for part in PARTS for wanted in part]


def _columns() -> Columns:
    """Of a label, the submissions of each group, those that drew a plan and the share: what each counts."""
    found: list[Wanted | None] = [None]
    for drew, none in PARTS:
        found += [(drew | none).__contains__, drew.__contains__, None]
    return found


def _cells(row: Sequence[int | None]) -> tuple[Any, ...]:
    """The figures of a row of _numbers: each group's submissions, of them drew, the share in words."""
    return tuple(
        one
        for pair in (row[:2], row[2:])
        for one in (whole(pair), pair[0], share_in_words(pair[0], whole(pair)))
    )


def _drawn(table: Table, place: int) -> list[float | None]:
    """The shares of a group (0 after a clinic, 1 without) that can be drawn."""
    return [share_to_draw(row[2 * place], whole(row[2 * place : 2 * place + 2])) for row in table]


def _section(code: str, chart: Any, grid: Grid, said: str = "", cross: Cross | None = None) -> Section:
    counts = f"{counts_of(CLINIC_EFFECT)}{said}"
    chart = replace(chart, table=grid.table(), note=CAVEAT)
    rule = CLINIC_EFFECT.rule
    return Section(code=code, chart=chart, grid=grid, counts=counts, rule=rule, cross=cross)


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
    behind_it = behind(CLINIC_EFFECT, keys, _columns(), months=cube.months, place=view.place)
    grid = Grid(("Period", *COLUMNS), (("Every month", *_cells(table[0])),), ("all",), (behind_it,))
    return _section("clinics", chart, grid, said)


@dataclass(frozen=True)
class _Line:
    """A line of the cross table: a place (or all of them), its keys by month, and its figures by quarter."""

    code: str
    label: str
    by_month: Mapping[date, Keys]
    place: Place
    is_known: bool = False

    def keys_of(self, months: Sequence[date]) -> Keys:
        found: dict[str, Number] = {}
        for one in months:
            for key, number in self.by_month.get(one, {}).items():
                found[key] = add([found.get(key, Number()), number])
        return found


def _crossed(cube: Cube, view: View) -> Section:
    """Places down, quarters across, with the sums of both. What is drawn is the line of all places."""
    quarters = _quarters(cube)
    columns = [*quarters.items(), ("Every quarter", list(cube.months))]
    heading, lines = _lines(cube, view)
    tables = _protected(lines, [months for _, months in columns], view)
    found: list[tuple[Any, ...]] = []
    codes, cells, drawn = [], [], []
    for line, table in zip(lines, tables, strict=True):
        drawn.append((line.label, tuple(range(len(found), len(found) + len(columns)))))
        for (name, months), row in zip(columns, table, strict=True):
            found.append((line.label, name, *_cells(row)))
            codes.append(f"{line.code}.{month_code(months[0])}-{len(months)}")
            keys = line.keys_of(months)
            counted = behind(CLINIC_EFFECT, keys, _columns(), months=months, place=line.place)
            cells.append((None, *counted))
    grid = Grid((heading, "Quarter", *COLUMNS), tuple(found), tuple(codes), tuple(cells))
    everywhere = tables[-1][:-1]
    chart = chart_of_lines(
        f"Submissions that drew an action plan, by {heading.lower()} and quarter",
        [quarter(months[0]).replace(" to ", "-").replace(" 20", " ") for months in quarters.values()],
        {"After a clinic": _drawn(everywhere, 0), "No clinic": _drawn(everywhere, 1)},
        unit="per cent",
        key="chart-clinics-quarter",
    )
    cross = Cross((heading, *(name for name, _ in columns)), tuple(drawn))
    return _section("clinics-quarter", chart, grid, cross=cross)


def _quarters(cube: Cube) -> dict[str, list[date]]:
    """The months of each quarter by its name."""
    found = quarters_of(cube.months)
    return {name: found[code] for code, name in named(found).items()}


def _lines(cube: Cube, view: View) -> tuple[str, list[_Line]]:
    """The heading and the lines: each place, then all together."""
    both, heading = cube.by_place_and_month[CLINIC_EFFECT.code], "Place"
    lines: list[_Line] = []
    for kind, words, _, parts in places_of(cube, view):
        if kind != "unit":
            heading = words
            lines = [
                _Line(
                    code=str(pk),
                    label=name,
                    by_month={one: both.get((pk, one), {}) for one in cube.months},
                    place=replace(view.place, **{kind: pk}),
                    is_known=pk == view.place.known,
                )
                for pk, name in parts
            ]
    everywhere = cube.by_month[CLINIC_EFFECT.code]
    return heading, [*lines, _Line("all", "Together", everywhere, view.place)]


def _protected(lines: Sequence[_Line], columns: Sequence[Sequence[date]], view: View) -> list[Table]:
    """For each line and column the four numbers as this person may have them.

    The inside is protected as one table, so that neither sum gives a cell back; the sums each for themselves.
    """
    numbers = [[_numbers(line.keys_of(months)) for months in columns] for line in lines]
    known = frozenset(place for place, line in enumerate(lines) if line.is_known)
    inside = safe([[n for cell in row[:-1] for n in cell] for row in numbers[:-1]], view, known)
    by_place = safe([row[-1] for row in numbers[:-1]], view, known)
    by_quarter = safe(numbers[-1][:-1], view)
    (whole_of_all,) = safe([numbers[-1][-1]], view)
    found: list[Table] = []
    for row, end in zip(inside, by_place, strict=True):
        found.append([*([row[i : i + 4] for i in range(0, len(row), 4)]), end])
    return [*found, [*by_quarter, whole_of_all]]


def _by_unit(cube: Cube, view: View) -> list[Section]:
    return [_of_parts(cube, view, *found) for found in places_of(cube, view) if found[0] == "unit"]


def _of_parts(cube: Cube, view: View, kind: str, heading: str, trees: Any, parts: Any) -> Section:
    tree = trees[CLINIC_EFFECT.code]
    labels = [name for _, name in parts]
    table = safe([_numbers(tree.get(pk, {})) for pk, _ in parts], view)
    shares = zip(labels, _drawn(table, 0), _drawn(table, 1), strict=True)
    drawn = [
        row
        for name, after, without in shares
        for row in ((f"{name}: after a clinic", after), (f"{name}: no clinic", without))
    ]
    title = f"Submissions that drew an action plan, by {heading}"
    chart = bars(title, drawn, unit="per cent", what=heading, key=f"chart-clinics-{kind}")
    lines = tuple((label, *_cells(row)) for label, row in zip(labels, table, strict=True))
    cells = by_parts(cube, view, CLINIC_EFFECT, _columns(), kind, trees, parts)
    return _section(f"clinics-{kind}", chart, Grid((heading, *COLUMNS), lines, *cells))
