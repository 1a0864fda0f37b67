"""The chase of a body as something owed on the case: it climbs the ladder of chases when it is missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from actionplans.enums import LadderKind
from actionplans.item_enums import WaitEnd
from actionplans.models import ActionPlan, ActionPlanItem, ItemWait
from cases.services import Owed, raise_dues, settle_dues
from rasso_tracker.people.models import Person

CHASE_DUE = LadderKind.ITEM_CHASE.value


def keep_chase_due(plan: ActionPlan, item: ActionPlanItem, wait: ItemWait, at: datetime) -> None:
    """Owed by the owner of the item, or else the officer in charge."""
    raise_dues(case=plan.case, owed=[_owed(plan, item, wait)], at=at)


def keep_chases_due(plan: ActionPlan, item: ActionPlanItem, at: datetime) -> None:
    """After the item was given to somebody else."""
    waits = ItemWait.objects.filter(item=item, ended_at__isnull=True)
    raise_dues(case=plan.case, owed=[_owed(plan, item, wait) for wait in waits], at=at)


def _owed(plan: ActionPlan, item: ActionPlanItem, wait: ItemWait) -> Owed:
    return Owed(
        source=wait.pk,
        code=CHASE_DUE,
        what=f"Chase for plan {plan.number}, item {item.number}: {wait.get_body_display().lower()}",
        due_on=wait.chase_on,
        owner=item.owner,
        started_on=wait.requested_on,
    )


def waits_go_on(
    plan: ActionPlan, items: Iterable[ActionPlanItem], *, ended_at: datetime, at: datetime
) -> None:
    """What ended the waits of these items at `ended_at` holds no more: the body was asked all the same.

    Dates to chase stand, and one that has passed climbs. Inside a deed.
    """
    of = {item.pk: item for item in items}
    fell = ItemWait.objects.filter(item__in=of, ended_at=ended_at, ended_how=WaitEnd.FELL_AWAY)
    waits = list(fell.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    ItemWait.objects.filter(pk__in=[one.pk for one in waits]).update(
        ended_at=None, ended_by=None, ended_how=""
    )
    raise_dues(case=plan.case, owed=[_owed(plan, of[one.item_id], one) for one in waits], at=at)


def end_waits_of(items: Iterable[ActionPlanItem], *, why: str, by: Person, at: datetime) -> None:
    """These items are no longer owed, so nobody is to be chased for them."""
    waits = ItemWait.objects.filter(item__in=[item.pk for item in items], ended_at__isnull=True)
    sources = list(waits.values_list("pk", flat=True))
    settle_dues(sources=sources, code=CHASE_DUE, at=at, fell_away=why)
    waits.update(ended_at=at, ended_by=by, ended_how=WaitEnd.FELL_AWAY)
