"""What the API says of reviews that take longer: allow-listed fields."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from reviews.models import ReviewExtension, ReviewUpdate
from reviews.sealed import text_of


def extension_shown(row: ReviewExtension, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "request": str(row.request_id),
        "number": row.number,
        "was_due_on": row.was_due_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "reason": text_of(row, "reason"),
        "told_at": row.told_at.isoformat() if row.told_at else None,
        "method": row.told_method or None,
        "extended_at": row.extended_at.isoformat(),
        "extended_by": row.extended_by.username,
    }


def update_shown(row: ReviewUpdate, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "request": str(row.request_id),
        "told_at": row.told_at.isoformat(),
        "method": row.method,
        "note": text_of(row, "note") or None,
        "next_on": row.next_on.isoformat(),
        "agreed": row.agreed,
        "recorded_at": row.recorded_at.isoformat(),
        "recorded_by": row.recorded_by.username,
    }
