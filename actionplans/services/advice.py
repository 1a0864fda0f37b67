"""CPS's advice on a submission or at a clinic: versions, each beside the ones before."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.db.models import Max

from actionplans import rules
from actionplans.enums import AdviceKind, SubmissionKind
from actionplans.models import Advice, ClinicBooking, Submission
from actionplans.rules.advice import check_towards, wants_countersign
from actionplans.rules.clinics import check_can_advise_at_clinic
from actionplans.seals import Label, Sealer
from actionplans.services.clinic_access import open_case_to_countersign
from actionplans.services.countersigning import another_version_written, owe_countersignature
from actionplans.services.documents import Entry, cps_person
from actionplans.services.in_step import STORED_OF_ROUND, answer_of, keep_in_step
from actionplans.services.rounds import check_before_next_round
from actionplans.services.submissions import lock_submission
from actionplans.services.undecided import open_to_cps_now
from cases.enums import MilestoneKind
from cases.models import Allegation, Case
from cases.services import locked, record_milestone
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together


@deed
def write_advice(
    *,
    by: Person,
    text: str,
    submission: Submission | None = None,
    booking: ClinicBooking | None = None,
    kind: str = AdviceKind.CHARGING,
    countersign_wanted: bool = False,
    given_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> Advice:
    """Add a version of CPS's advice on a submission, or on what was heard at an advice clinic (`booking`).

    Police who leave the moment out mean the day of the document. What was written before stays; a CPS version
    supersedes a police entry. Raises NotAllowed on a rejected submission or a case that was not heard,
    Invalid for empty text or a moment before what it is about.
    """
    at = at or now()
    submission = lock_submission(submission) if submission is not None else None
    case, since = _about(by, submission, booking)
    act = Entry(
        by=by,
        case=case,
        field="given_at",
        said=given_at,
        document_name=document_name,
        document_date=document_date,
        answers=since,
        at=at,
    )
    given_at = act.moment
    together(
        act.check,
        partial(check_given_at, submission, given_at),
        partial(_check_says, case, kind, text),
    )
    before = Advice.objects.filter(submission=submission, booking=booking)
    last = before.aggregate(last=Max("version"))["last"] or 0
    known_early = before.filter(kind=AdviceKind.EARLY, superseded_at__isnull=True).exists()
    advice = Advice(
        id=uuid7(),
        case=case,
        submission=submission,
        booking=booking,
        version=last + 1,
        kind=kind,
        countersign_wanted=wants_countersign(kind, countersign_wanted),
        author=cps_person(by),
        given_at=given_at,
        recorded_at=at,
        **act.columns,
    )
    advice.text_sealed = Sealer(case.pk).seal(Label.ADVICE_TEXT, advice.pk, text)
    advice.save(force_insert=True)
    if submission is not None:
        _answers(by, submission, at)
    elif kind == AdviceKind.EARLY and not known_early:
        given_before_submission(by, case, given_at, at)
    if booking is not None and advice.countersign_wanted:
        open_case_to_countersign(booking, by=by, at=at)
    another_version_written(advice, by=by, at=at)
    if advice.countersign_wanted and not case.is_closed:
        owe_countersignature(advice, at)
    record(by=by, action=Action.ADVICE_WRITTEN, case=case, subjects=[advice.about_id, advice.pk])
    return advice


def check_given_at(submission: Submission | None, given_at: datetime) -> None:
    if submission is not None and is_answer(submission):
        check_before_next_round("given_at", given_at, submission)


def _check_says(case: Case, kind: str, text: str) -> None:
    if kind == AdviceKind.NFA:
        check_towards(kind, open_to_cps_now(case))
    if not text.strip():
        raise Invalid({"text": "Enter the advice."})


def _about(
    by: Person, submission: Submission | None, booking: ClinicBooking | None
) -> tuple[Case, rules.Answers]:
    """The case, and what its advice speaks of. Raises NotAllowed."""
    if submission is not None:
        rules.check_can_advise(by, submission)
        return submission.case, rules.Answers(submission.submitted_at, "the submission")
    assert booking is not None, "advice is on a submission or on a booking"
    check_can_advise_at_clinic(by, booking)
    case = locked(by, booking.case_id)
    assert booking.heard_at is not None, "advice is of a case that was heard"
    return case, rules.Answers(booking.heard_at, "the case was heard")


def is_answer(submission: Submission) -> bool:
    """Whether advice is the answer that this submission waits for."""
    return submission.kind == SubmissionKind.EARLY_ADVICE and answer_of(submission) is None


def _answers(by: Person, submission: Submission, at: datetime) -> None:
    """Early advice answers the submission that asked for it; any advice ends its wait for triage."""
    keep_in_step(submission.case, by=by, at=at)
    submission.refresh_from_db(fields=STORED_OF_ROUND)


def given_before_submission(by: Person, case: Case, given_at: datetime, at: datetime) -> None:
    """Early advice at a clinic is a milestone of a case that never went to CPS; of another it would say that
    CPS answered what was sent.
    """
    if Submission.objects.filter(case=case).exists():
        return
    for allegation in Allegation.objects.filter(case=case, outcome=""):
        record_milestone(
            by=by,
            case=case,
            kind=MilestoneKind.EARLY_ADVICE_GIVEN,
            occurred_at=given_at,
            allegation=allegation,
            at=at,
        )
