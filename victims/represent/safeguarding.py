"""Safeguarding concerns by API."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import (
    SafeguardingConcern,
)
from victims.represent.heads import head, iso
from victims.sealed import opened
from victims.words import reads_concern


def concern_in_list(row: SafeguardingConcern, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "about": row.about,
        "act_by": iso(row.act_by),
        "raised_at": iso(row.raised_at),
        "raised_by": row.raised_by.username,
        "outcome": row.outcome or None,
        "resolved_at": iso(row.resolved_at),
    }


def concern_shown(row: SafeguardingConcern, person: Person) -> dict[str, Any]:
    """Only ReadDetails that log CONTACT_DETAILS_VIEWED, and the deeds themselves, use this."""
    shown = concern_in_list(row, person)
    if reads_concern(person, row):
        shown |= {"concern": opened(row, "concern"), "done": opened(row, "done") or None}
    return shown
