"""The dated lists of reasons and stages by API."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import Term, TermChange
from victims.represent.heads import iso


def term_shown(row: Term, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "code": row.code,
        "label": row.label,
        "positions": list(row.positions),
        "source": row.source or None,
        "verified": row.verified,
        "in_force_from": iso(row.in_force_from),
        "in_force_until": iso(row.in_force_until),
    }


def change_shown(row: TermChange, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "how": row.how,
        "in_force_from": iso(row.in_force_from),
        "why": row.why,
        "made_at": iso(row.made_at),
        "made_by": row.made_by.username,
        "taken_back_at": iso(row.taken_back_at),
        "taken_back_by": row.taken_back_by.username if row.taken_back_by else None,
        "taken_back_why": row.taken_back_why or None,
        "mappings": [
            {
                "old": one.old.code,
                "new": one.new.code,
                "old_term": str(one.old_id),
                "new_term": str(one.new_id),
            }
            for one in row.mappings.all()
        ],
    }
