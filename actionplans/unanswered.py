"""Which steps of the ladder of plans still wait for an answer, as one condition of the database."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from actionplans.enums import CLOSED_PLANS, DateKind
from actionplans.models import Acknowledgement, PlanReview


def stands() -> Q:
    """Escalations that nobody has answered: of a plan that is open, their date still runs (as
    `PlanDate.runs`), or the last review of the plan raised them by hand.
    """
    runs = Q(
        review__isnull=True, plan_date__superseded_at__isnull=True, plan_date__answered_at__isnull=True
    ) & (~Q(plan_date__kind=DateKind.TARGET) | Q(plan__items_open__gt=0))
    since = OuterRef("review__reviewed_at")
    later = PlanReview.objects.filter(plan=OuterRef("plan")).filter(
        Q(reviewed_at__gt=since) | Q(reviewed_at=since, id__gt=OuterRef("review"))
    )
    answered = Acknowledgement.objects.filter(plan=OuterRef("plan"), acknowledged_at__gte=since)
    by_hand = Q(review__isnull=False) & ~Exists(later) & ~Exists(answered)
    return ~Q(plan__status__in=CLOSED_PLANS) & (runs | by_hand)
