"""The items of a plan: written with it, accepted by the police, given to somebody, each with its own date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from actionplans import rules
from actionplans.enums import OPEN_ITEMS, PlanStatus
from actionplans.item_enums import DisputeOutcome
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    DisputeAnswer,
    ItemDate,
    ItemGiven,
    ItemWithdrawal,
    StrategyLine,
)
from actionplans.rules.items import (
    check_another_line,
    check_another_owner,
    check_can_link,
    check_on_item,
    fault_of_line,
)
from actionplans.seals import Label, Sealer
from actionplans.services.chasing import end_waits_of, keep_chases_due, waits_go_on
from actionplans.services.disputed import disputes_go_on, end_disputes
from actionplans.services.standing import lock_plan, restate
from cases.services import Owed, raise_dues, settle_dues
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch

ITEM_DUE = "item_target"  # the code of an item's own date among what is due on the case


def write_items(plan: ActionPlan, items: Sequence[Mapping[str, Any]], *, by: Person, at: datetime) -> None:
    """The items of a new plan, in the order given, inside a deed. Two statements for any number of them."""
    sealer, rows, dates = Sealer(plan.case_id), [], []
    for number, given in enumerate(items, start=1):
        row = ActionPlanItem(
            id=uuid7(),
            case_id=plan.case_id,
            plan=plan,
            number=number,
            type=given["type"],
            owner=given.get("owner"),  # nobody by name: the officer in charge, whoever that is then
            target_on=given.get("target_date"),
            strategy_line=given.get("strategy_line"),
        )
        row.asks_sealed = sealer.seal(Label.ITEM_ASKS, row.pk, given["asks"])
        if given.get("why"):
            row.why_sealed = sealer.seal(Label.ITEM_WHY, row.pk, given["why"])
        rows.append(row)
        if row.target_on is not None:
            dates.append(_date(plan, row, row.target_on, by, at, with_the_item=True))
    ActionPlanItem.objects.bulk_create(rows)
    ItemDate.objects.bulk_create(dates)
    raise_dues(case=plan.case, owed=[_owed(plan, one) for one in rows if one.target_on is not None], at=at)


def _date(
    plan: ActionPlan, item: ActionPlanItem, due_on: date, by: Person, at: datetime, *, with_the_item: bool
) -> ItemDate:
    return ItemDate(
        id=uuid7(),
        case_id=plan.case_id,
        item=item,
        due_on=due_on,
        plan_issued_on=plan.issued_on,
        with_the_item=with_the_item,
        set_at=at,
        set_by=by,
    )


def lock_items(plan: ActionPlan, items: Iterable[ActionPlanItem]) -> list[ActionPlanItem]:
    """These items of the plan as they now stand, locked. Raises Invalid for none, or one of another plan."""
    keys = {item.pk for item in items}
    rows = ActionPlanItem.objects.select_for_update(no_key=True, of=("self",)).filter(plan=plan, pk__in=keys)
    found = list(rows.order_by("number"))
    if not found or len(found) != len(keys):
        raise Invalid({"items": "Choose at least one open item of this action plan."})
    return found


def lock_item(item: ActionPlanItem) -> tuple[ActionPlan, ActionPlanItem]:
    """The plan, then the item, as they now stand, locked."""
    plan = lock_plan(item.plan)
    return plan, ActionPlanItem.objects.select_for_update(no_key=True, of=("self",)).get(pk=item.pk)


def owes(plan: ActionPlan) -> bool:
    """True while an item is with the police."""
    return bool(ActionPlanItem.objects.filter(plan=plan, status__in=OPEN_ITEMS).exists())


def _owed(plan: ActionPlan, item: ActionPlanItem) -> Owed:
    assert item.target_on is not None
    return Owed(
        source=item.pk,
        code=ITEM_DUE,
        what=f"Return item {item.number} of action plan {plan.number}",
        due_on=item.target_on,
        owner=item.owner,
        started_on=plan.issued_on,
    )


def keep_items_due(plan: ActionPlan, items: Iterable[ActionPlanItem], at: datetime) -> None:
    """An item's own date is owed by its owner while the item is; without one the plan's target says it."""
    items = list(items)
    owed = [one for one in items if plan.is_open and one.is_open and one.target_on is not None]
    over = [one.pk for one in items if one not in owed]
    raise_dues(case=plan.case, owed=[_owed(plan, one) for one in owed], at=at)
    settle_dues(sources=over, code=ITEM_DUE, at=at)


def end_what_is_open(
    items: Iterable[ActionPlanItem],
    *,
    why: str,
    by: Person,
    at: datetime,
    returned: bool = False,
    outcome: DisputeOutcome = DisputeOutcome.FELL_AWAY,
) -> None:
    """These items are no longer owed: disputes and waits end, and nothing of them stays due. `why` says so of
    what falls away with them; an item that was `returned` was done.
    """
    items = list(items)
    keys = [item.pk for item in items]
    end_disputes(items, why=why, by=by, at=at, outcome=outcome)
    settle_dues(sources=keys, code=ITEM_DUE, at=at, fell_away="" if returned else why)
    end_waits_of(items, why=why, by=by, at=at)


def open_what_ended(
    plan: ActionPlan, items: Iterable[ActionPlanItem], *, ended_at: datetime, at: datetime
) -> None:
    """These items are as they were before what end_what_is_open() did at `ended_at`, inside a deed: what is
    owed of them is again, with the disputes and waits that ended then.
    """
    items = list(items)
    still = [one for one in items if one.is_open]
    keep_items_due(plan, items, at)
    waits_go_on(plan, still, ended_at=ended_at, at=at)
    disputes_go_on(plan, still, ended_at=ended_at, at=at)


def asked_no_more(plan: ActionPlan) -> Q:
    """Filter of ActionPlanItem: what CPS itself asks for no more, withdrawn or given up in a dispute, apart
    from what went with the whole plan.
    """
    stands = {"superseded_at__isnull": True}
    withdrawn = ItemWithdrawal.objects.filter(item__plan=plan, **stands)
    given_up = DisputeAnswer.objects.filter(
        dispute__item__plan=plan, outcome=DisputeOutcome.ACCEPTED, **stands
    )
    return Q(pk__in=withdrawn.values("item")) | Q(pk__in=given_up.values("dispute__item"))


def drop_item_date(item: ActionPlanItem, at: datetime) -> None:
    """The item's own date holds no more: the plan's target does. The old date stays as a row."""
    ItemDate.objects.filter(item=item, superseded_at__isnull=True).update(superseded_at=at)
    item.target_on = None


@deed
def accept_items(
    *, by: Person, plan: ActionPlan, items: Sequence[ActionPlanItem], at: datetime | None = None
) -> ActionPlan:
    """The police accept what is asked. A dispute of an item that is accepted after all falls away.

    The plan is accepted once every item that is owed is. Raises NotAllowed for a closed plan or an item that
    is not owed any more, Invalid when none is chosen.
    """
    at = at or now()
    plan = lock_plan(plan)
    rules.check_on_plan(by, plan, "accept_items")
    chosen = lock_items(plan, items)
    for item in chosen:
        check_on_item(by, plan, item, "accept_items")
        item.agreed_at, item.agreed_by = at, by
        item.version += 1
    ActionPlanItem.objects.bulk_update(chosen, ["agreed_at", "agreed_by", "version"])
    end_disputes(chosen, why="the item was accepted", by=by, at=at)
    waiting = ActionPlanItem.objects.filter(plan=plan, status__in=OPEN_ITEMS, agreed_at__isnull=True)
    if plan.status == PlanStatus.ISSUED and not waiting.exists():
        plan.status = PlanStatus.ACCEPTED
    restate(plan, "status")
    subjects = [plan.pk, *(item.pk for item in chosen)]
    record(by=by, action=Action.ITEMS_ACCEPTED, case=plan.case, subjects=subjects)
    return plan


@deed
def assign_item(
    *, by: Person, item: ActionPlanItem, owner: Person | None = None, at: datetime | None = None
) -> ActionPlanItem:
    """Give an item to somebody; to nobody by name it is the officer in charge's, whoever that is then.

    Raises NotAllowed for an item that is not owed any more, Invalid for the owner that it has already.
    """
    at = at or now()
    plan, item = lock_item(item)
    check_on_item(by, plan, item, "assign_item")
    check_another_owner(item, owner)
    row = ItemGiven(id=uuid7(), case_id=item.case_id, item=item, given_at=at, given_by=by)
    row.taken_from, row.given_to = item.owner, owner
    row.save(force_insert=True)
    give_item(plan, item, owner, at)
    record(by=by, action=Action.ITEM_ASSIGNED, case=plan.case, subjects=[plan.pk, item.pk, row.pk])
    return item


@deed
def link_item(
    *,
    by: Person,
    item: ActionPlanItem,
    strategy_line: StrategyLine | None = None,
    at: datetime | None = None,
) -> ActionPlanItem:
    """Say which line of the case strategy an item serves; none takes the link away.

    Raises NotAllowed on a closed case, Invalid for a line of another case, one that is not pursued, or
    the one that it is linked to already.
    """
    plan, item = lock_item(item)
    check_can_link(by, item)
    fault = fault_of_line(strategy_line, item.case_id) if strategy_line else ""
    if fault:
        raise Invalid({"strategy_line": fault})
    check_another_line(item, strategy_line)
    item.strategy_line = strategy_line
    touch(item, "strategy_line")
    record(by=by, action=Action.ITEM_LINKED, case=plan.case, subjects=[plan.pk, item.pk])
    return item


def give_item(plan: ActionPlan, item: ActionPlanItem, owner: Person | None, at: datetime) -> None:
    """Inside a deed: what is due of an item that is owed becomes its new owner's."""
    item.owner = owner
    touch(item, "owner")
    keep_items_due(plan, [item], at)
    keep_chases_due(plan, item, at)


