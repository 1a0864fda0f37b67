"""Checks on review requests, from receipt to the victim hearing the answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from cases.enums import MAY_BE_INDICTABLE_ONLY
from cases.models import Assignment, Victim
from rasso_tracker.clocks import day_words, london_date, moment_words
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import REVIEWER
from rasso_tracker.people.rules import check_may
from reviews.check_enums import DecisionCheckKind
from reviews.checks import MISSING
from reviews.enums import (
    REOPENING_OUTCOMES,
    REQUEST_CHANGES,
    REVIEWED_OUTCOMES,
    RequestStatus,
    ReviewOutcome,
)
from reviews.models import Decision, ReviewRequest
from reviews.models.request import LOWEST_REVIEWER
from reviews.rules.roles_and_moments import check_not_in_future, check_role
from reviews.rules.standing import standing_lines

# A gatekeeper sees no other case (Scope.GATEKEPT).
WHO_ALLOCATES = "a supervisor allocates it, or a gatekeeper, where the file of the case was sent to them"
CPS_REVIEWS_IT = (
    "CPS made this decision, so CPS reviews it under its own scheme, and the police cannot. Nothing that the"
    " victim asked is lost: the officer in charge, or a supervisor, records it with “Record a request that"
    " CPS review it” on the decision, passes it on, and tells the victim that CPS will answer."
)
ADD_TO_IT = "Record on its page that they asked, with “Record another ask”."


def check_of_police(decision: Decision) -> None:
    """Raises NotAllowed for a decision of CPS, and says what to do instead."""
    if not decision.is_police:
        raise NotAllowed(CPS_REVIEWS_IT)


def check_request(decision: Decision, victim: Victim, received_at: datetime, at: datetime) -> None:
    """The request can have come when it is said to have come, and is not one too many. Raises Invalid.

    One that came before anybody told the victim, or said so, is a request all the same: the months in which
    to ask had not begun, so it is in time, and its clocks run from its receipt.
    """
    check_not_in_future("received_at", received_at, at)
    if decision.decided_at is not None and received_at < decision.decided_at:
        raise Invalid(
            {
                "received_at": f"The decision was made on {moment_words(decision.decided_at)}: enter a moment"
                f" after that."
            }
        )
    check_no_other_request(decision, victim)


def check_discretion(in_time: bool, last_day: date | None, reason: str) -> None:
    """A late request is never silently refused: it is taken up with a reason, or decided as out of time."""
    if in_time:
        if reason.strip():
            raise Invalid({"discretion_reason": "The request came in time: leave this empty."})
        return
    if not reason.strip():
        last = day_words(last_day) if last_day else ""
        raise Invalid(
            {
                "discretion_reason": f"The three months ended on {last}. Say why the request came later"
                f" and why it is"
                " looked at all the same: the reviewer then decides."
            }
        )


def check_no_other_request(decision: Decision, victim: Victim) -> None:
    """One open request at a time, and one police review of a decision. Raises Invalid by victim."""
    earlier = ReviewRequest.objects.filter(decision=decision, victim=victim).order_by("received_at")
    for one in earlier:
        if one.decided_at is None:
            raise Invalid(
                {
                    "victim": f"A review request of {victim.label} on this decision is open already,"
                    f" received on {moment_words(one.received_at)}. {ADD_TO_IT}"
                }
            )
        if one.outcome in REVIEWED_OUTCOMES:
            raise Invalid(
                {
                    "victim": f"The police have reviewed this decision for {victim.label}"
                    f" ({one.get_outcome_display()}), and review it once. Only a court can look at it again"
                    " (judicial review). Tell the victim so, kindly, and where to get advice."
                }
            )


def check_may_move(request: ReviewRequest, status: RequestStatus) -> None:
    """The transition table, in words. Raises NotAllowed."""
    present = RequestStatus(request.status)
    if status in REQUEST_CHANGES[present]:
        return
    sentences = {
        RequestStatus.RECEIVED: f"This request has no reviewer yet: {WHO_ALLOCATES}.",
        RequestStatus.ALLOCATED: (
            f"This request is with {request.reviewer.name} already."
            if request.reviewer and status == RequestStatus.ALLOCATED
            else "This request has not been decided yet."
        ),
        RequestStatus.DECIDED: "This request has been decided already. What remains is to tell the victim.",
        RequestStatus.TOLD: "This request is finished: the victim has been told the outcome.",
    }
    raise NotAllowed(sentences[present])


def check_can_acknowledge(by: Person, request: ReviewRequest) -> None:
    check_role(by, "acknowledge_review_request")
    if request.acknowledged_at is not None:
        raise NotAllowed(
            f"This request was acknowledged already, on {moment_words(request.acknowledged_at)}."
        )
    if request.decided_at is not None:
        raise NotAllowed("This request has been decided already: tell the victim the outcome instead.")


def had_a_part(request: ReviewRequest, reviewer: Person, *, worked: Collection[UUID] | None = None) -> str:
    """Why this person is not independent of the decision, in a sentence; "" when they are.

    Not the maker, the approver or the supervisor as they were (safety.md 11; domain.md 3), not who supervises
    the maker by now, nor anybody who worked on the case (`worked`: their ids, where the caller has them).
    """
    posts = {
        "made the decision": request.maker_id,
        "approved the decision": request.approver_id,
        "supervised the person who made the decision": request.supervisor_id,
    }
    for did, person_id in posts.items():
        if person_id == reviewer.pk:
            return f"{reviewer.name} {did}, so cannot review it. Choose somebody who had no part in it."
    if worked is None:
        worked = Assignment.objects.filter(case=request.case_id).values_list("person_id", flat=True)
    if reviewer.pk in worked or request.case.officer_in_charge_id == reviewer.pk:
        return f"{reviewer.name} has worked on this case, so cannot review it. Choose somebody independent."
    if request.maker is not None and request.maker.supervisor_id == reviewer.pk:
        return (
            f"{reviewer.name} supervises {request.maker.name}, who made the decision, so cannot review it."
            " Choose somebody independent."
        )
    return ""


def unfit_reviewer(
    request: ReviewRequest, reviewer: Person, at: datetime, *, worked: Collection[UUID] | None = None
) -> str:
    """Why this person cannot review the decision, in a sentence; "" when they can.

    Independent (`had_a_part`), a reviewer in post, at least one rank, or equated grade, above the maker, and
    an inspector or more.
    """
    if sentence := had_a_part(request, reviewer, worked=worked):
        return sentence
    if REVIEWER.code not in reviewer.roles or not reviewer.serves_on(london_date(at)):
        return f"{reviewer.name} is not a reviewer in post today. Choose somebody who is."
    if reviewer.standing < LOWEST_REVIEWER or reviewer.standing <= request.maker_standing:
        return (
            f"{reviewer.name} is not senior enough: a reviewer is an inspector or above (or police staff"
            f" of an"
            " equated grade), and at least one rank above the person who made the decision."
        )
    return ""


def check_can_allocate(by: Person, request: ReviewRequest, reviewer: Person, at: datetime) -> None:
    check_role(by, "allocate_review")
    check_may_move(request, RequestStatus.ALLOCATED)
    if sentence := unfit_reviewer(request, reviewer, at):
        raise Invalid({"reviewer": sentence})


def check_own_review(by: Person, request: ReviewRequest) -> None:
    if request.reviewer_id != by.pk and not by.is_service:
        name = request.reviewer.name if request.reviewer else "somebody else"
        raise NotAllowed(f"This review was allocated to {name}, who decides it.")


def check_still_independent(by: Person, request: ReviewRequest) -> None:
    """A reviewer who took a part since the allocation gives the review back. Rank counts as it was then."""
    if not by.is_service and (sentence := had_a_part(request, by)):
        raise NotAllowed(f"{sentence} Give the review back, so that somebody else is allocated.")


def check_can_give_back(by: Person, request: ReviewRequest) -> None:
    """Its reviewer, or those who allocate. Raises NotAllowed."""
    check_role(by, "give_review_back")
    if request.status != RequestStatus.ALLOCATED:
        raise NotAllowed("This review is with nobody, or it has been decided already.")
    if by.role == REVIEWER:
        check_own_review(by, request)


def check_can_decide_review(by: Person, request: ReviewRequest, outcome: ReviewOutcome) -> None:
    check_role(by, "decide_review")
    check_may_move(request, RequestStatus.DECIDED)
    check_own_review(by, request)
    check_still_independent(by, request)
    if outcome == ReviewOutcome.NOT_ELIGIBLE and request.not_eligible is None:
        raise Invalid(
            {
                "outcome": "This request was found eligible when it was received: choose what the review"
                " came to."
            }
        )
    if outcome == ReviewOutcome.OUT_OF_TIME and request.in_time:
        raise Invalid({"outcome": "This request came in time, so it cannot be turned down as out of time."})
    if request.not_eligible is not None and outcome in REVIEWED_OUTCOMES:
        raise Invalid(
            {
                "outcome": "The police scheme does not cover this decision"
                f" (reason {request.not_eligible}): choose “not eligible” and explain it kindly, or"
                f" “withdrawn”."
            }
        )


def asks_for_cps(request: ReviewRequest) -> bool:
    """Whether one of the allegations that the review is about is not disposed of by the police alone."""
    lines = standing_lines(request.decision, request.victim_id)
    return lines.filter(allegation__offence_type__in=sorted(MAY_BE_INDICTABLE_ONLY)).exists()


def check_cps_authority(request: ReviewRequest, outcome: ReviewOutcome, words: str) -> None:
    """A review asks for CPS's authority where the proposal of a disposal would. Raises Invalid."""
    disposes = outcome == ReviewOutcome.OVERTURNED_OUT_OF_COURT and asks_for_cps(request)
    if disposes and not words.strip():
        raise Invalid({"cps_authority": MISSING[DecisionCheckKind.CPS_AUTHORITY]})
    if words.strip() and not disposes:
        raise Invalid({"cps_authority": "No authority of CPS is needed for this outcome: leave this empty."})


def check_can_tell_outcome(by: Person, request: ReviewRequest, told_at: datetime, at: datetime) -> None:
    check_role(by, "tell_review_outcome")
    check_may_move(request, RequestStatus.TOLD)
    check_not_in_future("told_at", told_at, at)
    if request.decided_at is not None and told_at < request.decided_at:
        decided = moment_words(request.decided_at)
        raise Invalid({"told_at": f"The review was decided on {decided}: enter a moment after that."})


def check_can_learn(by: Person, request: ReviewRequest) -> None:
    """A supervisor, or whoever reviewed it, draws a lesson once a review opened the case again."""
    check_may(by, "learn_from_review", "You cannot draw a lesson from a review. Ask a supervisor.")
    if by.role == REVIEWER and request.reviewer_id != by.pk:
        raise NotAllowed("A lesson is drawn by whoever reviewed the decision, or by a supervisor.")
    if request.outcome not in REOPENING_OUTCOMES:
        raise NotAllowed("A lesson is drawn from a review that did not leave the decision as it was.")
