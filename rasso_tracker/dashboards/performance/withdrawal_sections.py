"""The sections of the page on withdrawals: stage by reason in a quarter, support that day, places, months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from rasso_tracker.charts import Chart, bars, lines
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.control import share
from rasso_tracker.dashboards.performance.cube import Cube, Keys, Place, Wanted, count
from rasso_tracker.dashboards.performance.disclosure import Number
from rasso_tracker.dashboards.performance.reading import Reading
from rasso_tracker.dashboards.performance.report import Cross, Grid, Section, counts_of, names
from rasso_tracker.dashboards.performance.sections import (
    Table,
    by_months,
    count_section,
    places_of,
    plain_section,
    safe,
    whole,
)
from rasso_tracker.dashboards.performance.withdrawal_asked import (
    Asked,
    Fits,
    anything,
    asked_of,
    at_stage,
    because,
    both,
    had,
    had_none,
    had_support,
    is_of_kind,
    numbers_of,
)
from rasso_tracker.dashboards.performance.withdrawals import (
    AGAIN,
    HOLDS,
    ISVA,
    KINDS,
    LOST,
    OTHER,
    STO,
    VOIDED,
    WITHDRAWALS,
    counted,
    keys_that,
)

CAVEAT = (
    "Support in place that day is what was recorded: a specially trained officer on the case, an ISVA whom "
    "the victim agreed to, or another service. It does not say that the support was enough, or that a "
    "victim who had none was not offered any. Victims with and without support differ in other ways: a "
    "difference is no proof that support made it."
)
SUPPORT = (("STO", STO), ("ISVA", ISVA), ("Other", OTHER))
SUPPORT_HEADINGS = (
    "Withdrawals",
    "With support",
    *(label for label, _ in SUPPORT),
    "None",
    "Share, per cent",
)


def withdrawal_sections(cube: Cube, view: View) -> list[Section]:
    """Question 1, of the withdrawals whose rows the reader may see."""
    if view.with_outcome:
        cube = cube.only(keys_that(lambda one: one.outcome))
    asked = asked_of(cube, view)
    keys = asked.keys(lambda month: cube.by_month[WITHDRAWALS.code].get(month, {}))
    return [
        _stage_by_reason(asked, keys),
        _support_by_stage(asked, keys),
        *_by_place(asked),
        _by_month(asked),
        _states(cube, view),
    ]


def _stage_by_reason(asked: Asked, keys: Keys) -> Section:
    """Main reasons down, stages across, with the sums of both; in each cell how many, and with support."""
    read, view = asked.reading, asked.view
    stages = _those(read.stages, {read.stage(counted(key).stage) for key in keys})
    reasons = _those(read.reasons, {read.reason(counted(key).reason) for key in keys})
    columns: list[tuple[str, str, Fits]] = [
        *((code, label, partial(at_stage, read, code)) for code, label in stages),
        ("all", "Every stage", anything),
    ]
    rows: list[tuple[str, str, Fits]] = [
        *((code, label, partial(because, read, code)) for code, label in reasons),
        ("all", "Every reason", anything),
    ]
    numbers = [[numbers_of(keys, both(r, c)) for _, _, c in columns] for _, _, r in rows]
    tables = _protected(numbers, view)
    found: list[tuple[Any, ...]] = []
    codes, cells, crossed = [], [], []
    for (row_code, row_label, r), table in zip(rows, tables, strict=True):
        crossed.append((row_label, tuple(range(len(found), len(found) + len(columns)))))
        for (code, label, c), pair in zip(columns, table, strict=True):
            found.append((row_label, label, whole(pair), pair[0]))
            codes.append(f"{row_code}.{code}")
            here = both(r, c)
            wanted = (None, None, asked.where(here), asked.where(both(here, had_support)))
            cells.append(asked.behind(keys, wanted, view.place))
    headings = ("Main reason", "How far the case had come", "Withdrawals", "With support that day")
    grid = Grid(headings, tuple(found), tuple(codes), tuple(cells))
    ranked = [(label, whole(table[-1])) for (_, label, _), table in zip(rows[:-1], tables[:-1], strict=True)]
    ranked.sort(key=lambda one: -(one[1] or 0))
    chart = bars(
        f"Withdrawals by main reason and stage, {asked.name}", ranked, unit="withdrawals", what="Main reason",
        key="chart-withdrawals", note=f"{CAVEAT} {read.says}".strip(),
    )  # fmt: skip
    cross = Cross(("Main reason", *(label for _, label, _ in columns)), tuple(crossed), shows="stages")
    return _section("stage-by-reason", chart, grid, cross)


def _those(labels: Mapping[str, str], found: Iterable[str]) -> list[tuple[str, str]]:
    """The codes that occur, in the order of their list."""
    wanted = set(found)
    return [(code, label) for code, label in labels.items() if code in wanted]


def _protected(numbers: list[list[list[Number]]], view: View) -> list[Table]:
    """Each cell's two numbers as this person may have them: the inside as one table, so that no sum gives a
    cell back; the sums each for themselves. Lists of pairs, row by row.
    """
    inside = safe([[n for pair in row[:-1] for n in pair] for row in numbers[:-1]], view)
    by_row = safe([row[-1] for row in numbers[:-1]], view)
    last = safe([[n for pair in numbers[-1][:-1] for n in pair]], view)[0]
    (everything,) = safe([numbers[-1][-1]], view)
    found = [[*_pairs(row), end] for row, end in zip(inside, by_row, strict=True)]
    return [*found, [*_pairs(last), everything]]


def _pairs(row: list[int | None]) -> Table:
    return [row[place : place + 2] for place in range(0, len(row), 2)]


def _section(code: str, chart: Chart, grid: Grid, cross: Cross | None = None) -> Section:
    chart = replace(chart, table=grid.table())
    said = counts_of(WITHDRAWALS)
    return Section(code=code, chart=chart, grid=grid, counts=said, rule=WITHDRAWALS.rule, cross=cross)


def _support_by_stage(asked: Asked, keys: Keys) -> Section:
    """For each stage how many had support that day, of which kind, and how many none."""
    read = asked.reading
    stages = _those(read.stages, {read.stage(counted(key).stage) for key in keys})
    parts: list[tuple[str, str, Keys, Place]] = [
        (code, label, _of_stage(keys, read, code), asked.view.place) for code, label in stages
    ]
    parts.append(("all", "Every stage", keys, asked.view.place))
    title = f"Support in place that day, by stage, {asked.name}"
    return _support_section(asked, "support-by-stage", title, "How far the case had come", parts)


def _of_stage(keys: Keys, read: Reading, stage: str) -> Keys:
    return {key: number for key, number in keys.items() if read.stage(counted(key).stage) == stage}


def _by_place(asked: Asked) -> list[Section]:
    """The same for each district, or each team of the district."""
    found = []
    both = asked.cube.by_place_and_month[WITHDRAWALS.code]
    for kind, heading, _, parts in places_of(asked.cube, asked.view):
        if kind == "unit":
            continue
        lines_of = [
            (
                str(pk),
                name,
                asked.keys(partial(_of_part, both, pk)),
                replace(asked.view.place, **{kind: pk}),
            )
            for pk, name in parts
        ]
        title = f"Withdrawals by {heading.lower()}, {asked.name}"
        known = frozenset(place for place, (pk, _) in enumerate(parts) if pk == asked.view.place.known)
        found.append(_support_section(asked, f"withdrawals-{kind}", title, heading, lines_of, known))
    return found


def _of_part(both: Mapping[Any, Keys], pk: UUID, month: date) -> Keys:
    return both.get((pk, month), {})


def _support_section(
    asked: Asked,
    code: str,
    title: str,
    heading: str,
    parts: Sequence[tuple[str, str, Keys, Place]],
    known: frozenset[int] = frozenset(),
) -> Section:
    """A row a part: how many, with support, of which kind, without. Kinds overlap: a victim may have two."""
    table = safe([numbers_of(keys) for _, _, keys, _ in parts], asked.view, known)
    of_kind = [[numbers_of(keys, part=partial(had, bit)) for _, _, keys, _ in parts] for _, bit in SUPPORT]
    kinds = [safe(numbers, asked.view, known) for numbers in of_kind]
    rows: list[tuple[Any, ...]] = []
    for place, ((_, label, _, _), pair) in enumerate(zip(parts, table, strict=True)):
        of_kinds = [found[place][0] for found in kinds]
        rows.append((label, whole(pair), pair[0], *of_kinds, pair[1], share(pair[0], whole(pair))))
    columns = _support_columns(asked)
    cells = tuple(asked.behind(keys, columns, place) for _, _, keys, place in parts)
    grid = Grid((heading, *SUPPORT_HEADINGS), tuple(rows), tuple(one[0] for one in parts), cells)
    drawn = [(row[0], row[1]) for row, part in zip(rows, parts, strict=True) if part[0] != "all"]
    chart = bars(title, drawn, unit="withdrawals", what=heading, key=f"chart-{code}", note=CAVEAT)
    return _section(code, chart, grid)


def _support_columns(asked: Asked) -> list[Wanted | None]:
    of_kinds = [asked.where(partial(had, bit)) for _, bit in SUPPORT]
    return [None, asked.where(anything), asked.where(had_support), *of_kinds, asked.where(had_none), None]


def _by_month(asked: Asked) -> Section:
    """How many a month with limits, by kind."""
    columns = [
        (str(KINDS[letter].label), asked.where(partial(is_of_kind, letter)))
        for letter in KINDS
        if letter in asked.kinds
    ]
    lost = asked.kinds == {LOST}
    return count_section(
        asked.cube, asked.view, WITHDRAWALS, code="withdrawals-month", columns=columns,
        title="Lost contact, by month" if lost else "Withdrawals, by month",
        what="Lost contact" if lost else "Withdrawals",
    )  # fmt: skip


def _states(cube: Cube, view: View) -> Section:
    """What became of the withdrawals of each month; voided records and lost contact, each apart."""
    columns: list[tuple[str, Fits]] = [
        ("Still withdrawn", lambda one: one.kind != LOST and one.state == HOLDS),
        ("Took part again since", lambda one: one.kind != LOST and one.state == AGAIN),
        ("Voided records", lambda one: one.state == VOIDED),
        ("Lost contact", lambda one: one.kind == LOST and one.state != VOIDED),
    ]
    months = names(cube.months)
    tree = cube.by_month[WITHDRAWALS.code]
    wanted = [keys_that(fits) for _, fits in columns]
    table = safe([[count(tree.get(month, {}), one) for one in wanted] for month in cube.months], view)
    series = {label: [row[place] for row in table] for place, (label, _) in enumerate(columns)}
    grid = Grid(
        ("Month", *series),
        tuple((month, *row) for month, row in zip(months, table, strict=True)),
        *by_months(cube, view, WITHDRAWALS, (None, *wanted)),
    )
    title = "What became of withdrawals, by the month in which they happened"
    shown = [month.removesuffix(" so far") for month in months]
    chart = lines(title, shown, series, unit="records", key="chart-withdrawal-states")
    return plain_section("withdrawal-states", replace(chart, table=grid.table()), grid, WITHDRAWALS)
