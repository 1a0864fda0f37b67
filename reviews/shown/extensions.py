"""What the page of a request shows of its extensions and of the word that the victim had meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cases.deadlines import deadline_of
from cases.models import DueItem, Lesson
from rasso_tracker.clocks import Deadline, caution_of_day_off, london_date
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


def days_off(
    request: ReviewRequest, update: Deadline | None, lessons: Iterable[Lesson], at: datetime
) -> list[str]:
    """Sentences about dates that lie ahead and that somebody chose on a day on which nobody may be there.

    The dates that the scheme gives are working days already.
    """
    found = []
    if request.first_complete_by is not None and request.is_open:
        found.append(("date to complete the review", request.complete_by))
    if update is not None:
        found.append(("next update on the review", update.due_on))
    found += [(f"date of the lesson for {one.owner.name}", one.due_on) for one in lessons if one.is_open]
    ahead = [(what, day) for what, day in found if day >= london_date(at)]
    return [said for what, day in ahead if (said := caution_of_day_off(what, day))]


def update_owed(request: ReviewRequest, person: Person) -> Deadline | None:
    """By when the victim is to hear again; None where nothing is owed."""
    owed = DueItem.objects.visible_to(person).filter(
        source=request.pk, code=DueCode.REVIEW_UPDATE, settled_at__isnull=True
    )
    item = owed.first()
    return deadline_of(item) if item else None


def lessons_of(request: ReviewRequest, person: Person) -> list[Lesson]:
    """What is learnt from the review, as far as this person reads it."""
    return list(Lesson.objects.visible_to(person).filter(source=request.pk).select_related("owner"))
