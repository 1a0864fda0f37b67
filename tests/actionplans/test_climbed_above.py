"""Whom an escalation is about does not end it with another date once it has climbed above them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from actionplans.models import ActionPlan, CaseStrategy, PlanDate
from actionplans.services import raise_reminders, review_strategy, set_plan_date
from cases.models import Case
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import REVIEW_ON, moment
from tests.actionplans.test_strategies import LINES, written
from tests.stories import story

AT_STEP_1, AT_STEP_2 = moment(date(2026, 3, 20)), moment(date(2026, 3, 25))
LATER_ON = date(2026, 4, 20)
SignIn = Callable[[Person], Client]


@story
def climbed(plan: ActionPlan) -> ActionPlan:
    """Its review date passed, and it stands on step 2."""
    raise_reminders(at=AT_STEP_2)
    return ActionPlan.objects.select_related("case").get(pk=plan.pk)


def move(by: Person, plan: ActionPlan, at: Any = AT_STEP_2) -> PlanDate:
    return set_plan_date(by=by, plan=plan, kind="review", due_on=LATER_ON, reason="Busy.", at=at)


def test_at_step_1_the_officer_still_moves_a_date_of_the_plan(plan: ActionPlan, alice: Person) -> None:
    raise_reminders(at=AT_STEP_1)
    plan.refresh_from_db()
    assert plan.step == 1
    assert move(alice, plan, AT_STEP_1).due_on == LATER_ON


def test_above_it_the_officer_does_not_and_nothing_goes_quiet(climbed: ActionPlan, alice: Person) -> None:
    assert climbed.step == 2
    with pytest.raises(Invalid) as refusal:
        move(alice, climbed)
    assert refusal.value.fields == {
        "kind": "The review date has passed and the plan has climbed to step 2. It is moved by those who "
        "review the plan: Supervisor, RaSSO Gatekeeper, CPS lawyer, CPS legal manager."
    }
    climbed.refresh_from_db()
    assert (climbed.step, climbed.review_on) == (2, REVIEW_ON)


def test_a_date_to_come_is_still_the_officers_to_move(climbed: ActionPlan, alice: Person) -> None:
    set_plan_date(by=alice, plan=climbed, kind="target", due_on=LATER_ON, reason="Bank.", at=AT_STEP_2)
    climbed.refresh_from_db()
    assert (climbed.step, climbed.target_on, climbed.review_on) == (2, LATER_ON, REVIEW_ON)


@pytest.mark.parametrize("username", ["gita", "lena"])
def test_whoever_reviews_plans_moves_it_at_any_step(climbed: ActionPlan, username: str) -> None:
    move(Person.objects.get(username=username), climbed)
    climbed.refresh_from_db()
    assert (climbed.step, climbed.review_on) == (None, LATER_ON)


def test_page_and_api_say_so_by_the_field(climbed: ActionPlan, alice: Person, sign_in: SignIn) -> None:
    browser, path = sign_in(alice), f"action-plans/{climbed.pk}/dates/"
    soon = london_date(now()) + timedelta(days=30)
    typed = {"kind": "review", "reason": "Busy.", "version": str(climbed.version)}
    day = {"due_on_day": soon.day, "due_on_month": soon.month, "due_on_year": soon.year}
    page = browser.post(f"/{path}new/", {**typed, **day}).content.decode()
    assert "the plan has climbed to step 2" in page
    assert "Busy." in page
    body = {"kind": "review", "due_on": str(soon), "reason": "Busy."}
    etag = browser.get(f"/api/v1/action-plans/{climbed.pk}/").headers["ETag"]
    answer = browser.post(
        f"/api/v1/{path}", body, content_type="application/json", headers={"If-Match": etag}
    )
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["kind"])


def test_a_new_version_of_the_strategy_comes_after_the_review_that_climbed(
    case: Case, submission: object, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    strategy = written(alice, case, review_on=REVIEW_ON, at=moment(date(2026, 2, 24)))
    raise_reminders(at=AT_STEP_2)
    said: dict[str, Any] = {"lines": LINES[:2], "review_on": LATER_ON, "next_decision_on": LATER_ON}
    with pytest.raises(NotAllowed, match="The review of the strategy has climbed to step 2"):
        written(alice, case, at=AT_STEP_2, **said)
    assert CaseStrategy.objects.get(case=case) == strategy
    assert f"/cases/{case.pk}/strategy/new/" not in sign_in(alice).get(f"/cases/{case.pk}/").content.decode()
    review_strategy(
        by=sam, strategy=strategy, outcome="change", next_review_on=date(2026, 4, 1), at=AT_STEP_2
    )
    assert written(alice, case, at=AT_STEP_2, **said).version == 2