def give_date(
    plan: ActionPlan, item: ActionPlanItem, due_on: date, reason: str, *, by: Person, at: datetime
) -> ItemDate:
    """A date of the item's own in place of the one that stands, which stays as a row. `item` is not saved."""
    drop_item_date(item, at)
    row = _date(plan, item, due_on, by, at, with_the_item=False)
    row.reason_sealed = Sealer(plan.case_id).seal(Label.ITEM_DATE_REASON, row.pk, reason)
    row.save(force_insert=True)
    item.target_on = due_on
    return row


@deed
def set_item_date(
    *, by: Person, item: ActionPlanItem, due_on: date, reason: str, at: datetime | None = None
) -> ItemDate:
    """Give an item a target date of its own, or move it, with a reason. The old date stays as a row.

    Raises Invalid for a date in the past, before the issue or unchanged, or without a reason; NotAllowed for
    an item that is not owed any more.
    """
    at = at or now()
    plan, item = lock_item(item)
    check_on_item(by, plan, item, "set_item_date")
    if not reason.strip():
        raise Invalid({"reason": "Say why the date moves."})
    rules.check_ahead("due_on", due_on, at)
    rules.check_plan_dates(plan.issued_on, {"due_on": due_on})
    if item.target_on == due_on:
        raise Invalid({"due_on": "This is the date that stands already."})
    row = give_date(plan, item, due_on, reason, by=by, at=at)
    touch(item, "target_on")
    keep_items_due(plan, [item], at)
    record(by=by, action=Action.ITEM_DATE_SET, case=plan.case, subjects=[plan.pk, item.pk, row.pk])
    return row
