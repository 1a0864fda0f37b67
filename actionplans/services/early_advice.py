"""Early advice considered: recorded by itself, or with the submission that asks for a charging decision."""

from __future__ import annotations

from datetime import datetime

from actionplans.advising import SOUGHT
from actionplans.clinic_enums import ASKS_EARLY
from actionplans.enums import AdviceKind, SubmissionKind
from actionplans.models import Advice, ClinicBooking, EarlyAdviceConsidered, Submission
from actionplans.rules import check_moment
from actionplans.rules.advice import check_answer_of_submission, check_can_consider, check_considered
from actionplans.seals import Label, Sealer
from actionplans.services.undecided import open_to_cps_now
from cases.enums import MilestoneKind
from cases.models import Allegation, Case
from cases.services import locked, retract_milestones
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now, start_of_day
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person


def early_advice_is_settled(case: Case) -> bool:
    """Whether it is on record that early advice was considered: said, asked of CPS, or heard at a clinic."""
    return (
        EarlyAdviceConsidered.objects.filter(case=case).exists()
        or Submission.objects.filter(case=case, kind=SubmissionKind.EARLY_ADVICE).exists()
        or ClinicBooking.objects.filter(case=case, heard_at__isnull=False, kind__in=ASKS_EARLY).exists()
    )


def no_early_advice_at_clinic(booking: ClinicBooking, *, by: Person, reason: str, at: datetime) -> None:
    """None of the early advice of a booking stands any more: the milestones that its versions made go with
    it, whichever of them was the first. Inside a deed.
    """
    versions = Advice.objects.filter(booking=booking, kind=AdviceKind.EARLY)
    for moment in set(versions.values_list("given_at", flat=True)):
        retract_milestones(
            by=by,
            case=booking.case,
            kind=MilestoneKind.EARLY_ADVICE_GIVEN,
            occurred_at=moment,
            allegations=Allegation.objects.filter(case=booking.case_id).values("pk"),
            reason=reason,
            at=at,
        )


@deed
def consider_early_advice(
    *,
    by: Person,
    case: Case,
    sought: bool,
    because: str = "",
    words: str = "",
    considered_at: datetime | None = None,
    at: datetime | None = None,
) -> EarlyAdviceConsidered:
    """Record that early advice was considered, and where it is not sought, why (NoEarlyAdvice).

    Raises NotAllowed where everything is charged or closed, Invalid by field.
    """
    at = at or now()
    considered_at = considered_at or at
    case = locked(by, case)
    check_can_consider(by, case, left=open_to_cps_now(case))
    check_considered(sought, because, words)
    check_moment(
        "considered_at",
        considered_at,
        at=at,
        not_before=start_of_day(case.reported_on),
        before_what="the report",
    )
    return _write(by, case, because if not sought else SOUGHT, words, considered_at, at)


def consider_with_submission(*, by: Person, case: Case, answer: str, words: str, at: datetime) -> None:
    """Write down what a submission says of early advice: SOUGHT or a NoEarlyAdvice. Inside that deed.

    Whoever may submit may say so, the gatekeeper too. Raises Invalid by the names of the submission's fields.
    """
    check_answer_of_submission(answer, words)
    _write(by, case, answer, words, at, at)


def _write(
    by: Person, case: Case, answer: str, words: str, considered_at: datetime, at: datetime
) -> EarlyAdviceConsidered:
    row = EarlyAdviceConsidered(
        id=uuid7(),
        case=case,
        sought=answer == SOUGHT,
        because="" if answer == SOUGHT else answer,
        considered_at=considered_at,
        considered_by=by,
        recorded_at=at,
    )
    row.words_sealed = Sealer(case.pk).seal(Label.EARLY_ADVICE_WORDS, row.pk, words)
    row.save(force_insert=True)
    record(by=by, action=Action.EARLY_ADVICE_CONSIDERED, case=case, subjects=[row.pk])
    return row
