"""Review requests as they come in: received always, never turned away without an answer."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from cases.models import Victim
from cases.services import locked, raise_due, settle_due
from cases.services.stored import need_door
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import Deadline, london_date, moment_words, no_earlier, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.versions import touch
from reviews import rules
from reviews.clocks import acknowledgement, completion
from reviews.eligibility import NotEligible
from reviews.enums import DueCode
from reviews.facts import eligibility_of
from reviews.models import Decision, DecisionLetter, ReviewRequest
from reviews.rules.asking import came_when, check_asked, window_of
from reviews.sealed import sealed
from reviews.services.decisions import in_hand
from reviews.services.rights import restate_now
from victims.bereaved import whom_now


@deed
def receive_review_request(
    *,
    by: Person,
    decision: Decision,
    victim: Victim,
    received_at: datetime,
    channel: str,
    asked_by: str,
    discretion_reason: str = "",
    at: datetime | None = None,
) -> ReviewRequest:
    """Record that a victim, or somebody for them, asks the police to review a decision.

    In time: within three calendar months of being told, and while nobody has told them or said so: then the
    telling is owed as before. A later one needs `discretion_reason`, why the force
    takes it up all the same. One that the scheme does not cover is received too, with the numbered reason,
    and answered; one on a decision of CPS is recorded under its scheme (record_cps_review). Acknowledged in
    10 and completed in 30 working days from receipt. Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    decision = in_hand(by, decision)
    rules.check_role(by, "receive_review_request")
    rules.check_authorised(decision)
    rules.check_of_police(decision)
    rules.check_concerns(decision, victim)
    received_at = came_when(decision, victim, received_at)
    check_asked(
        decision,
        victim,
        received_at=received_at,
        channel=channel,
        asked_by=asked_by,
        discretion_reason=discretion_reason,
        at=at,
    )
    request = _request(decision, victim, received_at, at, by)
    request.channel, request.asked_by = channel, asked_by
    if not request.in_time:
        request.discretion_sealed = sealed(request, "discretion", discretion_reason)
    _insert(request, victim)
    restate_now(request, at)  # it may have come before what holds by now
    _owe(request, at)
    record(by=by, action=Action.REVIEW_REQUESTED, case=decision.case, subjects=[request.pk, victim.pk])
    return request


def _request(
    decision: Decision, victim: Victim, received_at: datetime, at: datetime, by: Person
) -> ReviewRequest:
    """The row with what the clocks and the facts say: its window, its dates, its people, its eligibility."""
    told_at, last_day, in_time = window_of(decision, victim, received_at)
    answer = eligibility_of(decision, victim, received_at)
    return ReviewRequest(
        case=decision.case,
        decision=decision,
        victim=victim,
        received_at=received_at,
        told_at=told_at,
        last_day=last_day,
        in_time=in_time,
        not_eligible=answer.number if isinstance(answer, NotEligible) else None,
        acknowledge_by=acknowledgement(received_at).due_on,
        complete_by=completion(received_at).due_on,
        maker=decision.maker,
        maker_standing=decision.maker_standing,
        approver=decision.approver,
        supervisor=decision.supervisor,
        recorded_at=at,
        recorded_by=by,
    )


def _insert(request: ReviewRequest, victim: Victim) -> None:
    """Of two recorded at once the constraint lets one stand; the other hears the same words."""
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as trouble:
        if "request_one_open_a_victim" not in str(trouble):
            raise
        raise Invalid(
            {
                "victim": f"A review request of {victim.label} on this decision is open already."
                f" {rules.ADD_TO_IT}"
            }
        ) from None


def _owe(request: ReviewRequest, at: datetime) -> None:
    owe_acknowledgement(request, at)
    what = f"Complete a review and tell {whom_now(request.victim, at)}"
    _owe_by(request, DueCode.COMPLETE, what, request.completion, at)


def owe_acknowledgement(request: ReviewRequest, at: datetime) -> None:
    """By the clock from its receipt, inside the deed that says when that was."""
    _owe_by(request, DueCode.ACKNOWLEDGE, "Acknowledge a review request", request.acknowledgement, at)


def _owe_by(request: ReviewRequest, code: DueCode, what: str, clock: Deadline, at: datetime) -> None:
    raise_due(
        case=request.case,
        source=request.pk,
        code=code,
        what=what,
        due_on=clock.due_on,
        rule=clock.rule.code if clock.rule else "",
        started_on=london_date(request.received_at),
        at=at,
    )


@deed
def acknowledge_review_request(
    *, by: Person, request: ReviewRequest, acknowledged_at: datetime, at: datetime | None = None
) -> ReviewRequest:
    """Record that the victim has been told their request was received. Raises NotAllowed or Invalid."""
    at = at or now()
    request = request_in_hand(by, request)
    rules.check_can_acknowledge(by, request)
    rules.check_not_in_future("acknowledged_at", acknowledged_at, at)
    acknowledged_at = no_earlier(acknowledged_at, request.received_at)
    if acknowledged_at < request.received_at:
        when = moment_words(request.received_at)
        raise Invalid({"acknowledged_at": f"The request was received on {when}: enter a moment after that."})
    _acknowledged(request, acknowledged_at, by, at)
    return request


def _acknowledged(request: ReviewRequest, acknowledged_at: datetime, by: Person, at: datetime) -> None:
    request.acknowledged_at, request.acknowledged_by = acknowledged_at, by
    touch(request, "acknowledged_at", "acknowledged_by")
    settle_due(source=request.pk, code=DueCode.ACKNOWLEDGE, at=at)
    record(by=by, action=Action.REVIEW_ACKNOWLEDGED, case=request.case, subjects=[request.pk])


def acknowledge_by_letter(letter: DecisionLetter, *, by: Person, at: datetime) -> None:
    """The letter on a request that came went: that acknowledges it, where nobody had. Inside its deed."""
    need_door("acknowledge_by_letter")
    request = ReviewRequest.objects.select_for_update(no_key=True).get(pk=letter.request_id)
    if request.acknowledged_at is not None:
        return
    request.case = letter.case
    _acknowledged(request, max(letter.went_from, request.received_at), by, at)


def request_in_hand(by: Person, request: ReviewRequest) -> ReviewRequest:
    """The request, fresh and under lock, then its case: always in this order. Raises NotAllowed out of
    scope.
    """
    found = (
        ReviewRequest.objects.visible_to(by)
        .select_for_update(no_key=True, of=("self",))
        .only("pk")
        .filter(pk=request.pk)
    )
    if not found:
        raise NotAllowed(rules.NOT_YOURS)
    case = locked(by, request.case_id)
    fresh: ReviewRequest = ReviewRequest.objects.select_related("reviewer", "victim", "decision").get(
        pk=request.pk
    )
    fresh.case = case
    return fresh
