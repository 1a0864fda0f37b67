"""What is learnt from a decision that a review overturned."""

from __future__ import annotations

from datetime import date, datetime

from cases.lesson_enums import LearntFrom
from cases.models import Lesson
from cases.services import faults_of_lesson, give_lesson
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import rules
from reviews.models import ReviewRequest
from reviews.services.decisions import in_hand


@deed
def learn_from_review(
    *,
    by: Person,
    request: ReviewRequest,
    about: str,
    lesson: str,
    owner: Person,
    lesson_due_on: date,
    at: datetime | None = None,
) -> ReviewRequest:
    """Draw a lesson from a review that opened the case again; its owner is told at once.

    Raises NotAllowed where the decision stands or is not reviewed yet, Invalid by field.
    """
    at = at or now()
    decision = in_hand(by, request.decision)
    row: ReviewRequest = ReviewRequest.objects.get(pk=request.pk)
    rules.check_can_learn(by, row)
    wrong = faults_of_lesson(
        decision.case, about=about, words=lesson, owner=owner, due_on=lesson_due_on, at=at
    )
    if wrong:
        raise Invalid(wrong)
    given: Lesson = give_lesson(
        by=by,
        case=decision.case,
        learnt_from=LearntFrom.REVIEW,
        source=row.pk,
        about=about,
        words=lesson,
        owner=owner,
        due_on=lesson_due_on,
        at=at,
    )
    record(by=by, action=Action.REVIEW_LEARNT_FROM, case=decision.case, subjects=[row.pk, given.pk])
    return row
