"""What happened to the items of plans on a case: lines of its timeline, from rows. Free text stays sealed."""

from __future__ import annotations

from datetime import date, datetime
from operator import attrgetter
from uuid import UUID

from django.urls import reverse

from actionplans.models import (
    ActionPlanItem,
    DisputeAnswer,
    ItemChase,
    ItemCheck,
    ItemDate,
    ItemDispute,
    ItemGiven,
    ItemReturn,
    ItemWait,
    ItemWithdrawal,
    PlanCompletion,
)
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.clocks import day_words

PLANS = "Action plans"
READ = (
    ActionPlanItem,
    DisputeAnswer,
    ItemChase,
    ItemCheck,
    ItemDate,
    ItemDispute,
    ItemGiven,
    ItemReturn,
    ItemWait,
    ItemWithdrawal,
    PlanCompletion,
)


def told_of_items(whole: Whole) -> list[TimelineEntry]:
    whole.read(READ)
    return [
        *_accepted(whole),
        *_given(whole),
        *_dates(whole),
        *_disputes(whole),
        *_answers(whole),
        *_returns(whole),
        *_sent_back(whole),
        *_completions(whole),
        *_withdrawals(whole),
        *_waits(whole),
        *_chases(whole),
    ]


def _item(item: ActionPlanItem) -> tuple[str, str]:
    """The item in words, and its page."""
    words = f"{item.plan}, item {item.number}"
    return words, reverse("action_plan_item_detail", args=[item.pk])


def _accepted(whole: Whole) -> list[TimelineEntry]:
    """What the police accepted together is one line; of an item that they disputed since there is none."""
    together: dict[tuple[UUID, datetime], list[ActionPlanItem]] = {}
    for one in sorted(whole.rows(ActionPlanItem), key=attrgetter("number")):
        if one.agreed_at is not None:
            together.setdefault((one.plan_id, one.agreed_at), []).append(one)
    return [
        TimelineEntry(
            at=agreed_at,
            title=f"{rows[0].plan}: police accepted {len(rows)} {'item' if len(rows) == 1 else 'items'}",
            detail="; ".join(f"{one.number}, {one.get_type_display()}" for one in rows),
            by=rows[0].agreed_by.name if rows[0].agreed_by else "",
            kind=PLANS,
            href=reverse("action_plan_detail", args=[plan_id]),
        )
        for (plan_id, agreed_at), rows in together.items()
    ]


def _given(whole: Whole) -> list[TimelineEntry]:
    told = []
    for one in whole.rows(ItemGiven):
        words, href = _item(one.item)
        told.append(
            TimelineEntry(
                at=one.given_at,
                title=f"{words}: g{str(one)[1:]}",
                detail=f"Until then {one.taken_from.name if one.taken_from else 'the officer in charge'}",
                by=one.given_by.name,
                kind=PLANS,
                href=href,
            )
        )
    return told


def _dates(whole: Whole) -> list[TimelineEntry]:
    """Dates of its own that were set after the item; the reason is on its page."""
    told = []
    dates = whole.rows(ItemDate)
    ended = {(one.item_id, one.superseded_at): one.due_on for one in dates if one.superseded_at}
    for one in dates:
        if one.with_the_item:
            continue
        words, href = _item(one.item)
        before = ended.get((one.item_id, one.set_at))
        told.append(
            TimelineEntry(
                at=one.set_at,
                title=f"{words}: target date moved",
                detail=f"From {day_words(before) if before else 'the target date of the plan'}"
                f" to {day_words(one.due_on)}",
                by=one.set_by.name,
                kind=PLANS,
                href=href,
            )
        )
    return told


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
                row=one,
            )
        )
    return told


