"""What victims ask about a decision, and what they are answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cases.services import raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, london_date, now
from rasso_tracker.people.models import Person
from reviews.enums import DueCode
from reviews.models import Notification, VictimQuestion
from reviews.rules.tried import check_answered, check_asked
from reviews.sealed import sealed
from reviews.services.telling_plan import notice_in_hand
from victims.owning import contact_owner


@deed
def record_victim_question(
    *,
    by: Person,
    notice: Notification,
    question: str,
    asked_at: datetime,
    owner: Person | None = None,
    due_on: date | None = None,
    at: datetime | None = None,
) -> VictimQuestion:
    """Record what a victim asked about a decision. `owner` owes the answer, else whoever owns contact.

    Without `due_on` (a London date) the force's clock says by when. Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    notice = notice_in_hand(by, notice, "record_victim_question")
    check_asked(notice, question=question, asked_at=asked_at, due_on=due_on, at=at)
    rule = "" if due_on else ClockCode.VICTIM_QUESTION.value
    due_on = due_on or deadline(ClockCode.VICTIM_QUESTION, asked_at).due_on
    row = VictimQuestion(
        case=notice.case,
        notice=notice,
        victim=notice.victim,
        asked_at=asked_at,
        due_on=due_on,
        recorded_at=at,
        recorded_by=by,
    )
    row.question_sealed = sealed(row, "question", question.strip())
    row.save(force_insert=True)
    raise_due(
        case=notice.case,
        source=row.pk,
        code=DueCode.ANSWER_VICTIM,
        what=f"Answer what {notice.victim.label} asked about the decision",
        due_on=due_on,
        owner=owner or contact_owner(notice.victim),
        rule=rule,
        started_on=london_date(asked_at),
        at=at,
    )
    record(
        by=by, action=Action.VICTIM_ASKED, case=notice.case, subjects=[row.pk, notice.pk, notice.victim_id]
    )
    return row


@deed
def answer_victim_question(
    *,
    by: Person,
    question: VictimQuestion,
    answer: str,
    answered_at: datetime,
    answered_through: str,
    at: datetime | None = None,
) -> VictimQuestion:
    """Record what a victim was answered, when and how. Raises NotAllowed once answered, Invalid by field."""
    at = at or now()
    notice = notice_in_hand(by, question.notice, "answer_victim_question")
    row: VictimQuestion = VictimQuestion.objects.select_for_update(no_key=True).get(pk=question.pk)
    said: dict[str, Any] = {
        "answer": answer,
        "answered_at": answered_at,
        "answered_through": answered_through,
    }
    check_answered(by, notice, row, **said, at=at)
    row.answered_at, row.answered_by, row.answered_through = answered_at, by, answered_through
    row.answer_sealed = sealed(row, "answer", answer.strip())
    row.save(update_fields=["answered_at", "answered_by", "answered_through", "answer_sealed"])
    settle_due(source=row.pk, code=DueCode.ANSWER_VICTIM, at=at)
    record(
        by=by,
        action=Action.VICTIM_ANSWERED,
        case=notice.case,
        subjects=[row.pk, notice.pk, notice.victim_id],
        recipient=notice.victim.label,
    )
    return row
