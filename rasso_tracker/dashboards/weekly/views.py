"""The page of the weekly meeting on the screen, and its paper, made for the printer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplans.shown import age, missed_on, past_what
from rasso_tracker.audit import Action, record, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.dashboards.performance.questions import open_to
from rasso_tracker.dashboards.weekly.agenda import COUNTS, paper_of
from rasso_tracker.dashboards.weekly.labels import LABELS
from rasso_tracker.dashboards.weekly.lines import Asked
from rasso_tracker.dashboards.weekly.paper import NOT_YOURS, MeetingFilter, ids_shown, may_read, sheets
from rasso_tracker.people import places
from rasso_tracker.web.errors import refused_page, unfit_page
from rasso_tracker.web.lists import draw

TO = "weekly police-CPS meeting"
DEEDS = ("record_plan_review", "answer_dispute")


@require_safe
def meeting(request: HttpRequest) -> HttpResponse:
    """What happened since the last meeting and waits to be agreed; logged as consultation of every row."""
    form = _form(request)
    if isinstance(form, HttpResponse):
        return form
    person: Any = request.user
    asked = form.asked()
    found = sheets(asked)
    codes = [one.district.code for one in found]
    record_read(by=person, action=Action.REPORT_VIEWED, subjects=ids_shown(found), reason=_reason(codes))
    context = {
        **_context(request, asked),
        "sheets": found,
        "filters": draw(form),
        "may": {deed: person.role.may(deed) for deed in DEEDS},
        "missed_on": missed_on,
    }
    return render(request, "dashboards/weekly.html", context)


@require_safe
def meeting_paper(request: HttpRequest) -> HttpResponse:
    """What is printed of it. It leaves for a meeting of both sides, so it is logged as disclosure."""
    form = _form(request)
    if isinstance(form, HttpResponse):
        return form
    asked = form.asked()
    paper = paper_of(asked)
    codes = [one.district.code for one in paper.agendas]
    action, person = Action.MEETING_PAPER_MADE, asked.person
    record(by=person, action=action, subjects=paper.ids, reason=_reason(codes), recipient=TO)
    context = {**_context(request, asked), "paper": paper, "counts": COUNTS, "missed_on": missed_on}
    return render(request, "dashboards/weekly_paper.html", context)


def _form(request: HttpRequest) -> MeetingFilter | HttpResponse:
    """What is asked for, or the page that says why it cannot be."""
    person: Any = request.user
    if not may_read(person):
        return refused_page(request, NOT_YOURS.format(person.role.title))
    form = MeetingFilter(request.GET, person=person, at=now())
    faults = form.faults()
    return unfit_page(request, " ".join(faults.values())) if faults else form


def _reason(codes: list[str]) -> str:
    return f"weekly meeting: {', '.join(codes) or 'no district'}"


def _context(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    return {
        "asked": asked,
        "unit": next((one.name for one in places.units() if one.pk == asked.unit), ""),
        "query": request.GET.urlencode(),
        "labels": LABELS,
        "today": london_date(asked.at),
        "age": age,
        "past_what": past_what,
        "questions": open_to(asked.person),
    }
