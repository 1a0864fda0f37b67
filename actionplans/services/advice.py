"""CPS's advice on a submission: versions, each beside the ones before."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from actionplans import rules
from actionplans.enums import AdviceKind, SubmissionKind
from actionplans.models import Advice, Submission
from actionplans.rules.advice import wants_countersign
from actionplans.seals import Label, Sealer
from actionplans.services.documents import cps_person, from_document
from actionplans.services.submissions import answered, lock_submission, milestones_of
from cases.enums import MilestoneKind
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch


@deed
def write_advice(
    *,
    by: Person,
    submission: Submission,
    text: str,
    kind: str = AdviceKind.CHARGING,
    countersign_wanted: bool = False,
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
    last = Advice.objects.filter(submission=submission).aggregate(last=Max("version"))["last"] or 0
    advice = Advice(
        id=uuid7(),
        case=submission.case,
        submission=submission,
        version=last + 1,
        kind=kind,
        countersign_wanted=wants_countersign(kind, countersign_wanted),
        author=cps_person(by),
        given_at=given_at,
        recorded_at=at,
        **from_document(by, document_name=document_name, document_date=document_date, at=at),
    )
    advice.text_sealed = Sealer(submission.case_id).seal(Label.ADVICE_TEXT, advice.pk, text)
    advice.save(force_insert=True)
    if submission.kind == SubmissionKind.EARLY_ADVICE and submission.answered_at is None:
        milestones_of(by, submission, MilestoneKind.EARLY_ADVICE_GIVEN, given_at, at)
        answered(submission, given_at, at=at)
    else:
        touch(submission)
    record(by=by, action=Action.ADVICE_WRITTEN, case=submission.case, subjects=[submission.pk, advice.pk])
    return advice
