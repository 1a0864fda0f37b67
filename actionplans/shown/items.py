"""What the pages show of the items of a plan: plain values, in a fixed number of statements."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from actionplans.enums import ItemStatus
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    CpsAct,
    DisputeAnswer,
    ItemCheck,
    ItemDate,
    ItemDispute,
    ItemReturn,
    ItemWait,
    ItemWithdrawal,
)
from actionplans.models.acts import WHO_OF_CPS
from actionplans.rules.warnings import date_warnings, late_promise, promise_caution
from actionplans.rules.withdrawals import check_can_take_back
from actionplans.seals import Label, Sealer
from actionplans.services.decided_since import decided_since_over
from actionplans.services.withdrawals import nothing_else_left
from actionplans.shown.by_rule import as_ruled
from actionplans.shown.waits import waits_of
from rasso_tracker.clocks import ClockCode, Deadline, date_set, london_date, tables
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.refusals import would_pass

COLOURS = {
    ItemStatus.ACCEPTED: "green",
    ItemStatus.SENT_BACK: "orange",
    ItemStatus.WITHDRAWN: "grey",
    ItemStatus.UNANSWERED: "red",
}


def warnings_of(plan: ActionPlan, items: list[ActionPlanItem], at: datetime) -> list[str]:
    """What looks wrong about the dates of an open plan."""
    if not plan.is_open:
        return []
    own = {one.number: one.target_on for one in items if one.is_open and one.target_on is not None}
    today, promised = london_date(at), plan.next_act_on
    caution = promise_caution(promised) if promised and promised >= today else ""
    return [
        *date_warnings(
            target_on=plan.target_on,
            review_on=plan.review_on,
            item_targets=own,
            holidays=tables.current().names,
            today=today,
        ),
        *_late_promises(plan, items),
        *([caution] if caution else []),
    ]


def _late_promises(plan: ActionPlan, items: list[ActionPlanItem]) -> list[str]:
    """Of what bodies promised for a day after the plan's target date, item by item."""
    waits = open_waits(items)
    late = (
        (item, late_promise(one.promised_on, plan.target_on))
        for item in items
        for one in waits.get(item.pk, [])
    )
    return [f"Item {item.number}: {words[:1].lower()}{words[1:]}" for item, words in late if words]


def marks(item: ActionPlanItem, dispute: ItemDispute | None, waits: list[ItemWait]) -> list[tuple[str, str]]:
    """The words that stand beside an item, each with its colour."""
    colour = "grey" if item.plan.never_issued else COLOURS.get(ItemStatus(item.status), "blue")
    found = [(item.state, colour)]
    if dispute is not None:
        found.append(("Disputed", "orange"))
    elif item.agreed_at is not None and item.is_open:
        found.append(("Accepted by police", "green"))
    return found + [(str(one), "purple") for one in waits]


def open_disputes(items: list[ActionPlanItem]) -> dict[Any, ItemDispute]:
    rows = ItemDispute.objects.filter(item__in=[one.pk for one in items], settled_at__isnull=True)
    return {one.item_id: one for one in rows}


def open_waits(items: list[ActionPlanItem]) -> dict[Any, list[ItemWait]]:
    found: dict[Any, list[ItemWait]] = {}
    for one in ItemWait.objects.filter(item__in=[item.pk for item in items], ended_at__isnull=True):
        found.setdefault(one.item_id, []).append(one)
    return found


def plan_items(plan: ActionPlan, person: Person, sealer: Sealer, at: datetime) -> list[dict[str, Any]]:
    """The items of a plan as its table shows them."""
    may_check = person.role.may("check_item") and plan.is_open
    rows = list(
        ActionPlanItem.objects.filter(plan=plan)
        .select_related("owner", "returned_by")
        .prefetch_related(
            Prefetch("returns", ItemReturn.objects.select_related("returned_by")), "returns__checks"
        )
    )
    for one in rows:
        one.plan = plan
    disputes, waits = open_disputes(rows), open_waits(rows)
    return [
        {
            "row": one,
            "href": reverse("action_plan_item_detail", args=[one.pk]),
            "marks": marks(one, disputes.get(one.pk), waits.get(one.pk, [])),
            "late": one.is_open and plan.is_open and (one.target_on or plan.target_on) < london_date(at),
            **texts(one, sealer),
            "check": reverse("check_item", args=[one.pk]) if may_check and one.status == "returned" else "",
        }
        for one in rows
    ]


