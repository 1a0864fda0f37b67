"""Sending a case to CPS, and CPS's triage and advice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db.models import Max

from actionplans import rules
from actionplans.checklist import CHECKED_KINDS
from actionplans.enums import SubmissionKind, SubmissionStatus
from actionplans.models import Submission, SubmissionAllegation, Triage
from actionplans.rules.advice import check_early_advice
from actionplans.rules.files import check_unchecked
from actionplans.seals import Label, Sealer
from actionplans.services.agreement import ask_agreement, ask_no_more
from actionplans.services.early_advice import consider_with_submission, early_advice_is_settled
from actionplans.services.files import settle_returned, standing_sign_off
from actionplans.services.in_step import CLOCK_OF, keep_in_step
from actionplans.services.rounds import check_after_what_cps_said
from actionplans.services.undecided import open_to_cps_now
from cases.models import Allegation, Case
from cases.services import (
    check_urn_of,
    locked,
    mark_submitted,
    settle_due,
)
from cases.urn import read_urn
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import deadline, now, start_of_day
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, together

RESPOND = "respond_to_triage"
# Why milestones are voided, beside SUPERSEDED.
BY_MISTAKE = "What it rested on was recorded by mistake and taken back."


@deed
def submit_to_cps(
    *,
    by: Person,
    case: Case,
    kind: str,
    cps_unit: CpsUnit,
    allegations: Sequence[Allegation],
    urn: str = "",
    shared_urn_confirmed: bool = False,
    note: str = "",
    unchecked_because: str = "",
    early_advice: str = "",
    early_advice_words: str = "",
    submitted_at: datetime | None = None,
    at: datetime | None = None,
) -> Submission:
    """Send a case to a CPS unit: the next round. From now on the unit and the gatekeepers see the case.

    The gatekeeper's sign-off that stands goes with it; a charging file without one says why (a code of
    UncheckedBecause). Before a charging decision early advice was considered: it is on record, or
    `early_advice` says so (SOUGHT or a NoEarlyAdvice). A URN that another case bears is taken once that was
    confirmed. Raises NotAllowed while a round waits for triage, when the case is closed or everything on it
    is charged; Invalid by field, also for a moment in the future, before the report or before what CPS said
    of the round before.
    """
    at = at or now()
    submitted_at = submitted_at or at
    rules.check_role(by, "submit_to_cps")
    case = locked(by, case)
    waiting = Submission.objects.filter(case=case, status=SubmissionStatus.SENT).first()
    left = open_to_cps_now(case)
    rules.check_can_submit(by, case, waiting, left=left)
    check = standing_sign_off(case) if kind in CHECKED_KINDS else None
    together(
        partial(rules.check_allegations, case, allegations, left),
        partial(_check_submitted_at, case, submitted_at, allegations, at),
        partial(check_unchecked, kind, check, unchecked_because),
        partial(check_early_advice, kind, early_advice, early_advice_is_settled(case)),
        partial(read_urn, urn),
    )
    if early_advice:
        consider_with_submission(by=by, case=case, answer=early_advice, words=early_advice_words, at=at)
    urn = read_urn(urn)
    why = check_urn_of(by=by, case=case, urn=urn, confirmed=shared_urn_confirmed)
    submission = Submission(
        id=uuid7(),
        case=case,
        kind=kind,
        submitted_at=submitted_at,
        submitted_by=by,
        cps_unit=cps_unit,
        urn=urn,
        file_check=check,
        unchecked_because=unchecked_because,
        recorded_at=at,
    )
    _write(submission, note)
    SubmissionAllegation.objects.bulk_create(
        [SubmissionAllegation(case=case, submission=submission, allegation=one) for one in allegations]
    )
    passes = case.cps_unit_id != cps_unit.pk
    mark_submitted(case=case, cps_unit=cps_unit, urn=urn)
    settle_rejections(case, at)
    if kind in CHECKED_KINDS:
        settle_returned(case, at)
    keep_in_step(case, by=by, at=at)
    if passes:
        ask_no_more(case, by=by, at=at)
        ask_agreement(case, at)
    record(
        by=by,
        action=Action.SUBMITTED_TO_CPS,
        case=case,
        subjects=[submission.pk],
        recipient=cps_unit.code,
        reason=why,
    )
    return submission


def _write(submission: Submission, note: str) -> None:
    """The next round of its case, with the date on which CPS's answer falls due."""
    case = submission.case
    submission.round = (Submission.objects.filter(case=case).aggregate(last=Max("round"))["last"] or 0) + 1
    submission.due_on = deadline(CLOCK_OF[SubmissionKind(submission.kind)], submission.submitted_at).due_on
    submission.note_sealed = Sealer(case.pk).seal(Label.SUBMISSION_NOTE, submission.pk, note)
    submission.save(force_insert=True)


def _check_submitted_at(
    case: Case, submitted_at: datetime, allegations: Sequence[Allegation], at: datetime
) -> None:
    rules.check_moment(
        "submitted_at",
        submitted_at,
        at=at,
        not_before=start_of_day(case.reported_on),
        before_what="the report",
    )
    rounds = list(Submission.objects.filter(case=case))
    if any(submitted_at < one.submitted_at for one in rounds):
        raise Invalid({"submitted_at": "This cannot be before the submission before it."})
    check_after_what_cps_said("submitted_at", submitted_at, rounds, allegations)


def settle_rejections(case: Case, at: datetime) -> None:
    """Submitting again is the response that a triage rejection asked for."""
    for pk in Triage.objects.filter(case=case, accepted=False).values_list("pk", flat=True):
        settle_due(source=pk, code=RESPOND, at=at)


def lock_submission(submission: Submission) -> Submission:
    rows = Submission.objects.select_for_update(no_key=True, of=("self",)).select_related("case", "cps_unit")
    found: Submission = rows.get(pk=submission.pk)
    return found
