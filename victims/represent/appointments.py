"""Joint appointments by API."""

from __future__ import annotations

from typing import Any

from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from victims.models import JointAppointment
from victims.represent.heads import head, iso
from victims.rules.appointments import why_closed
from victims.sealed import opened


def appointment_in_list(row: JointAppointment, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "isva": row.isva.username,
        "starts_at": iso(row.starts_at),
        "method": row.method,
        "will_tell": row.will_tell,
        "state": row.state_at(now()),
        "answer": row.answer or None,
        "cannot_because": row.cannot_because or None,
        "answered_at": iso(row.answered_at),
        "arranged_at": iso(row.arranged_at),
        "arranged_by": row.arranged_by.username,
        "moved_from": str(row.moved_from_id) if row.moved_from_id else None,
        "ended": row.ended or None,
        "cancelled_because": row.cancelled_because or None,
        "contact": str(row.contact_id) if row.contact_id else None,
    }


def appointment_in_full(row: JointAppointment, person: Person) -> dict[str, Any]:
    return {
        **appointment_in_list(row, person),
        "place": opened(row, "place") or None,
        "way_closed": why_closed(row, now()) or None,
    }
