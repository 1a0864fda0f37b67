"""CPS's first look at a submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from actionplans import rules
from actionplans.enums import OF_PRIORITY, SubmissionKind
from actionplans.models import Advice, Submission, Triage, TriageReason
from actionplans.seals import Label, Sealer
from actionplans.services.documents import Entry, cps_person
from actionplans.services.in_step import STORED_OF_ROUND, answer_of, keep_in_step, next_round
from actionplans.services.rounds import check_before_next_round
from actionplans.services.submissions import RESPOND, lock_submission
from actionplans.services.undecided import open_to_cps_now
from cases.services import Owed, locked, raise_dues
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together


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

    Police who leave the moment out mean the day of the document. `reasons` are rows of `reason`
    (RejectionReason) and `words` (at most 250 characters). Raises NotAllowed when it was triaged already or
    nothing is left for CPS to decide on, Invalid for a rejection without reasons or a date to respond by
    after it, or of what CPS has answered.
    """
    at = at or now()
    submission = lock_submission(submission)
    rules.check_can_triage(by, submission, left=open_to_cps_now(submission.case))
    locked(by, submission.case_id)  # the case does not go to CPS again meanwhile
    act = Entry(
        by=by,
        case=submission.case,
        field="triaged_at",
        said=triaged_at,
        document_name=document_name,
        document_date=document_date,
        answers=rules.Answers(submission.submitted_at, "the submission"),
        at=at,
    )
    triaged_at = act.moment
    together(
        act.check,
        partial(check_before_next_round, "triaged_at", triaged_at, submission),
        partial(check_rejection, submission, accepted, reasons, respond_by, triaged_at),
    )
    triage = Triage(
        id=uuid7(),
        case=submission.case,
        submission=submission,
        accepted=accepted,
        triaged_at=triaged_at,
        respond_by=respond_by,
        lawyer=cps_person(by),
        recorded_at=at,
        **act.columns,
    )
    triage.save(force_insert=True)
    _write_reasons(triage, reasons)
    if not accepted and next_round(submission) is None:  # else the police have responded
        raise_dues(case=triage.case, owed=[response_owed(triage)], at=at)
    keep_in_step(submission.case, by=by, at=at)
    submission.refresh_from_db(fields=STORED_OF_ROUND)
    record(by=by, action=Action.SUBMISSION_TRIAGED, case=submission.case, subjects=[submission.pk, triage.pk])
    return triage


def _was_answered(submission: Submission) -> bool:
    """Whether CPS said more of it than a triage says."""
    advised = Advice.objects.filter(submission=submission, superseded_at__isnull=True)
    return answer_of(submission) is not None or advised.exists()


def check_rejection(
    submission: Submission,
    accepted: bool,
    reasons: Sequence[Mapping[str, Any]],
    respond_by: date | None,
    triaged_at: datetime,
) -> None:
    wrong = {}
    if not accepted and _was_answered(submission):
        wrong["accepted"] = "CPS has answered this submission, so its triage did not reject it."
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
        elif submission.kind != SubmissionKind.PRIORITY:
            wrong |= {
                f"reasons-{place}-reason": "Only a priority submission is rejected for this."
                for place, code in enumerate(codes)
                if code in OF_PRIORITY
            }
        if respond_by is None:
            wrong["respond_by"] = "Enter the date by which the police should respond."
        elif respond_by <= london_date(triaged_at):
            wrong["respond_by"] = "The date to respond by must lie after the day of the rejection."
    if wrong:
        raise Invalid(wrong)


def _write_reasons(triage: Triage, reasons: Sequence[Mapping[str, Any]]) -> None:
    sealer, rows = Sealer(triage.case_id), []
    for given in reasons:
        row = TriageReason(id=uuid7(), case_id=triage.case_id, triage=triage, reason=given["reason"])
        row.words_sealed = sealer.seal(Label.TRIAGE_WORDS, row.pk, given.get("words", ""))
        rows.append(row)
    TriageReason.objects.bulk_create(rows)


def response_owed(triage: Triage) -> Owed:
    """What police owe CPS for its rejection: the officer in charge, by the date that CPS set."""
    assert triage.respond_by is not None
    return Owed(
        source=triage.pk,
        code=RESPOND,
        what="Respond to the CPS triage rejection",
        due_on=triage.respond_by,
        started_on=london_date(triage.triaged_at),
    )
