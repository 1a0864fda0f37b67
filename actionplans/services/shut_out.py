"""What somebody had of action plans on a case that is shut to them passes on: items to the officer in charge,
a plan that they worked on to the board, one that they prosecute to their unit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q

from actionplans.enums import OPEN_ITEMS, OPEN_PLANS
from actionplans.models import ActionPlan, ActionPlanItem, ItemGiven, ItemWait
from actionplans.services.chasing import CHASE_DUE
from actionplans.services.clinic_access import able_to_see, cases_shut_to
from actionplans.services.items import ITEM_DUE
from cases.models import Case, DueItem
from cases.services import pass_to_nobody, pass_to_officer
from rasso_tracker.audit import Action
from rasso_tracker.audit.record import Event, record_each
from rasso_tracker.ids import uuid7
from rasso_tracker.people.access import system
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part

SHUT_OUT = "the case is shut to who had it"


def after_people_changed(*, case: Case, former: Person | None, by: Person, at: datetime) -> None:
    """Answers cases.hooks.people_changed.

    What `former`, the officer in charge until now, owned by name passes on too: what was due of it passes to
    the new one with the case.
    """
    with system("what is owed passes on also where the deed shuts the case to who owed it"):
        items = _items_of_others().filter(case=case)
        plans = ActionPlan.objects.filter(case=case, status__in=OPEN_PLANS)
        shut_to = _shut_to(case, items, plans)
        _pass_items(items.filter(owner__in=shut_to | ({former.pk} if former else set())), by, at)
        for role in ("worked_by", "prosecutor"):
            _pass_plans(plans.filter(**{f"{role}__in": shut_to}), role, by)
        _leave_to_unit(case, at)


def after_sight_changed(*, person: Person, by: Person, at: datetime) -> None:
    """Answers people.hooks.sight_changed: the same of all that the person has on cases shut to them now, in a
    fixed number of statements. What they may still see they keep.
    """
    with system("what somebody has passes on where they may see its case no more"):
        items = _items_of_others().filter(owner=person)
        _pass_items(items.filter(case__in=cases_shut_to(person, items, Part.PLANS)), by, at)
        for role in ("worked_by", "prosecutor"):
            plans = ActionPlan.objects.filter(status__in=OPEN_PLANS, **{role: person})
            _pass_plans(plans.filter(case__in=cases_shut_to(person, plans, Part.PLANS)), role, by)
        if person.agency == Agency.CPS:
            owed = DueItem.objects.filter(owner=person, settled_at__isnull=True)
            pass_to_nobody(items=owed.filter(case__in=cases_shut_to(person, owed)), at=at)


def _items_of_others() -> Any:
    """Open items that somebody has by name who is not the officer in charge."""
    rows = ActionPlanItem.objects.filter(status__in=OPEN_ITEMS, owner__isnull=False)
    return rows.exclude(owner=F("case__officer_in_charge"))


def _leave_to_unit(case: Case, at: datetime) -> None:
    """What somebody of CPS owed by name is their unit's: its legal managers hear when it climbs."""
    owed = DueItem.objects.filter(case=case, settled_at__isnull=True, owner__agency=Agency.CPS)
    owners = list(Person.objects.filter(pk__in=owed.order_by().values("owner")))
    if owners:
        able = able_to_see(owners, case)
        pass_to_nobody(items=owed.exclude(owner__in=able), at=at)


def _shut_to(case: Case, items: Any, plans: Any) -> set[Any]:
    """Those who have something of a plan and may not read it. Three statements at most."""
    held = set(items.values_list("owner", flat=True))
    for pair in plans.values_list("worked_by", "prosecutor"):
        held |= {one for one in pair if one is not None}
    return held - able_to_see(Person.objects.filter(pk__in=held), case, Part.PLANS) if held else set()


def _pass_items(items: Any, by: Person, at: datetime) -> None:
    found = list(items.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if not found:
        return
    ItemGiven.objects.bulk_create(
        ItemGiven(
            id=uuid7(), case_id=one.case_id, item=one, taken_from_id=one.owner_id, given_at=at, given_by=by
        )
        for one in found
    )
    ids = [one.pk for one in found]
    ActionPlanItem.objects.filter(pk__in=ids).update(owner=None, version=F("version") + 1)
    waits = ItemWait.objects.filter(item__in=ids, ended_at__isnull=True)
    owed = Q(source__in=ids, code=ITEM_DUE) | Q(source__in=waits.values("pk"), code=CHASE_DUE)
    pass_to_officer(items=DueItem.objects.filter(owed), at=at)
    events = [Event(case=one.case_id, subjects=[one.plan_id, one.pk], reason=SHUT_OUT) for one in found]
    record_each(by=by, action=Action.ITEM_ASSIGNED, events=events)


def _pass_plans(plans: Any, role: str, by: Person) -> None:
    found = list(plans.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    ActionPlan.objects.filter(pk__in=[one.pk for one in found]).update(
        **{role: None}, version=F("version") + 1
    )
    events = [Event(case=one.case_id, subjects=[one.pk], reason=SHUT_OUT) for one in found]
    record_each(by=by, action=Action.PLAN_HANDED_OVER, events=events)
