"""What happened to the items of plans on a case: lines of its timeline, from rows. Free text stays sealed."""

from __future__ import annotations

from django.urls import reverse

from actionplans.models import ActionPlanItem, DisputeAnswer, ItemDispute
from cases.timeline import TimelineEntry
from cases.whole import Whole

PLANS = "Action plans"


def told_of_items(whole: Whole) -> list[TimelineEntry]:
    return _disputes(whole) + _answers(whole)


def _item(item: ActionPlanItem) -> tuple[str, str]:
    """The item in words, and its page."""
    words = f"{item.plan}, item {item.number}"
    return words, reverse("action_plan_item_detail", args=[item.pk])


def _disputes(whole: Whole) -> list[TimelineEntry]:
    told = []
    for one in whole.rows(ItemDispute):
        words, href = _item(one.item)
        told.append(
            TimelineEntry(
                at=one.raised_at,
                title=f"{words}: disputed",
                detail=one.get_reason_display(),
                by=one.raised_by.name,
                kind=PLANS,
                href=href,
            )
        )
    return told


def _answers(whole: Whole) -> list[TimelineEntry]:
    told = []
    for one in whole.rows(DisputeAnswer):
        words, href = _item(one.dispute.item)
        told.append(
            TimelineEntry(
                at=one.answered_at,
                title=f"{words}: dispute answered",
                detail=one.get_outcome_display(),
                by=one.entered_by.name,
                kind=PLANS,
                href=href,
                note=one.mark,
            )
        )
    return told
