"""What came back of a plan is seen sending by sending: in part, again, and what was left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan, ItemCheck
from actionplans.services import check_item, confirm_item_check, return_items
from actionplans.shown.returns import plan_returns
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import ISSUED, ITEMS, a_case, issued, submitted
from tests.actionplans.test_item_pages import SignIn
from tests.actionplans.test_items import item_of
from tests.actionplans.test_returns import DOCUMENT
from tests.stories import story

DAY = timedelta(days=1)


@story
def three(alice: Person, lena: Person, unit: CpsUnit) -> ActionPlan:
    third = {"type": "forensic", "asks": "The laboratory's report."}
    return issued(submitted(a_case(alice), alice, unit), lena, items=[*ITEMS, third])


@story
def in_rounds(three: ActionPlan, alice: Person, bob: Person, lena: Person) -> ActionPlan:
    """Two come back; CPS sends one of them back; that one comes again, in part; then the last."""
    return_items(by=alice, plan=three, items=[item_of(three, 1), item_of(three, 2)], at=ISSUED + DAY)
    check_item(by=lena, item=item_of(three, 1), accepted=False, note="Page two?", at=ISSUED + 2 * DAY)
    return_items(by=bob, plan=three, items=[item_of(three, 1)], at=ISSUED + 3 * DAY)
    return_items(by=alice, plan=three, items=[item_of(three, 3)], at=ISSUED + 4 * DAY)
    three.refresh_from_db()
    return three


def told(plan: ActionPlan) -> list[tuple[str, list[tuple[int, int]], int]]:
    items = list(plan.items.prefetch_related("returns__returned_by", "returns__checks"))
    return [
        (one.by.username, [(item.number, number) for item, number in one.items], one.left)
        for one in plan_returns(items)
    ]


def test_each_sending_says_which_items_in_which_round_and_what_was_left(in_rounds: ActionPlan) -> None:
    assert told(in_rounds) == [
        ("alice", [(1, 1), (2, 1)], 1),
        ("bob", [(1, 2)], 1),
        ("alice", [(3, 1)], 0),
    ]


def test_a_check_that_cps_superseded_still_counts_for_what_was_left_then(
    three: ActionPlan, alice: Person, lena: Person
) -> None:
    """Police entered that item 1 was sent back; CPS took that back after item 2 came in."""
    return_items(by=alice, plan=three, items=[item_of(three, 1)], at=ISSUED + DAY)
    entered = {"note": "Page two?", **DOCUMENT}
    check_item(by=alice, item=item_of(three, 1), accepted=False, at=ISSUED + 2 * DAY, **entered)
    return_items(by=alice, plan=three, items=[item_of(three, 2)], at=ISSUED + 3 * DAY)
    confirm_item_check(by=lena, check=ItemCheck.objects.get(), stands=False, at=ISSUED + 4 * DAY)
    return_items(by=alice, plan=three, items=[item_of(three, 3)], at=ISSUED + 5 * DAY)
    assert [left for _, _, left in told(three)] == [2, 2, 0]


@pytest.mark.parametrize("username", ["alice", "gita", "lena"])
def test_page_and_api_show_a_part_return_in_a_second_round(
    username: str, in_rounds: ActionPlan, sign_in: SignIn
) -> None:
    client = sign_in(Person.objects.get(username=username))
    page = client.get(reverse("action_plan_detail", args=[in_rounds.pk])).content.decode()
    section = page[page.index("Returns to CPS") : page.index("Reminders and escalation")]
    assert section.count("Part return") == 2
    assert section.count("All returned") == 1
    assert "Item 1: Statement (MG11) <strong>(round 2)</strong>" in section
    shown = client.get(f"/api/v1/action-plans/{in_rounds.pk}/").json()["returns"]
    assert [(one["number"], one["part"], one["left"]) for one in shown] == [
        (1, True, 1),
        (2, True, 1),
        (3, False, 0),
    ]
    assert shown[1]["items"] == [{"id": str(item_of(in_rounds, 1).pk), "number": 1, "round": 2}]
