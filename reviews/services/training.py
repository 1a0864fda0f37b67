"""The register of training in the Right to Review."""

from __future__ import annotations

from datetime import date, datetime

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.models import ReviewTraining
from reviews.rules import training as rules


@deed
def record_review_training(
    *, by: Person, person: Person, course: str, completed_on: date, at: datetime | None = None
) -> ReviewTraining:
    """Somebody finished a course; it counts as long as the rule in force on that day says.

    Raises NotAllowed for oneself or a person who is not one's own, Invalid by field, also for a day already
    recorded.
    """
    at = at or now()
    rules.check_can_keep(by, person, "record_review_training")
    rules.check_not_oneself(by, person)
    rules.check_course(course, completed_on, at)
    same_day = ReviewTraining.objects.filter(person=person, completed_on=completed_on)
    if same_day.filter(voided_at__isnull=True).exists():
        raise Invalid({"completed_on": "A course of this person on this day is recorded already."})
    row = ReviewTraining(
        person=person,
        course=course.strip(),
        completed_on=completed_on,
        valid_until=deadline(ClockCode.REVIEW_TRAINING, completed_on).due_on,
        recorded_at=at,
        recorded_by=by,
    )
    row.save(force_insert=True)
    record(by=by, action=Action.REVIEW_TRAINING_RECORDED, subjects=[row.pk, person.pk])
    return row


@deed
def void_review_training(
    *, by: Person, training: ReviewTraining, reason: str, at: datetime | None = None
) -> ReviewTraining:
    """Take back a course that was recorded wrongly. Raises NotAllowed, for one's own or one that is
    voided too.
    """
    at = at or now()
    row: ReviewTraining = (
        ReviewTraining.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person")
        .get(pk=training.pk)
    )
    rules.check_can_keep(by, row.person, "void_review_training")
    rules.check_not_oneself(by, row.person)
    if not row.stands:
        raise NotAllowed("This course was voided already.")
    row.voided_at, row.voided_by, row.void_reason = at, by, reason
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    record(by=by, action=Action.REVIEW_TRAINING_VOIDED, subjects=[row.pk, row.person_id], reason=reason)
    return row
