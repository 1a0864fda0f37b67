"""An ISVA's access by API."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import (
    IsvaSupport,
)
from victims.represent.heads import head, iso


def support_shown(row: IsvaSupport, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "isva": row.isva.username,
        "consented_on": iso(row.consented_on),
        "started_at": iso(row.started_at),
        "ended_at": iso(row.ended_at),
        "ended_because": row.ended_because or None,
    }