def texts(item: ActionPlanItem, sealer: Sealer) -> dict[str, str]:
    return {
        "asks": sealer.open(Label.ITEM_ASKS, item.pk, item.asks_sealed),
        "why": sealer.open(Label.ITEM_WHY, item.pk, item.why_sealed),
        **last_said(item, sealer),
    }


def last_said(item: ActionPlanItem, sealer: Sealer) -> dict[str, str]:
    """What the last return came with, and what CPS says of it."""
    returned = item.last_return
    check = returned.standing_check if returned else None
    return {
        "return_note": returned_with(returned, sealer) if returned else "",
        "check_note": checked_with(check, sealer) if check else "",
        "quality": check.get_quality_display() if check and check.quality else "",
    }


def returned_with(row: ItemReturn, sealer: Sealer) -> str:
    return sealer.open(Label.ITEM_RETURN_NOTE, row.pk, row.note_sealed)


def checked_with(row: ItemCheck, sealer: Sealer) -> str:
    return sealer.open(Label.ITEM_CHECK_NOTE, row.pk, row.note_sealed)


# The page of one item


def item_context(person: Person, item: ActionPlanItem, at: datetime) -> dict[str, Any]:
    """Everything on the page of one item."""
    plan, sealer = item.plan, Sealer(item.case_id)
    disputes, waits = _disputes(item, person, sealer), waits_of(item, person, sealer)
    standing = next((one["row"] for one in disputes if one["row"].settled_at is None), None)
    dates = list(ItemDate.objects.filter(item=item).select_related("set_by").order_by("-set_at", "-id"))
    return {
        "item": item,
        "plan": plan,
        "case": plan.case,
        "at": at,
        "marks": marks(item, standing, [one["row"] for one in waits if one["row"].ended_at is None]),
        "waits": waits,
        "deadline": _deadline(item, dates, sealer),
        "owed": plan.is_open and item.is_open,
        **texts(item, sealer),
        "dates": [
            {"row": one, "reason": sealer.open(Label.ITEM_DATE_REASON, one.pk, one.reason_sealed)}
            for one in dates
        ],
        "given": list(
            item.given.select_related("taken_from", "given_to", "given_by").order_by("-given_at", "-id")
        ),
        "slips": sum(not one.with_the_item for one in dates),
        "disputes": disputes,
        "returns": _returns(item, person, sealer),
        "withdrawals": _withdrawals(item, person, sealer),
        "not_now": _not_now(item, standing),
        "line": _line(item, sealer) if person.role.reads(Part.CPS) else None,
    }


def _line(item: ActionPlanItem, sealer: Sealer) -> dict[str, Any] | None:
    """The line of the case strategy that the item serves."""
    line = item.strategy_line
    if line is None:
        return None
    return {
        "row": line,
        "words": sealer.open(Label.STRATEGY_LINE, line.pk, line.words_sealed),
        "href": reverse("strategy_detail", args=[line.strategy_id]),
    }


def _deadline(item: ActionPlanItem, dates: list[ItemDate], sealer: Sealer) -> Deadline:
    """The item's own date, else the plan's target."""
    own = next((one for one in dates if one.superseded_at is None), None)
    if own is None:
        return date_set(item.plan.target_on, start=item.plan.issued_on, reason="The target date of the plan")
    reason = sealer.open(Label.ITEM_DATE_REASON, own.pk, own.reason_sealed)
    return date_set(own.due_on, start=item.plan.issued_on, reason=reason or "Set with the item")


