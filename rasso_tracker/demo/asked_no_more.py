"""What CPS asks for no more of its own accord in the demo, by its own services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, When

from actionplans.enums import OPEN_ITEMS, OPEN_PLANS, AdviceKind, SubmissionKind
from actionplans.models import ActionPlan, Advice
from actionplans.services import finalise_early_advice, finalise_plan, withdraw_item, withdraw_plan
from actionplans.services.early_advice_end import check_can_finalise_early_advice
from actionplans.services.endings import with_cps
from cases.enums import Stage
from rasso_tracker.clocks import london_date
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import would_pass

HELD = "The officer's own notes of that call came with the file."
OF_ANOTHER = "It was meant for another suspect's case."
ASKED = "The lawyer wrote to the officer twice and to the sergeant once."
NO_FILE = "The lawyer asked twice when the file would come."
AT_MOST = 50  # looked at, of each


def cps_asks_no_more(at: datetime) -> None:
    """Near the sign-in officer CPS withdraws an item and a whole plan, and closes its record of a plan that
    was not answered and of early advice that no file followed.
    """
    with system("the demo looks for plans that CPS asks for no more"):
        late = _open_plans(target_on__lt=london_date(at))[:AT_MOST]
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
    _close_early_advice(at)


def _close_early_advice(at: datetime) -> None:
    """The first that its lawyer may close."""
    with system("the demo looks for early advice that no file followed"):
        advised = Advice.objects.filter(
            kind=AdviceKind.EARLY,
            submission__kind=SubmissionKind.EARLY_ADVICE,
            submission__answered_at__lt=at - timedelta(days=28),
            superseded_at__isnull=True,
            case__restricted=False,
            author__isnull=False,
            case__stage=Stage.EARLY_ADVICE_GIVEN,
        )
        rows = list(_near(advised, "given_at").select_related("author", "submission__case")[:AT_MOST])
    for one in rows:
        with acting(one.author):
            if would_pass(check_can_finalise_early_advice, one.author, one.submission):
                finalise_early_advice(by=one.author, submission=one.submission, words=NO_FILE, at=at)
                return


def _open_plans(**more: Any) -> Any:
    """Plans of a prosecutor of which something is owed: the sign-in officer's first, then their team's."""
    rows = ActionPlan.objects.filter(
        case__restricted=False, status__in=OPEN_PLANS, prosecutor__isnull=False, items_open__gte=1
    )
    return _near(rows.filter(**more), "-issued_at").select_related("prosecutor", "case")


def _near(rows: Any, order: str) -> Any:
    """Of the sign-in officer's cases first, then of their team's."""
    officer = Person.objects.filter(username="officer").first()
    far = Case(
        When(case__officer_in_charge=officer, then=0),
        When(case__team=officer.team_id if officer else None, then=1),
        default=2,
    )
    return rows.annotate(far=far).order_by("far", order, "pk")
