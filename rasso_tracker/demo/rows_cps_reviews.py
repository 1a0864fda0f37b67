"""Rows of reviews under CPS's scheme, and of charges on which CPS means to offer no evidence."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cases.enums import MilestoneKind, Outcome
from cases.stages import bears_on
from rasso_tracker.clocks import Deadline, london_date, start_of_day
from rasso_tracker.demo.rows import CaseRows
from reviews.clocks import notice_deadline
from reviews.cps_review_enums import CpsReviewOutcome, CpsReviewStatus, CpsStageKind, Reached
from reviews.enums import AskedBy, Channel, DueCode
from reviews.models import CpsReview, CpsReviewStage, ExpeditedReview, Notification
from victims.enums import CommunicationMethod

ASKS_AFTER, GOES_ON_AFTER = timedelta(days=4), timedelta(days=1)
NOON = timedelta(hours=12)
SILENT_FOR = timedelta(days=30)
OVER = frozenset({MilestoneKind.FINALISED, MilestoneKind.CANCELLED})
AHEAD = timedelta(days=40)  # the hearing at which no evidence would be offered


def cps_review_rows(case: CaseRows, notice: Notification) -> None:
    """Of the victims who heard of a decision of CPS every second one asked CPS to look again."""
    if notice.told_at is None or case.life.number % 2:
        return
    today, received = london_date(case.world.now), london_date(notice.told_at + ASKS_AFTER)
    if received >= today:
        return
    at = start_of_day(received) + NOON
    passed = received + GOES_ON_AFTER
    review = case.add(
        CpsReview,
        at,
        decision=notice.decision,
        victim=notice.victim,
        status=CpsReviewStatus.WITH_CPS,
        decided_on=london_date(notice.decided_at),
        received_on=received,
        reached=Reached.POLICE,
        channel=Channel.EMAIL,
        asked_by=AskedBy.VICTIM,
        passed_on_at=passed if passed < today else None,
        passed_on_by=case.life.officer if passed < today else None,
        recorded_at=at,
        recorded_by=case.life.officer,
    )
    if passed >= today:
        review.status = CpsReviewStatus.TO_PASS_ON
        _owe(case, review, DueCode.PASS_TO_CPS, "Pass a review request on to CPS", review.passing_on, at)
        return
    _local(case, review, passed, today)


def _local(case: CaseRows, review: CpsReview, passed: date, today: date) -> None:
    at = start_of_day(passed) + NOON
    stage = case.add(
        CpsReviewStage,
        at,
        review=review,
        victim=review.victim,
        kind=CpsStageKind.LOCAL,
        began_on=passed,
        recorded_at=at,
        recorded_by=case.life.officer,
    )
    stage.due_on = stage.clock.due_on
    decided = stage.due_on - timedelta(days=1)
    silent = (
        case.life.number % 8 == 0 and decided > today - SILENT_FOR
    )  # of some CPS says nothing for a while
    if decided >= today or silent:
        what = "Ask CPS what its local resolution came to"
        _owe(case, review, DueCode.ASK_CPS, what, stage.clock, at)
        return
    stage.outcome, stage.decided_on, stage.letter_on = CpsReviewOutcome.LOCAL_UPHELD, decided, decided
    told = start_of_day(decided + timedelta(days=1)) + NOON
    if told >= case.world.now or (case.life.number % 8 == 2 and decided > today - SILENT_FOR):
        review.status = CpsReviewStatus.TO_TELL
        what = f"See that {review.victim.label} hears what CPS's review came to"
        answered = start_of_day(decided) + NOON
        clock = notice_deadline(review.victim, answered)
        _owe(case, review, DueCode.TELL_CPS_REVIEW, what, clock, answered)
        return
    stage.told_at, stage.told_method = told, CommunicationMethod.POST
    stage.told_by_id = case.life.officer.pk
    review.status = CpsReviewStatus.ANSWERED


def expedited_rows(case: CaseRows) -> None:
    """Of those who wait for their trial, or stand it, a few on which CPS has second thoughts."""
    today = london_date(case.world.now)
    for allegation in case.allegations:
        charged = allegation.outcome_at if allegation.outcome == Outcome.CHARGED else None
        if charged is None or allegation.victim_id is None or case.life.number % 11:
            continue
        if any(one.kind in OVER and bears_on(one, allegation) for one in case.milestones):
            continue
        proposed = today - timedelta(days=4)
        if london_date(charged) >= proposed:
            continue
        at = start_of_day(proposed) + NOON
        heard = case.life.number % 3 != 0  # of the others nobody has told the victim yet
        review = case.add(
            ExpeditedReview,
            at,
            allegation=allegation,
            victim=allegation.victim,
            proposed_on=proposed,
            hearing_on=today + AHEAD,
            told_on=proposed if heard else None,
            told_method=CommunicationMethod.PHONE if heard else "",
            recorded_at=at,
            recorded_by=case.life.officer,
        )
        if review.asking is not None:
            clock, what = review.asking, "Ask the victim about an expedited review"
            review.ask_by = clock.due_on
            _owe(case, review, DueCode.EXPEDITED_ANSWER, what, clock, at)
        elif review.telling is not None:
            what = f"Tell {review.victim.label} that CPS means to offer no evidence, before it does"
            _owe(case, review, DueCode.TELL_NO_EVIDENCE, what, review.telling, at)
        return


def _owe(
    case: CaseRows,
    review: CpsReview | ExpeditedReview,
    code: DueCode,
    what: str,
    clock: Deadline,
    at: datetime,
) -> None:
    if isinstance(review, CpsReview):
        review.due_on = clock.due_on
    case.owe(
        source=review.pk,
        code=code.value,
        what=what,
        due_on=clock.due_on,
        rule=clock.rule.code if clock.rule else "",
        started_on=clock.start_on,
        at=at,
    )
