from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rasso_tracker.audit.actions import Action, Kind
from rasso_tracker.audit.reading import Question, read
from rasso_tracker.audit.record import record_read
from rasso_tracker.audit.verify import head

REFUSED = "The audit log is read by auditors. Your role does not include it."


def question_of(values: Any) -> tuple[Question, dict[str, str]]:
    """The question in an address, and a sentence by each field that makes no sense."""
    errors: dict[str, str] = {}
    record: uuid.UUID | None = None
    wanted = values.get("record", "").strip()
    if wanted:
        try:
            record = uuid.UUID(wanted)
        except ValueError:
            errors["record"] = "Enter the id of a record, for example from the address of its page."
    kind = values.get("kind", "")
    if kind and kind not in list(Kind):
        errors["kind"] = "Choose one of the kinds."
        kind = ""
    username = values.get("username", "").replace("\x00", "").strip()[:60]
    return Question(username, record, kind, _before(values.get("before", ""))), errors


def _before(text: str) -> tuple[datetime, int] | None:
    at, _, seq = text.rpartition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(seq)) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    if not person.role.may("read_audit"):
        return render(request, "errors/403.html", {"sentence": REFUSED}, status=403)
    question, errors = question_of(request.GET)
    rows, following = read(question)
    record_read(by=person, action=Action.AUDIT_VIEWED)
    kept = {
        "username": question.username,
        "record": str(question.record or ""),
        "kind": question.kind,
    }
    number, link = head()
    context = {
        "rows": rows,
        "errors_by_field": errors,
        "typed": {**kept, "record": request.GET.get("record", "")},
        "kinds": [(kind.value, kind.value.capitalize()) for kind in Kind],
        "next_url": f"?{urlencode({**kept, 'before': f'{following[0].isoformat()}~{following[1]}'})}"
        if following
        else "",
        "seals": number,
        "head": link,
    }
    return render(request, "audit/event_list.html", context)
