"""The expedited review, followed for the victim: what CPS means to do, whether they ask, what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from cases.models import Allegation, Case
from cases.services import locked, raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import Deadline, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.people.versions import touch
from reviews.clocks import notice_deadline
from reviews.cps_review_enums import ExpeditedAnswer
from reviews.enums import DueCode
from reviews.models import ExpeditedReview
from reviews.rules import NOT_YOURS, check_role
from reviews.rules import expedited as rules
from reviews.rules.cps_said import check_answer_heard
from victims.bereaved import whom_now
from victims.owning import contact_owner

UNANSWERED = (DueCode.TELL_NO_EVIDENCE, DueCode.EXPEDITED_ANSWER, DueCode.ASK_EXPEDITED)


@deed
def record_no_evidence_proposed(
    *,
    by: Person,
    case: Case,
    allegation: Allegation,
    proposed_on: date,
    hearing_on: date,
    told_on: date | None = None,
    method: str = "",
    at: datetime | None = None,
) -> ExpeditedReview:
    """Record that CPS means to offer no evidence on a charge, at which hearing, and when and how the victim
    heard (None: not yet, and telling them is owed).

    All are London dates. From `told_on` the victim has the days of CPS_EXPEDITED_REQUEST to ask for a review
    first. Raises NotAllowed, or Invalid by field where the Area does not run the scheme or nobody is charged.
    """
    at = at or now()
    rules.check_can_begin(by, case)
    case = locked(by, case)
    rules.check_begun(
        by,
        case,
        allegation=allegation,
        proposed_on=proposed_on,
        hearing_on=hearing_on,
        told_on=told_on,
        method=method,
        at=at,
    )
    review = ExpeditedReview(
        case=case,
        allegation=allegation,
        victim=allegation.victim,
        proposed_on=proposed_on,
        hearing_on=hearing_on,
        told_on=told_on,
        told_method=method,
        recorded_at=at,
        recorded_by=by,
    )
    review.ask_by = review.asking.due_on if review.asking else None
    review.save(force_insert=True)
    _owe_next(review, at)
    record(
        by=by,
        action=Action.EXPEDITED_BEGUN,
        case=case,
        subjects=[review.pk, allegation.pk, review.victim_id],
    )
    return review


@deed
def record_no_evidence_told(
    *, by: Person, review: ExpeditedReview, told_on: date, method: str, at: datetime | None = None
) -> ExpeditedReview:
    """Record on which day and how the victim heard that CPS means to offer no evidence: from then on they may
    ask. Raises NotAllowed once they did, or Invalid by field.
    """
    at = at or now()
    review = _in_hand(by, review, "record_no_evidence_told")
    rules.check_to_hear(review)
    rules.check_heard(by, review.victim, review.proposed_on, told_on, method, at)
    review.told_on, review.told_method, review.told_by, review.told_recorded_at = told_on, method, by, at
    assert review.asking is not None
    review.ask_by = review.asking.due_on
    touch(review, "told_on", "told_method", "told_by", "told_recorded_at", "ask_by")
    settle_due(source=review.pk, code=DueCode.TELL_NO_EVIDENCE, at=at)
    _owe_next(review, at)
    record(
        by=by,
        action=Action.EXPEDITED_HEARD,
        case=review.case,
        subjects=[review.pk, review.victim_id],
        recipient=review.victim.label,
    )
    return review


@deed
def record_expedited_answer(
    *, by: Person, review: ExpeditedReview, answer: str, answered_on: date, at: datetime | None = None
) -> ExpeditedReview:
    """Record whether the victim asks for the review: then CPS's clock begins. Raises NotAllowed, Invalid."""
    at = at or now()
    review = _in_hand(by, review, "record_expedited_answer")
    rules.check_to_answer(review)
    rules.check_answer(review, answer, answered_on, at)
    review.answer, review.answered_on = answer, answered_on
    settle_due(source=review.pk, code=DueCode.EXPEDITED_ANSWER, at=at)
    if review.clock is not None:
        review.due_on = review.clock.due_on
        _owe_next(review, at)
    touch(review, "answer", "answered_on", "due_on")
    record(by=by, action=Action.EXPEDITED_ANSWERED, case=review.case, subjects=[review.pk])
    return review


@deed
def move_expedited_hearing(
    *, by: Person, review: ExpeditedReview, hearing_on: date, at: datetime | None = None
) -> ExpeditedReview:
    """Record that the hearing is on another day, or was held on one that has gone by. The one before is kept
    with the versions of the record. Raises NotAllowed or Invalid by field.
    """
    at = at or now()
    review = _in_hand(by, review, "move_expedited_hearing")
    rules.check_to_move(review)
    rules.check_hearing(review, hearing_on, at)
    review.hearing_on = hearing_on
    touch(review, "hearing_on")
    record(by=by, action=Action.EXPEDITED_HEARING_MOVED, case=review.case, subjects=[review.pk])
    return review


