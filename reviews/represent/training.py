"""The register of training by API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rasso_tracker.people.models import Person
from reviews.models import Decision, ReviewTraining
from reviews.training import who_lacked


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
        "voided_by": row.voided_by.username if row.voided_by else None,
        "void_reason": row.void_reason or None,
    }


def untrained_shown(row: Decision, person: Person) -> dict[str, Any]:
    """A decision by people without training; `lacking_of` says beside it which of them lacked it."""
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "maker": row.maker.username if row.maker else None,
        "approver": row.approver.username if row.approver else None,
    }


def lacking_of(ids: list[UUID], person: Person) -> dict[UUID, dict[str, Any]]:
    """Of the decisions of a page, who lacked training on the day; two statements."""
    return {
        pk: {"lacked": [{"person": one.username, "training": how.code} for one, how in people]}
        for pk, people in who_lacked(Decision.objects.filter(pk__in=ids)).items()
    }
