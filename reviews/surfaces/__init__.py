"""The deeds of decisions and reviews as pages and API routes."""

from __future__ import annotations

from reviews.enums import DecisionStatus, RequestStatus
from reviews.models import (
    CpsReview,
    Decision,
    DecisionLetter,
    ExpeditedReview,
    Notification,
    ReviewRequest,
    VictimQuestion,
)
from reviews.surfaces import (
    cps_reviews,
    day,
    decisions,
    letters,
    reopening,
    requests,
    telling,
    telling_plan,
    training,
)

SURFACES = [
    *decisions.SURFACES,
    *day.SURFACES,
    *reopening.SURFACES,
    *telling.SURFACES,
    *telling_plan.SURFACES,
    *requests.SURFACES,
    *letters.SURFACES,
    *cps_reviews.SURFACES,
    *training.SURFACES,
]
ON_DECISION = tuple(one for one in SURFACES if one.subject is Decision)
ON_LETTER = tuple(one for one in SURFACES if one.subject is DecisionLetter)
ON_NOTICE = tuple(one for one in SURFACES if one.subject is Notification)
ON_QUESTION = tuple(one for one in SURFACES if one.subject is VictimQuestion)
ON_CPS_REVIEW = tuple(one for one in SURFACES if one.subject is CpsReview)
ON_EXPEDITED = tuple(one for one in SURFACES if one.subject is ExpeditedReview)
ON_REQUEST = tuple(one for one in SURFACES if one.subject is ReviewRequest)
# Which deeds a decision or a request is ready for: a link that could only be refused is not offered.
FITS_DECISION = {
    DecisionStatus.PROPOSED: {"authorise_nfa", "authorise_cps_nfa", "refuse_nfa"},
    DecisionStatus.AUTHORISED: {
        "confirm_cps_decision",
        "record_safety_plan",
        "reopen_decision",
        "notify_victim",
        "override_eligibility",
        "record_told_of_right",
        "draft_letter",
        "record_cps_letter",
        "record_cps_review",
        "receive_review_request",
    },
    DecisionStatus.REFUSED: set[str](),
}
FITS_REQUEST = {
    RequestStatus.RECEIVED: {
        "acknowledge_review_request",
        "allocate_review",
        "record_also_asked",
        "draft_review_letter",
    },
    RequestStatus.ALLOCATED: {
        "acknowledge_review_request",
        "draft_review_letter",
        "decide_review",
        "record_also_asked",
        "extend_review",
        "record_review_update",
        "give_review_back",
    },
    RequestStatus.DECIDED: {
        "tell_review_outcome",
        "record_enquiries_found",
        "draft_review_letter",
        "learn_from_review",
    },
    RequestStatus.TOLD: {"record_enquiries_found", "draft_review_letter", "learn_from_review"},
}
