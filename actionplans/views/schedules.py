"""The return schedule of a plan, to print for the file."""

from __future__ import annotations

from actionplans.models import ActionPlan
from actionplans.shown.schedule import ids_of_schedule, schedule_context
from rasso_tracker.audit import Action
from rasso_tracker.clocks import now
from rasso_tracker.web.details import Detail

SCHEDULE = Detail(
    name="return_schedule",
    path="action-plans/<uuid:pk>/schedule/",
    model=ActionPlan,
    template="actionplans/schedule.html",
    action=Action.SCHEDULE_MADE,
    context=lambda person, plan: schedule_context(person, plan, now()),
    select=("case__officer_in_charge", "submission", "prosecutor"),
    shows=ids_of_schedule,
    recipient="the case file",
)
