"""Sending a case to CPS, and CPS's triage and advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from actionplans import rules
from actionplans.enums import AdviceKind, CpsSource, SubmissionKind, SubmissionStatus
from actionplans.models import Advice, Submission, SubmissionAllegation, Triage, TriageReason
from actionplans.seals import Label, Sealer
from cases.enums import MilestoneKind
from cases.models import Allegation, Case
from cases.services import mark_submitted, raise_due, record_milestone, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, end_of_day, london_date, now, start_of_day
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch

ANSWER = "cps_answer"  # the due item of a submission: CPS owes an answer
RESPOND = "respond_to_triage"
CLOCK_OF = {
    SubmissionKind.EARLY_ADVICE: ClockCode.EARLY_ADVICE,
    SubmissionKind.WITHIN_5_DAYS: ClockCode.CPS_CHARGING_SHORT,
    SubmissionKind.WITHIN_28_DAYS: ClockCode.CPS_CHARGING,
    SubmissionKind.PRIORITY: ClockCode.CPS_RED_REVIEW,
}


@deed
def submit_to_cps(
    *,
    by: Person,
    case: Case,
    kind: str,
    cps_unit: CpsUnit,
    allegations: Sequence[Allegation],
    urn: str = "",
    note: str = "",
    submitted_at: datetime | None = None,
    at: datetime | None = None,
) -> Submission:
    """Send a case to a CPS unit: the next round. From now on the unit and the gatekeepers see the case.

    Raises NotAllowed while a round waits for triage or when the case is closed, Invalid for a moment in the
    future or before the report.
    """
    at = at or now()
    submitted_at = submitted_at or at
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    waiting = Submission.objects.filter(case=case, status=SubmissionStatus.SENT).first()
    rules.check_can_submit(by, case, waiting)
    rules.check_allegations(case, [one.case_id for one in allegations])
    _check_submitted_at(case, submitted_at, at)
    clock = deadline(CLOCK_OF[SubmissionKind(kind)], submitted_at)
    submission = Submission(
        id=uuid7(),
        case=case,
        round=(Submission.objects.filter(case=case).aggregate(last=Max("round"))["last"] or 0) + 1,
        kind=kind,
        submitted_at=submitted_at,
        submitted_by=by,
        cps_unit=cps_unit,
        urn=urn,
        due_on=clock.due_on,
        recorded_at=at,
    )
    submission.note_sealed = Sealer(case.pk).seal(Label.SUBMISSION_NOTE, submission.pk, note)
    submission.save(force_insert=True)
    SubmissionAllegation.objects.bulk_create(
        [SubmissionAllegation(case=case, submission=submission, allegation=one) for one in allegations]
    )
    mark_submitted(case=case, cps_unit=cps_unit, urn=urn)
    _settle_rejections(case, at)
    _milestones(by, submission, allegations, at)
    raise_due(
        case=case,
        source=submission.pk,
        code=ANSWER,
        what=f"CPS: {submission.get_kind_display()}"[:80],
        due_on=clock.due_on,
        rule=CLOCK_OF[SubmissionKind(kind)],
        started_on=london_date(submitted_at),
        at=at,
    )
    record(
        by=by, action=Action.SUBMITTED_TO_CPS, case=case, subjects=[submission.pk], recipient=cps_unit.code
    )
    return submission


def _check_submitted_at(case: Case, submitted_at: datetime, at: datetime) -> None:
    rules.check_moment(
        "submitted_at",
        submitted_at,
        at=at,
        not_before=start_of_day(case.reported_on),
        before_what="the report",
    )
    last = Submission.objects.filter(case=case).aggregate(last=Max("submitted_at"))["last"]
    if last is not None and submitted_at < last:
        raise Invalid({"submitted_at": "This cannot be before the submission before it."})


def _settle_rejections(case: Case, at: datetime) -> None:
    for pk in Triage.objects.filter(case=case, accepted=False).values_list("pk", flat=True):
        settle_due(source=pk, code=RESPOND, at=at)


def _milestones(by: Person, submission: Submission, allegations: Sequence[Allegation], at: datetime) -> None:
    kind = (
        MilestoneKind.EARLY_ADVICE_REQUESTED
        if submission.kind == SubmissionKind.EARLY_ADVICE
        else MilestoneKind.SUBMITTED
        if submission.round == 1
        else MilestoneKind.RESUBMITTED
    )
    for one in allegations:
        record_milestone(
            by=by,
            case=submission.case,
            kind=kind,
            occurred_at=submission.submitted_at,
            allegation=one,
            at=at,
        )


def milestones_of(
    by: Person, submission: Submission, kind: MilestoneKind, occurred_at: datetime, at: datetime
) -> None:
    """Record what CPS did with a submission on each allegation that was put to it."""
    lines = SubmissionAllegation.objects.filter(submission=submission).select_related("allegation")
    for line in lines:
        record_milestone(
            by=by,
            case=submission.case,
            kind=kind,
            occurred_at=occurred_at,
            allegation=line.allegation,
            at=at,
        )


def lock_submission(submission: Submission) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("case", "cps_unit")
    return rows.get(pk=submission.pk)


def answered(submission: Submission, at: datetime, *fields: str) -> None:
    """CPS answered: its clock stops. For the deed of an upper app (a decision) too; call it inside a deed."""
    if submission.answered_at is None:
        submission.answered_at = at
    settle_due(source=submission.pk, code=ANSWER, at=at)
    touch(submission, "answered_at", *fields)


@deed
def triage_submission(
    *,
    by: Person,
    submission: Submission,
    accepted: bool,
    reasons: Sequence[Mapping[str, Any]] = (),
    respond_by: date | None = None,
    triaged_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> Triage:
    """Record CPS's first look: accepted, or rejected with coded reasons and a date by which police respond.

    `reasons` are rows of `reason` (RejectionReason) and `words` (at most 250 characters). Raises NotAllowed when
    it was triaged already, Invalid for a rejection without reasons or a date ahead.
    """
    at = at or now()
    triaged_at = triaged_at or at
    submission = lock_submission(submission)
    rules.check_can_triage(by, submission)
    rules.check_moment(
        "triaged_at", triaged_at, at=at, not_before=submission.submitted_at, before_what="the submission"
    )
    _check_rejection(accepted, reasons, respond_by, at)
    issued_on = london_date(submission.submitted_at)
    source = rules.check_document(
        by, document_name=document_name, document_date=document_date, issued_on=issued_on, at=at
    )
    by_police = source == CpsSource.POLICE_FROM_DOCUMENT
    triage = Triage(
        id=uuid7(),
        case=submission.case,
        submission=submission,
        accepted=accepted,
        triaged_at=triaged_at,
        respond_by=respond_by,
        lawyer=None if by_police else by,
        recorded_at=at,
        source=source,
        document_name=document_name if by_police else "",
        document_date=document_date if by_police else None,
        entered_by=by,
    )
    triage.save(force_insert=True)
    _write_reasons(triage, reasons)
    submission.status = SubmissionStatus.ACCEPTED if accepted else SubmissionStatus.REJECTED
    if accepted:
        touch(submission, "status")
    else:
        answered(submission, at, "status")
        _respond_by(triage, at)
    # Early advice that is accepted has not been given yet, so the stage stays as it is.
    if submission.kind != SubmissionKind.EARLY_ADVICE or not accepted:
        kind = MilestoneKind.TRIAGE_ACCEPTED if accepted else MilestoneKind.TRIAGE_REJECTED
        milestones_of(by, submission, kind, triaged_at, at)
    record(by=by, action=Action.SUBMISSION_TRIAGED, case=submission.case, subjects=[submission.pk, triage.pk])
    return triage


def _check_rejection(
    accepted: bool, reasons: Sequence[Mapping[str, Any]], respond_by: date | None, at: datetime
) -> None:
    wrong = {}
    if accepted:
        if reasons:
            wrong["reasons"] = "An accepted submission has no reasons for rejection: remove them."
        if respond_by is not None:
            wrong["respond_by"] = "Only a rejection has a date to respond by: leave it empty."
    else:
        codes = [row["reason"] for row in reasons]
        if not codes:
            wrong["reasons"] = "Give at least one reason for the rejection."
        elif len(set(codes)) < len(codes):
            wrong["reasons"] = "Give each reason once."
        if respond_by is None:
            wrong["respond_by"] = "Enter the date by which the police should respond."
        elif respond_by <= london_date(at):
            wrong["respond_by"] = "The date to respond by must be in the future."
    if wrong:
        raise Invalid(wrong)


def _write_reasons(triage: Triage, reasons: Sequence[Mapping[str, Any]]) -> None:
    sealer, rows = Sealer(triage.case_id), []
    for given in reasons:
        row = TriageReason(id=uuid7(), case_id=triage.case_id, triage=triage, reason=given["reason"])
        row.words_sealed = sealer.seal(Label.TRIAGE_WORDS, row.pk, given.get("words", ""))
        rows.append(row)
    TriageReason.objects.bulk_create(rows)


def _respond_by(triage: Triage, at: datetime) -> None:
    assert triage.respond_by is not None
    raise_due(
        case=triage.case,
        source=triage.pk,
        code=RESPOND,
        what="Respond to the CPS triage rejection",
        due_on=triage.respond_by,
        owner=triage.case.officer_in_charge,
        started_on=london_date(triage.triaged_at),
        at=at,
    )


@deed
def write_advice(
    *,
    by: Person,
    submission: Submission,
    text: str,
    kind: str = AdviceKind.CHARGING,
    given_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> Advice:
    """Add a version of CPS's advice. What was written before stays; a CPS version supersedes a police entry.

    Raises NotAllowed on a rejected submission, Invalid for empty text or a moment before the submission.
    """
    at = at or now()
    given_at = given_at or at
    submission = lock_submission(submission)
    rules.check_can_advise(by, submission)
    rules.check_moment(
        "given_at", given_at, at=at, not_before=submission.submitted_at, before_what="the submission"
    )
    if not text.strip():
        raise Invalid({"text": "Enter the advice."})
    issued_on = london_date(submission.submitted_at)
    source = rules.check_document(
        by, document_name=document_name, document_date=document_date, issued_on=issued_on, at=at
    )
    by_police = source == CpsSource.POLICE_FROM_DOCUMENT
    last = Advice.objects.filter(submission=submission).aggregate(last=Max("version"))["last"] or 0
    advice = Advice(
        id=uuid7(),
        case=submission.case,
        submission=submission,
        version=last + 1,
        kind=kind,
        author=None if by_police else by,
        given_at=given_at,
        recorded_at=at,
        source=source,
        document_name=document_name if by_police else "",
        document_date=document_date if by_police else None,
        entered_by=by,
    )
    advice.text_sealed = Sealer(submission.case_id).seal(Label.ADVICE_TEXT, advice.pk, text)
    advice.save(force_insert=True)
    if submission.kind == SubmissionKind.EARLY_ADVICE and last == 0:
        milestones_of(by, submission, MilestoneKind.EARLY_ADVICE_GIVEN, given_at, at)
        answered(submission, given_at)
    else:
        touch(submission)
    record(by=by, action=Action.ADVICE_WRITTEN, case=submission.case, subjects=[submission.pk, advice.pk])
    return advice


def answer_falls_due(submission: Submission) -> datetime:
    """24:00 in London on the day that CPS's answer is due."""
    return end_of_day(submission.due_on)
