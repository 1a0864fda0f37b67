"""Rows of reviews: who else asked, later dates with the word meanwhile, and what enquiries found."""

from __future__ import annotations

from datetime import datetime, timedelta

from rasso_tracker.clocks import ClockCode, deadline, london_date
from rasso_tracker.demo.rows import CaseRows
from reviews.enums import AskedBy, Channel, DueCode, RequestStatus, ReviewOutcome
from reviews.models import ReviewAsker, ReviewEnquiries, ReviewExtension, ReviewRequest, ReviewUpdate
from reviews.sealed import label_of
from victims.enums import CommunicationMethod

AFTER = timedelta(days=5)  # from the allocation to the day on which the reviewer sees that it takes longer
LONGER = timedelta(days=28)
WHY = "The download of the second phone is still with the digital unit."
ENQUIRIES_TAKE = timedelta(days=16)
FOUND = (
    "The neighbour was seen and remembers nothing of that night. The messages were read: none bears on it."
)
TOO_AFTER = timedelta(days=2)
MISTYPED = "The same call, recorded twice: it was the victim themselves."
ASKED_TOO = "Did anybody read the messages that I handed over?"
SAID = "The phone is being read. She was told when to expect the answer."


def enquiry_rows(case: CaseRows, row: ReviewRequest) -> None:
    """What further enquiries found that a review asked for, once there was time to make them."""
    if row.outcome != ReviewOutcome.FURTHER_ENQUIRIES or row.decided_at is None:
        return
    ended_at = row.decided_at + ENQUIRIES_TAKE
    if ended_at >= case.world.now:
        return
    made = case.add(
        ReviewEnquiries,
        ended_at,
        request=row,
        asked_on=london_date(row.decided_at),
        ended_on=london_date(ended_at),
        made_by=case.life.officer,
        recorded_at=ended_at,
        recorded_by=case.life.officer,
    )
    made.found_sealed = case.seal(label_of(made, "found"), made.pk, FOUND)


def asker_rows(case: CaseRows, row: ReviewRequest) -> None:
    """Of some reviews that an ISVA or the family asked for, the victim asked for too."""
    received = row.received_at + TOO_AFTER
    ended = row.decided_at or case.world.now
    if row.asked_by not in (AskedBy.ISVA, AskedBy.FAMILY) or received >= ended or case.life.number % 2:
        return
    asker = case.add(
        ReviewAsker,
        received,
        request=row,
        decided_at=row.decision.decided_at,
        received_at=received,
        channel=Channel.PHONE,
        asked_by=AskedBy.VICTIM,
        hears=True,
        recorded_at=received,
        recorded_by=row.recorded_by,
    )
    asker.words_sealed = case.seal(label_of(asker, "words"), asker.pk, ASKED_TOO)
    seen = received + timedelta(hours=1)
    if case.life.number % 4 or seen >= ended:
        return
    mistyped = case.add(
        ReviewAsker,
        received,
        request=row,
        decided_at=row.decision.decided_at,
        received_at=received,
        channel=Channel.PHONE,
        asked_by=AskedBy.OTHER,
        hears=False,
        recorded_at=received,
        recorded_by=row.recorded_by,
        voided_at=seen,
        voided_by=row.recorded_by,
        void_reason=MISTYPED,
    )
    mistyped.words_sealed = case.seal(label_of(mistyped, "words"), mistyped.pk, ASKED_TOO)


def extension_rows(case: CaseRows, row: ReviewRequest) -> None:
    """Of the reviews under way every second is extended. What is owed is raised by the caller after this."""
    told_at = row.allocated_at + AFTER if row.allocated_at else None
    if row.status != RequestStatus.ALLOCATED or told_at is None or told_at >= case.world.now:
        return
    if case.life.number % 2:
        return
    extension = case.add(
        ReviewExtension,
        told_at,
        request=row,
        number=1,
        was_due_on=row.complete_by,
        due_on=max(row.complete_by, london_date(case.world.now)) + LONGER,
        told_at=told_at,
        told_method=CommunicationMethod.PHONE,
        told_by=row.reviewer,
        extended_at=told_at,
        extended_by=row.reviewer,
    )
    extension.reason_sealed = case.seal(label_of(extension, "reason"), extension.pk, WHY)
    row.first_complete_by, row.complete_by = row.complete_by, extension.due_on
    _updates(case, row, told_at)


def _updates(case: CaseRows, row: ReviewRequest, told_at: datetime) -> None:
    """Word by the rule until today, and what is owed next."""
    while (heard := told_at + timedelta(days=13)) < case.world.now:
        due = deadline(ClockCode.REVIEW_UPDATE, heard).due_on
        update = case.add(
            ReviewUpdate,
            heard,
            request=row,
            told_at=heard,
            method=CommunicationMethod.PHONE,
            next_on=due,
            recorded_at=heard,
            recorded_by=row.reviewer,
        )
        update.note_sealed = case.seal(label_of(update, "note"), update.pk, SAID)
        told_at = heard
    clock = deadline(ClockCode.REVIEW_UPDATE, told_at)
    case.owe(
        source=row.pk,
        code=DueCode.REVIEW_UPDATE.value,
        what=f"Tell {row.victim.label} how the review goes",
        due_on=clock.due_on,
        owner=row.reviewer,
        rule=ClockCode.REVIEW_UPDATE.value,
        started_on=london_date(told_at),
        at=told_at,
    )
