"""Returning items to CPS, and what CPS says of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from actionplans import rules
from actionplans.enums import DateBecause, DateKind, ItemStatus, PlanStatus
from actionplans.models import ActionPlan, ActionPlanItem
from actionplans.seals import Label, Sealer
from actionplans.services.items import (
    drop_item_date,
    end_what_is_open,
    keep_item_due,
    lock_item,
    lock_items,
    owes,
)
from actionplans.services.plans import raise_plan_dues
from actionplans.services.standing import current_dates, lock_plan, restate, set_date
from actionplans.services.submissions import milestones_of
from cases.enums import MilestoneKind
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, end_of_day, now
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch

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

    Raises NotAllowed for a closed plan or an item that is not open, Invalid when none is chosen.
    """
    at = at or now()
    plan = lock_plan(plan)
    rules.check_on_plan(by, plan, "return_items")
    chosen = lock_items(plan, items)
    sealer = Sealer(plan.case_id)
    for item in chosen:
        rules.check_item_change(item, ItemStatus.RETURNED)
        item.status, item.returned_at, item.returned_by = ItemStatus.RETURNED, at, by
        item.return_note_sealed = sealer.seal(Label.ITEM_RETURN_NOTE, item.pk, note)
        item.version += 1
    ActionPlanItem.objects.bulk_update(
        chosen, ["status", "returned_at", "returned_by", "return_note_sealed", "version"]
    )
    end_what_is_open(chosen, at)
    if owes(plan):
        rules.check_change(plan, PlanStatus.PART_RETURNED)
        plan.status = PlanStatus.PART_RETURNED
        restate(plan, "status")
    else:
        back_with_cps(plan, by=by, at=at)
    raise_plan_dues(plan, at)
    record(
        by=by, action=Action.ITEMS_RETURNED, case=plan.case, subjects=[plan.pk, *(item.pk for item in chosen)]
    )
    return plan


def back_with_cps(plan: ActionPlan, *, by: Person, at: datetime) -> None:
    """Nothing is owed any more: the case goes back to CPS, inside a deed."""
    rules.check_change(plan, PlanStatus.RETURNED)
    plan.status = PlanStatus.RETURNED
    restate(plan, "status")
    milestones_of(by, plan.submission, MilestoneKind.RESUBMITTED, at, at)
    raise_notice(kind=RETURNED, source=plan.pk, subject_id=plan.pk, at=at)


@deed
def check_item(
    *, by: Person, item: ActionPlanItem, accepted: bool, note: str = "", at: datetime | None = None
) -> ActionPlanItem:
    """CPS checks a returned item: accepts it, or sends it back with a reason and the police owe it again.

    Raises NotAllowed for an item that was not returned, Invalid for one sent back without a reason.
    """
    at = at or now()
    plan, item = lock_item(item)
    rules.check_on_plan(by, plan, "check_item")
    rules.check_item_change(item, ItemStatus.ACCEPTED if accepted else ItemStatus.SENT_BACK)
    if not accepted and not note.strip():
        raise Invalid({"note": "Say what is still missing, so that the police can put it right."})
    item.status = ItemStatus.ACCEPTED if accepted else ItemStatus.SENT_BACK
    item.checked_at, item.checked_by = at, by
    item.check_note_sealed = Sealer(plan.case_id).seal(Label.ITEM_CHECK_NOTE, item.pk, note)
    if not accepted and item.target_on is not None and end_of_day(item.target_on) <= at:
        drop_item_date(item, at)  # the plan's target holds again
    touch(item, "status", "checked_at", "checked_by", "check_note_sealed", "target_on")
    if not accepted:
        rules.check_change(plan, PlanStatus.REJECTED)
        was_with_cps = plan.items_open == 0
        plan.status = PlanStatus.REJECTED
        if was_with_cps:
            _give_time_again(plan, by, at)
        restate(plan, "status")
        keep_item_due(plan, item, at)
        raise_plan_dues(plan, at)
        if was_with_cps:
            milestones_of(by, plan.submission, MilestoneKind.ACTION_PLAN_ISSUED, at, at)
    else:
        restate(plan)
    record(by=by, action=Action.ITEM_CHECKED, case=plan.case, subjects=[plan.pk, item.pk])
    return item


def _give_time_again(plan: ActionPlan, by: Person, at: datetime) -> None:
    """Police had returned everything in time, so the time that CPS took to check is not held against them."""
    if current_dates(plan)[DateKind.TARGET].due_at <= at:
        again = deadline(ClockCode.PLAN_TARGET, at).due_on
        set_date(plan=plan, kind=DateKind.TARGET, due_on=again, because=DateBecause.SENT_BACK, by=by, at=at)
