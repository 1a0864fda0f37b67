"""Nobody accepts or returns an item that they did not choose: nothing is ticked, and "all" is said."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan, ActionPlanItem
from actionplans.services import dispute_item, return_items
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import ITEMS, a_case, issued, submitted
from tests.actionplans.test_api import send
from tests.actionplans.test_item_pages import SignIn
from tests.actionplans.test_items import item_of
from tests.stories import story

BOTH = ("accept_items", "return_items")
ADDRESS = {"accept_items": "accept", "return_items": "return"}


@story
def three(alice: Person, lena: Person, unit: CpsUnit) -> ActionPlan:
    third = {"type": "forensic", "asks": "The laboratory's report."}
    return issued(submitted(a_case(alice), alice, unit), lena, items=[*ITEMS, third])


def done(plan: ActionPlan, deed: str) -> list[int]:
    """The numbers of the items that were accepted or returned."""
    field = "agreed_at" if deed == "accept_items" else "returned_at"
    rows = ActionPlanItem.objects.filter(plan=plan, **{f"{field}__isnull": False})
    return list(rows.order_by("number").values_list("number", flat=True))


def sent(client: Any, deed: str, plan: ActionPlan, **data: Any) -> Any:
    """From a page: the hidden token is what tells it from the API."""
    form = client.get(reverse(deed, args=[plan.pk])).context["form"]
    return client.post(reverse(deed, args=[plan.pk]), {"once": form["once"].value(), **data})


@pytest.mark.parametrize("deed", BOTH)
def test_the_form_opens_with_nothing_chosen_and_asks(
    deed: str, three: ActionPlan, alice: Person, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    assert " checked" not in client.get(reverse(deed, args=[three.pk])).content.decode()
    refused = sent(client, deed, three)
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"which": ["Choose all of them, or some of them."]}
    none = sent(client, deed, three, which="some")
    assert none.context["form"].errors == {"items": ["Choose at least one item."]}
    assert done(three, deed) == []


@pytest.mark.parametrize("deed", BOTH)
def test_all_is_a_choice_of_its_own_and_passes_over_what_was_ticked_before(
    deed: str, three: ActionPlan, alice: Person, sign_in: SignIn
) -> None:
    answer = sent(sign_in(alice), deed, three, which="all", items=[str(item_of(three).pk)])
    assert (answer.status_code, done(three, deed)) == (302, [1, 2, 3])


@pytest.mark.parametrize("deed", BOTH)
def test_some_are_those_that_were_ticked(
    deed: str, three: ActionPlan, alice: Person, sign_in: SignIn
) -> None:
    chosen = [str(item_of(three, number).pk) for number in (1, 3)]
    answer = sent(sign_in(alice), deed, three, which="some", items=chosen)
    assert (answer.status_code, done(three, deed)) == (302, [1, 3])


def test_all_accepts_no_item_that_is_disputed_and_says_so(
    three: ActionPlan, alice: Person, sign_in: SignIn
) -> None:
    dispute_item(by=alice, item=item_of(three, 2), reason="not_obtainable", channel="phone")
    client = sign_in(alice)
    page = client.get(reverse("accept_items", args=[three.pk])).content.decode()
    assert "The 2 that are not disputed" in page
    assert "Item 2: Phone or digital material (disputed)" in page
    assert sent(client, "accept_items", three, which="all").status_code == 302
    assert done(three, "accept_items") == [1, 3]


@pytest.mark.parametrize("deed", BOTH)
def test_one_item_alone_is_asked_for_by_itself(
    deed: str, three: ActionPlan, alice: Person, sign_in: SignIn
) -> None:
    return_items(by=alice, plan=three, items=[item_of(three, 1), item_of(three, 2)])
    client = sign_in(alice)
    page = client.get(reverse(deed, args=[three.pk])).content.decode()
    refused = sent(client, deed, three)
    asked = {
        "accept_items": "Tick the item, if the police accept it",
        "return_items": "Tick the item, if it is returned",
    }[deed]
    for shown in (page, refused.content.decode()):
        assert shown.count('type="checkbox" id="id_items_') == 1
        assert asked in shown
        assert [words for words in ("Which ", "All ", "What is not returned now") if words in shown] == []
    assert refused.context["form"].errors == {"items": [f"{asked}."]}
    assert sent(client, deed, three, items=[str(item_of(three, 3).pk)]).status_code == 302
    assert 3 in done(three, deed)


def test_where_every_item_is_disputed_some_are_chosen_and_nobody_is_asked_which_of_what(
    three: ActionPlan, alice: Person, sign_in: SignIn
) -> None:
    for number in (1, 2, 3):
        dispute_item(by=alice, item=item_of(three, number), reason="not_obtainable", channel="phone")
    refused = sent(sign_in(alice), "accept_items", three)
    assert refused.context["form"].errors == {"items": ["Choose at least one item."]}


@pytest.mark.parametrize("deed", BOTH)
def test_by_api_nothing_is_chosen_for_anybody_either(
    deed: str, three: ActionPlan, alice: Person, sign_in: SignIn
) -> None:
    client, path = sign_in(alice), f"action-plans/{three.pk}/{ADDRESS[deed]}/"
    refused = send(client, path, {})
    assert (refused.status_code, refused.json()["fields"]) == (400, {"items": "Choose at least one item."})
    doubled = send(client, path, {"which": "all", "items": [str(item_of(three).pk)]})
    assert doubled.json()["fields"] == {"items": "Leave this empty for all items, or choose some of them."}
    assert done(three, deed) == []
    assert send(client, path, {"items": [str(item_of(three, 2).pk)]}).status_code == 201
    assert done(three, deed) == [2]
    assert send(client, path, {"which": "all"}).status_code == 201
    assert done(three, deed) == [1, 2, 3]
