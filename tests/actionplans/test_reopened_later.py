"""CPS opens a plan again with later dates than it had: that is a slip, wherever slips are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from actionplans import timeline
from actionplans.models import ActionPlan, PlanDate, PlanReopening, slipped, slips_among
from actionplans.services import confirm_plan_reopening, reopen_plan, set_plan_date
from rasso_tracker.dashboards.performance import plans
from rasso_tracker.dashboards.performance.measures import Measure, compute
from rasso_tracker.dashboards.weekly.lines import Asked, moved
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import ISSUED, REVIEW_ON, TARGET_ON, moment
from tests.actionplans.test_endings import NEW, UNANSWERED, finalised
from tests.actionplans.test_superseded import document_of

WHY = "They sent it."
AFTER = UNANSWERED + timedelta(hours=2)


def opened(plan: ActionPlan, by: Person, **more: Any) -> PlanReopening:
    return reopen_plan(by=by, plan=plan, reason=WHY, at=UNANSWERED, **{**NEW, **more})


def slips(plan: ActionPlan) -> set[str]:
    """Which of the dates of the plan slipped: by the database and in hand it is the same."""
    dates = PlanDate.objects.filter(plan=plan)
    found = list(dates.filter(slipped()))
    assert {one.pk for one in found} == slips_among(list(dates))
    return {one.kind for one in found}


def page(plan: ActionPlan, client: Client) -> str:
    return client.get(reverse("action_plan_detail", args=[plan.pk])).content.decode()


def counted(measure: Measure) -> Counter[str]:
    return Counter({one.key: one.n for one in compute(measure, AFTER)})


def test_both_dates_slipped_and_the_old_ones_are_kept(plan: ActionPlan, lena: Person, gita: Person) -> None:
    finalised(plan, lena)
    assert (slips(plan), counted(plans.SLIPS), counted(plans.MOVED)) == (set(), {"0": 1}, {})
    opened(plan, lena)
    assert slips(plan) == {"target", "review"}
    assert (counted(plans.SLIPS), counted(plans.MOVED)) == ({"2": 1}, {"target": 1, "review": 1})
    old = PlanDate.objects.filter(plan=plan, superseded_at=UNANSWERED)
    assert set(old.values_list("due_on", flat=True)) == {TARGET_ON, REVIEW_ON}
    told = [entry.title for entry in timeline.entries(plan.case, gita)]
    assert {"Action plan 1: target date moved", "Action plan 1: review date moved"} <= set(told)
    at_the_meeting = moved(Asked(gita, since=ISSUED, at=AFTER))
    rows = [row for lines in at_the_meeting.values() for row in lines.rows]
    assert {(row["kind"], row["was_on"], row["due_on"], row["reason"]) for row in rows} == {
        ("target", TARGET_ON, NEW["target_date"], f"Set when CPS opened the plan again. {WHY}"),
        ("review", REVIEW_ON, NEW["review_date"], f"Set when CPS opened the plan again. {WHY}"),
    }


def test_the_api_says_of_each_date_whether_it_is_a_slip(
    plan: ActionPlan, lena: Person, sign_in: Callable[..., Any]
) -> None:
    finalised(plan, lena)
    opened(plan, lena)
    rows = sign_in(lena).get(f"/api/v1/plan-dates/?plan={plan.pk}").json()["results"]
    assert sorted((one["because"], one["kind"], one["slip"]) for one in rows) == [
        ("issued", "review", False),
        ("issued", "target", False),
        ("opened_again", "review", True),
        ("opened_again", "target", True),
    ]


def test_a_date_that_is_sooner_than_before_is_none(
    plan: ActionPlan, lena: Person, sign_in: Callable[..., Any]
) -> None:
    may = moment(date(2026, 5, 1))
    set_plan_date(by=lena, plan=plan, kind="review", due_on=date(2026, 7, 20), reason="Bank.", at=may)
    finalised(plan, lena)
    opened(plan, lena)
    review = PlanDate.objects.get(plan=plan, kind="review", superseded_at__isnull=True)
    assert (review.because, review.due_on) == ("opened_again", NEW["review_date"])
    assert not PlanDate.objects.filter(slipped(), pk=review.pk).exists()
    assert slips(plan) == {"target", "review"}  # the review was moved before
    assert (counted(plans.SLIPS), counted(plans.MOVED)) == ({"2": 1}, {"target": 1, "review": 1})
    shown = page(plan, sign_in(lena))
    assert "2 dates moved. 1 date set anew when CPS opened the plan again.</p>" in shown
    assert shown.count(f"<div>Set when CPS opened the plan again: {WHY}</div>") == 1


def test_where_cps_never_opened_it_nothing_slipped(plan: ActionPlan, lena: Person, gita: Person) -> None:
    finalised(plan, lena)
    again = opened(plan, gita, **document_of(UNANSWERED))
    assert slips(plan) == {"target", "review"}
    confirm_plan_reopening(by=lena, reopening=again, stands=False, at=UNANSWERED + timedelta(hours=1))
    assert (slips(plan), counted(plans.SLIPS), counted(plans.MOVED)) == (set(), {"0": 1}, {})


def test_the_page_counts_it_and_says_which(
    plan: ActionPlan, lena: Person, sign_in: Callable[..., Any]
) -> None:
    finalised(plan, lena)
    opened(plan, lena)
    shown = page(plan, sign_in(lena))
    assert "2 dates moved.</p>" in shown
    assert shown.count(f"<div>Set when CPS opened the plan again, later than before: {WHY}</div>") == 2
