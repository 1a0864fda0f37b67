"""The paper on the screen, and made for the printer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplans.enums import DateKind, ItemType, LadderKind, RejectionReason
from actionplans.item_enums import DisputeReason, WaitsOn
from actionplans.shown import age, missed_on, past_what
from rasso_tracker.audit import Action, record, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.dashboards.performance.questions import QUESTIONS
from rasso_tracker.dashboards.weekly.paper import NOT_YOURS, MeetingFilter, ids_shown, may_read, sheets
from rasso_tracker.people import places
from rasso_tracker.web.errors import refused_page
from rasso_tracker.web.lists import draw

LABELS = {
    "reason": dict(RejectionReason.choices),
    "dispute": dict(DisputeReason.choices),
    "item": dict(ItemType.choices),
    "body": dict(WaitsOn.choices),
    "kind": {**dict(DateKind.choices), **dict(LadderKind.choices)},
}


@require_safe
def meeting(request: HttpRequest) -> HttpResponse:
    """What happened since the last meeting and waits to be agreed; logged as consultation of every row."""
    return _paper(request, to_print=False)


@require_safe
def meeting_paper(request: HttpRequest) -> HttpResponse:
    """The same for the printer: it leaves for a meeting of both sides, so it is logged as disclosure."""
    return _paper(request, to_print=True)


def _paper(request: HttpRequest, *, to_print: bool) -> HttpResponse:
    person: Any = request.user
    if not may_read(person):
        return refused_page(request, NOT_YOURS.format(person.role.title))
    form = MeetingFilter(request.GET, person=person, at=now())
    asked = form.asked()
    found = sheets(asked)
    where = ", ".join(one.district.code for one in found) or "no district"
    shown, reason = ids_shown(found), f"weekly meeting: {where}"
    if to_print:
        to = "weekly police-CPS meeting"
        record(by=person, action=Action.MEETING_PAPER_MADE, subjects=shown, reason=reason, recipient=to)
    else:
        record_read(by=person, action=Action.REPORT_VIEWED, subjects=shown, reason=reason)
    context = {
        "sheets": found,
        "asked": asked,
        "unit": next((one.name for one in places.units() if one.pk == asked.unit), ""),
        "to_print": to_print,
        "filters": "" if to_print else draw(form),
        "query": request.GET.urlencode(),
        "labels": LABELS,
        "today": london_date(asked.at),
        "may": {
            deed: not to_print and person.role.may(deed)
            for deed in ("record_plan_review", "acknowledge_escalation", "answer_dispute", "chase_body")
        },
        "missed_on": missed_on,
        "age": age,
        "past_what": past_what,
        "questions": QUESTIONS,
    }
    return render(request, "dashboards/weekly.html", context)
