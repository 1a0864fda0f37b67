"""Issuing an action plan, returning its items, checking them, and completing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from actionplans import rules
from actionplans.enums import (
    OPEN_ITEMS,
    DateBecause,
    DateKind,
    ItemStatus,
    PlanStatus,
)
from actionplans.ladder import current_ladder, urgency
from actionplans.models import ActionPlan, ActionPlanItem, Submission
from actionplans.seals import Label, Sealer
from actionplans.services.documents import cps_person, from_document
from actionplans.services.standing import current_dates, end_date, lock_plan, restate, set_date
from actionplans.services.submissions import answered, lock_submission, milestones_of
from cases.enums import MilestoneKind
from cases.models import Case
from cases.services import raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, end_of_day, london_date, now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid

ISSUED, RETURNED = "plan_issued", "plan_returned"  # kinds of notice
TARGET_DUE, REVIEW_DUE = "plan_target", "plan_review"  # codes of due items


@deed
def issue_action_plan(
    *,
    by: Person,
    submission: Submission,
    items: Sequence[Mapping[str, Any]],
    issued_at: datetime | None = None,
    target_date: date | None = None,
    review_date: date | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> ActionPlan:
    """Issue an action plan with its items, target and review date.

    `items` are rows of `type` (ItemType), `asks` and, if known, `owner`. Without dates the dated rules set
    them: target 28 days, review 14 days from the issue. Raises Invalid without items or for a date before
    the issue, NotAllowed on a rejected submission or a closed case.
    """
    at = at or now()
    issued_at = issued_at or at
    submission = lock_submission(submission)
    rules.check_can_issue(by, submission)
    rules.check_moment(
        "issued_at", issued_at, at=at, not_before=submission.submitted_at, before_what="the submission"
    )
    if not items:
        raise Invalid({"items": "An action plan asks for something: add at least one item."})
    act = from_document(by, document_name=document_name, document_date=document_date, at=at)
    plan, dates = _write(by, submission, items, issued_at, target_date, review_date, act, at)
    ladder = current_ladder()
    for kind, due_on in dates.items():
        set_date(plan=plan, kind=kind, due_on=due_on, because=DateBecause.ISSUED, by=by, at=at, ladder=ladder)
    restate(plan)
    answered(submission, issued_at)
    milestones_of(by, submission, MilestoneKind.ACTION_PLAN_ISSUED, issued_at, at)
    raise_plan_dues(plan, at)
    raise_notice(kind=ISSUED, source=plan.pk, subject_id=plan.pk, at=at)
    record(by=by, action=Action.ACTION_PLAN_ISSUED, case=plan.case, subjects=[plan.pk])
    return plan


def _write(
    by: Person,
    submission: Submission,
    items: Sequence[Mapping[str, Any]],
    issued_at: datetime,
    target_date: date | None,
    review_date: date | None,
    act: dict[str, Any],
    at: datetime,
) -> tuple[ActionPlan, dict[DateKind, date]]:
    issued_on = london_date(issued_at)
    dates = {
        DateKind.TARGET: target_date or deadline(ClockCode.PLAN_TARGET, issued_on).due_on,
        DateKind.REVIEW: review_date or deadline(ClockCode.PLAN_REVIEW, issued_on).due_on,
    }
    rules.check_plan_dates(
        issued_on, {"target_date": dates[DateKind.TARGET], "review_date": dates[DateKind.REVIEW]}
    )
    plan = ActionPlan(
        id=uuid7(),
        case=submission.case,
        submission=submission,
        number=_next_number(submission.case),
        issued_at=issued_at,
        issued_on=issued_on,
        issued_by=by,
        prosecutor=cps_person(by),
        target_on=dates[DateKind.TARGET],
        review_on=dates[DateKind.REVIEW],
        items_open=len(items),
        recorded_at=at,
        **act,
    )
    _first_save(plan)
    _write_items(plan, items)
    return plan, dates


def _next_number(case: Case) -> int:
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)  # two plans at once take two numbers
    return (ActionPlan.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1


def _first_save(plan: ActionPlan) -> None:
    """Before its dates can point to it; restate() then writes what its rows say."""
    plan.lapses_at = end_of_day(min(plan.target_on, plan.review_on))
    plan.urgency = urgency(None, plan.lapses_at)
    plan.save(force_insert=True)


def _write_items(plan: ActionPlan, items: Sequence[Mapping[str, Any]]) -> None:
    sealer, rows = Sealer(plan.case_id), []
    for number, given in enumerate(items, start=1):
        row = ActionPlanItem(
            id=uuid7(),
            case_id=plan.case_id,
            plan=plan,
            number=number,
            type=given["type"],
            owner=given.get("owner"),  # nobody by name: the officer in charge, whoever that is then
        )
        row.asks_sealed = sealer.seal(Label.ITEM_ASKS, row.pk, given["asks"])
        rows.append(row)
    ActionPlanItem.objects.bulk_create(rows)


def raise_plan_dues(plan: ActionPlan, at: datetime) -> None:
    """What the plan owes, on the case's list of what is due next; again after a date moved."""
    for code, what, due_on, rule in (
        (TARGET_DUE, f"Return action plan {plan.number} to CPS", plan.target_on, ClockCode.PLAN_TARGET),
        (REVIEW_DUE, f"Gatekeeper: review action plan {plan.number}", plan.review_on, ClockCode.PLAN_REVIEW),
    ):
        if not plan.is_open or (code == TARGET_DUE and not plan.items_open):
            settle_due(source=plan.pk, code=code, at=at)
        else:
            raise_due(
                case=plan.case,
                source=plan.pk,
                code=code,
                what=what,
                due_on=due_on,
                owner=plan.case.officer_in_charge if code == TARGET_DUE else None,
                rule=rule,
                started_on=plan.issued_on,
                at=at,
            )


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
    chosen = list(
        ActionPlanItem.objects.select_for_update(of=("self",)).filter(plan=plan, pk__in=[i.pk for i in items])
    )
    if not chosen or len(chosen) != len({item.pk for item in items}):
        raise Invalid({"items": "Choose at least one open item of this action plan."})
    sealer = Sealer(plan.case_id)
    for item in chosen:
        rules.check_item_change(item, ItemStatus.RETURNED)
        item.status, item.returned_at, item.returned_by = ItemStatus.RETURNED, at, by
        item.return_note_sealed = sealer.seal(Label.ITEM_RETURN_NOTE, item.pk, note)
        item.version += 1
    ActionPlanItem.objects.bulk_update(
        chosen, ["status", "returned_at", "returned_by", "return_note_sealed", "version"]
    )
    owed = ActionPlanItem.objects.filter(plan=plan, status__in=OPEN_ITEMS).exists()
    to = PlanStatus.PART_RETURNED if owed else PlanStatus.RETURNED
    rules.check_change(plan, to)
    plan.status = to
    restate(plan, "status")
    if not owed:
        milestones_of(by, plan.submission, MilestoneKind.RESUBMITTED, at, at)
        raise_notice(kind=RETURNED, source=plan.pk, subject_id=plan.pk, at=at)
    raise_plan_dues(plan, at)
    record(
        by=by, action=Action.ITEMS_RETURNED, case=plan.case, subjects=[plan.pk, *(item.pk for item in chosen)]
    )
    return plan


