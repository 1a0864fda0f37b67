"""Moving a date with a reason, reviewing a plan, and answering an escalation: what stops the ladder."""

from __future__ import annotations

from datetime import date, datetime

from actionplans import rules
from actionplans.enums import DateBecause, DateKind, PlanStatus, ReviewOutcome
from actionplans.ladder import next_rung_up
from actionplans.models import Acknowledgement, ActionPlan, Escalation, PlanDate, PlanReview
from actionplans.rules.reviews import check_how_far, check_promise, check_target
from actionplans.seals import Label, Sealer
from actionplans.services.checks import complete
from actionplans.services.plans import raise_plan_dues
from actionplans.services.presence import end_presence
from actionplans.services.standing import (
    LAPSED,
    answer_lapsed,
    current_dates,
    end_date,
    lock_plan,
    quieten,
    restate,
    set_date,
)
from actionplans.unanswered import stands
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid


@deed
def set_plan_date(
    *,
    by: Person,
    plan: ActionPlan,
    kind: str,
    due_on: date,
    reason: str,
    at: datetime | None = None,
) -> PlanDate:
    """Move the target or the review date, with a reason. The old date stays as a row: a slip.

    Raises Invalid for a date in the past, before the issue or unchanged, without a reason, or once one that
    has passed climbed above a person who does not review plans.
    """
    at = at or now()
    plan = lock_plan(plan)
    rules.check_on_plan(by, plan, "set_plan_date")
    if kind not in (DateKind.TARGET, DateKind.REVIEW):
        raise Invalid({"kind": "Choose the target date or the review date."})
    if not reason.strip():
        raise Invalid({"reason": "Say why the date moves."})
    rules.check_ahead("due_on", due_on, at)
    rules.check_plan_dates(plan.issued_on, {"due_on": due_on})
    if kind == DateKind.REVIEW:
        check_how_far("due_on", due_on, reason, at)
    else:
        check_target("due_on", due_on, at)
    standing = current_dates(plan)[kind]
    rules.check_moves_past_date(by, plan, kind, standing, at)
    if standing.due_on == due_on:
        raise Invalid({"due_on": "This is the date that stands already."})
    row = set_date(
        plan=plan,
        kind=DateKind(kind),
        due_on=due_on,
        because=DateBecause.MOVED,
        by=by,
        at=at,
        reason=reason,
    )
    restate(plan)
    if not plan.is_lapsed(at):  # nothing is past any more, so nothing is left to be promised or chased
        end_date(plan, DateKind.NEXT_ACT, at)
        restate(plan)
        quieten(plan, by, at)
    raise_plan_dues(plan, at)
    end_presence(by=by, plan_id=plan.pk, at=at)
    record(by=by, action=Action.PLAN_DATE_SET, case=plan.case, subjects=[plan.pk, row.pk])
    return row


