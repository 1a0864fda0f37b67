"""The auditor's questions of the log: who looked at what, and why. Never the content of a case."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now

PAGE = 25
# Without a person or a record named, the log is read a month back: older months are asked for by name.
WINDOW = timedelta(days=31)


@dataclass(frozen=True)
class Question:
    """What the auditor asks for. `before` is (at, seq) of the last row of the page before."""

    username: str = ""
    record: uuid.UUID | None = None
    kind: str = ""
    before: tuple[datetime, int] | None = None


def latest(action: Action, record: uuid.UUID) -> AuditEvent | None:
    """The last time that this was done to a record: when, by whom and why. For a page that shows the record
    to somebody who may see it.
    """
    events = AuditEvent.objects.filter(subjects__contains=[record], action=action.name)
    return events.select_related("person").order_by("-at", "-seq").first()


def each_time(actions: Sequence[Action], record: uuid.UUID) -> list[AuditEvent]:
    """Every time that one of these was done to a record, the first one first."""
    names = [one.name for one in actions]
    events = AuditEvent.objects.filter(subjects__contains=[record], action__in=names)
    return list(events.select_related("person").order_by("at", "seq"))


def read(question: Question) -> tuple[list[dict[str, Any]], tuple[datetime, int] | None]:
    """One page of events, newest first, and the key of the next page (None at the end)."""
    events = AuditEvent.objects.order_by("-at", "-seq")
    if question.username:
        events = events.filter(person__username=question.username)
    if question.record:
        events = events.filter(subjects__contains=[question.record])
    if question.kind:
        events = events.filter(kind=question.kind)
    if not question.username and not question.record:
        events = events.filter(at__gte=now() - WINDOW)
    if question.before:
        at, seq = question.before
        events = events.filter(at__lte=at).exclude(at=at, seq__gte=seq)
    columns = (
        "at",
        "seq",
        "person__name",
        "role",
        "action",
        "kind",
        "case_id",
        "subjects",
        "reason",
        "recipient",
    )
    rows = list(events.values(*columns)[: PAGE + 1])
    for row in rows:
        row["title"] = Action[row["action"]].title if row["action"] in Action.__members__ else row["action"]
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return rows, (rows[-1]["at"], rows[-1]["seq"]) if more else None