def _returns(whole: Whole) -> list[TimelineEntry]:
    """Items that came back together are one line."""
    together: dict[tuple[UUID, datetime], list[ItemReturn]] = {}
    for one in sorted(whole.rows(ItemReturn), key=attrgetter("item.number")):
        together.setdefault((one.item.plan_id, one.returned_at), []).append(one)
    return [
        TimelineEntry(
            at=returned_at,
            title=f"{rows[0].item.plan}: {len(rows)} {'item' if len(rows) == 1 else 'items'} returned",
            detail="; ".join(one.item.get_type_display() for one in rows),
            by=rows[0].returned_by.name,
            kind=PLANS,
            href=reverse("action_plan_detail", args=[plan_id]),
        )
        for (plan_id, returned_at), rows in together.items()
    ]


def _sent_back(whole: Whole) -> list[TimelineEntry]:
    """What CPS accepts is told with the completion."""
    told = []
    for one in whole.rows(ItemCheck):
        if one.accepted:
            continue
        words, href = _item(one.returned.item)
        told.append(
            TimelineEntry(
                at=one.checked_at,
                title=f"{words}: sent back",
                detail=one.get_quality_display(),
                by=one.entered_by.name,
                kind=PLANS,
                href=href,
                note=one.mark,
                row=one,
            )
        )
    return told


def _completions(whole: Whole) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            at=one.completed_at,
            title=f"{one.plan}: completed",
            detail="",
            by=one.entered_by.name,
            kind=PLANS,
            href=reverse("action_plan_detail", args=[one.plan_id]),
            note=one.mark,
            row=one,
        )
        for one in whole.rows(PlanCompletion)
    ]


def _withdrawals(whole: Whole) -> list[TimelineEntry]:
    told = []
    for one in whole.rows(ItemWithdrawal):
        words, href = _item(one.item)
        gone = TimelineEntry(
            at=one.withdrawn_at,
            title=f"{words}: no longer asked for",
            detail=str(one),
            by=one.entered_by.name,
            kind=PLANS,
            href=href,
            note=one.mark,
            row=one,
        )
        told.append(gone)
        if one.superseded_at is not None and one.superseded_by is not None:
            again = TimelineEntry(
                at=one.superseded_at,
                title=f"{words}: asked for again",
                detail="The withdrawal was a mistake" if one.taken_back else "CPS had not withdrawn it",
                by=one.superseded_by.name,
                kind=PLANS,
                href=href,
            )
            told.append(again)
    return told


def _waits(whole: Whole) -> list[TimelineEntry]:
    told = []
    for one in whole.rows(ItemWait):
        words, href = _item(one.item)
        promised = f", promised for {day_words(one.first_promised_on)}" if one.first_promised_on else ""
        begun = TimelineEntry(
            at=one.started_at,
            title=f"{words}: waits on a body",
            detail=f"{one.get_body_display()}, requested {day_words(one.requested_on)}{promised}",
            by=one.started_by.name,
            kind=PLANS,
            href=href,
        )
        told.append(begun)
        if one.ended_at is not None and one.ended_by is not None:
            ended = TimelineEntry(
                at=one.ended_at,
                title=f"{words}: wait ended",
                detail=f"{one.get_body_display()}. {one.get_ended_how_display()}",
                by=one.ended_by.name,
                kind=PLANS,
                href=href,
            )
            told.append(ended)
    return told


def _chases(whole: Whole) -> list[TimelineEntry]:
    told = []
    before: dict[UUID, date | None] = {}
    for one in sorted(whole.rows(ItemChase), key=attrgetter("chased_at", "pk")):
        words, href = _item(one.wait.item)
        was = before.get(one.wait_id, one.wait.first_promised_on)
        promised = f". Promised for {day_words(one.promised_on)}" if one.promised_on else ""
        if one.promised_on and was and was != one.promised_on:
            promised += f", not {day_words(was)}"
        before[one.wait_id] = one.promised_on or was
        told.append(
            TimelineEntry(
                at=one.chased_at,
                title=f"{words}: chased",
                detail=f"{one.wait.get_body_display()}{promised}",
                by=one.chased_by.name,
                kind=PLANS,
                href=href,
            )
        )
    return told
