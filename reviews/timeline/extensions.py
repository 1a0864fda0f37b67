"""Reviews that took longer, and the word that victims had meanwhile, as lines of the history."""

from __future__ import annotations

from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.clocks import day_words
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from reviews.models import ReviewAsker, ReviewEnquiries, ReviewExtension, ReviewUpdate

KIND = "Right to Review"


def told_of_extensions(whole: Whole, person: Person) -> list[TimelineEntry]:
    told = [
        TimelineEntry(
            at=one.extended_at,
            title="Review extended",
            detail=f"From {day_words(one.was_due_on)} to {day_words(one.due_on)}",
            by=one.extended_by.name,
            kind=KIND,
            href=address("review_request_detail", one.request_id),
        )
        for one in whole.seen(ReviewExtension, person)
    ]
    told += [
        TimelineEntry(
            at=one.told_at,
            title=f"{one.request.victim.label} told how the review goes",
            detail=one.get_method_display(),
            by=one.recorded_by.name,
            kind=KIND,
            href=address("review_request_detail", one.request_id),
            row=one,
        )
        for one in whole.seen(ReviewUpdate, person)
    ]
    told += [
        TimelineEntry(
            at=one.received_at,
            title=f"Review also asked for: {one.request.victim.label}",
            detail=one.get_asked_by_display(),
            by=one.recorded_by.name,
            kind=KIND,
            href=address("review_request_detail", one.request_id),
            note=f"Taken back by {one.voided_by.name}: {one.void_reason}" if one.voided_by else "",
            row=one,
        )
        for one in whole.seen(ReviewAsker, person)
    ]
    told += [
        TimelineEntry(
            at=one.recorded_at,
            title="What the enquiries found that the review asked for",
            detail=f"They ended on {day_words(one.ended_on)}",
            by=one.made_by.name,
            kind=KIND,
            href=address("review_request_detail", one.request_id),
        )
        for one in whole.seen(ReviewEnquiries, person)
    ]
    return told
