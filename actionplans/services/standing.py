"""The stored copies of a plan, computed again from its rows by every deed that changes one of them."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from actionplans.enums import OPEN_ITEMS, DateBecause, DateKind
from actionplans.ladder import Ladder, current_ladder, lapse_moment, next_moment, urgency
from actionplans.models import ActionPlan, ActionPlanItem, Escalation, PlanDate, PlanReview
from actionplans.seals import Label, Sealer
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.versions import touch

STORED = (
    "target_on",
    "review_on",
    "next_act_on",
    "items_open",
    "step",
    "next_step_at",
    "lapses_at",
    "urgency",
)
LAPSED = "plan_lapsed"  # the kind of the ladder's notices
ASKED_AGAIN = "plan_asked_again"  # to CPS and the police: the charge that ended it was voided


def lock_plan(plan: ActionPlan) -> ActionPlan:
    """The plan as it now stands, locked: deeds on one plan follow each other."""
    rows = ActionPlan.objects.select_for_update(no_key=True, of=("self",)).select_related("case")
    found: ActionPlan = rows.get(pk=plan.pk)
    return found


def current_dates(plan: ActionPlan) -> dict[str, PlanDate]:
    """The plan's dates that are not superseded, by kind."""
    return {one.kind: one for one in PlanDate.objects.filter(plan=plan, superseded_at__isnull=True)}


def set_date(
    *,
    plan: ActionPlan,
    kind: DateKind,
    due_on: date,
    because: DateBecause,
    by: Person,
    at: datetime,
    reason: str = "",
    from_step: int = 0,
    review: PlanReview | None = None,
    ladder: Ladder | None = None,
    sealer: Sealer | None = None,
) -> PlanDate:
    """Write a date with the moments of its steps; the one it takes the place of is superseded, not changed.

    Raises OutsideCalendar where the bank holidays end before the last step.
    """
    ladder = ladder or current_ladder()
    moments = ladder.moments(kind, due_on, from_step)
    PlanDate.objects.filter(plan=plan, kind=kind, superseded_at__isnull=True).update(superseded_at=at)
    row = PlanDate(
        id=uuid7(),
        case_id=plan.case_id,
        plan=plan,
        kind=kind,
        because=because,
        due_on=due_on,
        plan_issued_on=plan.issued_on,
        set_at=at,
        set_by=by,
        review=review,
        from_step=from_step,
        step_due_at=list(moments),
    )
    if reason:
        row.reason_sealed = (sealer or Sealer(plan.case_id)).seal(Label.DATE_REASON, row.pk, reason)
    row.save(force_insert=True)
    return row


def dates_stand_again(plan: ActionPlan, replaced_at: datetime, at: datetime) -> None:
    """The target and review date that others replaced at `replaced_at` are the plan's again, with the steps
    that hang on them: those others never were. One that was set anew since stays. Inside a deed, before
    restate().
    """
    for kind in (DateKind.TARGET, DateKind.REVIEW):
        dates = PlanDate.objects.filter(plan=plan, kind=kind)
        if dates.filter(superseded_at__isnull=True, set_at=replaced_at).update(superseded_at=at):
            dates.filter(superseded_at=replaced_at, set_at__lt=replaced_at).update(superseded_at=None)


def end_date(plan: ActionPlan, kind: DateKind, at: datetime) -> None:
    """A date of which nothing is expected any more."""
    PlanDate.objects.filter(plan=plan, kind=kind, superseded_at__isnull=True).update(superseded_at=at)


def answer_lapsed(plan: ActionPlan, at: datetime) -> None:
    """A recorded act answers every date that has passed: its ladder stops, the date stays as it was."""
    for one in current_dates(plan).values():
        if one.answered_at is None and one.due_at <= at:
            PlanDate.objects.filter(pk=one.pk).update(answered_at=at)


def standing_step(plan: ActionPlan) -> int | None:
    """The highest step in the ledger of a date that still counts, or raised by the last review."""
    if not plan.is_open:
        return None
    last = PlanReview.objects.filter(plan=plan).order_by("-reviewed_at", "-id").values("pk")[:1]
    ledger = Escalation.objects.filter(plan=plan)
    counting = ledger.filter(plan_date__superseded_at__isnull=True)
    if not plan.items_open:
        counting = counting.exclude(plan_date__kind=DateKind.TARGET)
    steps = [
        counting.aggregate(step=Max("step"))["step"],
        ledger.filter(review__in=last).aggregate(step=Max("step"))["step"],
    ]
    return max((step for step in steps if step is not None), default=None)


def restate(plan: ActionPlan, *fields: str) -> None:
    """Compute the stored copies again and save them with `fields`; the version goes up."""
    dates = current_dates(plan)
    plan.items_open = ActionPlanItem.objects.filter(plan=plan, status__in=OPEN_ITEMS).count()
    plan.target_on = dates[DateKind.TARGET].due_on
    plan.review_on = dates[DateKind.REVIEW].due_on
    promised = dates.get(DateKind.NEXT_ACT)
    plan.next_act_on = promised.due_on if promised and plan.is_open else None
    running = [one for one in dates.values() if one.runs(plan)]
    raised = set(Escalation.objects.filter(plan_date__in=running).values_list("plan_date", "step"))
    plan.step = standing_step(plan)
    plan.next_step_at = next_moment(plan, running, raised)
    plan.lapses_at = lapse_moment(plan, dates.values())
    plan.urgency = None if plan.lapses_at is None else urgency(plan.step, plan.lapses_at)
    touch(plan, *STORED, *fields)


def quieten(plan: ActionPlan, by: Person, at: datetime) -> None:
    """A recorded act stopped the ladder: what was sent about it goes quiet for every recipient."""
    settle(subject_id=plan.pk, by=by, at=at, kinds=[LAPSED, ASKED_AGAIN])
