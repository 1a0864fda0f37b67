"""Plans to tell a victim beside the ways that are closed since."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases.models import Victim
from rasso_tracker.people.refusals import Invalid
from reviews.models import Notification, TellingPlan
from reviews.rules.tried import check_way
from victims.rules.channels import USED_ALREADY


def planned_ways(*, victim: Victim) -> list[tuple[UUID, str]]:
    """By which way each notice that is still to be told is to be told, for what closes a way to them."""
    plans = TellingPlan.objects.filter(
        victim=victim,
        superseded_at__isnull=True,
        notice__told_at__isnull=True,
        notice__ended_at__isnull=True,
        notice__not_told_because="",
    )
    return list(plans.values_list("notice_id", "method"))


def why_closed(plan: TellingPlan, notice: Notification, at: datetime) -> str:
    """Why nobody may be told as a plan that stands says; "" where they may, or nothing is to be told."""
    if not notice.is_open:
        return ""
    try:
        check_way(plan.recorded_by, notice, plan.method, at)
    except Invalid as refused:
        return refused.fields["method"].removesuffix(USED_ALREADY).strip()
    return ""
