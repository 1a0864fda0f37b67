"""A change of the ladder is put right: withdrawn, set again for its day, or set before a later one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplans.enums import LadderUnit
from actionplans.ladder import current_ladder
from actionplans.models import ActionPlan, LadderStep, PlanDate
from actionplans.services import set_ladder_step, withdraw_ladder_step
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import add_working_days, end_of_day, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import ISSUED, REVIEW_ON

SignIn = Callable[[Person], Client]
ISSUE_DAY = ISSUED.date()
LATER = date(2026, 3, 10)
WHY = "The year was mistyped."


def set_step(by: Person, day: date, amount: int = 3, step: int = 1, **changed: Any) -> LadderStep:
    given = {
        "kind": "review",
        "unit": "working_days",
        "police_posts": ["gatekeeper"],
        "at": ISSUED,
        **changed,
    }
    return set_ladder_step(by=by, step=step, amount=amount, in_force_from=day, **given)


def amount_on(day: date, step: int = 1) -> int | None:
    rung = current_ladder().rung("review", day, step)
    return rung and rung.amount


def first_step_of(plan: ActionPlan) -> Any:
    return PlanDate.objects.get(plan=plan, kind="review", superseded_at__isnull=True).step_due_at[1]


class TestWithdrawing:
    def test_a_change_that_is_not_in_force_yet_never_holds(self, plan: ActionPlan, adam: Person) -> None:
        before = first_step_of(plan)
        wrong = set_step(adam, LATER, 4)
        assert first_step_of(plan) == end_of_day(add_working_days(REVIEW_ON, 4)) != before
        withdraw_ladder_step(by=adam, step=wrong, reason=WHY, at=ISSUED)
        assert first_step_of(plan) == before
        assert [amount_on(day) for day in (ISSUE_DAY, LATER, date(2031, 1, 1))] == [2, 2, 2]
        wrong.refresh_from_db()
        assert (wrong.voided_by, wrong.voided_at, wrong.void_reason) == (adam, ISSUED, WHY)
        assert LadderStep.objects.get(kind="review", step=1, voided_at=None).in_force_until is None
        last = AuditEvent.objects.order_by("-pk").first()
        assert last is not None
        assert last.action == "LADDER_STEP_WITHDRAWN"

    def test_between_two_others_it_leaves_the_day_to_the_one_before(self, adam: Person) -> None:
        middle = set_step(adam, date(2027, 1, 1), 3)
        set_step(adam, date(2028, 1, 1), 4)
        withdraw_ladder_step(by=adam, step=middle, reason=WHY, at=ISSUED)
        days = (date(2026, 6, 1), date(2027, 6, 1), date(2028, 1, 1))
        assert [amount_on(day) for day in days] == [2, 2, 4]

    def test_one_of_today_is_taken_back_today_and_not_tomorrow(self, adam: Person) -> None:
        today = set_step(adam, ISSUE_DAY)
        with pytest.raises(NotAllowed) as refused:
            withdraw_ladder_step(by=adam, step=today, reason=WHY, at=ISSUED + timedelta(days=1))
        assert str(refused.value) == (
            "This step has been in force since 2 March 2026, and dates followed it: it stands for them."
            " Set the step anew from today or a later day instead."
        )
        withdraw_ladder_step(by=adam, step=today, reason=WHY, at=ISSUED)
        assert amount_on(ISSUE_DAY) == 2

    def test_twice_and_by_somebody_else_it_is_refused(self, adam: Person, gita: Person) -> None:
        step = set_step(adam, LATER)
        with pytest.raises(NotAllowed, match="You cannot withdraw a change of the ladder as"):
            withdraw_ladder_step(by=gita, step=step, reason=WHY, at=ISSUED)
        withdraw_ladder_step(by=adam, step=step, reason=WHY, at=ISSUED)
        with pytest.raises(NotAllowed, match="withdrawn already"):
            withdraw_ladder_step(by=adam, step=step, reason=WHY, at=ISSUED)

    def test_without_it_the_steps_still_rise(self, adam: Person) -> None:
        """Step 1 waits 8 days once step 2 waits 9: without that, step 2 (5 days) would come first."""
        second = set_step(adam, LATER, 9, step=2)
        first = set_step(adam, LATER, 8)
        with pytest.raises(Invalid) as refused:
            withdraw_ladder_step(by=adam, step=second, reason=WHY, at=ISSUED)
        assert refused.value.fields == {
            "": "Without it step 2 would fall due before step 1 from 10 March 2026."
            " Withdraw or set the other step first."
        }
        assert amount_on(LATER, 2) == 9
        for one in (first, second):
            withdraw_ladder_step(by=adam, step=one, reason=WHY, at=ISSUED)
        assert (amount_on(LATER), amount_on(LATER, 2)) == (2, 5)


class TestSettingAgain:
    def test_a_later_change_blocks_no_earlier_day(self, plan: ActionPlan, adam: Person) -> None:
        set_step(adam, date(2030, 1, 1), 5)
        set_step(adam, LATER, 4)
        assert [amount_on(day) for day in (ISSUE_DAY, LATER, date(2029, 12, 31), date(2030, 1, 1))] == [
            2,
            4,
            4,
            5,
        ]
        assert first_step_of(plan) == end_of_day(add_working_days(REVIEW_ON, 4))

    def test_one_set_today_is_put_right_today(self, plan: ActionPlan, adam: Person) -> None:
        wrong = set_step(adam, ISSUE_DAY, 5)
        right = set_step(adam, ISSUE_DAY, 4)
        assert [amount_on(day) for day in (date(2026, 3, 1), ISSUE_DAY)] == [2, 4]
        assert first_step_of(plan) == end_of_day(add_working_days(REVIEW_ON, 4))
        wrong.refresh_from_db()
        assert (wrong.void_reason, wrong.voided_by) == ("Set again for the same day.", adam)
        assert right.in_force_until is None

    def test_the_steps_rise_on_every_day_on_which_a_change_begins(self, adam: Person) -> None:
        set_step(adam, date(2027, 1, 1), 2, step=2)
        with pytest.raises(Invalid) as refused:
            set_step(adam, ISSUE_DAY, 5)
        assert refused.value.fields == {"amount": "Step 2 would fall due before step 1 from 1 January 2027."}
        with pytest.raises(Invalid) as refused:
            set_step(adam, ISSUE_DAY, 6)
        assert refused.value.fields == {"amount": "Step 2 would fall due before step 1."}

    def test_only_while_it_holds(self, adam: Person) -> None:
        """From 2027 on step 1 is short enough for the shorter step 2 of 2028."""
        set_step(adam, date(2027, 1, 1), 1)
        set_step(adam, date(2028, 1, 1), 2, step=2)
        set_step(adam, ISSUE_DAY, 5)
        assert (amount_on(ISSUE_DAY), amount_on(date(2028, 1, 1))) == (5, 1)


@pytest.mark.parametrize("kind", ["bail_limit", "custody_limit"])
@pytest.mark.parametrize("unit", ["working_days", "months"])
def test_a_limit_of_the_law_climbs_before_it_passes(kind: str, unit: str, adam: Person) -> None:
    with pytest.raises(Invalid) as refused:
        set_step(adam, LATER, 5, step=4, kind=kind, unit=unit)
    assert refused.value.fields == {
        "unit": "A limit of bail or custody is met before it passes: count this step in working days before"
        " it, at 0 as its day begins."
    }
    assert set_step(adam, LATER, 1, step=4, kind=kind, unit="working_days_before").amount == 1


def _typed(day: date, amount: int = 3) -> dict[str, Any]:
    return {
        "kind": "review",
        "step": 1,
        "amount": amount,
        "unit": LadderUnit.WORKING_DAYS.value,
        "police_posts": ["gatekeeper"],
        "cps_posts": ["legal_manager"],
        "in_force_from": day.isoformat(),
    }


class TestPageAndApi:
    def test_the_page_offers_it_for_what_has_not_held_and_keeps_what_was_withdrawn(
        self, adam: Person, gita: Person, sign_in: SignIn
    ) -> None:
        day = london_date(now()) + timedelta(days=9)
        step = set_step(adam, day, at=now())
        client, address = sign_in(adam), reverse("withdraw_ladder_step", args=[step.pk])
        shown = client.get(reverse("ladder")).content.decode()
        assert shown.count("/withdraw/") == shown.count(address) == 1
        assert address not in sign_in(gita).get(reverse("ladder")).content.decode()
        form = client.get(address)
        assert "Review date, step 1: 3 working days after" in form.content.decode()
        empty = client.post(address, {"once": form.context["form"]["once"].value()})
        assert set(empty.context["form"].errors) == {"reason"}
        done = client.post(address, {"once": form.context["form"]["once"].value(), "reason": WHY})
        assert (done.status_code, done["Location"]) == (302, reverse("ladder"))
        shown = client.get(reverse("ladder")).content.decode()
        assert WHY in shown
        assert address not in shown
        assert client.get(address).status_code == 404

    def test_the_api_withdraws_it_and_lists_it_apart(self, adam: Person, sign_in: SignIn) -> None:
        client, day = sign_in(adam), london_date(now()) + timedelta(days=9)
        made = client.post("/api/v1/ladder-steps/", _typed(day), content_type="application/json").json()
        address = f"/api/v1/ladder-steps/{made['id']}/withdraw/"
        answer = client.post(address, {"reason": WHY}, content_type="application/json")
        assert answer.status_code == 201, answer.json()
        assert answer.json()["withdrawn_because"] == WHY
        assert answer.json()["withdrawn_by"] == str(adam.pk)
        of_kind = "/api/v1/ladder-steps/?kind=review"
        assert made["id"] not in [one["id"] for one in client.get(of_kind).json()["results"]]
        assert [one["id"] for one in client.get(f"{of_kind}&show=withdrawn").json()["results"]] == [
            made["id"]
        ]

    def test_the_api_says_why_one_in_force_stands(self, adam: Person, sign_in: SignIn) -> None:
        row = LadderStep.objects.get(kind="review", step=1)
        answer = sign_in(adam).post(
            f"/api/v1/ladder-steps/{row.pk}/withdraw/", {"reason": WHY}, content_type="application/json"
        )
        assert answer.status_code == 403
        assert "has been in force since 1 January 2012" in str(answer.json())
