"""Look-backs by API: codes in lists, the words on each."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import LookBack
from victims.represent.heads import head, iso, voided
from victims.sealed import opened


def look_back_in_list(row: LookBack, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "withdrawal": str(row.withdrawal_id),
        "preventable": row.preventable,
        "moment": row.moment or None,
        "helped": list(row.helped),
        "looked_back_at": iso(row.looked_back_at),
        "looked_back_by": row.looked_back_by.username,
        **voided(row),
    }


def look_back_in_full(row: LookBack, person: Person) -> dict[str, Any]:
    return {**look_back_in_list(row, person), "words": opened(row, "words")}
