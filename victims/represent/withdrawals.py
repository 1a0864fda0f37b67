"""Withdrawals and re-engagements by API."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import (
    Reengagement,
    Withdrawal,
)
from victims.represent.heads import head, iso, recorded, voided
from victims.sealed import opened
from victims.words import reads_own_words, reads_police_notes


def withdrawal_in_list(row: Withdrawal, person: Person) -> dict[str, Any]:
    """A withdrawal in codes and dates, as lists show it."""
    return {
        **head(row),
        "kind": row.kind,
        "counts_as_withdrawal": row.is_withdrawal,
        "occurred_at": iso(row.occurred_at),
        "stage": row.stage,
        "stage_table": row.stage_table,
        "reasons": [reason.value for reason, _ in row.reasons],
        "reasons_given_by": [{"reason": reason.value, "given_by": by.value} for reason, by in row.reasons],
        "primary_reason": row.primary_reason or None,
        "told_by": row.told_by or None,
        "support_offered": list(row.support_offered),
        "recontact_welcome": row.recontact_welcome,
        **recorded(row),
        "corroborated_at": iso(row.corroborated_at),
        "corroborated_by": row.corroborated_by.username if row.corroborated_by else None,
        **voided(row),
    }


def withdrawal_in_full(row: Withdrawal, person: Person) -> dict[str, Any]:
    """With the stages it had before, and the words that the role may read."""
    shown = withdrawal_in_list(row, person)
    shown["stage_changes"] = [
        {
            "old_stage": change.old_stage,
            "new_stage": change.new_stage,
            "why": change.why,
            "changed_at": iso(change.changed_at),
        }
        for change in row.stage_changes.all()
    ]
    if reads_own_words(person):
        shown["own_words"] = opened(row, "own_words") or None
        shown["other_words"] = opened(row, "other_words") or None
    if reads_police_notes(person):
        shown["corroboration_note"] = opened(row, "corroboration_note") or None
    return shown


def re_engagement_in_list(row: Reengagement, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "occurred_at": iso(row.occurred_at),
        "told_by": row.told_by,
        **recorded(row),
        **voided(row),
    }


def re_engagement_in_full(row: Reengagement, person: Person) -> dict[str, Any]:
    shown = re_engagement_in_list(row, person)
    if reads_own_words(person):
        shown["own_words"] = opened(row, "own_words") or None
    return shown
