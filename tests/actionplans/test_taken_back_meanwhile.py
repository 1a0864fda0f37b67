"""What is taken back in two windows at once: the second reads what the first typed, as people read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.http import http_date

from actionplans.models import ActionPlan, Submission
from actionplans.services import (
    finalise_early_advice,
    finalise_plan,
    withdraw_item,
    withdraw_plan,
)
from rasso_tracker.clocks import day_words, london_date, now
from rasso_tracker.people.models import Person
from tests.actionplans.test_item_pages import fresh
from tests.actionplans.test_items import item_of
from tests.actionplans.test_sitting import typed

__all__ = ["fresh"]
SignIn = Callable[..., Any]
MISTAKE = {"What was the mistake?": ("It is of this plan.", "Was another plan's.")}
TODAY = london_date(now())
NEW = {"target_date": TODAY + timedelta(days=20), "review_date": TODAY + timedelta(days=10)}


def withdrawn_plan(plan: ActionPlan, lena: Person) -> Any:
    return withdraw_plan(by=lena, plan=plan, reason="not_needed")


def withdrawn_item(plan: ActionPlan, lena: Person) -> Any:
    return withdraw_item(by=lena, item=item_of(plan), reason="not_needed")


def opened(client: Any, address: str) -> dict[str, str]:
    """What is hidden in the form, as it was opened."""
    page = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(once|version)"[^>]*value="([^"]+)"', page))


def answers_in(page: str) -> dict[str, tuple[str, ...]]:
    (table,) = re.findall(r"You recorded this in another window.*?<table.*?</table>", page, re.S)
    rows = re.findall(r"<tr><th[^>]*>(.*?)</th>(.*?)</tr>", table.split("<tbody>")[1], re.S)
    return {one: tuple(re.findall(r"<td[^>]*>(.*?)</td>", two, re.S)) for one, two in rows}


def raced(client: Any, address: str, **first: Any) -> tuple[str, list[dict[str, Any]]]:
    """The page of the second of two windows, and what the API says of what was done meanwhile."""
    read = http_date((now() - timedelta(seconds=2)).timestamp())
    forms = [opened(client, address) for _ in range(2)]
    done = client.post(address, forms[0] | {"reason": "It is of this plan."} | first)
    assert done.status_code == 302
    second = {"reason": "Was another plan's."}
    page = client.post(address, forms[1] | second).content.decode().replace("&#39;", "'")
    late = client.post(
        f"/api/v1{address}", second, content_type="application/json",
        headers={"If-Unmodified-Since": read, "If-Match": '"1"'},
    )  # fmt: skip
    return page, [one for one in late.json()["meanwhile"] if one["by"] == "you"]


@pytest.mark.parametrize(
    ("end", "deed"),
    [(withdrawn_plan, "take_back_plan_withdrawal"), (withdrawn_item, "take_back_item_withdrawal")],
)
def test_the_second_window_reads_the_mistake_that_the_first_gave(
    fresh: ActionPlan, lena: Person, sign_in: SignIn, end: Callable[..., Any], deed: str
) -> None:
    row = end(fresh, lena)
    page, told = raced(sign_in(lena), reverse(deed, args=[row.pk]))
    assert answers_in(page) == MISTAKE
    assert told[0]["answers"] == {"reason": "It is of this plan."}


def test_so_it_is_of_early_advice(early: Submission, lena: Person, sign_in: SignIn) -> None:
    row = finalise_early_advice(by=lena, submission=early)
    page, told = raced(sign_in(lena), reverse("take_back_early_advice_end", args=[row.pk]))
    assert answers_in(page) == MISTAKE
    assert told[0]["answers"] == {"reason": "It is of this plan."}


def test_dates_that_were_given_with_it_are_read_too_and_said_to_be_set_by_that(
    lapsed: list[ActionPlan], lena: Person, sign_in: SignIn
) -> None:
    plan, client = lapsed[0], sign_in(lena)
    row = withdrawn_plan(plan, lena)
    dates = {key: value for name, day in NEW.items() for key, value in typed(name, day).items()}
    page, told = raced(client, reverse("take_back_plan_withdrawal", args=[row.pk]), **dates)
    assert answers_in(page) == MISTAKE | {
        "New target date": (day_words(NEW["target_date"]), "Nothing"),
        "New review date": (day_words(NEW["review_date"]), "Nothing"),
    }
    assert told[0]["answers"] == {
        "reason": "It is of this plan.",
        **{name: day_words(day) for name, day in NEW.items()},
    }
    shown = client.get(reverse("action_plan_detail", args=[plan.pk])).content.decode()
    assert "0 dates moved. 2 dates set anew when the end of the plan, a mistake, was taken back.</p>" in shown
    assert shown.count("<div>Set when the end of the plan, a mistake, was taken back: It is of this") == 2
    assert "CPS opened" not in shown


def test_so_it_is_of_a_plan_that_cps_opens_again(
    lapsed: list[ActionPlan], lena: Person, sign_in: SignIn
) -> None:
    plan = lapsed[0]
    finalise_plan(by=lena, plan=plan)
    dates = {key: value for name, day in NEW.items() for key, value in typed(name, day).items()}
    page, told = raced(sign_in(lena), reverse("reopen_plan", args=[plan.pk]), **dates)
    answers = answers_in(page)
    assert answers.pop("When did CPS open it again?")[1] == "Nothing"
    assert answers == {
        "Why is it opened again?": ("It is of this plan.", "Was another plan's."),
        "New target date": (day_words(NEW["target_date"]), "Nothing"),
        "New review date": (day_words(NEW["review_date"]), "Nothing"),
    }
    assert (
        told[0]["answers"].items()
        >= {
            "reason": "It is of this plan.",
            **{name: day_words(day) for name, day in NEW.items()},
        }.items()
    )
