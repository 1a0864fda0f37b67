"""What CPS asks for no more of its own accord in the demo, by its own services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, When

from actionplans.enums import OPEN_ITEMS, OPEN_PLANS
from actionplans.models import ActionPlan
from actionplans.services import finalise_plan, withdraw_item, withdraw_plan
from actionplans.services.endings import with_cps
from rasso_tracker.clocks import london_date
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person

HELD = "The officer's own notes of that call came with the file."
OF_ANOTHER = "It was meant for another suspect's case."
ASKED = "The lawyer wrote to the officer twice and to the sergeant once."
UNANSWERED = timedelta(days=21)  # past the target date, which lies four weeks after the issue


def cps_asks_no_more(at: datetime) -> None:
    """Near the sign-in officer CPS withdraws an item and a whole plan, and closes its record of one that is
    long unanswered.
    """
    with system("the demo looks for plans that CPS asks for no more"):
        late = _open_plans(target_on__lt=london_date(at) - UNANSWERED)
        long_ago = next((one for one in late if not any(with_cps(one))), None)
        plans = _open_plans(items_open__gte=2, target_on__gte=london_date(at))
        found = list(plans[:2])
    if found and found[0].prosecutor is not None:
        plan, by = found[0], found[0].prosecutor
        with acting(by):
            item = plan.items.filter(status__in=OPEN_ITEMS).order_by("number").last()
            assert item is not None
            withdraw_item(by=by, item=item, reason="already_held", words=HELD, at=at)
    if len(found) > 1 and found[1].prosecutor is not None:
        by = found[1].prosecutor
        with acting(by):
            withdraw_plan(by=by, plan=found[1], reason="issued_in_error", words=OF_ANOTHER, at=at)
    if long_ago is not None and long_ago.prosecutor is not None:
        with acting(long_ago.prosecutor):
            finalise_plan(by=long_ago.prosecutor, plan=long_ago, words=ASKED, at=at)


def _open_plans(**more: Any) -> Any:
    """Plans of a prosecutor of which something is owed: the sign-in officer's first, then their team's."""
    officer = Person.objects.filter(username="officer").first()
    rows = ActionPlan.objects.filter(
        case__restricted=False, status__in=OPEN_PLANS, prosecutor__isnull=False, items_open__gte=1
    )
    far = Case(
        When(case__officer_in_charge=officer, then=0),
        When(case__team=officer.team_id if officer else None, then=1),
        default=2,
    )
    return (
        rows.annotate(far=far)
        .filter(**more)
        .select_related("prosecutor", "case")
        .order_by("far", "-issued_at", "pk")
    )
