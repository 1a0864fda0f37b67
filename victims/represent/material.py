"""Requests for private material by API."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import MaterialRequest
from victims.represent.heads import head, iso
from victims.sealed import opened

GROUNDS = ("named", "scope", "enquiry", "necessary", "proportionate", "last_resort", "probative")
WORDS = (*GROUNDS, "approval", "despite", "outcome")
DATES = ("noticed_on", "requested_on", "reply_by", "agreed_on", "taken_on", "return_by", "ended_on")


def material_in_list(row: MaterialRequest, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "kind": row.kind,
        "source": row.source,
        "planned_at": iso(row.planned_at),
        "planned_by": row.planned_by.username,
        "grounds_came_late": row.grounds_came_late,
        "approved": row.approved,
        **{name: iso(getattr(row, name)) for name in DATES},
        "notice_how": row.notice_how,
        "notice_to": row.notice_to,
        "views": row.views,
        "outcome": row.outcome or None,
        "state": row.stands_at.value,
        "owed_on": iso(row.owed_on),
    }


def material_in_full(row: MaterialRequest, person: Person) -> dict[str, Any]:
    """Only ReadDetails that log MATERIAL_VIEWED, and the deeds themselves, use this."""
    words = {f"{name}_words": opened(row, name) or None for name in WORDS}
    return {**material_in_list(row, person), **words}
