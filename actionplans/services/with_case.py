"""What ended with a case: when the case was closed, and a plan that its end had ended, since CPS says that it
was not over before.
"""

from __future__ import annotations

from datetime import datetime

from actionplans.enums import PlanStatus
from actionplans.models import ActionPlan
from actionplans.services.course import CLOSING_KINDS, closed_by
from actionplans.services.plans import close_plan
from cases.models import Allegation, Case, Milestone
from rasso_tracker.people.models import Person


def closed_after(case: Case, since: datetime) -> datetime | None:
    """When the case was first closed by what was entered after `since` and stands, also where it was opened
    again: what was open then ended with it. None where it was not.
    """
    told = list(Milestone.objects.filter(case=case, voided_at__isnull=True))
    allegations = list(Allegation.objects.filter(case=case))
    entered = {one.recorded_at for one in told if one.kind in CLOSING_KINDS and one.recorded_at > since}
    return next((moment for moment in sorted(entered) if closed_by(moment, told, allegations)), None)


def closed_since_over(plan: ActionPlan, entered_at: datetime) -> datetime | None:
    """The same of a plan that is over by what was entered then; one that is open asks nobody."""
    return None if plan.is_open else closed_after(plan.case, entered_at)


def end_with_case(plan: ActionPlan, closed_at: datetime, *, by: Person) -> None:
    """A plan that is open again had ended with the case, at `closed_at`. Inside a deed."""
    close_plan(plan, PlanStatus.WITHDRAWN, by=by, at=closed_at)
