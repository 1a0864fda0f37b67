"""What the API answers of plans that were given to somebody."""

from __future__ import annotations

from actionplans.models import Reassignment
from actionplans.represent.values import JSON, key, said
from actionplans.shown.reassigned import lines_of
from rasso_tracker.people.models import Person


def reassignment(row: Reassignment, person: Person) -> JSON:
    lines = lines_of(row, person)
    return {
        "id": key(row.pk),
        "what": row.what,
        "to": key(row.given_to_id),
        "given_at": said(row.given_at),
        "moved": [key(one.plan_id) for one in lines if not one.not_moved],
        "not_moved": [
            {"plan": key(one.plan_id), "reason": one.not_moved, "sentence": one.get_not_moved_display()}
            for one in lines
            if one.not_moved
        ],
        "unknown": row.unknown,
    }
