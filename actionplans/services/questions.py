"""Questions between police and CPS about a submission, and their answers, each with its clock."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from actionplans.enums import Side
from actionplans.models import AdviceAnswer, AdviceQuestion, Submission
from actionplans.rules import Answers
from actionplans.rules.advice import check_can_answer, check_can_ask, side_of
from actionplans.seals import Label, Sealer
from actionplans.services.documents import Entry, cps_person
from actionplans.services.submissions import lock_submission
from cases.services import Owed, raise_dues, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, london_date, now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together

QUESTION = "advice_question"  # the due item of an unanswered question


@deed
def ask_question(
    *,
    by: Person,
    submission: Submission,
    text: str,
    asked_by: str = "",
    said_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> AdviceQuestion:
    """One side asks the other. The answer falls due by the dated rule from the moment it was asked.

    `asked_by` (a Side) lets police enter CPS's question from its document; left empty it is one's own side.
    Without `said_at` it was now, or on the day of that document. Raises NotAllowed
    on a closed case, Invalid by field.
    """
    at = at or now()
    submission = lock_submission(submission)
    check_can_ask(by, submission)
    side = Side(asked_by) if asked_by else side_of(by)
    if side == Side.POLICE and side_of(by) == Side.CPS:
        raise Invalid({"asked_by": "The police ask their own questions."})
    act = Entry(
        by=by,
        case=submission.case,
        field="said_at",
        said=said_at,
        document_name=document_name,
        document_date=document_date,
        answers=Answers(submission.submitted_at, "the submission"),
        at=at,
    )
    said = _said(act, side)
    question = AdviceQuestion(
        id=uuid7(),
        case=submission.case,
        submission=submission,
        due_on=deadline(ClockCode.ADVICE_QUESTION, act.moment).due_on,
        **said,
    )
    question.text_sealed = _sealed(Label.QUESTION_TEXT, question, text)
    question.save(force_insert=True)
    owe_reply(question, at)
    record(
        by=by,
        action=Action.QUESTION_ASKED,
        case=submission.case,
        subjects=[submission.pk, question.pk],
    )
    return question


@deed
def answer_question(
    *,
    by: Person,
    question: AdviceQuestion,
    text: str,
    said_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> AdviceAnswer:
    """The side that was asked answers; police enter CPS's answer from its document. The clock stops.

    Raises NotAllowed when it was answered or CPS would answer for the police, Invalid by field.
    """
    at = at or now()
    rows = AdviceQuestion.objects.select_for_update(no_key=True, of=("self",)).select_related("case")
    question = rows.get(pk=question.pk)
    check_can_answer(by, question)
    act = Entry(
        by=by,
        case=question.case,
        field="said_at",
        said=said_at,
        document_name=document_name,
        document_date=document_date,
        answers=Answers(question.said_at, "the question"),
        at=at,
    )
    said = _said(act, question.asked_of)
    answer = AdviceAnswer(
        id=uuid7(),
        case=question.case,
        question=question,
        **said,
    )
    answer.text_sealed = _sealed(Label.ANSWER_TEXT, answer, text)
    answer.save(force_insert=True)
    question.answered_at = act.moment
    question.save(update_fields=["answered_at"])
    settle_due(source=question.pk, code=QUESTION, at=at)
    record(
        by=by,
        action=Action.QUESTION_ANSWERED,
        case=question.case,
        subjects=[question.submission_id, question.pk, answer.pk],
    )
    return answer


def owe_reply(question: AdviceQuestion, at: datetime) -> None:
    """Say on the case that a side owes an answer. Inside a deed."""
    raise_dues(case=question.case, owed=[reply_owed(question)], at=at)


def reply_owed(question: AdviceQuestion) -> Owed:
    return Owed(
        source=question.pk,
        code=QUESTION,
        what=f"{question.asked_of.label}: answer a question about submission {question.submission.round}",
        due_on=question.due_on,
        rule=ClockCode.ADVICE_QUESTION,
        started_on=london_date(question.said_at),
    )


def _said(act: Entry, side: Side) -> dict[str, Any]:
    """The columns of something said by `side`, and whose word for it this is. Raises Invalid by field."""
    said = {"side": side, "said_at": act.moment, "recorded_at": act.at}
    if side == Side.CPS:
        act.check()
        return {**said, **act.columns, "said_by": cps_person(act.by)}
    together(act.check_moment, partial(_check_no_document, act))
    return {**said, "source": "", "entered_by": act.by, "said_by": act.by}


def _check_no_document(act: Entry) -> None:
    if act.document_name or act.document_date is not None:
        field = "document_name" if act.document_name else "document_date"
        raise Invalid({field: "The police say this themselves, so no CPS document belongs to it."})


def _sealed(label: Label, row: AdviceQuestion | AdviceAnswer, text: str) -> bytes:
    if not text.strip():
        raise Invalid({"text": "Enter the text."})
    return Sealer(row.case_id).seal(label, row.pk, text)