@deed
def record_plan_review(
    *,
    by: Person,
    plan: ActionPlan,
    outcome: str,
    note: str,
    next_review_on: date | None = None,
    new_target_on: date | None = None,
    reason: str = "",
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> PlanReview:
    """Record a review: on track, a new target date with a reason, escalate, or complete.

    Every review but a completing one sets the next review date, on which the ladder then hangs; a completing
    one is an act of CPS, so police name the CPS document. Raises Invalid for a missing date or reason, for
    a next review too far ahead, and for “on track” while the target has passed with items open.
    """
    at = at or now()
    plan = lock_plan(plan)
    rules.check_on_plan(by, plan, "record_plan_review")
    chosen = ReviewOutcome(outcome)
    rules.check_review(
        plan,
        chosen,
        target=current_dates(plan)[DateKind.TARGET],
        next_review_on=next_review_on,
        new_target_on=new_target_on,
        reason=reason,
        at=at,
    )
    if chosen != ReviewOutcome.COMPLETE and next_review_on is not None:
        check_how_far("next_review_on", next_review_on, reason, at)
        if new_target_on is not None:
            check_target("new_target_on", new_target_on, at)
    review = PlanReview(
        id=uuid7(),
        case_id=plan.case_id,
        plan=plan,
        outcome=chosen,
        next_review_on=None if chosen == ReviewOutcome.COMPLETE else next_review_on,
        reviewed_at=at,
        reviewed_by=by,
    )
    review.note_sealed = Sealer(plan.case_id).seal(Label.REVIEW_NOTE, review.pk, note)
    review.save(force_insert=True)
    if chosen == ReviewOutcome.COMPLETE:
        complete(plan, by=by, document_name=document_name, document_date=document_date, at=at)
    else:
        _go_on(plan, review, new_target_on, reason, by, at)
    end_presence(by=by, plan_id=plan.pk, at=at)
    record(by=by, action=Action.PLAN_REVIEWED, case=plan.case, subjects=[plan.pk, review.pk])
    return review


def _go_on(
    plan: ActionPlan,
    review: PlanReview,
    new_target_on: date | None,
    reason: str,
    by: Person,
    at: datetime,
) -> None:
    reviewed = current_dates(plan)[DateKind.REVIEW]
    escalate = review.outcome == ReviewOutcome.ESCALATE
    step = max(next_rung_up(plan.step), 1)
    if new_target_on is not None:
        set_date(
            plan=plan,
            kind=DateKind.TARGET,
            due_on=new_target_on,
            because=DateBecause.MOVED,
            by=by,
            at=at,
            reason=reason,
            review=review,
        )
    assert review.next_review_on is not None
    set_date(
        plan=plan,
        kind=DateKind.REVIEW,
        due_on=review.next_review_on,
        because=DateBecause.REVIEWED,
        by=by,
        at=at,
        reason=reason if new_target_on is None else "",
        review=review,
        from_step=next_rung_up(step) if escalate else 0,
    )
    end_date(plan, DateKind.NEXT_ACT, at)
    answer_lapsed(plan, at)
    quieten(plan, by, at)
    if escalate:
        _raise_by_hand(plan, reviewed, review, step, at)
    if plan.status in (PlanStatus.ISSUED, PlanStatus.ACCEPTED):
        plan.status = PlanStatus.IN_PROGRESS
    restate(plan, "status")
    raise_plan_dues(plan, at)


def _raise_by_hand(plan: ActionPlan, reviewed: PlanDate, review: PlanReview, step: int, at: datetime) -> None:
    """The review sends the plan up a step at once, in the ledger of the date that was reviewed."""
    row = Escalation(
        id=uuid7(),
        case_id=plan.case_id,
        plan=plan,
        plan_date=reviewed,
        step=step,
        due_at=at,
        raised_at=at,
        review=review,
    )
    if Escalation.objects.filter(plan_date=reviewed, step=step).exists():
        Escalation.objects.filter(plan_date=reviewed, step=step).update(
            review=review
        )  # the top has no step above
        return
    row.save(force_insert=True)
    raise_notice(kind=LAPSED, source=row.pk, subject_id=plan.pk, at=at)


def escalation_stands(escalation: Escalation) -> bool:
    """True while nobody has answered it: its date still runs, or the last review raised it."""
    return Escalation.objects.filter(stands(), pk=escalation.pk).exists()


@deed
def acknowledge_escalation(
    *,
    by: Person,
    escalation: Escalation,
    next_act: str,
    next_act_on: date,
    at: datetime | None = None,
) -> Acknowledgement:
    """Answer an escalation: what will be done next and by when. That stops the ladder until that date.

    The promise is a date of its own; missing it goes on from the step above the one that was reached. Raises
    NotAllowed when it no longer stands or has climbed above the person, Invalid for a date in the past
    or too far ahead.
    """
    at = at or now()
    plan = lock_plan(escalation.plan)
    escalation = Escalation.objects.select_related("plan_date").get(pk=escalation.pk)
    rules.check_can_acknowledge(by, plan, escalation, stands=escalation_stands(escalation))
    if not next_act.strip():
        raise Invalid({"next_act": "Say what will be done next."})
    rules.check_ahead("next_act_on", next_act_on, at)
    check_promise("next_act_on", next_act_on, at)
    promised = set_date(
        plan=plan,
        kind=DateKind.NEXT_ACT,
        due_on=next_act_on,
        because=DateBecause.ACKNOWLEDGED,
        by=by,
        at=at,
        from_step=next_rung_up(plan.step),
    )
    row = Acknowledgement(
        id=uuid7(),
        case_id=plan.case_id,
        plan=plan,
        escalation=escalation,
        acknowledged_at=at,
        acknowledged_by=by,
        next_act_date=promised,
    )
    row.next_act_sealed = Sealer(plan.case_id).seal(Label.NEXT_ACT, row.pk, next_act)
    row.save(force_insert=True)
    answer_lapsed(plan, at)
    restate(plan)
    quieten(plan, by, at)
    record(
        by=by,
        action=Action.ESCALATION_ACKNOWLEDGED,
        case=plan.case,
        subjects=[plan.pk, escalation.pk, row.pk],
    )
    return row
