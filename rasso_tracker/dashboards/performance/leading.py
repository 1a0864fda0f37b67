"""Where a figure leads: its address, and from the address back to what it counts and to the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from actionplans.models import ActionPlan, ActionPlanItem, Submission
from rasso_tracker.dashboards.performance.audience import FILTERS, OWN_FILTERS
from rasso_tracker.dashboards.performance.behind import PAGE, Behind, read_rows, words_of
from rasso_tracker.dashboards.performance.measures import Of
from rasso_tracker.dashboards.performance.report import Cell, Report, Section, shown
from rasso_tracker.people import places
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from reviews.models import Decision
from victims.models import Withdrawal

NO_SUCH_FIGURE = "There is no such figure, or it counts nothing. Choose one on the page of figures."
ROUNDED = (
    "You may see these figures rounded, and not the rows behind them. Managers have those of their district."
)
# Of each kind of record: its model, what is read with it, and the name of its page.
_MODELS: dict[Of, tuple[Any, tuple[str, ...], str]] = {
    Of.PLAN: (ActionPlan, ("case",), "action_plan_detail"),
    Of.ITEM: (ActionPlanItem, ("case", "plan"), "action_plan_item_detail"),
    Of.SUBMISSION: (Submission, ("case",), "submission_detail"),
    Of.WITHDRAWAL: (Withdrawal, ("case", "victim"), "withdrawal"),
    Of.DECISION: (Decision, ("case",), "decision_detail"),
}


@dataclass(frozen=True)
class CountedRow:
    """One counted thing as it is shown: where it is read, its reference, where, as what and on which day."""

    id: UUID
    of_id: UUID
    href: str
    title: str
    place: str
    unit: str
    counted_as: str
    day: date


@dataclass(frozen=True)
class RowsPage:
    """A page of rows; `number` counts all that the person may see, `next` is where the next page begins."""

    rows: list[CountedRow]
    number: int
    next: str


@dataclass(frozen=True)
class Figure:
    """One cell of a table: its number, what it counts, and the words for it. `table` is the table's code."""

    table: str
    counts: str
    rule: str
    cell: Behind
    number: Cell
    at: datetime
    title: str
    columns: tuple[tuple[str, Behind | None], ...]
    column: int

    def read(self, person: Person, after: str, size: int = PAGE) -> RowsPage:
        """The rows that this person may see, by both walls."""
        found = read_rows(self.cell, self.at, after, size)
        model, select, page = _MODELS[self.cell.measure.of]
        open_to = model.objects.visible_to(person).filter(pk__in={one.of_id for one in found.rows})
        by_id = {one.pk: one for one in open_to.select_related(*select)}
        teams = {one.pk: one.name for one in places.teams()}
        districts = {one.pk: one.name for one in places.districts()}
        units = {one.pk: one.name for one in places.units()}
        rows = [
            CountedRow(
                id=one.id,
                of_id=one.of_id,
                href=address(page, one.of_id),
                title=_title(by_id[one.of_id]),
                place=f"{districts[one.district]}, {teams[one.team]}",
                unit=units[one.unit],
                counted_as=words_of(one.key, self.columns, self.column),
                day=one.day,
            )
            for one in found.rows
            if one.of_id in by_id
        ]
        return RowsPage(rows, found.number, found.next)

    def for_programs(self, page: RowsPage) -> dict[str, Any]:
        """The figure and a page of its rows, as the API says them."""
        kind = self.cell.measure.of.value
        return {
            "title": self.title,
            "as_at": self.at.isoformat(),
            "figure": self.number,
            "number": page.number,
            "of": kind,
            "next": page.next or None,
            "results": [
                {
                    "id": str(one.id),
                    kind: str(one.of_id),
                    "reference": one.title,
                    "counted_as": one.counted_as,
                    "day": one.day.isoformat(),
                }
                for one in page.rows
            ],
        }


def _title(row: Any) -> str:
    match row:
        case ActionPlan():
            return f"{row.case.reference}, plan {row.number}"
        case ActionPlanItem():
            return f"{row.case.reference}, plan {row.plan.number}, item {row.number}"
        case Decision():
            return f"{row.case.reference}, decision"
        case Withdrawal():
            return f"{row.case.reference}, {row.victim.label}"
    return f"{row.case.reference}, round {row.round}"


def query_of(asked: Mapping[str, Any], keep: Sequence[str] = ()) -> str:
    """What of an address goes on: the place and period, and what else is to be kept."""
    return urlencode([(name, asked[name]) for name in (*FILTERS, *OWN_FILTERS, *keep) if name in asked])


def links_of(section: Section, path: str, query: str) -> tuple[tuple[str, ...], ...]:
    """Cell by cell where a figure leads; "" for what counts nothing."""
    begin = f"{path}?{query}&" if query else f"{path}?"
    return tuple(
        tuple(
            begin + urlencode({"table": section.code, "row": code, "column": place}) if cell else ""
            for place, cell in enumerate(row)
        )
        for code, row in zip(section.grid.codes, section.grid.behind, strict=True)
    )


def with_links(report: Report, path: str, query: str) -> Report:
    """The report with each figure leading to its rows, for who may see rows."""
    if not report.view.exact:
        return report
    linked = []
    for one in report.sections:
        table = replace(one.chart.table, hrefs=links_of(one, path, query))
        linked.append(replace(one, chart=replace(one.chart, table=table)))
    return replace(report, sections=tuple(linked))


def figure_of(report: Report, asked: Mapping[str, Any]) -> Figure | str | None:
    """The figure that an address means; a sentence where the rows are not this person's, None of nothing."""
    if not report.view.exact:
        return ROUNDED
    section, column = report.section(asked.get("table", "")), _number(asked.get("column", ""))
    if section is None or report.at is None:
        return None
    found = section.grid.counted(asked.get("row", ""), column)
    if found is None:
        return None
    number, cell = found
    row = section.grid.codes.index(asked["row"])
    labels = [shown(one) for one, what in zip(section.grid.rows[row], section.grid.behind[row], strict=True)]
    words = _row_words(section, row, labels)
    heading = section.grid.headings[column].strip()
    columns = tuple(zip(section.grid.headings, section.grid.behind[row], strict=True))
    title = f"{section.chart.title}: {words}, {heading[:1].lower()}{heading[1:]}"
    return Figure(section.code, section.counts, section.rule, cell, number, report.at, title, columns, column)


def _number(text: str) -> int:
    """The number of a column; of none for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else -1


def _row_words(section: Section, row: int, labels: Sequence[str]) -> str:
    """What a row is called: its cells before the first that counts."""
    first = next(place for place, what in enumerate(section.grid.behind[row]) if what is not None)
    return ", ".join(labels[:first])
