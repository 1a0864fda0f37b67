from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages import health, kinds
from rasso_tracker.messages.inbox import inbox_page
from rasso_tracker.messages.models import SweepRun
from rasso_tracker.web.errors import refused_page

RUNS_SHOWN = 50


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The person's own messages. Looking at the list marks nothing as read."""
    person: Any = request.user
    page = inbox_page(person, request.GET.get("after", ""))
    shown = [message.pk for group in page.groups for message in group.messages]
    record_read(by=person, action=Action.LIST_VIEWED, subjects=shown)
    context = {
        "page": page,
        "kind_title": kinds.title,
        "today": london_date(now()),
        "may_read_health": person.role.may("read_messages_health"),
    }
    return render(request, "messages/inbox.html", context)


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """Whether the sweeps and the delivery do their work, for the administrator."""
    person: Any = request.user
    if not person.role.may("read_messages_health"):
        return refused_page(request, "Only an administrator looks after the reminder runs.")
    latest = SweepRun.objects.order_by("-pk")[:RUNS_SHOWN]
    return render(request, "messages/runs.html", {"state": health.state(now()), "runs": latest})
