"""A plan that CPS ended is open again: CPS opens it, its end was a mistake, or CPS supersedes what police
entered.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.db.models import F

from actionplans import rules
from actionplans.enums import DateBecause, DateKind, ItemStatus, PlanStatus
from actionplans.models import (
    ActionPlan,
    ItemReturn,
    PlanEnding,
    PlanReopening,
)
from actionplans.rules.endings import (
    check_can_reopen,
    check_can_take_plan_back,
    check_dates_again,
    dates_after_mistake,
    dates_wanted,
)
from actionplans.seals import Label, Sealer
from actionplans.services.beside import as_they_were, status_by_rows
from actionplans.services.decided_since import decided_after, decided_since_over, end_by_decision
from actionplans.services.documents import Entry
from actionplans.services.endings import (
    CLOSED,
    PLAN_WITHDRAWN,
    round_again,
    standing_end,
)
from actionplans.services.in_step import keep_in_step
from actionplans.services.items import asked_no_more, drop_item_date, open_what_ended
from actionplans.services.plans import close_plan, open_plan_again, raise_plan_dues
from actionplans.services.returns import new_target_if_past
from actionplans.services.standing import dates_stand_again, lock_plan, restate, set_date
from actionplans.services.submissions import BY_MISTAKE
from actionplans.services.unanswered import FINALISED
from actionplans.services.undecided import open_to_cps_now
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import end_of_day, now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together
from rasso_tracker.people.versions import touch

# A kind of notice to the officer in charge and the owners of its items.
OPEN_AGAIN = "plan_open_again"


@deed
def take_back_plan_withdrawal(
    *,
    by: Person,
    ending: PlanEnding,
    reason: str,
    target_date: date | None = None,
    review_date: date | None = None,
    at: datetime | None = None,
) -> PlanEnding:
    """An end was recorded by mistake: the plan is again what it was, with the items that went with it.

    It stays in the history, with why. Dates hold; of a withdrawn plan one that has passed needs a new one.
    Raises NotAllowed for one that was taken back or opened again, or police about what CPS recorded or
    confirmed; Invalid by field.
    """
    at = at or now()
    plan = lock_plan(ending.plan)
    ending = PlanEnding.objects.select_for_update(no_key=True, of=("self",)).get(pk=ending.pk)
    left, decided_at = open_to_cps_now(plan.case), decided_since_over(plan, ending.recorded_at)
    check_can_take_plan_back(by, ending, plan, left=left, decided_at=decided_at)
    wanted = dates_after_mistake(ending, plan, at)
    check_dates_again(target_on=target_date, review_on=review_date, wanted=wanted, at=at)
    ending.superseded_at, ending.superseded_by = at, by
    ending.back_sealed = Sealer(plan.case_id).seal(Label.ENDED_BACK, ending.pk, reason)
    ending.save(update_fields=["superseded_at", "superseded_by", "back_sealed"])
    _set_dates(plan, target_date, review_date, reason, by, at, DateBecause.TAKEN_BACK)
    _undo(plan, ending, by, at)
    keep_in_step(plan.case, by=by, at=at, why=BY_MISTAKE)
    raise_notice(kind=OPEN_AGAIN, source=ending.pk, subject_id=plan.pk, at=at)
    record(by=by, action=Action.PLAN_OPENED_AGAIN, case=plan.case, subjects=[plan.pk, ending.pk])
    return ending


@deed
def reopen_plan(
    *,
    by: Person,
    plan: ActionPlan,
    reason: str,
    target_date: date | None = None,
    review_date: date | None = None,
    reopened_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> PlanReopening:
    """CPS opens a plan again that it had closed unanswered, with new dates: the police owe it again.

    Raises NotAllowed for any other plan, Invalid without both dates or for a moment before it was closed.
    """
    at = at or now()
    plan = lock_plan(plan)
    check_can_reopen(by, plan, round_again(plan), left=open_to_cps_now(plan.case))
    ending = standing_end(plan)
    assert ending is not None, "a plan that CPS closed has its end"
    act = Entry(
        by=by,
        case=plan.case,
        field="reopened_at",
        said=reopened_at,
        document_name=document_name,
        document_date=document_date,
        answers=rules.Answers(ending.ended_at, CLOSED),
        at=at,
    )
    wanted = dates_wanted(plan, at, always=True)
    dates = partial(check_dates_again, target_on=target_date, review_on=review_date, wanted=wanted, at=at)
    together(act.check, dates)
    row = PlanReopening(
        id=uuid7(),
        case_id=plan.case_id,
        ending=ending,
        reopened_at=act.moment,
        recorded_at=at,
        **act.columns,
    )
    row.reason_sealed = Sealer(plan.case_id).seal(Label.REOPENED_BECAUSE, row.pk, reason)
    row.save(force_insert=True)
    ending.reopened_at = act.moment
    ending.save(update_fields=["reopened_at"])
    _set_dates(plan, target_date, review_date, reason, by, at, DateBecause.OPENED_AGAIN)
    _open(plan, ending, PlanStatus.IN_PROGRESS, by, at)
    keep_in_step(plan.case, by=by, at=at)
    raise_notice(kind=OPEN_AGAIN, source=row.pk, subject_id=plan.pk, at=at)
    record(by=by, action=Action.PLAN_OPENED_AGAIN, case=plan.case, subjects=[plan.pk, row.pk])
    return row


def _set_dates(
    plan: ActionPlan,
    target: date | None,
    review: date | None,
    reason: str,
    by: Person,
    at: datetime,
    because: DateBecause,
) -> None:
    for kind, due_on in ((DateKind.TARGET, target), (DateKind.REVIEW, review)):
        if due_on is not None:
            set_date(
                plan=plan,
                kind=kind,
                due_on=due_on,
                because=because,
                by=by,
                at=at,
                reason=reason,
            )


def _open(plan: ActionPlan, ending: PlanEnding, to: PlanStatus | None, by: Person, at: datetime) -> None:
    """The plan with what ended with it, as it was; `to`, or as its rows say that it was.

    A date that passed meanwhile and was not set anew is set by its rule and an item's own holds no more. One
    that had passed before the end was written down is late again as it was, unless CPS opened the plan again
    (`to`), and so is every date where a record was closed unanswered by mistake.
    """
    ran_until = None if to is not None else ending.recorded_at
    if to is None and ending.ended_as == PlanStatus.ADMIN_FINALISED:
        ran_until = at
    items = as_they_were(plan)
    if any(item.is_open for item in items):
        new_target_if_past(plan, since=at, by=by, at=at, ran_until=ran_until)
    open_plan_again(plan, to or status_by_rows(plan), by=by, at=at, ran_until=ran_until)
    for item in items:
        due_at = end_of_day(item.target_on) if item.target_on is not None else None
        passed = due_at is not None and due_at <= at
        late_again = due_at is not None and ran_until is not None and due_at <= ran_until
        if item.is_open and passed and not late_again:
            drop_item_date(item, at)
            touch(item, "target_on")
    open_what_ended(plan, items, ended_at=ending.recorded_at, at=at)


def _undo(plan: ActionPlan, ending: PlanEnding, by: Person, at: datetime) -> None:
    """What the end of the plan had made true is taken back. Inside a deed, before keep_in_step()."""
    _untell(ending, by, at)
    _open(plan, ending, None, by, at)


def _untell(ending: PlanEnding, by: Person, at: datetime) -> None:
    """No inbox says that the plan ended."""
    settle(sources=[ending.pk], by=by, at=at, kinds=[PLAN_WITHDRAWN])


def undo_ending(ending: PlanEnding, by: Person, at: datetime) -> None:
    """CPS superseded what police entered: the plan is open as it was, or where the case was closed since,
    ended with it. One that was opened again goes on as it stands, and one that CPS says never was stays
    over. Inside a deed.
    """
    plan = lock_plan(ending.plan)
    if plan.superseded_at is not None or ending.reopened_at is not None or plan.status != ending.ended_as:
        return
    decided_at = decided_after(plan, ending.recorded_at)
    if decided_at is None:
        _undo(plan, ending, by, at)
        raise_notice(kind=OPEN_AGAIN, source=ending.pk, subject_id=plan.pk, at=at)
    elif decided_at != plan.closed_at:
        _undo(plan, ending, by, ending.recorded_at)
        end_by_decision(plan, decided_at, by=by)


def end_what_never_was(plan: ActionPlan, by: Person, at: datetime) -> None:
    """CPS says of a plan that it ended that it never issued it: nobody hears of the end any more. Inside a
    deed.
    """
    ending = standing_end(plan)
    if ending is not None:
        _untell(ending, by, at)


def undo_reopening(row: PlanReopening, by: Person, at: datetime) -> None:
    """CPS had not opened it again: its record is closed as it was, unless the plan went on since or CPS had
    not closed it either. Inside a deed, before keep_in_step().
    """
    plan = lock_plan(row.ending.plan)
    ending = PlanEnding.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.ending_id)
    went_on = ItemReturn.objects.filter(item__plan=plan, pk__gt=row.pk).exists()
    if went_on:
        return
    if not plan.is_open:
        _closed_as_before(plan, ending, row, at)
        return
    dates_stand_again(plan, row.recorded_at, at)
    if ending.superseded_at is not None:
        restate(plan)
        raise_plan_dues(plan, at)
        return
    ending.reopened_at = None
    ending.save(update_fields=["reopened_at"])
    close_plan(plan, PlanStatus.ADMIN_FINALISED, by=by, at=at, closed_at=ending.ended_at)
    raise_notice(kind=FINALISED, source=row.pk, subject_id=plan.pk, at=at)


def _closed_as_before(plan: ActionPlan, ending: PlanEnding, row: PlanReopening, at: datetime) -> None:
    """Of a plan that ended with the case since: it had ended with its record."""
    if standing_end(plan) is not None or ending.superseded_at is not None:
        return
    if plan.status != PlanStatus.WITHDRAWN or plan.superseded_at is not None:
        return
    dates_stand_again(plan, row.recorded_at, at)
    ending.reopened_at = None
    ending.save(update_fields=["reopened_at"])
    ended = plan.items.filter(status=ItemStatus.WITHDRAWN).exclude(asked_no_more(plan))
    ended.update(status=ItemStatus.UNANSWERED, version=F("version") + 1)
    plan.status, plan.closed_at = PlanStatus.ADMIN_FINALISED, ending.ended_at
    restate(plan, "status", "closed_at")
