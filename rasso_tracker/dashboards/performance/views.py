"""The pages of figures, the rows behind each figure, and their tables to take away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record, record_read
from rasso_tracker.audit.record import request_id
from rasso_tracker.clocks import moment_words, now
from rasso_tracker.dashboards.performance.audience import NOT_YOURS, PerformanceFilter
from rasso_tracker.dashboards.performance.leading import NO_SUCH_FIGURE, figure_of, query_of, with_links
from rasso_tracker.dashboards.performance.questions import open_to
from rasso_tracker.dashboards.performance.report import SOURCE, Question, Report, answer
from rasso_tracker.web.errors import refused_page, unfit_page
from rasso_tracker.web.exports import table_file
from rasso_tracker.web.lists import draw

KINDS = ("csv", "xlsx")
NO_SUCH_KIND = "A table leaves as csv or xlsx. Choose one of the two."
NO_SUCH_FILTER = (
    "The address asks for something that these figures cannot be narrowed by. Open the page of figures from "
    "the menu, and choose there."
)
NO_SUCH_TABLE = "There is no such table on this page, or no figure in it yet. Choose one from the page."
Shown = Callable[[HttpRequest, PerformanceFilter, Report], HttpResponse]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The first of the questions that the role has."""
    person: Any = request.user
    found = open_to(person)
    if not found:
        return refused_page(request, NOT_YOURS.format(person.role.title))
    return redirect(reverse(f"dashboard_{next(iter(found))}"))


def _page(question: Question, show: Shown, *also: str) -> Any:
    """A page on the answer to a question, for whom it is and of what they may ask: what the API refuses is
    refused here, so that no figure is taken for one that was narrowed. `also` is asked beside the filters.
    """

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        person: Any = request.user
        if not question.is_open_to(person):
            return refused_page(request, question.refused.format(person.role.title))
        if set(request.GET) - {*question.filters.names, *also}:
            return unfit_page(request, NO_SUCH_FILTER, 400)
        form = question.filters(request.GET, person=person)
        if faults := form.faults_of_place():
            return unfit_page(request, " ".join(faults.values()))
        return show(request, form, answer(question, form.view(), now()))

    return view


def page_of(question: Question) -> Any:
    return _page(question, _show)


def _show(request: HttpRequest, form: PerformanceFilter, report: Report) -> HttpResponse:
    person: Any = request.user
    query = query_of(request.GET)
    record_read(by=person, action=Action.REPORT_VIEWED, reason=f"{report.code}: {report.view.where}")
    context = {
        "report": with_links(report, f"/dashboards/{report.code}/rows/", query),
        "filters": draw(form),
        "query": query,
        "questions": open_to(person),
        "source": SOURCE,
    }
    return render(request, "dashboards/performance.html", context)


def rows_of(question: Question) -> Any:
    """The rows that one figure counts, page by page; each that is shown is logged."""
    return _page(question, _show_rows, "table", "row", "column", "page")


def _show_rows(request: HttpRequest, form: PerformanceFilter, report: Report) -> HttpResponse:
    person: Any = request.user
    found = figure_of(report, request.GET)
    if isinstance(found, str):
        return unfit_page(request, found)
    if found is None:
        return unfit_page(request, NO_SUCH_FIGURE)
    page = found.read(person, request.GET.get("page", ""))
    record_read(
        by=person, action=Action.LIST_VIEWED, subjects=[one.of_id for one in page.rows], reason=found.title
    )
    query = query_of(request.GET)
    back = f"/dashboards/{report.code}/?{query}#{found.table}"
    onward = query_of(request.GET, keep=("table", "row", "column"))
    context = {
        "where": report.view.where,
        "found": found,
        "page": page,
        "back": back,
        "next": f"?{onward}&page={page.next}" if page.next else "",
        "questions": open_to(person),
    }
    return render(request, "dashboards/rows.html", context)


def file_of(question: Question) -> Any:
    """One table of the page as a file; what the page withholds is an empty cell. Logged as disclosure."""
    return _page(question, _file, "table", "as")


def _file(request: HttpRequest, form: PerformanceFilter, report: Report) -> HttpResponse:
    person: Any = request.user
    kind = request.GET.get("as", "csv")
    if kind not in KINDS:
        return unfit_page(request, NO_SUCH_KIND, 400)
    section = report.section(request.GET.get("table", ""))
    if section is None or report.at is None:
        return unfit_page(request, NO_SUCH_TABLE)
    reason = f"{report.code}, {section.code}: {report.view.where}"
    record(by=person, action=Action.REPORT_EXPORTED, reason=reason, recipient=person.username)
    about = [
        ("Figures", f"{section.chart.title}. {report.view.where}"),
        ("As at", moment_words(report.at)),
        ("Counts", f"{section.counts} {section.rule}"),
        ("Read with care", report.caveat),
        ("Source", SOURCE),
        ("Log", request_id.get()),
    ]
    if not report.view.exact:
        about.append(("Rounded", "Counts are rounded to 5; an empty cell is withheld or has no figure."))
    rows = [[round(one, 1) if isinstance(one, float) else one for one in row] for row in section.grid.rows]
    return table_file(kind, section.code, section.grid.headings, rows, about)
