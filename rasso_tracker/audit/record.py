"""Writing the log: in the transaction of the deed or the look, before the response, without field values."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import current_door

if TYPE_CHECKING:
    from rasso_tracker.people.models import Person

# Set by the middleware, so that the events of one request can be told together.
request_id: ContextVar[str] = ContextVar("rasso_request_id", default="")

_COLUMNS = "person_id, role, action, kind, case_id, subjects, reason, recipient, request_id"
_ROW = "(%s, %s, %s, %s, %s, %s::uuid[], %s, %s, %s)"


@dataclass(frozen=True)
class Event:
    """One of many events of the same action; fields as `record` takes them."""

    case: Any = None
    subjects: Iterable[uuid.UUID] = ()
    reason: str = ""
    recipient: str = ""


def record(
    *,
    by: Person | None,
    action: Action,
    case: Any = None,
    subjects: Iterable[uuid.UUID] = (),
    reason: str = "",
    recipient: str = "",
) -> None:
    """Log a change inside a deed. `case` is a case, its id or None; `recipient` names who a disclosure
    went to.
    """
    event = Event(case=case, subjects=subjects, reason=reason, recipient=recipient)
    record_each(by=by, action=action, events=[event])


def record_each(*, by: Person | None, action: Action, events: Sequence[Event]) -> None:
    """Log many changes of one action inside a deed, an event each, in one statement."""
    door = current_door()
    if door is not None:
        door.recorded += len(events)
    if events:
        _write(by, action, events)


def record_read(
    *,
    by: Person,
    action: Action,
    case: Any = None,
    subjects: Iterable[uuid.UUID] = (),
    reason: str = "",
    recipient: str = "",
) -> None:
    """Log a look: one event a page, with the id of every row that was shown. `recipient` names who gets what
    is shown in a form to be carried elsewhere.
    """
    _write(by, action, [Event(case=case, subjects=subjects, reason=reason, recipient=recipient)])


def _write(by: Person | None, action: Action, events: Sequence[Event]) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("the log is written in the transaction of what it logs")
    who = by.pk if by else None
    role = "system" if by is None or by.is_service else by.role.code
    values: list[Any] = []
    for event in events:
        case_id = getattr(event.case, "pk", event.case)
        values += [who, role, action.name, action.kind.value, case_id, [str(one) for one in event.subjects]]
        values += [event.reason, event.recipient, request_id.get()]
    rows = ", ".join([_ROW] * len(events))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO audit_event ({_COLUMNS}) VALUES {rows}", values)
