from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages import health, kinds
from rasso_tracker.messages.forms import InboxFilter
from rasso_tracker.messages.inbox import inbox_page
from rasso_tracker.messages.models import SweepRun
from rasso_tracker.web.drawing import draw
from rasso_tracker.web.errors import refused_page

RUNS_SHOWN = 50


class Narrowed:
    """What the inbox is narrowed by, as the panel of filters of every list wants it."""

    def __init__(self, request: HttpRequest) -> None:
        asked = request.GET
        names = [name for name in InboxFilter.base_fields if name in asked]
        self.filter_form = InboxFilter(asked if names else None, person=request.user)
        self.chosen = self.filter_form.chosen()
        self._kept = [(name, asked[name]) for name in names if self.chosen[name] is not None]

    def filters_html(self) -> SafeString:
        return draw(self.filter_form)

    @property
    def query(self) -> str:
        """The filters that hold, as an address has them."""
        return urlencode(self._kept)

    @property
    def filtered(self) -> bool:
        return bool(self._kept)

    def everything(self) -> str:
        return reverse("inbox")

    def page_after(self, cursor: str) -> str:
        return f"?{urlencode([*self._kept, ('after', cursor)])}" if cursor else ""


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The person's own messages. Looking at the list marks nothing as read."""
    person: Any = request.user
    narrowed = Narrowed(request)
    page = inbox_page(person, request.GET.get("after", ""), narrowed.chosen)
    shown = [message for group in page.groups for message in group.messages]
    record_read(by=person, action=Action.LIST_VIEWED, subjects=[message.pk for message in shown])
    context = {
        "page": page,
        "listing": narrowed,
        "next_url": narrowed.page_after(page.next),
        "new_token": uuid7,
        "titles": kinds.titles_of(shown),
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
