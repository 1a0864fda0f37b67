"""What the log says of a case."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection


def events_on(case: Any) -> list[tuple[str, list[uuid.UUID], str]]:
    """(action, subjects, reason) of every event of a case, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action, subjects, reason FROM audit_event WHERE case_id = %s ORDER BY seq", [case.pk]
        )
        return cursor.fetchall()


def actions_on(case: Any) -> list[str]:
    return [action for action, _, _ in events_on(case)]
