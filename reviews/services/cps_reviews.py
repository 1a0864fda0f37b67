"""Reviews under CPS's scheme, followed for the victim: passed on, asked after, and the answer told."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from cases.models import Victim
from cases.services import locked, raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import Deadline, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.people.versions import touch
from reviews.clocks import notice_deadline
from reviews.cps_review_enums import OVERTURNED, CpsReviewStatus, CpsStageKind, Reached
from reviews.enums import DueCode, LineEnded
from reviews.models import CpsReview, CpsReviewStage, Decision
from reviews.models.cps_review import CLOCK_OF_STAGE
from reviews.rules import NOT_YOURS, check_role, standing_lines
from reviews.rules import cps_reviews as rules
from reviews.rules.cps_said import check_answer_heard, check_asked_again, check_requested, letter_on_record
from reviews.services.carrying_out import DEED_AFTER_CPS, owe_carrying_out
from reviews.services.decisions import in_hand
from reviews.services.making import open_again
from victims.bereaved import whom_now
from victims.owning import contact_owner


@deed
def record_cps_review(
    *,
    by: Person,
    decision: Decision,
    victim: Victim,
    received_on: date,
    reached: str,
    channel: str,
    asked_by: str,
    letter_on: date | None = None,
    at: datetime | None = None,
) -> CpsReview:
    """Record that a victim asks CPS to review its decision: of us, who pass it on, or of CPS itself.

    `received_on` is the London date on which we or CPS had it; `letter_on` that of CPS's letter, else the one
    on record. A late request is passed on as any other: CPS decides whether it takes it. Raises NotAllowed,
    or Invalid by field.
    """
    at = at or now()
    decision = in_hand(by, decision)
    rules.check_can_follow(by, decision, victim)
    letter_on = letter_on or letter_on_record(decision, victim, received_on)
    check_requested(
        decision,
        victim,
        received_on=received_on,
        letter_on=letter_on,
        reached=reached,
        channel=channel,
        asked_by=asked_by,
        at=at,
    )
    assert decision.decided_at is not None
    to_us = reached == Reached.POLICE
    review = CpsReview(
        case=decision.case,
        decision=decision,
        victim=victim,
        status=CpsReviewStatus.TO_PASS_ON if to_us else CpsReviewStatus.WITH_CPS,
        decided_on=london_date(decision.decided_at),
        letter_on=letter_on,
        received_on=received_on,
        reached=reached,
        channel=channel,
        asked_by=asked_by,
        recorded_at=at,
        recorded_by=by,
    )
    _insert(review)
    if to_us:
        _owe(review, DueCode.PASS_TO_CPS, "Pass a review request on to CPS", review.passing_on, at)
    else:
        _begin(review, CpsStageKind.LOCAL, received_on, None, by, at)
    touch(review, "due_on")
    record(
        by=by,
        action=Action.CPS_REVIEW_RECORDED,
        case=decision.case,
        subjects=[review.pk, decision.pk, victim.pk],
    )
    return review


@deed
def pass_on_to_cps(
    *, by: Person, review: CpsReview, passed_on: date, at: datetime | None = None
) -> CpsReview:
    """Record when a request that reached us went on to CPS: its clock for the stage that it asks for begins.

    Raises NotAllowed or Invalid.
    """
    at = at or now()
    review = review_in_hand(by, review)
    rules.check_can_pass_on(by, review)
    rules.check_passed_on(review, passed_on, at)
    settle_due(source=review.pk, code=DueCode.PASS_TO_CPS, at=at)
    review.status = CpsReviewStatus.WITH_CPS
    if review.again_asked_on is None:
        review.passed_on_at, review.passed_on_by = passed_on, by
        _begin(review, CpsStageKind.LOCAL, passed_on, None, by, at)
        touch(review, "passed_on_at", "passed_on_by", "status", "due_on")
    else:
        review.again_passed_on, review.again_passed_by = passed_on, by
        local: CpsReviewStage = review.stages.get(kind=CpsStageKind.LOCAL)
        assert local.told_at is not None
        _begin(review, CpsStageKind.INDEPENDENT, passed_on, london_date(local.told_at), by, at)
        touch(review, "again_passed_on", "again_passed_by", "status", "due_on")
    record(by=by, action=Action.CPS_REVIEW_PASSED_ON, case=review.case, subjects=[review.pk], recipient="CPS")
    return review


@deed
def record_cps_review_outcome(
    *,
    by: Person,
    review: CpsReview,
    outcome: str,
    decided_on: date,
    letter_on: date | None = None,
    at: datetime | None = None,
) -> CpsReviewStage:
    """Record what the stage that CPS has came to, and the date of its letter to the victim.

    Overturned: the victim's allegations are open again, and the officer in charge owes what follows. What is
    left is that the victim hears, by the clock of a notice. Raises NotAllowed or Invalid by field.
    """
    at = at or now()
    review = review_in_hand(by, review)
    check_role(by, "record_cps_review_outcome")
    stage = rules.stage_with_cps(review)
    rules.check_outcome(stage, outcome, decided_on, letter_on, at)
    stage.outcome, stage.decided_on, stage.letter_on = outcome, decided_on, letter_on
    stage.save(update_fields=["outcome", "decided_on", "letter_on"])
    settle_due(source=review.pk, code=DueCode.ASK_CPS, at=at)
    review.status = CpsReviewStatus.TO_TELL
    _owe(
        review,
        DueCode.TELL_CPS_REVIEW,
        f"See that {whom_now(review.victim, at)} hears what CPS's review came to",
        notice_deadline(review.victim, at),
        at,
    )
    touch(review, "status", "due_on")
    if outcome in OVERTURNED:
        lines = standing_lines(review.decision, review.victim_id)
        open_again(lines, LineEnded.OVERTURNED, by=by, at=at)
        owe_carrying_out(
            case=review.case,
            source=review.pk,
            decision=review.decision,
            victim=review.victim,
            deed=DEED_AFTER_CPS,
            at=at,
        )
    record(by=by, action=Action.CPS_REVIEW_ANSWERED, case=review.case, subjects=[review.pk, stage.pk])
    return stage


@deed
def record_cps_review_told(
    *, by: Person, review: CpsReview, told_at: datetime, method: str, at: datetime | None = None
) -> CpsReviewStage:
    """Record when and how the victim heard what a stage came to: from CPS's letter or from us.

    Raises NotAllowed or Invalid by field.
    """
    at = at or now()
    review = review_in_hand(by, review)
    check_role(by, "record_cps_review_told")
    stage = rules.stage_to_tell(review)
    check_answer_heard(by, review.victim, stage.decided_on, told_at=told_at, method=method, at=at)
    stage.told_at, stage.told_method, stage.told_by = told_at, method, by
    stage.save(update_fields=["told_at", "told_method", "told_by"])
    settle_due(source=review.pk, code=DueCode.TELL_CPS_REVIEW, at=at)
    review.status, review.due_on = CpsReviewStatus.ANSWERED, None
    touch(review, "status", "due_on")
    record(
        by=by,
        action=Action.CPS_REVIEW_TOLD,
        case=review.case,
        subjects=[review.pk, stage.pk, review.victim_id],
        recipient=review.victim.label,
    )
    return stage


@deed
def ask_independent_review(
    *, by: Person, review: CpsReview, asked_on: date, reached: str, at: datetime | None = None
) -> CpsReview:
    """Record that the victim, told that the decision stands, asks for CPS's independent review: of us, who
    pass it on, or of CPS itself (`reached`).

    Raises NotAllowed before local resolution came to an end that the victim heard of, or Invalid.
    """
    at = at or now()
    review = review_in_hand(by, review)
    check_role(by, "ask_independent_review")
    local = rules.local_that_stands(review)
    check_asked_again(local, reached, asked_on, at)
    assert local.told_at is not None
    review.again_asked_on, review.again_reached = asked_on, reached
    if reached == Reached.POLICE:
        review.status = CpsReviewStatus.TO_PASS_ON
        what = "Pass a request for an independent review on to CPS"
        _owe(review, DueCode.PASS_TO_CPS, what, review.passing_on, at)
    else:
        review.status = CpsReviewStatus.WITH_CPS
        _begin(review, CpsStageKind.INDEPENDENT, asked_on, london_date(local.told_at), by, at)
    touch(review, "again_asked_on", "again_reached", "status", "due_on")
    record(by=by, action=Action.CPS_REVIEW_ASKED_AGAIN, case=review.case, subjects=[review.pk])
    return review


def lock_reviews_of(decision: Decision) -> None:
    """Before its case is locked: the deeds on a review take them in this order."""
    list(CpsReview.objects.filter(decision=decision).select_for_update(no_key=True, of=("self",)).only("pk"))


def end_reviews_of(decision: Decision, at: datetime) -> None:
    """CPS says that it never made the decision: what a victim asked of it waits for nobody any more, and the
    victim hears that it does not stand. An answer that they heard of stays one. Inside the deed that says
    so, which locked them.
    """
    for review in CpsReview.objects.filter(decision=decision).exclude(status=CpsReviewStatus.ANSWERED):
        settle_due(source=review.pk, at=at, fell_away="CPS says that it never made the decision")
        review.status, review.due_on = CpsReviewStatus.NO_DECISION, None
        touch(review, "status", "due_on")


def review_in_hand(by: Person, review: CpsReview) -> CpsReview:
    """Fresh and under lock, then its case: always in this order. Raises NotAllowed out of scope."""
    found = (
        CpsReview.objects.visible_to(by)
        .select_for_update(no_key=True, of=("self",))
        .only("pk")
        .filter(pk=review.pk)
    )
    if not found:
        raise NotAllowed(NOT_YOURS)
    case = locked(by, review.case_id)
    fresh: CpsReview = CpsReview.objects.select_related("victim", "decision").get(pk=review.pk)
    fresh.case = case
    return fresh


def _insert(review: CpsReview) -> None:
    """Of two recorded at once the constraint lets one stand; the other hears the same words."""
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError as trouble:
        if "cps_review_once_a_victim" not in str(trouble):
            raise
        rules.check_can_follow(review.recorded_by, review.decision, review.victim)
        raise


def _begin(
    review: CpsReview, kind: CpsStageKind, on: date, after_on: date | None, by: Person, at: datetime
) -> CpsReviewStage:
    """A stage begins: CPS's clock runs, and we ask after it when that is over."""
    stage = CpsReviewStage(
        case=review.case,
        review=review,
        victim=review.victim,
        kind=kind,
        began_on=on,
        after_on=after_on,
        recorded_at=at,
        recorded_by=by,
    )
    stage.due_on = stage.clock.due_on
    stage.save(force_insert=True)
    assert stage.clock.rule is None or stage.clock.rule.code == CLOCK_OF_STAGE[kind]
    _owe(review, DueCode.ASK_CPS, f"Ask CPS what its {kind.label.lower()} came to", stage.clock, at)
    return stage


def _owe(review: CpsReview, code: DueCode, what: str, clock: Deadline, at: datetime) -> None:
    review.due_on = clock.due_on
    raise_due(
        case=review.case,
        source=review.pk,
        code=code,
        what=what,
        due_on=clock.due_on,
        owner=contact_owner(review.victim) if code == DueCode.TELL_CPS_REVIEW else None,
        rule=clock.rule.code if clock.rule else "",
        started_on=clock.start_on,
        at=at,
    )
