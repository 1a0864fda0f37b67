"""The pages of figures, and their tables to take away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import now
from rasso_tracker.dashboards.performance.audience import NOT_YOURS, PerformanceFilter, may_read
from rasso_tracker.dashboards.performance.questions import QUESTIONS
from rasso_tracker.dashboards.performance.report import MIXED, SOURCE, Question, answer
from rasso_tracker.web.errors import refused_page
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
            "questions": [
                (one.title, f"/dashboards/{code}/", code == question.code) for code, one in QUESTIONS.items()
            ],
            "source": SOURCE,
            "mixed": MIXED,
        }
        return render(request, "dashboards/performance.html", context)

    return view