@deed
def record_expedited_outcome(
    *, by: Person, review: ExpeditedReview, outcome: str, decided_on: date, at: datetime | None = None
) -> ExpeditedReview:
    """Record what the second prosecutor decided, or that CPS goes on after all before the victim asked. They
    are then to hear, unless they had not heard of it. Raises NotAllowed or Invalid.
    """
    at = at or now()
    review = _in_hand(by, review, "record_expedited_outcome")
    rules.check_with_cps(review)
    rules.check_outcome(review, outcome, decided_on, at)
    review.outcome, review.decided_on = outcome, decided_on
    touch(review, "outcome", "decided_on")
    for code in UNANSWERED:
        settle_due(source=review.pk, code=code, at=at)
    if review.told_on is not None:
        clock = notice_deadline(review.victim, at)
        came = "what CPS's review came to" if review.answer else "that CPS goes on with the charge"
        what = f"See that {whom_now(review.victim, at)} hears {came}"
        _owe(review, DueCode.TELL_EXPEDITED, what, clock, at)
    record(by=by, action=Action.EXPEDITED_DECIDED, case=review.case, subjects=[review.pk])
    return review


@deed
def record_expedited_told(
    *, by: Person, review: ExpeditedReview, told_at: datetime, method: str, at: datetime | None = None
) -> ExpeditedReview:
    """Record when and how the victim heard what it came to. Raises NotAllowed or Invalid by field."""
    at = at or now()
    review = _in_hand(by, review, "record_expedited_told")
    rules.check_to_tell(review)
    check_answer_heard(by, review.victim, review.decided_on, told_at=told_at, method=method, at=at)
    review.outcome_told_at, review.outcome_told_method, review.outcome_told_by = told_at, method, by
    touch(review, "outcome_told_at", "outcome_told_method", "outcome_told_by")
    settle_due(source=review.pk, code=DueCode.TELL_EXPEDITED, at=at)
    record(
        by=by,
        action=Action.EXPEDITED_TOLD,
        case=review.case,
        subjects=[review.pk, review.victim_id],
        recipient=review.victim.label,
    )
    return review


def restate_expedited(*, case: Case, at: datetime, **_: Any) -> None:
    """Once milestones of a case changed: where the charge under review was voided nothing of the review is
    owed, until somebody is charged again. Called inside the deed (cases.hooks.milestone_changed).
    """
    running = Q(outcome="") | Q(charge_gone_at__isnull=False)
    rows = ExpeditedReview.objects.filter(running, case=case).exclude(answer=ExpeditedAnswer.NOT_ASKED)
    for review in rows.select_for_update(no_key=True, of=("self",)).select_related("allegation", "victim"):
        gone = rules.charge_is_gone(review, at)
        if gone == (review.charge_gone_at is not None):
            continue
        review.case = case
        review.charge_gone_at = at if gone else None
        touch(review, "charge_gone_at")
        if gone:
            for code in UNANSWERED:
                settle_due(source=review.pk, code=code, at=at, fell_away="the charge was voided")
        elif not review.outcome:
            _owe_next(review, at)


def _owe_next(review: ExpeditedReview, at: datetime) -> None:
    """What is owed of a review that CPS has not answered: that the victim hears, whether they ask, then what
    it came to.
    """
    if review.telling is not None:
        what = f"Tell {whom_now(review.victim, at)} that CPS means to offer no evidence, before it does"
        _owe(review, DueCode.TELL_NO_EVIDENCE, what, review.telling, at)
    elif not review.answer and review.asking is not None:
        _owe(review, DueCode.EXPEDITED_ANSWER, "Ask the victim about an expedited review", review.asking, at)
    elif review.clock is not None:
        _owe(review, DueCode.ASK_EXPEDITED, "Ask CPS what its expedited review came to", review.clock, at)


def _in_hand(by: Person, review: ExpeditedReview, deed_name: str) -> ExpeditedReview:
    """Fresh and under lock, then its case. Raises NotAllowed out of scope or of the role."""
    found = (
        ExpeditedReview.objects.visible_to(by)
        .select_for_update(no_key=True, of=("self",))
        .only("pk")
        .filter(pk=review.pk)
    )
    if not found:
        raise NotAllowed(NOT_YOURS)
    check_role(by, deed_name)
    case = locked(by, review.case_id)
    fresh: ExpeditedReview = ExpeditedReview.objects.select_related("victim", "allegation").get(pk=review.pk)
    fresh.case = case
    return fresh


def _owe(review: ExpeditedReview, code: DueCode, what: str, clock: Deadline, at: datetime) -> None:
    raise_due(
        case=review.case,
        source=review.pk,
        code=code,
        what=what,
        due_on=clock.due_on,
        owner=None if code == DueCode.ASK_EXPEDITED else contact_owner(review.victim),
        rule=clock.rule.code if clock.rule else "",
        started_on=clock.start_on,
        at=at,
    )
