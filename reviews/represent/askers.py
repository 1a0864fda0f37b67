"""What the API says of whoever else asked for a review and of its enquiries: allow-listed fields."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from reviews.models import ReviewAsker, ReviewEnquiries
from reviews.sealed import text_of


def asker_shown(row: ReviewAsker, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "request": str(row.request_id),
        "received_at": row.received_at.isoformat(),
        "channel": row.channel,
        "asked_by": row.asked_by,
        "hears": row.hears,
        "words": text_of(row, "words") or None,
        "recorded_at": row.recorded_at.isoformat(),
        "recorded_by": row.recorded_by.username,
        "voided_at": row.voided_at.isoformat() if row.voided_at else None,
        "voided_by": row.voided_by.username if row.voided_by else None,
        "void_reason": row.void_reason or None,
    }


def enquiries_shown(row: ReviewEnquiries, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "request": str(row.request_id),
        "found": text_of(row, "found"),
        "ended_on": row.ended_on.isoformat(),
        "made_by": row.made_by.username,
        "recorded_at": row.recorded_at.isoformat(),
        "recorded_by": row.recorded_by.username,
    }
