"""What an ISVA told for a victim, by API."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import WithdrawalTold
from victims.represent.heads import head, iso
from victims.sealed import opened
from victims.words import reads_told_words


def told_in_list(row: WithdrawalTold, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "kind": row.kind,
        "occurred_at": iso(row.occurred_at),
        "from_what": list(row.from_what),
        "told_at": iso(row.told_at),
        "told_by": row.told_by.username,
        "state": row.state,
        "answered_at": iso(row.answered_at),
        "answered_by": row.answered_by.username if row.answered_by else None,
        "withdrawal": str(row.withdrawal_id) if row.withdrawal_id else None,
    }


def told_in_full(row: WithdrawalTold, person: Person) -> dict[str, Any]:
    shown = {
        **told_in_list(row, person),
        "not_confirmed_because": opened(row, "not_confirmed_because") or None,
    }
    if reads_told_words(person, row):
        shown["words"] = opened(row, "words") or None
    return shown
