"""A plan that was over, of which CPS says now that it was not: what was decided since would have ended it."""

from __future__ import annotations

from datetime import datetime

from actionplans.enums import PlanStatus
from actionplans.models import ActionPlan, PlanBesideCharge
from actionplans.services.course import CLOSING_KINDS, closed_by
from actionplans.services.plans import close_plan
from cases.enums import PlanBecomes
from cases.models import Allegation, Case, Milestone
from rasso_tracker.people.models import Person


def decided_after(plan: ActionPlan, since: datetime) -> datetime | None:
    """When that was entered which first ended the plan, were it open, of what was entered after `since` and
    stands: its case was closed, also if it was opened again, or a charge said that CPS asks for it no more.
    """
    charged = PlanBesideCharge.objects.filter(
        plan=plan, becomes=PlanBecomes.WITHDRAWN, charge__voided_at__isnull=True, said_at__gt=since
    )
    moments = [*charged.values_list("said_at", flat=True), _closed_after(plan.case, since)]
    return min((one for one in moments if one is not None), default=None)


def _closed_after(case: Case, since: datetime) -> datetime | None:
    told = list(Milestone.objects.filter(case=case, voided_at__isnull=True))
    allegations = list(Allegation.objects.filter(case=case))
    entered = {one.recorded_at for one in told if one.kind in CLOSING_KINDS and one.recorded_at > since}
    return next((moment for moment in sorted(entered) if closed_by(moment, told, allegations)), None)


def decided_since_over(plan: ActionPlan, entered_at: datetime) -> datetime | None:
    """The same of a plan that is over by what was entered then; of one that is open None, without asking."""
    return None if plan.is_open else decided_after(plan, entered_at)


def end_by_decision(plan: ActionPlan, entered_at: datetime, *, by: Person) -> None:
    """A plan that is open again was ended by what was entered then. Inside a deed."""
    close_plan(plan, PlanStatus.WITHDRAWN, by=by, at=entered_at)
