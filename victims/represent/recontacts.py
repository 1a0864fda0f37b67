"""Victims to ask again, by API."""

from __future__ import annotations

from typing import Any

from cases.models import DueItem
from rasso_tracker.people.models import Person


def recontact_shown(row: DueItem, person: Person) -> dict[str, Any]:
    """What is owed and by whom; `withdrawal` is where the victim said that they would welcome it."""
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "withdrawal": str(row.source),
        "what": row.what_for(person),
        "owner": row.owner.username if row.owner else None,
        "due_on": row.due_on.isoformat(),
        "raised_at": row.raised_at.isoformat(),
    }
