"""The way on from a plan whose record CPS closed unanswered: the police owe it by a date, and it climbs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from actionplans.enums import OPEN_PLANS, LadderKind, PlanStatus
from actionplans.models import ActionPlan, PlanEnding
from actionplans.services.rounds import went_again
from actionplans.services.undecided import open_to_cps_now
from cases.models import Case, DueItem
from cases.services import Owed, raise_dues, settle_dues
from rasso_tracker.clocks import ClockCode, deadline, london_date
from rasso_tracker.messages.services import settle
from rasso_tracker.people.models import Person

FINALISED = "plan_finalised"  # a kind of notice: CPS closed its record of a plan unanswered
UNANSWERED_DUE = LadderKind.UNANSWERED.value


def keep_way_on_due(case: Case, *, by: Person, at: datetime) -> None:
    """Say of each such plan whether a way on is owed, after what may have changed that. Inside a deed.

    The officer in charge owes it from the day on which CPS's closing of its record was written down, until
    CPS opens the plan again, the case is submitted again or decided, or another plan asks in its place.
    """
    ends = PlanEnding.objects.filter(case=case, ended_as=PlanStatus.ADMIN_FINALISED)
    rows = list(ends.select_related("plan__submission", "plan__case"))
    if not rows:
        return
    asked = not case.is_closed
    owed = [one for one in rows if asked and one.stands and _nothing_else_goes_on(one.plan)]
    over = {one.plan_id for one in rows} - {one.plan_id for one in owed}
    settle_dues(sources=over, code=UNANSWERED_DUE, at=at)
    settle(subjects=over, by=by, at=at, kinds=[FINALISED])
    raise_dues(case=case, owed=[_owed(one) for one in owed], at=at)


def way_on_due(plan: ActionPlan) -> DueItem | None:
    """What is owed of a plan that CPS closed unanswered, while it is."""
    if plan.status != PlanStatus.ADMIN_FINALISED:
        return None
    return DueItem.objects.filter(source=plan.pk, code=UNANSWERED_DUE, settled_at__isnull=True).first()


def _nothing_else_goes_on(plan: ActionPlan) -> bool:
    """No later round, and no plan that is later or open, is about the same, and that is not all decided."""
    about = set(plan.submission.lines.values_list("allegation", flat=True))
    if went_again(plan.submission) is not None or plans_about(plan).exists():
        return False
    return bool(about & {one.pk for one in open_to_cps_now(plan.case)})


def plans_about(plan: ActionPlan) -> QuerySet[ActionPlan]:
    """The other plans about the same allegations that are open, or asked after it."""
    same = plan.submission.lines.values("allegation")
    others = ActionPlan.objects.filter(case=plan.case_id, superseded_at__isnull=True).exclude(pk=plan.pk)
    asked = others.filter(Q(status__in=OPEN_PLANS) | Q(number__gt=plan.number))
    return asked.filter(submission__lines__allegation__in=same)


def _owed(row: PlanEnding) -> Owed:
    due = deadline(ClockCode.UNANSWERED, row.recorded_at)
    return Owed(
        source=row.plan_id,
        code=UNANSWERED_DUE,
        what=f"Find the way on from action plan {row.plan.number}, which CPS closed unanswered",
        due_on=due.due_on,
        rule=ClockCode.UNANSWERED,
        started_on=london_date(row.recorded_at),
    )
