"""What CPS says of what came back: each item checked with a mark, and the plan completed.

CPS records it, or police do from the CPS document; CPS then confirms or supersedes that.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import F, Max

from actionplans import rules
from actionplans.enums import DateBecause, DateKind, ItemStatus, PlanStatus
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    DisputeAnswer,
    ItemCheck,
    ItemReturn,
    PlanCompletion,
)
from actionplans.rules.items import check_mark
from actionplans.seals import Label, Sealer
from actionplans.services.beside import status_by_rows
from actionplans.services.decided_since import decided_after, end_by_decision
from actionplans.services.documents import Entry
from actionplans.services.in_step import keep_in_step
from actionplans.services.items import drop_item_date, keep_items_due, lock_item, owes
from actionplans.services.plans import close_plan, end_entered_at, open_plan_again, raise_plan_dues
from actionplans.services.presence import end_presence
from actionplans.services.returns import back_with_cps, owed_again
from actionplans.services.standing import current_dates, dates_stand_again, lock_plan, restate
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import end_of_day, now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together
from rasso_tracker.people.versions import touch

RETURNED = "the item was returned"  # what its check speaks of


@deed
def check_item(
    *,
    by: Person,
    item: ActionPlanItem,
    accepted: bool,
    quality: str = "",
    note: str = "",
    checked_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> ActionPlanItem:
    """CPS checks a returned item: accepts it, or sends it back with a reason and the police owe it again.

    `quality` is a QualityMark that fits, or "". Police who leave `checked_at` out mean the day of the
    document. Raises NotAllowed for an item that was not returned, Invalid for one sent back without a reason,
    a moment before the return or where police name no CPS document.
    """
    at = at or now()
    plan, item = lock_item(item)
    rules.check_on_plan(by, plan, "check_item")
    rules.check_was_returned(item)
    to = ItemStatus.ACCEPTED if accepted else ItemStatus.SENT_BACK
    returned = last_return(item)
    act = Entry(
        by=by,
        case=plan.case,
        field="checked_at",
        said=checked_at,
        document_name=document_name,
        document_date=document_date,
        answers=rules.Answers(returned.returned_at, RETURNED),
        changes=None if accepted else sent_back_after(plan),
        at=at,
    )
    together(
        partial(check_note, accepted, note),
        partial(check_mark, accepted, quality),
        act.check,
    )
    checked_at = act.moment
    row = _check(returned, act.columns, accepted=accepted, quality=quality, at=checked_at)
    if note:
        row.note_sealed = Sealer(plan.case_id).seal(Label.ITEM_CHECK_NOTE, row.pk, note)
    row.save(force_insert=True)
    item.status, item.checked_at, item.checked_by = to, checked_at, by
    if not accepted and item.target_on is not None and end_of_day(item.target_on) <= checked_at:
        drop_item_date(item, at)  # the plan's target holds again
    touch(item, "status", "checked_at", "checked_by", "target_on")
    if accepted:
        restate(plan)
    else:
        owed_again(plan, by=by, at=at, since=checked_at)
        keep_in_step(plan.case, by=by, at=at)
        keep_items_due(plan, [item], at)
    record(by=by, action=Action.ITEM_CHECKED, case=plan.case, subjects=[plan.pk, item.pk])
    return item


def check_note(accepted: bool, note: str) -> None:
    if not accepted and not note.strip():
        raise Invalid({"note": "Say what is still missing, so that the police can put it right."})


def last_return(item: ActionPlanItem) -> ItemReturn:
    found: ItemReturn | None = ItemReturn.objects.filter(item=item).order_by("-round").first()
    assert found is not None, "an item that is returned has its return"
    return found


def _check(
    returned: ItemReturn,
    act: dict[str, Any],
    *,
    accepted: bool,
    quality: str,
    at: datetime,
    completion: PlanCompletion | None = None,
) -> ItemCheck:
    return ItemCheck(
        id=uuid7(),
        case_id=returned.case_id,
        returned=returned,
        completion=completion,
        accepted=accepted,
        quality=quality,
        checked_at=at,
        **act,
    )


@deed
def complete_plan(
    *,
    by: Person,
    plan: ActionPlan,
    quality: str = "",
    completed_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> ActionPlan:
    """CPS has what it asked for: what was returned is accepted and the plan ends.

    `quality` marks what was not checked by itself. Police who leave `completed_at` out mean the day of the
    document. Raises Invalid while an item is with the police or where
    police name no CPS document, NotAllowed for a closed plan.
    """
    at = at or now()
    plan = lock_plan(plan)
    rules.check_on_plan(by, plan, "complete_plan")
    rules.check_can_complete(plan)
    complete(
        plan,
        by=by,
        quality=quality,
        completed_at=completed_at,
        document_name=document_name,
        document_date=document_date,
        at=at,
    )
    end_presence(by=by, plan_id=plan.pk, at=at)
    record(by=by, action=Action.PLAN_COMPLETED, case=plan.case, subjects=[plan.pk])
    return plan


def complete(
    plan: ActionPlan,
    *,
    by: Person,
    document_name: str,
    document_date: date | None,
    at: datetime,
    completed_at: datetime | None = None,
    quality: str = "",
) -> PlanCompletion:
    """Write that CPS has what it asked for, and end the plan, inside a deed. Raises Invalid."""
    act = Entry(
        by=by,
        case=plan.case,
        field="completed_at",
        said=completed_at,
        document_name=document_name,
        document_date=document_date,
        answers=completed_after(plan),
        at=at,
    )
    together(partial(check_mark, True, quality), act.check)
    completed_at = act.moment
    row = PlanCompletion(
        id=uuid7(), case_id=plan.case_id, plan=plan, completed_at=completed_at, **act.columns
    )
    row.save(force_insert=True)
    unchecked = ActionPlanItem.objects.filter(plan=plan, status=ItemStatus.RETURNED)
    rows = ItemReturn.objects.filter(item__in=unchecked).order_by("item_id", "-round").distinct("item_id")
    ItemCheck.objects.bulk_create(
        [
            _check(one, act.columns, accepted=True, quality=quality, at=completed_at, completion=row)
            for one in rows
        ]
    )
    close_plan(plan, PlanStatus.COMPLETED, by=by, at=at, closed_at=completed_at)
    keep_in_step(plan.case, by=by, at=at)
    return row


def sent_back_after(plan: ActionPlan) -> rules.Answers | None:
    """What an item that is sent back changes: that nothing of the plan is owed, where so it is."""
    return None if plan.items_open else completed_after(plan)


def completed_after(plan: ActionPlan) -> rules.Answers:
    """What a completion speaks of: the last return, answer to a dispute or check of an item; or the plan, of
    which nothing was ever returned.
    """
    returned = ItemReturn.objects.filter(item__plan=plan).aggregate(last=Max("returned_at"))["last"]
    answers = DisputeAnswer.objects.filter(dispute__item__plan=plan, superseded_at__isnull=True)
    answered = answers.aggregate(last=Max("answered_at"))["last"]
    checks = ItemCheck.objects.filter(returned__item__plan=plan, superseded_at__isnull=True)
    checked = checks.aggregate(last=Max("checked_at"))["last"]
    said = (
        (plan.issued_at, "the action plan was issued"),
        (returned, "the last item was returned"),
        (answered, "the last dispute was answered"),
        (checked, "the last item was checked"),
    )
    return max(rules.Answers(moment, what) for moment, what in said if moment is not None)


# Superseded by CPS


def undo_check(check: ItemCheck, by: Person, at: datetime) -> None:
    """The return waits for a check again, unless the item or its plan went on since; of a plan that is over,
    it went unchecked. Inside a deed, before keep_in_step().
    """
    plan, item = lock_item(check.returned.item)
    if not plan.is_open:
        _went_unchecked(plan, item, check)
        return
    stood = ItemStatus.ACCEPTED if check.accepted else ItemStatus.SENT_BACK
    if item.status != stood or last_return(item).pk != check.returned_id:
        return
    item.status, item.checked_at, item.checked_by = ItemStatus.RETURNED, None, None
    touch(item, "status", "checked_at", "checked_by")
    _target_stands_again(plan, check, at)
    keep_items_due(plan, [item], at)
    if plan.status == PlanStatus.REJECTED and not owes(plan):
        back_with_cps(plan, at=at)
    else:
        if plan.status == PlanStatus.REJECTED:
            plan.status = status_by_rows(plan)
        restate(plan, "status")
    raise_plan_dues(plan, at)


def _went_unchecked(plan: ActionPlan, item: ActionPlanItem, check: ItemCheck) -> None:
    """As close_plan() leaves what was returned: accepted with a plan that was completed, else withdrawn."""
    checked = item.status in (ItemStatus.ACCEPTED, ItemStatus.UNANSWERED)
    if plan.status != PlanStatus.COMPLETED and checked and last_return(item).pk == check.returned_id:
        item.status, item.checked_at, item.checked_by = ItemStatus.WITHDRAWN, None, None
        touch(item, "status", "checked_at", "checked_by")


def _target_stands_again(plan: ActionPlan, check: ItemCheck, at: datetime) -> None:
    """The target that was set because an item came back, where none did."""
    target = current_dates(plan)[DateKind.TARGET]
    others = ItemCheck.objects.filter(returned__item__plan=plan, accepted=False, superseded_at__isnull=True)
    since = others.filter(checked_at__gte=check.checked_at)
    if target.because == DateBecause.SENT_BACK and not check.accepted and not since.exists():
        dates_stand_again(plan, target.set_at, at)


def undo_completion(completion: PlanCompletion, by: Person, at: datetime) -> None:
    """The plan is open again and what it accepted waits for a check; it ended with the case where that was
    closed since.

    A review date that has passed meanwhile is set anew by its rule; one that had passed before the completion
    was written down, while a review was owed, is late again. Inside a deed.
    """
    plan = lock_plan(completion.plan)
    if plan.status != PlanStatus.COMPLETED or plan.superseded_at is not None:
        return
    entered_at = end_entered_at(plan)
    decided_at = decided_after(plan, entered_at)
    checks = ItemCheck.objects.filter(completion=completion, superseded_at__isnull=True)
    ActionPlanItem.objects.filter(returns__checks__in=checks).update(
        status=ItemStatus.RETURNED, checked_at=None, checked_by=None, version=F("version") + 1
    )
    checks.update(superseded_at=at, superseded_by=by)
    opened_at = at if decided_at is None else entered_at
    open_plan_again(plan, PlanStatus.RETURNED, by=by, at=opened_at, ran_until=entered_at)
    if decided_at is not None:
        end_by_decision(plan, decided_at, by=by)
