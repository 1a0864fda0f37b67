"""The chase of a body as something owed on the case: it climbs the ladder of chases when it is missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from actionplans.enums import LadderKind
from actionplans.item_enums import WaitEnd
from actionplans.models import ActionPlan, ActionPlanItem, ItemWait
from cases.services import raise_due, settle_due
from rasso_tracker.people.models import Person

CHASE_DUE = LadderKind.ITEM_CHASE.value


def keep_chase_due(plan: ActionPlan, item: ActionPlanItem, wait: ItemWait, at: datetime) -> None:
    """Owed by the owner of the item, or else the officer in charge."""
    raise_due(
        case=plan.case,
        source=wait.pk,
        code=CHASE_DUE,
        what=f"Chase for plan {plan.number}, item {item.number}: {wait.get_body_display().lower()}",
        due_on=wait.chase_on,
        owner=item.owner,
        started_on=wait.requested_on,
        at=at,
    )


def keep_chases_due(plan: ActionPlan, item: ActionPlanItem, at: datetime) -> None:
    """After the item was given to somebody else."""
    for wait in ItemWait.objects.filter(item=item, ended_at__isnull=True):
        keep_chase_due(plan, item, wait, at)


def end_waits_of(items: Iterable[ActionPlanItem], *, by: Person, at: datetime) -> None:
    """These items are no longer owed, so nobody is to be chased for them."""
    waits = ItemWait.objects.filter(item__in=[item.pk for item in items], ended_at__isnull=True)
    for wait in list(waits):
        settle_due(source=wait.pk, code=CHASE_DUE, at=at)
    waits.update(ended_at=at, ended_by=by, ended_how=WaitEnd.FELL_AWAY)
