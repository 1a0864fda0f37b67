"""The page of the gaps in victims' way to support, and the rows behind each of its figures."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import now
from rasso_tracker.dashboards.performance.disclosure import Number, protect, protected_quantile
from rasso_tracker.dashboards.support_gaps import (
    FIGURES,
    KINDS,
    NEVER,
    ONLY_THEY_KNOW,
    WAITING,
    Gaps,
    gaps_of_the_force,
    gaps_seen,
    reads_exactly,
)
from rasso_tracker.people.models import Person
from rasso_tracker.people.places import districts
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.addresses import address
from rasso_tracker.web.errors import refused_page, unfit_page

READ = "read_support_gaps"
NOT_YOURS = "Your role, {}, does not include this page. Supervisors and managers have it."
NO_SUCH_FIGURE = "There is no such figure. Choose one on the page of figures."
NO_SUCH_FILTER = (
    "The address asks for something by which these figures cannot be narrowed. Open them from the menu."
)
NO_ROWS = "You have no district of your own, so there are no rows for you to see."
MEDIAN = "Median days"
HEADINGS = [{"label": one, "number": True} for one in (*(heading for _, heading, _ in FIGURES), MEDIAN)]
PAGE = 50
NOT_COUNTED = "Not counted"  # the record does not say whom this kind suits
Told = tuple[int | str | None, str]  # a number, None for none, or NOT_COUNTED; and where it leads
Lines = list[tuple[str, list[Told]]]


def own_lines(gaps: Gaps, district: UUID) -> Lines:
    """By kind, of one district, exact, each figure leading to its rows."""
    lines: Lines = []
    for kind, label in KINDS.items():
        counts = gaps.counts(kind, district)
        cells: list[Told] = [
            (counts.get(figure, NOT_COUNTED), f"rows/?{urlencode({'kind': kind, 'figure': figure})}")
            for figure, _, _ in FIGURES
        ]
        lines.append((label, [*cells, (gaps.median_wait(kind, district), "")]))
    return lines


def force_tables(gaps: Gaps, known: UUID | None) -> list[tuple[str, Lines]]:
    """For each kind the districts, as they may leave: rounded, small numbers withheld."""
    places = districts()
    own = frozenset(number for number, one in enumerate(places) if one.pk == known)
    tables = []
    for kind, label in KINDS.items():
        numbers = []
        for one in places:
            counts = gaps.counts(kind, one.pk)
            told = [counts.get(figure, 0) for figure, _, _ in FIGURES]
            numbers.append([Number(n, n if one.pk == known else 0) for n in told])
        order = [figure for figure, _, _ in FIGURES]
        waiting = order.index(WAITING)
        lines: Lines = []
        for one, row, exact in zip(places, protect(numbers, own), numbers, strict=True):
            middle = protected_quantile(gaps.median_wait(kind, one.pk), exact[waiting])
            cells: list[Told] = [
                (NOT_COUNTED if figure == NEVER and kind in ONLY_THEY_KNOW else cell, "")
                for cell, figure in zip(row, order, strict=True)
            ]
            lines.append((one.name, [*cells, (middle, "")]))
        tables.append((label, lines))
    return tables


@require_safe
def support_gaps(request: HttpRequest) -> HttpResponse:
    """The page; each look is logged as a look at a report."""
    person: Any = request.user
    if not person.role.may(READ):
        return refused_page(request, NOT_YOURS.format(person.role.title))
    if request.GET:
        return unfit_page(request, NO_SUCH_FILTER, 400)
    at, own = now(), person.district
    exact = reads_exactly(person)
    where = own.name if exact and own else "Every district"
    record_read(by=person, action=Action.REPORT_VIEWED, reason=f"support: {where}")
    context = {
        "title": "Who was offered support, and who waits?",
        "where": where,
        "own": own.name if own else "",
        "own_lines": own_lines(gaps_seen(person, at), own.pk) if own else [],
        "tables": [] if exact else force_tables(gaps_of_the_force(at), own.pk if own else None),
        "headings": HEADINGS,
        "figures": FIGURES,
    }
    return render(request, "dashboards/support.html", context)


@require_safe
def support_gaps_rows(request: HttpRequest) -> HttpResponse:
    """The victims behind one figure of the own district, by case and number; each shown is logged."""
    person: Any = request.user
    if not person.role.may(READ):
        return refused_page(request, NOT_YOURS.format(person.role.title))
    kind, figure = request.GET.get("kind", ""), request.GET.get("figure", "")
    headings = {code: heading for code, heading, _ in FIGURES}
    if kind not in KINDS or figure not in headings or (figure == NEVER and kind in ONLY_THEY_KNOW):
        return unfit_page(request, NO_SUCH_FIGURE)
    if person.district is None:
        return unfit_page(request, NO_ROWS)
    rows, waits = _rows(person, kind, figure)
    page = _number(request.GET.get("page", "1"))
    shown = rows[(page - 1) * PAGE : page * PAGE]
    title = f"{KINDS[kind]}: {headings[figure][:1].lower()}{headings[figure][1:]}"
    record_read(by=person, action=Action.LIST_VIEWED, subjects=[one["pk"] for one in shown], reason=title)
    query = urlencode({"kind": kind, "figure": figure})
    context = {
        "title": title,
        "where": person.district.name,
        "rows": shown,
        "number": len(rows),
        "waits": waits,
        "previous": f"?{query}&page={page - 1}" if page > 1 else "",
        "next": f"?{query}&page={page + 1}" if page * PAGE < len(rows) else "",
    }
    return render(request, "dashboards/support_rows.html", context)


def metrics(person: Person, query: Any) -> dict[str, Any]:
    """The same figures by API. Raises NotAllowed for a role without them."""
    if not person.role.may(READ):
        raise NotAllowed(NOT_YOURS.format(person.role.title))
    at, own = now(), person.district
    exact = reads_exactly(person)
    where = own.name if exact and own else "Every district"
    record_read(by=person, action=Action.REPORT_VIEWED, reason=f"support: {where}")
    return {
        "headings": [one["label"] for one in HEADINGS],
        "district": own.code if own else None,
        "never_offered_not_counted": sorted(KINDS[kind] for kind in ONLY_THEY_KNOW),
        "by_kind": _bare(own_lines(gaps_seen(person, at), own.pk)) if own else [],
        "by_district": {}
        if exact
        else {
            label: _bare(lines)
            for label, lines in force_tables(gaps_of_the_force(at), own.pk if own else None)
        },
    }


def _bare(lines: Lines) -> list[dict[str, Any]]:
    return [
        {"name": name, "figures": [None if n == NOT_COUNTED else n for n, _ in cells]}
        for name, cells in lines
    ]


def _rows(person: Person, kind: str, figure: str) -> tuple[list[dict[str, Any]], bool]:
    assert person.district is not None
    gaps = gaps_seen(person, now())
    if figure == WAITING:
        waiting = sorted(gaps.waiting(kind, person.district.pk), key=lambda one: -one.days)
        return [{**_row(one.of), "days": one.days, "kind": KINDS[one.kind]} for one in waiting], True
    return [_row(one) for one in gaps.rows(kind, figure, person.district.pk)], False


def _row(one: Any) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "reference": one.reference,
        "victim": f"Victim {one.number}",
        "href": address("victim", one.pk),
    }


def _number(text: str) -> int:
    """The number of a page; the first for anything else."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1
