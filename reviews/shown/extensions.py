"""What the page of a request shows of its extensions and of the word that the victim had meanwhile."""

from __future__ import annotations

from typing import Any

from cases.deadlines import deadline_of
from cases.models import DueItem
from rasso_tracker.clocks import Deadline
from rasso_tracker.people.models import Person
from reviews.enums import DueCode
from reviews.models import ReviewExtension, ReviewRequest, ReviewUpdate
from reviews.sealed import text_of


def _with_words(rows: list[Any], field: str) -> list[Any]:
    for row in rows:
        row.words = text_of(row, field)
    return rows


def extensions_of(request: ReviewRequest, person: Person) -> list[ReviewExtension]:
    """Every date that was given, the first first, each with its reason as `words`."""
    rows = ReviewExtension.objects.visible_to(person).filter(request=request).select_related("extended_by")
    return _with_words(list(rows.order_by("number")), "reason")


def updates_of(request: ReviewRequest, person: Person) -> list[ReviewUpdate]:
    """The latest first, each with what was told as `words`."""
    rows = ReviewUpdate.objects.visible_to(person).filter(request=request).select_related("recorded_by")
    return _with_words(list(rows.order_by("-told_at", "-id")), "note")


def update_owed(request: ReviewRequest, person: Person) -> Deadline | None:
    """By when the victim is to hear again; None where nothing is owed."""
    owed = DueItem.objects.visible_to(person).filter(
        source=request.pk, code=DueCode.REVIEW_UPDATE, settled_at__isnull=True
    )
    item = owed.first()
    return deadline_of(item) if item else None
