"""Supervisory reviews and directions as lines of the history of a case, without their words."""

from __future__ import annotations

from datetime import date

from cases.models import Direction, DirectionDate, SupervisoryReview
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.web.addresses import address

KIND = "Supervision"


def told_of_supervision(whole: Whole) -> list[TimelineEntry]:
    told = [_review(one) for one in whole.rows(SupervisoryReview)]
    for one in whole.rows(Direction):
        told += _direction(one)
    dates = whole.rows(DirectionDate)
    ended = {(one.direction_id, one.superseded_at): one.due_on for one in dates if one.superseded_at}
    told += [_moved(one, ended.get((one.direction_id, one.set_at))) for one in dates if one.moved]
    return told


def _review(one: SupervisoryReview) -> TimelineEntry:
    found = one.get_outcome_display().partition(",")[0].partition(":")[0]
    following = f"Next review {day_words(one.next_review_on)}" if one.next_review_on else "No further review"
    late = one.due_on is not None and london_date(one.reviewed_at) > one.due_on
    return TimelineEntry(
        at=one.reviewed_at,
        title=f"{one}: {found.lower()}",
        detail=following,
        by=one.reviewed_by.name,
        kind=KIND,
        href=address("supervisory_review_detail", one.pk),
        note=f"Due on {day_words(one.due_on)}" if late and one.due_on else "",
    )


def _direction(one: Direction) -> list[TimelineEntry]:
    href = address("direction_detail", one.pk)
    told = [
        TimelineEntry(
            at=one.given_at,
            title=f"{one} given",
            detail=f"To {one.owner.name}",
            by=one.review.reviewed_by.name,
            kind=KIND,
            href=href,
        )
    ]
    if one.answered_at and one.answered_by:
        by = one.answered_by.name
        told.append(TimelineEntry(one.answered_at, f"{one} answered", "", by, KIND, href))
    if one.withdrawn_at and one.withdrawn_by:
        by = one.withdrawn_by.name
        told.append(TimelineEntry(one.withdrawn_at, f"{one} withdrawn", "", by, KIND, href))
    if one.ended_at:
        told.append(TimelineEntry(one.ended_at, f"{one} ended with the case", "", "", KIND, href))
    return told


def _moved(one: DirectionDate, before: date | None) -> TimelineEntry:
    return TimelineEntry(
        at=one.set_at,
        title=f"{one.direction} moved",
        detail=(f"From {day_words(before)} to " if before else "To ") + day_words(one.due_on),
        by=one.set_by.name,
        kind=KIND,
        href=address("direction_detail", one.direction_id),
    )
