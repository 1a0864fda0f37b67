"""What the API says of victims: allow-listed fields; sealed words only to the roles that read them."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import (
    Contact,
    ContactDetails,
    Identity,
    IsvaSupport,
    Reengagement,
    SafeguardingConcern,
    Withdrawal,
)
from victims.sealed import opened
from victims.words import reads_own_words, reads_police_notes, reads_summary


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None


def _head(row: Any) -> dict[str, Any]:
    return {"id": str(row.pk), "case": str(row.case_id), "victim": str(row.victim_id)}


def _recorded(row: Any) -> dict[str, Any]:
    return {"recorded_at": _iso(row.recorded_at), "recorded_by": row.recorded_by.username}


def _voided(row: Any) -> dict[str, Any]:
    return {"voided_at": _iso(row.voided_at), "void_reason": row.void_reason or None}


def withdrawal_in_list(row: Withdrawal, person: Person) -> dict[str, Any]:
    """A withdrawal in codes and dates, as lists show it."""
    return {
        **_head(row),
        "kind": row.kind,
        "counts_as_withdrawal": row.is_withdrawal,
        "occurred_at": _iso(row.occurred_at),
        "stage": row.stage,
        "stage_table": row.stage_table,
        "reasons": [reason.value for reason, _ in row.reasons],
        "reasons_given_by": [{"reason": reason.value, "given_by": by.value} for reason, by in row.reasons],
        "primary_reason": row.primary_reason or None,
        "told_by": row.told_by or None,
        "support_offered": list(row.support_offered),
        "recontact_welcome": row.recontact_welcome,
        **_recorded(row),
        "corroborated_at": _iso(row.corroborated_at),
        "corroborated_by": row.corroborated_by.username if row.corroborated_by else None,
        **_voided(row),
    }


def withdrawal_in_full(row: Withdrawal, person: Person) -> dict[str, Any]:
    """With the stages it had before, and the words that the role may read."""
    shown = withdrawal_in_list(row, person)
    shown["stage_changes"] = [
        {
            "old_stage": change.old_stage,
            "new_stage": change.new_stage,
            "why": change.why,
            "changed_at": _iso(change.changed_at),
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
        **_head(row),
        "occurred_at": _iso(row.occurred_at),
        "told_by": row.told_by,
        **_recorded(row),
        **_voided(row),
    }


def re_engagement_in_full(row: Reengagement, person: Person) -> dict[str, Any]:
    shown = re_engagement_in_list(row, person)
    if reads_own_words(person):
        shown["own_words"] = opened(row, "own_words") or None
    return shown


def contact_in_list(row: Contact, person: Person) -> dict[str, Any]:
    return {
        **_head(row),
        "occurred_at": _iso(row.occurred_at),
        "direction": row.direction,
        "method": row.method,
        "reached": row.reached,
        "about": list(row.about),
        "next_due_on": _iso(row.next_due_on),
        **_recorded(row),
        **_voided(row),
    }


def contact_in_full(row: Contact, person: Person) -> dict[str, Any]:
    shown = contact_in_list(row, person)
    if reads_summary(person, row):
        shown["summary"] = opened(row, "summary") or None
    return shown


def recorded_only(row: Identity | ContactDetails, person: Person) -> dict[str, Any]:
    """The answer to a deed: that it stands. What was sent is not sent back."""
    return {**_head(row), **_recorded(row)}


def identity_shown(row: Identity, person: Person) -> dict[str, Any]:
    """Only ReadDetails that log IDENTITY_VIEWED use this."""
    return {
        **recorded_only(row, person),
        "name": opened(row, "name"),
        "known_as": opened(row, "known_as") or None,
        "date_of_birth": opened(row, "date_of_birth") or None,
    }


def contact_details_shown(row: ContactDetails, person: Person) -> dict[str, Any]:
    """Only ReadDetails that log CONTACT_DETAILS_VIEWED use this."""
    return {
        **recorded_only(row, person),
        "preferred_method": row.preferred_method,
        "phone": opened(row, "phone") or None,
        "email": opened(row, "email") or None,
        "address": opened(row, "address") or None,
        "safe_to_leave_message": row.safe_to_leave_message,
        "safe_times": opened(row, "safe_times") or None,
        "interpreter_needed": row.interpreter_needed,
        "language": opened(row, "language") or None,
    }


def concern_in_list(row: SafeguardingConcern, person: Person) -> dict[str, Any]:
    return {
        **_head(row),
        "about": row.about,
        "act_by": _iso(row.act_by),
        "raised_at": _iso(row.raised_at),
        "raised_by": row.raised_by.username,
        "outcome": row.outcome or None,
        "resolved_at": _iso(row.resolved_at),
    }


def concern_shown(row: SafeguardingConcern, person: Person) -> dict[str, Any]:
    """Only ReadDetails that log CONTACT_DETAILS_VIEWED, and the deeds themselves, use this."""
    return {
        **concern_in_list(row, person),
        "concern": opened(row, "concern"),
        "done": opened(row, "done") or None,
    }


def support_shown(row: IsvaSupport, person: Person) -> dict[str, Any]:
    return {
        **_head(row),
        "isva": row.isva.username,
        "consented_on": _iso(row.consented_on),
        "started_at": _iso(row.started_at),
        "ended_at": _iso(row.ended_at),
    }
