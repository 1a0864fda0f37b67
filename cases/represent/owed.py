"""What is owed on cases by a date, by API."""

from __future__ import annotations

from typing import Any

from cases.models import DueItem
from rasso_tracker.people.models import Person


def owed_shown(row: DueItem, person: Person) -> dict[str, Any]:
    """`source` is the row that is the reason, such as the victim, a dispute or a version of advice."""
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "kind": row.code,
        "source": str(row.source),
        "what": row.what_for(person),
        "owner": row.owner.username if row.owner else None,
        "due_on": row.due_on.isoformat(),
        "raised_at": row.raised_at.isoformat(),
    }
