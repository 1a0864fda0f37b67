"""Returning items to CPS, all or some of them, and the case that is back with CPS or owed again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from actionplans import rules
from actionplans.enums import DateBecause, DateKind, ItemStatus, PlanStatus
from actionplans.models import ActionPlan, ActionPlanItem, ItemReturn
from actionplans.rules.items import check_on_item
from actionplans.seals import Label, Sealer
from actionplans.services.in_step import keep_in_step
from actionplans.services.items import end_what_is_open, lock_items, owes
from actionplans.services.plans import raise_plan_dues
from actionplans.services.presence import end_presence
from actionplans.services.standing import current_dates, lock_plan, restate, set_date
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.people.models import Person

RETURNED = "plan_returned"  # a kind of notice


@deed
def return_items(
    *,
    by: Person,
    plan: ActionPlan,
    items: Sequence[ActionPlanItem],
    note: str = "",
    at: datetime | None = None,
) -> ActionPlan:
    """Return items to CPS, all that are open or some of them. The last one takes the case back to CPS.

    Each return is a row, so that what CPS sends back is counted. Raises NotAllowed for a closed plan or an
    item that is not open, Invalid when none is chosen.
    """
    at = at or now()
    plan = lock_plan(plan)
    rules.check_on_plan(by, plan, "return_items")
    chosen = lock_items(plan, items)
    for item in chosen:
        check_on_item(by, plan, item, "return_items")
        item.status, item.returned_at, item.returned_by = ItemStatus.RETURNED, at, by
        item.version += 1
    _write_returns(chosen, note, by, at)
    ActionPlanItem.objects.bulk_update(chosen, ["status", "returned_at", "returned_by", "version"])
    end_what_is_open(chosen, why="the item was returned", by=by, at=at, returned=True)
    if owes(plan):
        rules.check_change(plan, PlanStatus.PART_RETURNED)
        plan.status = PlanStatus.PART_RETURNED
        restate(plan, "status")
    else:
        back_with_cps(plan, at=at)
    keep_in_step(plan.case, by=by, at=at)
    raise_plan_dues(plan, at)
    end_presence(by=by, plan_id=plan.pk, at=at)
    subjects = [plan.pk, *(item.pk for item in chosen)]
    record(by=by, action=Action.ITEMS_RETURNED, case=plan.case, subjects=subjects)
    return plan


def _write_returns(items: list[ActionPlanItem], note: str, by: Person, at: datetime) -> None:
    sealer, rows = Sealer(items[0].case_id), []
    before = ItemReturn.objects.filter(item__in=items).values_list("item").annotate(last=Max("round"))
    rounds = dict(before.order_by())
    for item in items:
        row = ItemReturn(
            id=uuid7(),
            case_id=item.case_id,
            item=item,
            round=rounds.get(item.pk, 0) + 1,
            returned_at=at,
            returned_by=by,
        )
        if note:
            row.note_sealed = sealer.seal(Label.ITEM_RETURN_NOTE, row.pk, note)
        rows.append(row)
    ItemReturn.objects.bulk_create(rows)


def back_with_cps(plan: ActionPlan, *, at: datetime) -> None:
    """Nothing is owed any more: the plan goes back to CPS. Inside a deed, before keep_in_step()."""
    rules.check_change(plan, PlanStatus.RETURNED)
    plan.status = PlanStatus.RETURNED
    restate(plan, "status")
    raise_notice(kind=RETURNED, source=plan.pk, subject_id=plan.pk, at=at)


def owed_again(plan: ActionPlan, *, by: Person, at: datetime, since: datetime | None = None) -> None:
    """Something is owed again of a plan of which it was not; `plan` is as it stood. `since` when, where that
    is written down later. Inside a deed, before keep_in_step().

    Where everything had come back in time, the time that CPS took is not held against the police: a target
    that passed while CPS looked is set anew from the day on which it came back, whenever that is written
    down.
    """
    since = since or at
    rules.check_change(plan, PlanStatus.REJECTED)
    was_with_cps = plan.items_open == 0
    plan.status = PlanStatus.REJECTED
    if was_with_cps:
        new_target_if_past(plan, since=since, because=DateBecause.SENT_BACK, by=by, at=at)
    restate(plan, "status")
    raise_plan_dues(plan, at)


def new_target_if_past(
    plan: ActionPlan,
    *,
    since: datetime,
    by: Person,
    at: datetime,
    because: DateBecause = DateBecause.OWED_AGAIN,
    ran_until: datetime | None = None,
) -> None:
    """Police who had nothing to do while the target date passed get a new one, by its rule from when they owe
    something again. One that had passed by `ran_until`, while they did, is late again as it was. Inside a
    deed.
    """
    target = current_dates(plan)[DateKind.TARGET]
    if target.due_at <= since and not (ran_until is not None and target.due_at <= ran_until):
        again = deadline(ClockCode.PLAN_TARGET, since).due_on
        set_date(plan=plan, kind=DateKind.TARGET, due_on=again, because=because, by=by, at=at)
