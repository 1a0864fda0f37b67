"""Reviews: given to somebody independent, decided by them, and the victim told."""

from __future__ import annotations

from datetime import datetime

from cases.enums import NamedBecause
from cases.models import DueItem
from cases.services import grant_access, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import no_earlier, now
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.messages.services import settle as settle_notices
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch
from reviews import rules
from reviews.enums import REOPENING_OUTCOMES, DueCode, LineEnded, RequestStatus, ReviewOutcome
from reviews.models import ReviewRequest
from reviews.notices import ALLOCATED
from reviews.sealed import sealed
from reviews.services.carrying_out import DEED_OF_OUTCOME, owe_carrying_out
from reviews.services.extending import owe_completion
from reviews.services.handing import free_of_reviewer
from reviews.services.making import open_again
from reviews.services.requests import request_in_hand
from reviews.services.rights import restate_now
from victims.rules import check_channel


@deed
def allocate_review(
    *, by: Person, request: ReviewRequest, reviewer: Person, at: datetime | None = None
) -> ReviewRequest:
    """Give a request to an independent reviewer, who may see the case from then on.

    Not the maker, approver or supervisor of the decision as they were (also CHECKs), nobody who worked on
    the case, and at least one rank or equated grade above the maker, an inspector or more. Raises NotAllowed
    or Invalid.
    """
    at = at or now()
    request = request_in_hand(by, request)
    rules.check_can_allocate(by, request, reviewer, at)
    request.status = RequestStatus.ALLOCATED
    request.reviewer, request.reviewer_standing = reviewer, reviewer.standing
    request.allocated_at, request.allocated_by = at, by
    touch(request, "status", "reviewer", "reviewer_standing", "allocated_at", "allocated_by")
    grant_access(
        by=by,
        case=request.case,
        person=reviewer,
        because=NamedBecause.REVIEWER,
        reason="Allocated a Right to Review request",
        at=at,
    )
    owe_completion(request, at)
    DueItem.objects.filter(source=request.pk, code=DueCode.REVIEW_UPDATE, settled_at__isnull=True).update(
        owner=reviewer
    )
    raise_notice(kind=ALLOCATED, source=request.pk, subject_id=request.pk, at=at)
    record(by=by, action=Action.REVIEW_ALLOCATED, case=request.case, subjects=[request.pk, reviewer.pk])
    return request


@deed
def give_review_back(
    *, by: Person, request: ReviewRequest, reason: str, at: datetime | None = None
) -> ReviewRequest:
    """The request waits to be allocated again: its reviewer is independent no more, or cannot do it.

    Whoever had it keeps no access to the case for its sake. Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    request = request_in_hand(by, request)
    rules.check_can_give_back(by, request)
    if not reason.strip():
        raise Invalid({"reason": "Say why: whoever allocates it again reads it."})
    reviewer = request.reviewer
    assert reviewer is not None
    settle_notices(by=by, at=at, subject_id=request.pk)
    free_of_reviewer([request.pk], [request.case_id], reviewer, at)
    record(
        by=by,
        action=Action.REVIEW_GIVEN_BACK,
        case=request.case,
        subjects=[request.pk, reviewer.pk],
        reason=reason.strip(),
    )
    # Not read again: it may be out of their sight by now.
    request.status, request.version = RequestStatus.RECEIVED, request.version + 1
    request.reviewer = request.reviewer_standing = request.allocated_at = request.allocated_by = None
    return request


@deed
def decide_review(
    *,
    by: Person,
    request: ReviewRequest,
    outcome: str,
    reasons: str,
    cps_authority: str = "",
    at: datetime | None = None,
) -> ReviewRequest:
    """The reviewer decides. Overturned, or back for further enquiries: the victim's allegations are open
    again, and what it asks for is owed by the officer in charge.

    `cps_authority` says who at CPS authorised a disposal out of court of an offence that only the Crown Court
    tries, as the proposal of such a decision does.

    Raises NotAllowed (not the reviewer, or decided already) or Invalid by field.
    """
    at = at or now()
    request = request_in_hand(by, request)
    restate_now(request, at)
    if outcome not in ReviewOutcome.values:
        raise Invalid({"outcome": "Choose what the review came to."})
    rules.check_can_decide_review(by, request, ReviewOutcome(outcome))
    if not reasons.strip():
        raise Invalid({"reasons": "Give the reasons: the victim is told them."})
    rules.check_cps_authority(request, ReviewOutcome(outcome), cps_authority)
    request.status = RequestStatus.DECIDED
    request.outcome, request.decided_at = outcome, at
    request.reasons_sealed = sealed(request, "reasons", reasons)
    if cps_authority.strip():
        request.cps_authority_sealed = sealed(request, "cps_authority", cps_authority.strip())
    touch(request, "status", "outcome", "decided_at", "reasons_sealed", "cps_authority_sealed")
    for code in (DueCode.ACKNOWLEDGE, DueCode.REVIEW_UPDATE):
        settle_due(source=request.pk, code=code, at=at, fell_away="the request was decided")
    settle_notices(by=by, at=at, subject_id=request.pk)
    if outcome in REOPENING_OUTCOMES:
        lines = rules.standing_lines(request.decision, request.victim_id)
        open_again(lines, LineEnded.OVERTURNED, by=by, at=at)
        owe_carrying_out(
            case=request.case,
            source=request.pk,
            decision=request.decision,
            victim=request.victim,
            deed=DEED_OF_OUTCOME[ReviewOutcome(outcome)],
            at=at,
        )
    record(by=by, action=Action.REVIEW_DECIDED, case=request.case, subjects=[request.pk])
    return request


@deed
def tell_review_outcome(
    *, by: Person, request: ReviewRequest, told_at: datetime, method: str, at: datetime | None = None
) -> ReviewRequest:
    """Record when and how the victim was told what the review came to: the 30 working days end here.

    Raises NotAllowed (not decided, or told already) or Invalid by field.
    """
    at = at or now()
    request = request_in_hand(by, request)
    told_at = no_earlier(told_at, request.decided_at)
    rules.check_can_tell_outcome(by, request, told_at, at)
    rules.check_known_method(method, "method")
    check_channel(by, request.victim, method, told_at)
    request.status = RequestStatus.TOLD
    request.outcome_told_at, request.outcome_told_method = told_at, method
    request.outcome_told_by = by
    touch(request, "status", "outcome_told_at", "outcome_told_method", "outcome_told_by")
    settle_due(source=request.pk, code=DueCode.COMPLETE, at=at)
    record(
        by=by,
        action=Action.REVIEW_OUTCOME_TOLD,
        case=request.case,
        subjects=[request.pk, request.victim_id],
        recipient=request.victim.label,
    )
    return request
