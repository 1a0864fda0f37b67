"""Several plans are reviewed in one sitting, from the rows of the overdue board and back to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan, PlanReview
from actionplans.services import raise_reminders
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import a_case, issued, submitted

SignIn = Callable[..., Any]
BOARD = "/action-plans/overdue/"


@pytest.fixture
def lapsed(alice: Person, lena: Person, unit: CpsUnit) -> list[ActionPlan]:
    """Two plans past their review, and one past its target too, by the real clock."""
    days = (20, 18, 40)
    made = [
        issued(submitted(a_case(alice, at), alice, unit, at), lena, at)
        for at in (now() - timedelta(days=n) for n in days)
    ]
    raise_reminders()
    return made


def forms_of(page: str) -> list[tuple[str, dict[str, str]]]:
    """Each form in a row: its address and what stands in it, the outcome that is chosen."""
    found = []
    for action, body in re.findall(
        r'<form method="post" action="([^"]+reviews/new/[^"]*)"(.*?)</form>', page, re.S
    ):
        values = {
            name: value
            for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', body)
            if name != "csrfmiddlewaretoken"
        }
        values["outcome"] = re.findall(r'value="([^"]+)" name="outcome"[^>]* checked', body)[0]
        found.append((unescape(action), values))
    return found


def test_plans_are_reviewed_one_after_the_other_without_leaving_the_board(
    lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
) -> None:
    client = sign_in(gita)
    for plan in lapsed:
        forms = forms_of(client.get(f"{BOARD}?district=leeds").content.decode())
        address, values = next(one for one in forms if str(plan.pk) in one[0])
        answer = client.post(address, {**values, "note": "Seen."})
        assert (answer.status_code, answer["Location"]) == (302, f"{BOARD}?district=leeds")
    left = forms_of(client.get(BOARD).content.decode())
    assert [str(lapsed[2].pk) in address for address, _ in left] == [True]  # still past its target
    outcomes = dict(PlanReview.objects.values_list("plan", "outcome"))
    assert outcomes == {
        lapsed[0].pk: "on_track",
        lapsed[1].pk: "on_track",
        lapsed[2].pk: "escalate",  # past its target with items open, so it is not on track
    }
    ordinary = london_date(now()) + timedelta(days=14)
    assert set(PlanReview.objects.values_list("next_review_on", flat=True)) == {ordinary}


def test_what_is_refused_keeps_the_typing_and_still_comes_back(
    lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
) -> None:
    client = sign_in(gita)
    address, values = forms_of(client.get(BOARD).content.decode())[0]
    refused = client.post(address, {**values, "next_review_on_year": "", "note": "Rang them."})
    assert refused.status_code == 422
    assert "Rang them." in refused.content.decode()
    assert f'href="{BOARD}?"' in refused.content.decode()
    again = client.post(address, {**values, "note": "Rang them."})
    assert again["Location"].startswith(BOARD)


def test_two_people_at_one_row_the_second_is_told(
    lapsed: list[ActionPlan], gita: Person, sam: Person, sign_in: SignIn
) -> None:
    first, second = sign_in(gita), sign_in(sam)
    rows = [forms_of(one.get(BOARD).content.decode())[0] for one in (first, second)]
    assert first.post(rows[0][0], rows[0][1]).status_code == 302
    late = second.post(rows[1][0], rows[1][1])
    assert late.status_code == 409
    assert PlanReview.objects.count() == 1


def test_a_form_comes_back_to_the_board_and_nowhere_else(
    lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
) -> None:
    client = sign_in(gita)
    _, values = forms_of(client.get(BOARD).content.decode())[0]
    plan = ActionPlan.objects.order_by("urgency").first()
    assert plan is not None
    address = reverse("record_plan_review", args=[plan.pk])
    answer = client.post(f"{address}?list=//elsewhere.example/", values)
    assert answer["Location"].startswith(f"{BOARD}?")


def test_who_may_not_review_sees_no_form(lapsed: list[ActionPlan], alice: Person, sign_in: SignIn) -> None:
    assert forms_of(sign_in(alice).get(BOARD).content.decode()) == []