def _disputes(item: ActionPlanItem, person: Person, sealer: Sealer) -> list[dict[str, Any]]:
    answers = Prefetch("answers", DisputeAnswer.objects.select_related(*WHO_OF_CPS))
    found = ItemDispute.objects.filter(item=item).select_related("raised_by").prefetch_related(answers)
    rows = found.order_by("-raised_at", "-id")
    may_answer = person.role.may("answer_dispute") and item.plan.is_open
    return [
        {
            "row": one,
            "deadline": as_ruled(ClockCode.DISPUTE, one.due_on, one.raised_at),
            "words": sealer.open(Label.DISPUTE_WORDS, one.pk, one.words_sealed),
            "answers": [
                {
                    "row": said,
                    "words": sealer.open(Label.DISPUTE_ANSWER, said.pk, said.words_sealed),
                    "confirm": confirm_link(person, "confirm_dispute_answer", said),
                }
                for said in one.answers.all()
            ],
            "answer": (
                reverse("answer_dispute", args=[one.pk]) if may_answer and one.settled_at is None else ""
            ),
        }
        for one in rows
    ]


def _returns(item: ActionPlanItem, person: Person, sealer: Sealer) -> list[dict[str, Any]]:
    """Every return, the last first, with every check of it."""
    found = ItemReturn.objects.filter(item=item).select_related("returned_by")
    checks = Prefetch("checks", ItemCheck.objects.select_related(*WHO_OF_CPS))
    return [
        {
            "row": one,
            "note": returned_with(one, sealer),
            "checks": [_check(check, person, sealer) for check in one.checks.all()],
        }
        for one in found.prefetch_related(checks).order_by("-round")
    ]


def _withdrawals(item: ActionPlanItem, person: Person, sealer: Sealer) -> list[dict[str, Any]]:
    """Every time that CPS withdrew it, the last first."""
    rows = ItemWithdrawal.objects.filter(item=item).select_related("entered_by", *WHO_OF_CPS)
    return [
        {
            "row": one,
            "words": sealer.open(Label.WITHDRAWN_WORDS, one.pk, one.words_sealed),
            "back": sealer.open(Label.WITHDRAWN_BACK, one.pk, one.back_sealed),
            "confirm": confirm_link(person, "confirm_item_withdrawal", one),
            "take_back": _take_back_link(person, item, one),
        }
        for one in rows.order_by("-withdrawn_at", "-id")
    ]


def _take_back_link(person: Person, item: ActionPlanItem, row: ItemWithdrawal) -> str:
    """Where it is taken back, for whom that would not be refused."""
    ended_with_it = row.superseded_at is None and nothing_else_left(item.plan, item)
    rule = partial(check_can_take_back, ended_with_it=ended_with_it)
    decided_at = decided_since_over(item.plan, row.recorded_at) if ended_with_it else None
    offered = would_pass(rule, person, row, item.plan, decided_at=decided_at)
    return reverse("take_back_item_withdrawal", args=[row.pk]) if offered else ""


def _check(check: ItemCheck, person: Person, sealer: Sealer) -> dict[str, Any]:
    """One that was made with the completion of the plan is confirmed with that."""
    confirm = "" if check.completion_id else confirm_link(person, "confirm_item_check", check)
    return {"row": check, "note": checked_with(check, sealer), "confirm": confirm}


def confirm_link(person: Person, deed: str, act: CpsAct) -> str:
    """Where CPS confirms or supersedes an act that police entered; "" where there is nothing to confirm."""
    return reverse(deed, args=[act.pk]) if act.awaits_cps and person.role.may(deed) else ""


def _not_now(item: ActionPlanItem, dispute: ItemDispute | None) -> set[str]:
    """The deeds that would only be refused as the item stands, so that the page does not offer them."""
    every = {"check_item", "dispute_item", "assign_item", "set_item_date", "wait_on_body", "withdraw_item"}
    if item.plan.never_issued:
        return every | {"link_item"}
    if not item.plan.is_open:
        return every
    if item.is_open:
        return {"check_item"} | ({"dispute_item"} if dispute else set())
    return every - {"check_item", "withdraw_item"} if item.status == ItemStatus.RETURNED else every
