"""What the API reads of supervisory reviews and directions."""

from __future__ import annotations

from cases.models import Direction, SupervisoryReview
from cases.represent import supervision as represent
from rasso_tracker.audit import Action
from rasso_tracker.web.api import ReadDetail, ReadList

OF_A_CASE = {"case": "case"}
SUPERVISION_READS: list[ReadList | ReadDetail] = [
    ReadList(
        path="supervisory-reviews/",
        name="supervisory_reviews",
        model=SupervisoryReview,
        represent=represent.review_in_list,
        filters={**OF_A_CASE, "outcome": "outcome", "kind": "kind"},
    ),
    ReadDetail(
        path="supervisory-reviews/<uuid:pk>/",
        name="supervisory_review",
        model=SupervisoryReview,
        represent=represent.review_in_full,
        action=Action.SUPERVISORY_REVIEW_VIEWED,
    ),
    ReadList(
        path="supervisory-directions/",
        name="directions",
        model=Direction,
        represent=represent.direction_in_list,
        filters={**OF_A_CASE, "review": "review", "owner": "owner"},
    ),
    ReadDetail(
        path="supervisory-directions/<uuid:pk>/",
        name="direction",
        model=Direction,
        represent=represent.direction_in_full,
        action=Action.DIRECTION_VIEWED,
        versioned=True,
    ),
]
