"""A review that overturned a decision: what it asks for is owed by the officer in charge of the demo."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from rasso_tracker.people.access import system
from reviews.enums import RequestStatus, ReviewOutcome
from reviews.models import ReviewRequest
from reviews.services import decide_review

REASONS = (
    "Two lines were not followed: the neighbour who was awake was not asked, and the messages of that night"
    " were not read. CPS should decide on the whole of it."
)


def overturn_a_review(at: datetime) -> None:
    """Of the reviews under way one comes to its end today: of the sign-in officer's own case, if any is."""
    with system("the demo looks for a review to end"):
        under_way = ReviewRequest.objects.filter(status=RequestStatus.ALLOCATED, not_eligible=None)
        rows = under_way.select_related("reviewer", "case__officer_in_charge", "case__team")
        near = rows.filter(
            Q(case__officer_in_charge__username="officer")
            | Q(case__team__person__username="officer", case__restricted=False)
        )
        found = sorted(near, key=lambda one: one.case.officer_in_charge.username != "officer")
    for one in found[:1]:
        assert one.reviewer is not None
        decide_review(
            by=one.reviewer, request=one, outcome=ReviewOutcome.OVERTURNED_CPS, reasons=REASONS, at=at
        )
