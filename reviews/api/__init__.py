"""The API of decisions and reviews: deeds from the surfaces, reads from the allow-lists of represent.py."""

from __future__ import annotations

from rasso_tracker.audit import Action
from rasso_tracker.web.api import ReadDetail, ReadList, api_urls
from rasso_tracker.web.lists import Order
from reviews import represent
from reviews.models import Decision, Notification, ReviewRequest, RightTold
from reviews.surfaces import SURFACES

OF_A_CASE = {"case": "case"}
OF_A_DECISION = {**OF_A_CASE, "decision": "decision", "victim": "victim"}

READS: list[ReadList | ReadDetail] = [
    ReadList(
        path="decisions/",
        name="decisions",
        model=Decision,
        represent=represent.decision_in_list,
        order=Order("proposed", "Put forward", "proposed_at", descending=True),
        filters={**OF_A_CASE, "status": "status", "agency": "agency"},
        select=("maker", "carried_by", "approver"),
        prefetch=("lines",),
    ),
    ReadDetail(
        path="decisions/<uuid:pk>/",
        name="decision",
        model=Decision,
        represent=represent.decision_in_full,
        action=Action.DECISION_VIEWED,
        select=("maker", "carried_by", "approver"),
        versioned=True,
    ),
    ReadList(
        path="notifications/",
        name="notifications",
        model=Notification,
        represent=represent.notification_shown,
        order=Order("due", "Due", "due_on"),
        filters=OF_A_DECISION,
        select=("told_by",),
    ),
    ReadDetail(
        path="notifications/<uuid:pk>/",
        name="notification",
        model=Notification,
        represent=represent.notification_shown,
        action=Action.DECISION_VIEWED,
        select=("told_by",),
    ),
    ReadList(
        path="rights-told/",
        name="rights_told",
        model=RightTold,
        represent=represent.right_told_shown,
        order=Order("told", "Told", "told_at", descending=True),
        filters=OF_A_DECISION,
        select=("told_by",),
    ),
    ReadDetail(
        path="rights-told/<uuid:pk>/",
        name="right_told",
        model=RightTold,
        represent=represent.right_told_shown,
        action=Action.DECISION_VIEWED,
        select=("told_by",),
    ),
    ReadList(
        path="review-requests/",
        name="review_requests",
        model=ReviewRequest,
        represent=represent.request_in_list,
        order=Order("complete", "Complete by", "complete_by"),
        filters={**OF_A_DECISION, "status": "status"},
        select=("reviewer",),
    ),
    ReadDetail(
        path="review-requests/<uuid:pk>/",
        name="review_request",
        model=ReviewRequest,
        represent=represent.request_in_full,
        action=Action.REVIEW_REQUEST_VIEWED,
        select=("reviewer",),
        versioned=True,
    ),
]

routes = api_urls(SURFACES, READS)
