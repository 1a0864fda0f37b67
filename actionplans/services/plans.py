"""Issuing an action plan, what it owes, and ending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
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
from actionplans.models import ActionPlan, Submission
from actionplans.rules.items import check_items, check_lines
from actionplans.rules.reviews import check_first_review, check_target
from actionplans.services.documents import Entry, cps_person
from actionplans.services.early_advice_end import close_no_longer
from actionplans.services.in_step import STORED_OF_ROUND, keep_in_step
from actionplans.services.items import end_what_is_open, write_items
from actionplans.services.rounds import check_before_next_round
from actionplans.services.standing import current_dates, end_date, restate, set_date
from actionplans.services.submissions import lock_submission
from actionplans.services.undecided import left_on_now
from cases.models import Case, DueItem
from cases.services import Owed, raise_dues, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, end_of_day, london_date, now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together

ISSUED = "plan_issued"  # a kind of notice
# What an item that is still owed is once its plan ended as this.
LEFT_AS = {PlanStatus.WITHDRAWN: ItemStatus.WITHDRAWN, PlanStatus.ADMIN_FINALISED: ItemStatus.UNANSWERED}
# Why what was owed of it fell away, within a sentence.
ENDED_AS = {
    PlanStatus.COMPLETED: "the action plan was completed",
    PlanStatus.WITHDRAWN: "the action plan was withdrawn",
    PlanStatus.ADMIN_FINALISED: "CPS closed the action plan unanswered",
}
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
    """Issue an action plan with its items, target and review date: now, or on the day of the document that
    police enter it from, unless `issued_at` says when.

    `items` are rows of `type` (ItemType), `asks` and, if known, `why`, `owner`, `target_date` and the
    `strategy_line` of the case that it serves; at most 200. An earlier plan on the case makes this one its
    rework. Without dates the dated rules set them: target 28 days, review 14 days from the issue. Raises
    Invalid without items or for a date before the issue, NotAllowed on a rejected submission, or where
    everything on the case is charged or closed.
    """
    at = at or now()
    submission = lock_submission(submission)
    rules.check_can_issue(by, submission, left=left_on_now(submission))
    act = Entry(
        by=by,
        case=submission.case,
        field="issued_at",
        said=issued_at,
        document_name=document_name,
        document_date=document_date,
        answers=rules.Answers(submission.submitted_at, "the submission"),
        at=at,
    )
    issued_at = act.moment
    dates = {
        DateKind.TARGET: target_date or deadline(ClockCode.PLAN_TARGET, london_date(issued_at)).due_on,
        DateKind.REVIEW: review_date or deadline(ClockCode.PLAN_REVIEW, london_date(issued_at)).due_on,
    }
    together(
        act.check,
        partial(check_before_next_round, "issued_at", issued_at, submission, whole=True),
        partial(check_items, items, london_date(issued_at)),
        partial(check_lines, items, submission.case_id),
        partial(_check_dates, issued_at, dates, at),
    )
    plan = _write(by, submission, items, issued_at, dates, act.columns, at)
    ladder = current_ladder()
    for kind, due_on in dates.items():
        set_date(plan=plan, kind=kind, due_on=due_on, because=DateBecause.ISSUED, by=by, at=at, ladder=ladder)
    restate(plan)
    raise_plan_dues(plan, at)
    keep_in_step(plan.case, by=by, at=at)
    submission.refresh_from_db(fields=STORED_OF_ROUND)
    raise_notice(kind=ISSUED, source=plan.pk, subject_id=plan.pk, at=at)
    record(by=by, action=Action.ACTION_PLAN_ISSUED, case=plan.case, subjects=[plan.pk])
    return plan


def _write(
    by: Person,
    submission: Submission,
    items: Sequence[Mapping[str, Any]],
    issued_at: datetime,
    dates: Mapping[DateKind, date],
    act: dict[str, Any],
    at: datetime,
) -> ActionPlan:
    plan = ActionPlan(
        id=uuid7(),
        case=submission.case,
        submission=submission,
        number=_next_number(submission.case),
        rework_of=_last_plan(submission.case),
        issued_at=issued_at,
        issued_on=london_date(issued_at),
        issued_by=by,
        prosecutor=cps_person(by),
        target_on=dates[DateKind.TARGET],
        review_on=dates[DateKind.REVIEW],
        items_open=len(items),
        recorded_at=at,
        **act,
    )
    _first_save(plan)
    write_items(plan, items, by=by, at=at)
    return plan


def _check_dates(issued_at: datetime, dates: Mapping[DateKind, date], at: datetime) -> None:
    target_on, review_on = dates[DateKind.TARGET], dates[DateKind.REVIEW]
    given = {"target_date": target_on, "review_date": review_on}
    together(
        partial(rules.check_plan_dates, london_date(issued_at), given),
        partial(check_target, "target_date", target_on, at),
        partial(check_first_review, "review_date", review_on, at),
    )


def _next_number(case: Case) -> int:
    Case.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=case.pk
    )  # two plans at once take two numbers
    return (ActionPlan.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1


def _last_plan(case: Case) -> ActionPlan | None:
    """The plan that a new one on the case is rework of: the last that CPS did not withdraw."""
    asked = ActionPlan.objects.filter(case=case).exclude(status=PlanStatus.WITHDRAWN)
    found: ActionPlan | None = asked.order_by("-number").first()
    return found


def _first_save(plan: ActionPlan) -> None:
    """Before its dates can point to it; restate() then writes what its rows say."""
    plan.lapses_at = end_of_day(min(plan.target_on, plan.review_on))
    plan.urgency = urgency(None, plan.lapses_at)
    plan.save(force_insert=True)


def open_plan_again(
    plan: ActionPlan, to: PlanStatus, *, by: Person, at: datetime, ran_until: datetime | None = None
) -> None:
    """A plan that had ended is owed again, as `to`; a review date that has passed meanwhile is set anew by
    its rule. One that had passed by `ran_until`, when the end was written down, is late again as it was.
    Inside a deed, with the plan under lock.
    """
    rules.check_change(plan, to)
    close_no_longer(plan.submission, by, at)
    plan.status, plan.closed_at = to, None
    review = current_dates(plan)[DateKind.REVIEW]
    if review.due_at <= at and not (ran_until is not None and review.due_at <= ran_until):
        again = deadline(ClockCode.PLAN_REVIEW, at).due_on
        set_date(plan=plan, kind=DateKind.REVIEW, due_on=again, because=DateBecause.OWED_AGAIN, by=by, at=at)
    restate(plan, "status", "closed_at")
    raise_plan_dues(plan, at)


def raise_plan_dues(plan: ActionPlan, at: datetime) -> None:
    """What the plan owes, on the case's list of what is due next; again after a date moved."""
    owed = []
    for code, what, due_on, rule in (
        (TARGET_DUE, f"Return action plan {plan.number} to CPS", plan.target_on, ClockCode.PLAN_TARGET),
        (REVIEW_DUE, f"Gatekeeper: review action plan {plan.number}", plan.review_on, ClockCode.PLAN_REVIEW),
    ):
        if not plan.is_open or (code == TARGET_DUE and not plan.items_open):
            unmet = ENDED_AS[PlanStatus(plan.status)] if plan.status in LEFT_AS else ""
            settle_due(source=plan.pk, code=code, at=at, fell_away=unmet)
        else:
            started = plan.issued_on
            owed.append(
                Owed(source=plan.pk, code=code, what=what, due_on=due_on, rule=rule, started_on=started)
            )
    raise_dues(case=plan.case, owed=owed, at=at)


