"""Several plans are reviewed in one sitting, from the rows of the overdue board and back to it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from actionplans.models import ActionPlan, PlanReview
from actionplans.services import raise_reminders, return_items
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import a_case, issued, submitted
from tests.stories import story

SignIn = Callable[..., Any]
BOARD = "/action-plans/overdue/"


@story
def lapsed(alice: Person, lena: Person, unit: CpsUnit) -> list[ActionPlan]:
    """Two plans past their review, one past its target too, and one whose items all came back."""
    days = (20, 18, 40, 22)
    made = [
        issued(submitted(a_case(alice, at), alice, unit, at), lena, at)
        for at in (now() - timedelta(days=n) for n in days)
    ]
    return_items(by=alice, plan=made[3], items=list(made[3].items.all()), note="")
    raise_reminders()
    return made


def typed(name: str, day: date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def review_of(client: Client, plan: ActionPlan, query: str = "") -> tuple[str, dict[str, str]]:
    """The form that stands open in the row of a plan: its address and what stands in it."""
    page = client.get(f"{BOARD}?{query}&review={plan.pk}").content.decode()
    ((action, body),) = re.findall(r'<form[^>]+action="([^"]+reviews/new/[^"]*)"(.*?)</form>', page, re.S)
    fields = re.findall(r"<input[^>]*>", body)
    found = {}
    for one in fields:
        name, value = re.search(r'name="([^"]+)"', one), re.search(r'value="([^"]*)"', one)
        if name and "radio" not in one and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = unescape(value[1]) if value else ""
    return unescape(action), found


def left_on(client: Client) -> list[str]:
    return re.findall(r'data-plan="([^"]+)"', client.get(BOARD).content.decode())


def test_plans_are_reviewed_one_after_the_other_without_leaving_the_board(
    lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
) -> None:
    client, today = sign_in(gita), london_date(now())
    soon, later = today + timedelta(days=9), today + timedelta(days=20)
    returned = lapsed[3]
    answers = {
        lapsed[0]: {"outcome": "on_track"},
        lapsed[1]: {"outcome": "escalate"},
        lapsed[2]: {
            "outcome": "new_date",
            "reason": "The laboratory is late.",
            **typed("new_target_on", later),
        },
        returned: {"outcome": "complete", "document_name": "mg3", **typed("document_date", today)},
    }
    for plan, said in answers.items():
        address, values = review_of(client, plan, "district=leeds")
        answer = client.post(address, {**values, **typed("next_review_on", soon), **said, "note": "Seen."})
        assert (answer.status_code, answer["Location"]) == (302, f"{BOARD}?district=leeds")
    assert left_on(client) == []
    outcomes = dict(PlanReview.objects.values_list("plan", "outcome"))
    assert outcomes == {plan.pk: said["outcome"] for plan, said in answers.items()}


def test_the_ordinary_next_review_stands_in_the_form(
    lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
) -> None:
    _, values = review_of(sign_in(gita), lapsed[0])
    day = london_date(now()) + timedelta(days=14)
    assert typed("next_review_on", day).items() <= values.items()


def test_what_is_refused_keeps_the_typing_and_still_comes_back(
    lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
) -> None:
    client = sign_in(gita)
    address, values = review_of(client, lapsed[0])
    values |= {"outcome": "on_track", "note": "Rang them."}
    for header in ({}, {"X-Panel": "1"}):  # by the page, and by the board's script
        refused = client.post(address, {**values, "next_review_on_year": ""}, headers=header)
        page = refused.content.decode()
        assert (refused.status_code, "Rang them." in page) == (422, True)
        assert f'href="{BOARD}?' in page
        assert ("<html" in page) == (not header)
    again = client.post(address, values, headers={"X-Panel": "1"})
    told = again.json()
    assert told["said"] == "Review recorded."
    assert "RS-" in client.get(told["lines"]).content.decode()  # the lines for the force record, a click away


def test_two_people_at_one_row_the_second_is_told_and_sees_both_texts(
    lapsed: list[ActionPlan], gita: Person, sam: Person, sign_in: SignIn
) -> None:
    first, second = sign_in(gita), sign_in(sam)
    rows = [review_of(one, lapsed[0]) for one in (first, second)]
    sent = [{**values, "outcome": "on_track", "note": "Seen."} for _, values in rows]
    assert first.post(rows[0][0], sent[0]).status_code == 302
    late = second.post(rows[1][0], sent[1], headers={"X-Panel": "1"})
    assert (late.status_code, "Somebody else changed this" in late.content.decode()) == (409, True)
    assert PlanReview.objects.count() == 1


def test_a_form_comes_back_to_the_board_and_nowhere_else(
    lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
) -> None:
    client = sign_in(gita)
    _, values = review_of(client, lapsed[0])
    address = reverse("record_plan_review", args=[lapsed[0].pk])
    answer = client.post(f"{address}?list=//elsewhere.example/", {**values, "outcome": "on_track"})
    assert answer["Location"].startswith(f"{BOARD}?")


def test_who_may_not_review_sees_no_form(lapsed: list[ActionPlan], alice: Person, sign_in: SignIn) -> None:
    page = sign_in(alice).get(f"{BOARD}?review={lapsed[0].pk}").content.decode()
    assert (str(lapsed[0].pk) in page, "reviews/new/" in page) == (True, False)


def test_a_plan_that_is_not_on_the_page_opens_no_form(
    lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
) -> None:
    for asked in (uuid.uuid4(), "nonsense"):
        page = sign_in(gita).get(f"{BOARD}?review={asked}")
        assert (page.status_code, "app-board__panel" in page.content.decode()) == (200, False)
