"""The list of decision makers with their figures, the rows behind each figure, and the same for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.response import Response

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import now
from rasso_tracker.dashboards.performance.leading import NO_SUCH_FIGURE, Figure, RowsPage
from rasso_tracker.dashboards.performance.makers import (
    COLUMNS,
    Column,
    behind_figure,
    figures_of,
    makers_seen,
)
from rasso_tracker.dashboards.performance.report import counts_of
from rasso_tracker.dashboards.performance.rights import CAVEAT, READ, REFUSED, TAKE_UP
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.api import ReadList, ReadReport
from rasso_tracker.web.api_deeds import CANNOT_STAND
from rasso_tracker.web.errors import refused_page, unfit_page
from rasso_tracker.web.lists import Heading, Listing, Order
from rasso_tracker.web.problems import Problem
from rasso_tracker.web.text import unstorable

# By a figure everybody is counted at once, so that many people are shown by name alone.
MOST_SORTED = 200
PAGES = frozenset(str(number + 1) for number in range(MOST_SORTED))
TOO_MANY = f"More than {MOST_SORTED} people are too many to put in order by a figure: take them by name."
Figures = Mapping[UUID, dict[str, int]]
WHERE = "The decisions of the last 12 months that you may see"


def _figure_of(sort: str) -> Column | None:
    """The figure that a `sort` names, with or without "-" for the most first; None for the order by name."""
    return next((one for one in COLUMNS if one.code == sort.removeprefix("-")), None)


def _too_many(person: Person) -> bool:
    return makers_seen(person, now())[: MOST_SORTED + 1].count() > MOST_SORTED


def _in_order(
    person: Person, by: Column, fields: tuple[str, ...], *, most_first: bool
) -> tuple[list[dict[str, Any]], Figures]:
    people = list(makers_seen(person, now()).order_by("name", "pk").values(*fields, "pk"))
    figures = figures_of((one["pk"] for one in people), now())
    people.sort(key=lambda one: figures[one["pk"]][by.code], reverse=most_first)
    return people, figures


class DecisionMakers(Listing):
    """People who decided for the police, by name, with what came of their decisions."""

    name = "decision_makers"
    path = "dashboards/right-to-review/decision-makers/"
    title = "The Right to Review by decision maker"
    template = "dashboards/decision_makers.html"
    model = Person
    fields = ("id", "name", "rank", "team__name")
    orders = (Order("name", "Name", "name"),)
    size = 10  # nine figures each: more would be a long way down a phone
    deed = READ
    action = Action.REPORT_VIEWED
    empty = "Nobody made a decision for the police in the last 12 months that you may see."

    def branches(self) -> list[Any]:
        return [makers_seen(self.person, now())]

    def _read(self) -> None:
        """By name, page by page along the index; by a figure the people whom it is true of, all counted."""
        asked = self.asked.get("sort", "")
        self.by = _figure_of(asked)
        self.most_first = not self.by or asked.startswith("-")
        self.too_many = self.by is not None and _too_many(self.person)
        if self.by is None or self.too_many:
            self.by = None
            super()._read()
            self.figures = figures_of((row["pk"] for row in self.rows), now())
            return
        self._read_sorted(self.by)

    def _read_sorted(self, by: Column) -> None:
        people, self.figures = _in_order(self.person, by, self.fields, most_first=self.most_first)
        asked = self.asked.get("page", "")
        number = int(asked) if asked in PAGES else 1
        self.lost_its_place = asked not in {"", *PAGES}
        self.rows = people[(number - 1) * self.size : number * self.size]
        self.log(self.rows)
        sort = f"-{by.code}" if self.most_first else by.code
        more = number * self.size < len(people)
        self.next_url = self._address(sort=sort, page=str(number + 1)) if more else ""
        self.previous_url = self._address(sort=sort, page=str(number - 1)) if number > 1 else ""
        self.count_text = f"{len(people):,}"

    @property
    def headings(self) -> list[Any]:
        """By name and by each figure: the most first, then the other way round."""
        return [self._of_name(), "Team", *(self._of_figure(one) for one in COLUMNS)]

    def _of_name(self) -> Heading:
        found = self._heading(self.orders[0])
        return replace(found, sort="none", href="?sort=name") if self.by else found

    def _of_figure(self, column: Column) -> dict[str, Any]:
        current = column is self.by
        turned = current and self.most_first
        way = "descending" if self.most_first else "ascending"
        return {
            "label": column.heading,
            "number": True,
            "href": f"?sort={'' if turned else '-'}{column.code}",
            "sort": way if current else "none",
        }

    def extra(self, person: Person) -> dict[str, Any]:
        return {
            "figures": self.figures,
            "columns": COLUMNS,
            "most_sorted": MOST_SORTED,
            "counts": f"{counts_of(TAKE_UP)} {TAKE_UP.rule}",
            "caveat": CAVEAT,
            "where": WHERE,
        }


def figure_asked(person: Person, asked: Mapping[str, Any]) -> tuple[Figure, RowsPage] | None:
    """The figure that an address names, and a page of its rows; None of what is no figure of these people."""
    column = next((one for one in COLUMNS if one.code == asked.get("figure")), None)
    maker = _maker(person, asked.get("maker", ""))
    if column is None or maker is None:
        return None
    at = now()
    number = figures_of([maker.pk], at)[maker.pk][column.code]
    found = Figure(
        table="", counts=counts_of(TAKE_UP), rule=TAKE_UP.rule, cell=behind_figure(maker.pk, column, at),
        number=number, at=at, title=f"{maker.name}: {column.heading[:1].lower()}{column.heading[1:]}",
        columns=tuple((one.heading, behind_figure(maker.pk, one, at)) for one in _as_counted(column)),
        column=0,
    )  # fmt: skip
    return found, found.read(person, asked.get("page", ""))


def _as_counted(column: Column) -> list[Column]:
    """The figure itself, then the narrowest others: as what each of its rows was counted."""
    return [column, *(one for one in reversed(COLUMNS) if one is not column)]


def _maker(person: Person, text: str) -> Person | None:
    try:
        pk = UUID("" if unstorable(text) else text)
    except ValueError:
        return None
    return makers_seen(person, now()).filter(pk=pk).first()


@require_safe
def decision_maker_rows(request: HttpRequest) -> HttpResponse:
    """The decisions that one figure counts, page by page; each that is shown is logged."""
    person: Any = request.user
    if not person.role.may(READ):
        return refused_page(request, REFUSED.format(person.role.title))
    asked = figure_asked(person, request.GET)
    if asked is None:
        return unfit_page(request, NO_SUCH_FIGURE)
    found, page = asked
    record_read(
        by=person, action=Action.LIST_VIEWED, subjects=[one.of_id for one in page.rows], reason=found.title
    )
    onward = f"?maker={request.GET['maker']}&figure={request.GET['figure']}&page={page.next}"
    context = {
        "where": WHERE,
        "found": found,
        "page": page,
        "back": reverse(DecisionMakers.name),
        "next": onward if page.next else "",
    }
    return render(request, "dashboards/rows.html", context)


def rows(person: Person, query: Any) -> dict[str, Any]:
    """The same by API. Raises NotAllowed for a role without the figures, Problem for what is no figure."""
    if not person.role.may(READ):
        raise NotAllowed(REFUSED.format(person.role.title))
    asked = figure_asked(person, query)
    if asked is None:
        raise Problem(404, NO_SUCH_FIGURE)
    found, page = asked
    record_read(
        by=person, action=Action.LIST_VIEWED, subjects=[one.of_id for one in page.rows], reason=found.title
    )
    return found.for_programs(page)


def _represent(maker: Person, reader: Person) -> dict[str, Any]:
    return {"id": str(maker.pk), "name": maker.name}


@dataclass(frozen=True, kw_only=True)
class MakersList(ReadList):
    """By name page by page; by a figure (`sort`, "-" for the most first) everybody in one answer."""

    def answer(self, request: Request, pk: UUID | None = None) -> Response:
        sort = request.query_params.get("sort", "")
        by = _figure_of(sort)
        if by is None:
            return super().answer(request, pk)
        person: Any = request.user
        self.check(request)
        if _too_many(person):
            raise Problem(400, CANNOT_STAND, {"sort": TOO_MANY})
        people, figures = _in_order(person, by, ("name",), most_first=sort.startswith("-"))
        record_read(by=person, action=self.action, subjects=[one["pk"] for one in people])
        rows = [{"id": str(one["pk"]), "name": one["name"], "figures": figures[one["pk"]]} for one in people]
        return Response({"next": None, "previous": None, "results": rows})


SORTS = ("", "name", *(f"{way}{one.code}" for one in COLUMNS for way in ("", "-")))
READS: list[ReadList | ReadReport] = [
    MakersList(
        path="metrics/right-to-review/decision-makers/",
        name="metrics_decision_makers",
        model=Person,
        represent=_represent,
        action=Action.REPORT_VIEWED,
        order=DecisionMakers.orders[0],
        branches=lambda person: [makers_seen(person, now())],
        together=lambda ids, person: {pk: {"figures": one} for pk, one in figures_of(ids, now()).items()},
        shows={"sort": dict.fromkeys(SORTS, Q())},
        deed=READ,
    ),
    ReadReport(
        path="metrics/right-to-review/decision-makers/rows/",
        name="metrics_decision_makers_rows",
        report=rows,
        filters={name: name for name in ("maker", "figure", "page")},
    ),
]