def end_entered_at(plan: ActionPlan) -> datetime:
    """When the end of a plan was written down, which may be after it: nobody owed its review from then."""
    reviews = DueItem.objects.filter(source=plan.pk, code=REVIEW_DUE)
    entered: datetime | None = reviews.aggregate(last=Max("settled_at"))["last"]
    assert entered is not None, "each plan owed its review until it was over"
    return entered


def close_plan(
    plan: ActionPlan, to: PlanStatus, *, by: Person, at: datetime, closed_at: datetime | None = None
) -> None:
    """End a plan inside a deed: its ladder stops for good, nothing of it stays due, its notices go quiet.

    `closed_at`: when it ended, where that is written down later.
    """
    rules.check_change(plan, to)
    unchecked = plan.items.filter(status=ItemStatus.RETURNED)
    end_what_is_open(plan.items.all(), why=ENDED_AS[to], by=by, at=at)
    closed_at = closed_at or at
    if to == PlanStatus.COMPLETED:
        unchecked.update(status=ItemStatus.ACCEPTED, checked_at=closed_at, checked_by=by)
    else:
        plan.items.filter(status__in=OPEN_ITEMS).update(status=LEFT_AS[to])
        unchecked.update(status=ItemStatus.WITHDRAWN)
    plan.status, plan.closed_at = to, closed_at
    end_date(plan, DateKind.NEXT_ACT, at)
    restate(plan, "status", "closed_at")
    raise_plan_dues(plan, at)
    settle(subject_id=plan.pk, by=by, at=at)
