"""The page of a withdrawal."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from rasso_tracker.vault import case_key
from victims.enums import Support
from victims.models import (
    Withdrawal,
)
from victims.sealed import opened
from victims.shown.choices import state_of
from victims.words import reads_own_words, reads_police_notes


def withdrawal_context(person: Person, row: Withdrawal) -> dict[str, Any]:
    changes = list(row.stage_changes.select_related("changed_by"))
    words, notes = reads_own_words(person), reads_police_notes(person)
    key = case_key(row.case_id) if words or notes else None
    return {
        "row": row,
        "victim": row.victim,
        "reasons": [
            {"label": reason.label, "given_by": giver.label, "main": reason == row.primary_reason}
            for reason, giver in row.reasons
        ],
        "support": [str(Support(code).label) for code in row.support_offered],
        "changes": changes,
        "state": state_of(row),
        "reads_words": words,
        "own_words": opened(row, "own_words", key) if words else "",
        "other_words": opened(row, "other_words", key) if words else "",
        "note": opened(row, "corroboration_note", key) if notes else "",
        "may_corroborate": _may_corroborate(person, row),
        "ids": [change.pk for change in changes],
    }


def _may_corroborate(person: Person, row: Withdrawal) -> bool:
    """Whether to offer it: a recorder is not shown a button that would be refused."""
    return (
        person.role.may("corroborate_withdrawal")
        and row.stands
        and not row.is_corroborated
        and row.recorded_by_id != person.pk
    )
