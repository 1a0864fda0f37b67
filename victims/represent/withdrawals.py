"""Withdrawals and re-engagements by API."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.enums import DayFact
from victims.models import (
    Reengagement,
    Withdrawal,
)
from victims.represent.heads import head, iso, recorded, voided
from victims.rules import caution_on
from victims.sealed import opened
from victims.words import (
    day_facts,
    fact_told,
    givers_read,
    reads_own_words,
    reads_police_notes,
    reads_stage,
    support_told,
)

# Sealed columns by who reads them: what was said and offered, and what only the police write to each other.
WORDS = ("own_words", "other_words", "third_party_words", "no_support_because", "tried")
POLICE_WORDS = ("officer_words", "corroboration_note")


def withdrawal_in_list(row: Withdrawal, person: Person) -> dict[str, Any]:
    """A withdrawal in codes and dates, as lists show it."""
    return {
        **head(row),
        "kind": row.kind,
        "counts_as_withdrawal": row.is_withdrawal,
        "occurred_at": iso(row.occurred_at),
        "stage": row.stage if reads_stage(person) else None,
        "stage_table": row.stage_table,
        "reasons": list(row.reasons_of_victim),
        "reasons_given_by": [
            {"reason": reason.code, "given_by": by.value}
            for reason, by in row.reasons
            if by in givers_read(person)
        ],
        "primary_reason": row.primary_reason or None,
        "told_by": row.told_by or None,
        "spoken_by": row.spoken_by.username if row.spoken_by else None,
        "from_what": list(row.from_what),
        "day": _day(row, person),
        "barriers": list(row.barriers),
        "support_offered": support_told(person, row.support_offered),
        "recontact_welcome": row.recontact_welcome,
        "recontact_on": iso(row.recontact_on),
        **recorded(row),
        "corroborated_at": iso(row.corroborated_at),
        "corroborated_by": row.corroborated_by.username if row.corroborated_by else None,
        "corroborated_from": list(row.corroborated_from),
        **voided(row),
    }


def _day(row: Withdrawal, person: Person) -> dict[str, Any]:
    told = {fact.value: getattr(row, fact.value) for fact in day_facts(person)}
    support = DayFact.SUPPORT_IN_PLACE.value
    return {**told, support: support_told(person, told[support])}


def withdrawal_in_full(row: Withdrawal, person: Person) -> dict[str, Any]:
    """With the stages it had before, and the words that the role may read."""
    shown, stages = withdrawal_in_list(row, person), reads_stage(person)
    shown["caution"] = (caution_on(row) if stages else "") or None
    shown["stage_changes"] = [
        {
            "old_stage": change.old_stage,
            "new_stage": change.new_stage,
            "why": change.why,
            "changed_at": iso(change.changed_at),
        }
        for change in (row.stage_changes.all() if stages else ())
    ]
    shown["day_changes"] = [
        {
            "fact": change.fact,
            "before": fact_told(person, change.fact, change.before),
            "after": fact_told(person, change.fact, change.after),
            "why": change.why,
            "changed_at": iso(change.changed_at),
        }
        for change in (row.day_changes.all() if stages else ())
        if change.fact in day_facts(person)
    ]
    if reads_own_words(person):
        for name in WORDS:
            shown[name] = opened(row, name) or None
    if reads_police_notes(person):
        for name in POLICE_WORDS:
            shown[name] = opened(row, name) or None
    return shown


def re_engagement_in_list(row: Reengagement, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "occurred_at": iso(row.occurred_at),
        "told_by": row.told_by,
        "corrects": str(row.corrects_id) if row.corrects_id else None,
        **recorded(row),
        **voided(row),
    }


def re_engagement_in_full(row: Reengagement, person: Person) -> dict[str, Any]:
    shown = re_engagement_in_list(row, person)
    if reads_own_words(person):
        shown["own_words"] = opened(row, "own_words") or None
    return shown
