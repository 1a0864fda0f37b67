"""The pages of figures, and their tables to take away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record, record_read
from rasso_tracker.audit.record import request_id
from rasso_tracker.clocks import in_london, now
from rasso_tracker.dashboards.performance.audience import NOT_YOURS, PerformanceFilter, may_read
from rasso_tracker.dashboards.performance.questions import QUESTIONS
from rasso_tracker.dashboards.performance.report import MIXED, SOURCE, Question, answer
from rasso_tracker.web.errors import refused_page
from rasso_tracker.web.exports import table_file
from rasso_tracker.web.lists import draw


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The first of the questions."""
    return redirect("dashboard_action-plans")


def page_of(question: Question) -> Any:
    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        person: Any = request.user
        if not may_read(person):
            return refused_page(request, NOT_YOURS.format(person.role.title))
        form = PerformanceFilter(request.GET, person=person)
        report = answer(question, form.view(), now())
        record_read(by=person, action=Action.REPORT_VIEWED, reason=f"{question.code}: {report.view.where}")
        context = {
            "report": report,
            "filters": draw(form),
            "query": request.GET.urlencode(),
            "questions": QUESTIONS,
            "source": SOURCE,
            "mixed": MIXED,
        }
        return render(request, "dashboards/performance.html", context)

    return view


def file_of(question: Question) -> Any:
    """One table of the page as a file; what the page withholds is an empty cell. Logged as disclosure."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        person: Any = request.user
        if not may_read(person):
            return refused_page(request, NOT_YOURS.format(person.role.title))
        report = answer(question, PerformanceFilter(request.GET, person=person).view(), now())
        section = report.section(request.GET.get("table", ""))
        if section is None or report.at is None:
            raise Http404
        kind = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
        reason = f"{question.code}, {section.code}: {report.view.where}"
        record(by=person, action=Action.REPORT_EXPORTED, reason=reason, recipient=person.username)
        about = [
            ("Figures", f"{section.chart.title}. {report.view.where}"),
            ("As at", in_london(report.at).strftime("%d %B %Y, %H:%M")),
            ("Counts", f"{section.counts} {section.rule}"),
            ("Read with care", MIXED),
            ("Source", SOURCE),
            ("Log", request_id.get()),
        ]
        if not report.view.exact:
            about.append(("Rounded", "Counts are rounded to 5; an empty cell is withheld or has no figure."))
        return table_file(kind, section.code, section.grid.headings, section.grid.rows, about)

    return view
