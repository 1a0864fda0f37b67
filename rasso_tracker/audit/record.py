"""Writing the log: in the transaction of the deed or the look, before the response, without field values."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import connection

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import current_door

if TYPE_CHECKING:
    from rasso_tracker.people.models import Person

# Set by the middleware, so that the events of one request can be told together.
request_id: ContextVar[str] = ContextVar("rasso_request_id", default="")

_INSERT = """
    INSERT INTO audit_event (person_id, role, action, kind, case_id, subjects, reason, recipient, request_id)
    VALUES (%s, %s, %s, %s, %s, %s::uuid[], %s, %s, %s)
"""


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
    door = current_door()
    if door is not None:
        door.recorded += 1
    _write(by, action, case, subjects, reason, recipient)


def record_read(
    *,
    by: Person,
    action: Action,
    case: Any = None,
    subjects: Iterable[uuid.UUID] = (),
    reason: str = "",
) -> None:
    """Log a look: one event a page, with the id of every row that was shown."""
    _write(by, action, case, subjects, reason, "")


def _write(
    by: Person | None,
    action: Action,
    case: Any,
    subjects: Iterable[uuid.UUID],
    reason: str,
    recipient: str,
) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("the log is written in the transaction of what it logs")
    case_id = getattr(case, "pk", case)
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                by.pk if by else None,
                "system" if by is None or by.is_service else by.role.code,
                action.name,
                action.kind.value,
                case_id,
                [str(one) for one in subjects],
                reason,
                recipient,
                request_id.get(),
            ],
        )
