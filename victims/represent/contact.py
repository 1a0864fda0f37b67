"""Contacts by API."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import (
    Contact,
    EventTelling,
    UpdateAgreement,
)
from victims.represent.heads import head, iso, recorded, voided
from victims.sealed import opened
from victims.words import about_read, reads_summary


def contact_in_list(row: Contact, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "occurred_at": iso(row.occurred_at),
        "direction": row.direction,
        "method": row.method,
        "reached": row.reached,
        "left_message": row.left_message,
        "about": about_read(person, row),
        "next_due_on": iso(row.next_due_on),
        **recorded(row),
        **voided(row),
    }


def contact_in_full(row: Contact, person: Person) -> dict[str, Any]:
    shown = contact_in_list(row, person)
    if reads_summary(person, row):
        shown["summary"] = opened(row, "summary") or None
    return shown


def telling_shown(row: EventTelling, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "milestone": str(row.milestone_id),
        "occurred_at": iso(row.occurred_at),
        "due_on": iso(row.due_on),
        "told_at": iso(row.told_at),
        "not_told_because": row.not_told_because or None,
    }


def agreement_shown(row: UpdateAgreement, person: Person) -> dict[str, Any]:
    return {**head(row), **recorded(row), "every_days": row.every_days, "agreed_on": iso(row.agreed_on)}