@deed
def check_item(
    *, by: Person, item: ActionPlanItem, accepted: bool, note: str = "", at: datetime | None = None
) -> ActionPlanItem:
    """CPS checks a returned item: accepts it, or sends it back with a reason and the police owe it again.

    Raises NotAllowed for an item that was not returned, Invalid for one sent back without a reason.
    """
    at = at or now()
    plan = lock_plan(item.plan)
    item = ActionPlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    rules.check_on_plan(by, plan, "check_item")
    rules.check_item_change(item, ItemStatus.ACCEPTED if accepted else ItemStatus.SENT_BACK)
    if not accepted and not note.strip():
        raise Invalid({"note": "Say what is still missing, so that the police can put it right."})
    item.status = ItemStatus.ACCEPTED if accepted else ItemStatus.SENT_BACK
    item.checked_at, item.checked_by = at, by
    item.check_note_sealed = Sealer(plan.case_id).seal(Label.ITEM_CHECK_NOTE, item.pk, note)
    item.version += 1
    item.save(update_fields=["status", "checked_at", "checked_by", "check_note_sealed", "version"])
    if not accepted:
        rules.check_change(plan, PlanStatus.REJECTED)
        was_with_cps = plan.items_open == 0
        plan.status = PlanStatus.REJECTED
        if was_with_cps:
            _give_time_again(plan, by, at)
        restate(plan, "status")
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


@deed
def complete_plan(*, by: Person, plan: ActionPlan, at: datetime | None = None) -> ActionPlan:
    """CPS has what it asked for: what was returned is accepted and the plan ends.

    Raises Invalid while an item is with the police, NotAllowed for a closed plan.
    """
    at = at or now()
    plan = lock_plan(plan)
    rules.check_on_plan(by, plan, "complete_plan")
    rules.check_can_complete(plan)
    close_plan(plan, PlanStatus.COMPLETED, by=by, at=at)
    record(by=by, action=Action.PLAN_COMPLETED, case=plan.case, subjects=[plan.pk])
    return plan


def close_plan(plan: ActionPlan, to: PlanStatus, *, by: Person, at: datetime) -> None:
    """End a plan inside a deed: its ladder stops for good, nothing of it stays due, its notices go quiet."""
    rules.check_change(plan, to)
    accepted = plan.items.filter(status=ItemStatus.RETURNED)
    if to == PlanStatus.COMPLETED:
        accepted.update(status=ItemStatus.ACCEPTED, checked_at=at, checked_by=by)
    else:
        plan.items.exclude(status=ItemStatus.ACCEPTED).update(status=ItemStatus.WITHDRAWN)
    plan.status, plan.closed_at = to, at
    end_date(plan, DateKind.NEXT_ACT, at)
    restate(plan, "status", "closed_at")
    raise_plan_dues(plan, at)
    settle(subject_id=plan.pk, by=by, at=at)
