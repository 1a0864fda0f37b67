"""CPS withdraws an item of a plan, and takes a withdrawal back that was a mistake."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.db.models import Max

from actionplans import rules
from actionplans.enums import OPEN_ITEMS, ItemStatus, PlanStatus
from actionplans.item_enums import DisputeOutcome
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    DisputeAnswer,
    ItemCheck,
    ItemReturn,
    ItemWithdrawal,
)
from actionplans.rules.withdrawals import check_can_take_back, check_can_withdraw, check_new_date, check_why
from actionplans.seals import Label, Sealer
from actionplans.services.beside import status_by_rows, stood_at
from actionplans.services.decided_since import decided_after, decided_since_over, end_by_decision
from actionplans.services.documents import Entry
from actionplans.services.endings import last_opened_again
from actionplans.services.in_step import keep_in_step
from actionplans.services.items import (
    asked_no_more,
    drop_item_date,
    end_what_is_open,
    give_date,
    lock_item,
    open_what_ended,
    owes,
)
from actionplans.services.plans import close_plan, open_plan_again, raise_plan_dues
from actionplans.services.presence import end_presence
from actionplans.services.returns import back_with_cps, new_target_if_past
from actionplans.services.standing import restate
from actionplans.services.submissions import BY_MISTAKE
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import end_of_day, now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together
from rasso_tracker.people.versions import touch

WITHDRAWN = "item_withdrawn"  # a kind of notice: to the officer in charge and the item's owner
ASKED_AGAIN = "item_asked_again"  # to the same: that was a mistake


@deed
def withdraw_item(
    *,
    by: Person,
    item: ActionPlanItem,
    reason: str,
    words: str = "",
    withdrawn_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> ItemWithdrawal:
    """CPS asks for an item no more: a WithdrawnBecause, with words for another reason.

    Its dispute ends by that, and so does its wait on a body. With the last item that the police owed the case
    goes back to CPS; with the last of all the plan ends. Police who leave `withdrawn_at` out mean the day of
    the document. Raises NotAllowed for an item that was accepted or withdrawn, or of a closed plan; Invalid
    for a moment before CPS last asked for it, or another plan where the case has none.
    """
    at = at or now()
    plan, item = lock_item(item)
    check_can_withdraw(by, plan, item)
    act = Entry(
        by=by,
        case=plan.case,
        field="withdrawn_at",
        said=withdrawn_at,
        document_name=document_name,
        document_date=document_date,
        answers=asked_since(plan, item),
        at=at,
    )
    together(partial(check_why, reason, words, plans_on(plan)), act.check)
    row = ItemWithdrawal(
        id=uuid7(),
        case_id=plan.case_id,
        item=item,
        reason=reason,
        stood=item.status,
        withdrawn_at=act.moment,
        recorded_at=at,
        **act.columns,
    )
    if words.strip():
        row.words_sealed = Sealer(plan.case_id).seal(Label.WITHDRAWN_WORDS, row.pk, words)
    row.save(force_insert=True)
    item.status = ItemStatus.WITHDRAWN
    touch(item, "status")
    outcome = DisputeOutcome.ITEM_WITHDRAWN
    end_what_is_open([item], why="CPS withdrew the item", by=by, at=at, outcome=outcome)
    _go_on(plan, row, by, at)
    keep_in_step(plan.case, by=by, at=at)
    raise_notice(kind=WITHDRAWN, source=row.pk, subject_id=item.pk, at=at)
    end_presence(by=by, plan_id=plan.pk, at=at)
    record(by=by, action=Action.ITEM_WITHDRAWN, case=plan.case, subjects=[plan.pk, item.pk, row.pk])
    return row


def plans_on(plan: ActionPlan) -> int:
    """How many plans its case has."""
    return ActionPlan.objects.filter(case=plan.case_id).count()


def asked_since(plan: ActionPlan, item: ActionPlanItem) -> rules.Answers:
    """When CPS last asked for the item: with the plan, by sending it back or by upholding it in a dispute."""
    stands = {"superseded_at__isnull": True}
    back = ItemCheck.objects.filter(returned__item=item, accepted=False, **stands)
    upheld = DisputeAnswer.objects.filter(dispute__item=item, **stands)
    said = (
        (plan.issued_at, "the action plan was issued"),
        (back.aggregate(last=Max("checked_at"))["last"], "CPS sent the item back"),
        (last_opened_again(plan), "CPS last opened the plan again"),
        (upheld.aggregate(last=Max("answered_at"))["last"], "CPS answered its dispute"),
    )
    return max(rules.Answers(moment, what) for moment, what in said if moment is not None)


def _go_on(plan: ActionPlan, row: ItemWithdrawal, by: Person, at: datetime) -> None:
    """Where the plan goes without the item: on, back to CPS, or where nothing is left of it to its end."""
    if nothing_else_left(plan, row.item):
        close_plan(plan, PlanStatus.WITHDRAWN, by=by, at=at, closed_at=_went_back_at(row))
        return
    if row.stood in OPEN_ITEMS and not owes(plan):
        back_with_cps(plan, at=at)
    else:
        restate(plan)
    raise_plan_dues(plan, at)


def nothing_else_left(plan: ActionPlan, item: ActionPlanItem) -> bool:
    """CPS withdrew every other item of the plan, or gave it up in a dispute: the plan ended with this one."""
    others = ActionPlanItem.objects.filter(plan=plan).exclude(pk=item.pk)
    return not others.exclude(asked_no_more(plan)).exists()


def _went_back_at(row: ItemWithdrawal) -> datetime:
    """When the case went back to CPS by the withdrawal of the last item: then, or with the last item that had
    been returned as it was written down (ids are in that order).
    """
    returns = ItemReturn.objects.filter(item__plan=row.item.plan_id, pk__lt=row.pk)
    last = returns.aggregate(last=Max("returned_at"))["last"]
    return row.withdrawn_at if last is None else max(row.withdrawn_at, last)


@deed
def take_back_item_withdrawal(
    *,
    by: Person,
    withdrawal: ItemWithdrawal,
    reason: str,
    due_on: date | None = None,
    at: datetime | None = None,
) -> ItemWithdrawal:
    """A withdrawal was recorded by mistake: the item is again where it stood, and a dispute that it ended.

    The withdrawal stays in the history, with why it was taken back. Dates hold; an own date of the item that
    has passed needs a new one (`due_on`). Raises NotAllowed for a plan that ended otherwise, or police
    about what CPS recorded or confirmed; Invalid without a date that is needed.
    """
    at = at or now()
    plan, item = lock_item(withdrawal.item)
    withdrawal = ItemWithdrawal.objects.select_for_update(no_key=True, of=("self",)).get(pk=withdrawal.pk)
    decided_at = decided_since_over(plan, withdrawal.recorded_at)
    ended_with_it = nothing_else_left(plan, item)
    check_can_take_back(by, withdrawal, plan, ended_with_it=ended_with_it, decided_at=decided_at)
    check_new_date(plan, item, stood_at(item), due_on, at)
    withdrawal.superseded_at, withdrawal.superseded_by = at, by
    withdrawal.back_sealed = Sealer(plan.case_id).seal(Label.WITHDRAWN_BACK, withdrawal.pk, reason)
    withdrawal.save(update_fields=["superseded_at", "superseded_by", "back_sealed"])
    if due_on is not None:
        give_date(plan, item, due_on, reason, by=by, at=at)
    _ask_again(plan, item, withdrawal, by, at)
    raise_notice(kind=ASKED_AGAIN, source=withdrawal.pk, subject_id=item.pk, at=at)
    keep_in_step(plan.case, by=by, at=at, why=BY_MISTAKE)
    end_presence(by=by, plan_id=plan.pk, at=at)
    subjects = [plan.pk, item.pk, withdrawal.pk]
    record(by=by, action=Action.ITEM_ASKED_AGAIN, case=plan.case, subjects=subjects)
    return withdrawal


def undo_withdrawal(row: ItemWithdrawal, by: Person, at: datetime) -> None:
    """CPS superseded what police entered: the item is asked for again, unless its plan ended since; one that
    ended by it ended with the case where that was closed since. Inside a deed.

    A date of its own that has passed holds no more: the plan's target does.
    """
    plan, item = lock_item(row.item)
    ended_with_it = plan.status == PlanStatus.WITHDRAWN and nothing_else_left(plan, item)
    decided_at = decided_after(plan, row.recorded_at) if ended_with_it else None
    over = not plan.is_open and (not ended_with_it or plan.closed_at == decided_at)
    if over or plan.superseded_at is not None or item.status != ItemStatus.WITHDRAWN:
        settle(sources=[row.pk], by=by, at=at, kinds=[WITHDRAWN])
        if plan.status == PlanStatus.ADMIN_FINALISED and stood_at(item) in OPEN_ITEMS:
            item.status = ItemStatus.UNANSWERED  # as the others that CPS closed unanswered
            touch(item, "status")
        return
    asked_at = at if decided_at is None else row.recorded_at
    if item.target_on is not None and end_of_day(item.target_on) <= asked_at:
        drop_item_date(item, at)
    _ask_again(plan, item, row, by, asked_at)
    if decided_at is None:
        raise_notice(kind=ASKED_AGAIN, source=row.pk, subject_id=item.pk, at=at)
    else:
        end_by_decision(plan, decided_at, by=by)


def _ask_again(plan: ActionPlan, item: ActionPlanItem, row: ItemWithdrawal, by: Person, at: datetime) -> None:
    settle(sources=[row.pk], by=by, at=at, kinds=[WITHDRAWN])
    item.status = stood_at(item)
    touch(item, "status", "target_on")
    if item.is_open and not plan.items_open:
        new_target_if_past(plan, since=at, by=by, at=at, ran_until=row.recorded_at)
    if not plan.is_open:
        open_plan_again(plan, status_by_rows(plan), by=by, at=at, ran_until=row.recorded_at)
    else:
        if plan.status == PlanStatus.RETURNED:
            rules.check_change(plan, to := status_by_rows(plan))
            plan.status = to
        restate(plan, "status")
        raise_plan_dues(plan, at)
    open_what_ended(plan, [item], ended_at=row.recorded_at, at=at)
