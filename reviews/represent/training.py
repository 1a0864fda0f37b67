"""The register of training by API."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from reviews.models import Decision, ReviewTraining


def training_shown(row: ReviewTraining, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "person": row.person.username,
        "course": row.course,
        "completed_on": row.completed_on.isoformat(),
        "valid_until": row.valid_until.isoformat(),
        "recorded_at": row.recorded_at.isoformat(),
        "recorded_by": row.recorded_by.username,
        "voided_at": row.voided_at.isoformat() if row.voided_at else None,
        "void_reason": row.void_reason or None,
    }


def untrained_shown(row: Decision, person: Person) -> dict[str, Any]:
    """A decision by people without training; who of them lacked it is on the page."""
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "maker": row.maker.username if row.maker else None,
        "approver": row.approver.username if row.approver else None,
    }
