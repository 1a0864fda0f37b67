"""Who a victim is and how to reach them, by API."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import (
    ContactDetails,
    Identity,
)
from victims.represent.heads import head, recorded
from victims.sealed import opened


def recorded_only(row: Identity | ContactDetails, person: Person) -> dict[str, Any]:
    """The answer to a deed: that it stands. What was sent is not sent back."""
    return {**head(row), **recorded(row)}


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
        "forbidden_methods": list(row.forbidden_methods),
        "forbidden_because": row.forbidden_because or None,
        "only_through": row.only_through or None,
        "unsafe_addresses": opened(row, "unsafe_addresses") or None,
        "companion": opened(row, "companion") or None,
    }
