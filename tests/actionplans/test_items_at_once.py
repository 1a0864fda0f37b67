"""Two people return or accept the items of one plan: the second, whose page offered more, reads that."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import http_date

from actionplans.enums import OPEN_ITEMS, ItemType, PlanStatus
from actionplans.models import ActionPlan, ItemCheck, ItemReturn
from actionplans.services import return_items
from rasso_tracker.clocks import moment_words, now
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import ISSUED, a_case, issued, submitted
from tests.actionplans.test_meanwhile import answers_in
from tests.stories import story

SignIn = Callable[..., Any]
SAME = "Somebody else recorded the same while you were working on it."
ONE_LEFT = {
    "return_items": "Tick the item, if it is returned",
    "accept_items": "Tick the item, if the police accept it",
}
NOT_SAVED = "What you typed is not saved, and cannot be saved here."
FOUR = [{"type": ItemType.STATEMENT, "asks": f"Thing {number}."} for number in range(1, 5)]


@story
def plan(alice: Person, lena: Person, unit: CpsUnit) -> ActionPlan:
    return issued(submitted(a_case(alice), alice, unit), lena, items=FOUR)


def opened(client: Client, address: str) -> dict[str, Any]:
    """The hidden fields of the form as it stands now."""
    form = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(once|version)"[^>]*value="([^"]+)"', form))


def numbered(plan: ActionPlan, *numbers: int) -> list[str]:
    return [str(one.pk) for one in plan.items.filter(number__in=numbers).order_by("number")]


@pytest.mark.parametrize("deed", ["return_items", "accept_items"])
def test_who_presses_all_after_another_did_reads_that_it_is_done(
    deed: str, plan: ActionPlan, alice: Person, bob: Person, sign_in: SignIn
) -> None:
    address, first, second = reverse(deed, args=[plan.pk]), sign_in(bob), sign_in(alice)
    of_bob, of_alice = (opened(one, address) | {"which": "all"} for one in (first, second))
    assert first.post(address, of_bob).status_code == 302

    late = second.post(address, of_alice | {"note": "All four by courier."})

    page = late.content.decode()
    already = {"return_items": "returned already", "accept_items": "accepted already"}[deed]
    assert (late.status_code, already in page, "Bob recorded this meanwhile" in page) == (403, True, True)
    chosen = [both for question, both in answers_in(page).items() if question.startswith("Which items")]
    four = ", ".join(map(str, plan.items.order_by("number")))
    assert (NOT_SAVED in page, chosen) == (True, [(four, "All")])
    assert ("All four by courier." in page) == (deed == "return_items")
    assert ItemReturn.objects.count() == (4 if deed == "return_items" else 0)


@pytest.mark.parametrize("deed", ["return_items", "accept_items"])
def test_who_presses_all_where_one_is_left_chooses_it_and_loses_nothing(
    deed: str, plan: ActionPlan, alice: Person, bob: Person, sign_in: SignIn
) -> None:
    address, first, second = reverse(deed, args=[plan.pk]), sign_in(bob), sign_in(alice)
    of_bob, of_alice = (opened(one, address) for one in (first, second))
    of_bob |= {"which": "some", "items": numbered(plan, 1, 2, 4)}
    of_alice |= {"which": "all", "note": "All four by courier."}
    assert first.post(address, of_bob).status_code == 302

    late = second.post(address, of_alice)

    page = late.content.decode()
    assert (late.status_code, SAME in page, "Bob recorded this meanwhile" in page) == (409, True, True)
    assert answers_in(page)[ONE_LEFT[deed]][1] == "All"
    assert ("All four by courier.</textarea>" in page) == (deed == "return_items")
    token = dict(re.findall(r'<input type="hidden" name="(once)"[^>]*value="([^"]+)"', page))
    again = second.post(address, of_alice | token | {"items": numbered(plan, 3)})
    assert (again.status_code, plan.items.filter(agreed_at=None, status__in=OPEN_ITEMS).count()) == (302, 0)


@pytest.mark.parametrize("deed", ["return_items", "accept_items", "dispute_item"])
def test_who_presses_all_after_cps_said_that_it_never_issued_the_plan_reads_so(
    deed: str, alice: Person, bob: Person, lena: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    entered = {"document_name": "action_plan", "document_date": ISSUED.date()}
    plan = issued(submitted(a_case(alice), alice, unit), bob, items=FOUR, **entered)
    of_item = deed == "dispute_item"
    subject = plan.items.get(number=1) if of_item else plan
    address, client, cps = reverse(deed, args=[subject.pk]), sign_in(alice), sign_in(lena)
    sent = opened(client, address) | {"which": "all", "note": "All four by courier."}
    sent |= {"reason": "already_provided", "words": "All four by courier."} if of_item else {}
    confirming = reverse("confirm_action_plan", args=[plan.pk])
    assert cps.post(confirming, opened(cps, confirming) | {"stands": "no"}).status_code == 302

    late = client.post(address, sent)

    page = late.content.decode()
    plan.refresh_from_db()
    assert (late.status_code, plan.status) == (403, PlanStatus.WITHDRAWN)
    assert (NOT_SAVED in page, "All four by courier." in page) == (True, deed != "accept_items")
    assert "this action plan is closed (Never issued, CPS says)" in page
    assert "Lena recorded this meanwhile" in page
    assert answers_in(page) == {"Is what police entered right?": ("No, CPS will record its own",)}


def test_who_disputes_an_item_of_a_plan_that_cps_withdrew_meanwhile_reads_who_did_and_why(
    alice: Person, lena: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    plan = issued(submitted(a_case(alice), alice, unit), lena, items=FOUR)
    address = reverse("dispute_item", args=[plan.items.get(number=1).pk])
    client, cps, withdrawing = sign_in(alice), sign_in(lena), reverse("withdraw_plan", args=[plan.pk])
    sent = opened(client, address) | {"reason": "already_provided", "words": "It went by courier."}
    gone = {"reason": "issued_in_error", "words": "Of another case."}
    assert cps.post(withdrawing, opened(cps, withdrawing) | gone).status_code == 302

    late = client.post(address, sent)

    page = late.content.decode()
    assert (late.status_code, "It went by courier." in page) == (403, True)
    assert "this action plan is closed (Withdrawn)" in page
    assert "Lena recorded this meanwhile" in page
    assert [said[0] for said in answers_in(page).values()][:2] == ["Issued in error", "Of another case."]


@pytest.mark.parametrize("deed", ["return_items", "accept_items"])
def test_the_second_reads_which_items_the_first_meant_and_not_all_of_the_plan(
    deed: str, plan: ActionPlan, alice: Person, bob: Person, sign_in: SignIn
) -> None:
    address, first, second = reverse(deed, args=[plan.pk]), sign_in(bob), sign_in(alice)
    of_bob, of_alice = (opened(one, address) | {"which": "some"} for one in (first, second))
    tag = f'"{plan.version}"'
    assert first.post(address, of_bob | {"items": numbered(plan, 1, 2), "note": "Two."}).status_code == 302

    late = second.post(address, of_alice | {"items": numbered(plan, 3), "note": "The third."})
    by_api = second.post(
        f"/api/v1{address}",
        {"items": numbered(plan, 3)},
        content_type="application/json",
        headers={"If-Match": tag},
    )

    items = {
        "Which of them?": ("Item 1: Statement (MG11), Item 2: Statement (MG11)", "Item 3: Statement (MG11)")
    }
    note = {"Note": ("Two.", "The third.")} if deed == "return_items" else {}
    assert (late.status_code, answers_in(late.content.decode())) == (409, items | note)
    (told,) = by_api.json()["meanwhile"]
    answers = {"items": "Item 1: Statement (MG11), Item 2: Statement (MG11)"}
    assert (by_api.status_code, told["by"]) == (412, "Bob")
    assert told["answers"] == answers | ({"note": "Two."} if deed == "return_items" else {})


@pytest.mark.parametrize(
    ("deed", "came"), [("return_items", "was returned meanwhile"), ("accept_items", "was accepted meanwhile")]
)
def test_an_item_that_the_first_took_is_told_to_the_second_who_ticked_it_too(
    deed: str, came: str, plan: ActionPlan, alice: Person, bob: Person, sign_in: SignIn
) -> None:
    address, first, second = reverse(deed, args=[plan.pk]), sign_in(bob), sign_in(alice)
    of_bob, of_alice = (opened(one, address) | {"which": "some"} for one in (first, second))
    assert first.post(address, of_bob | {"items": numbered(plan, 1, 2)}).status_code == 302

    late = second.post(address, of_alice | {"items": numbered(plan, 2, 3)})
    by_api = second.post(
        f"/api/v1{address}",
        {"items": numbered(plan, 2)},
        content_type="application/json",
        headers={"If-Match": f'"{ActionPlan.objects.get(pk=plan.pk).version}"'},
    )

    sentence = f"Item 2 {came}. Choose among those that are left."
    page = late.content.decode()
    assert (late.status_code, page.count(sentence), "answers that are offered" in page) == (409, 2, False)
    assert (by_api.status_code, by_api.json()["fields"]) == (400, {"items": sentence})


def test_who_checks_an_item_second_reads_what_the_first_said_of_it(
    plan: ActionPlan, alice: Person, lena: Person, chief: Person, sign_in: SignIn
) -> None:
    return_items(by=alice, plan=plan, items=[plan.items.get(number=1)], at=ISSUED)
    item = plan.items.get(number=1)
    address, first, second = reverse("check_item", args=[item.pk]), sign_in(lena), sign_in(chief)
    of_lena, of_chief = (opened(one, address) for one in (first, second))
    read = http_date((now() - timedelta(seconds=2)).timestamp())
    of_lena |= {"accepted": "no", "quality": "incomplete", "note": "Page two is missing."}
    of_chief |= {"accepted": "yes", "note": "All is there."}
    assert first.post(address, of_lena).status_code == 302

    late = second.post(address, of_chief)
    by_api = second.post(
        f"/api/v1{address}",
        {"accepted": True},
        content_type="application/json",
        headers={"If-Unmodified-Since": read},
    )

    when = moment_words(ItemCheck.objects.get().checked_at)
    assert (late.status_code, answers_in(late.content.decode())) == (
        403,
        {
            "Is this what was asked for?": ("No, send it back", "Yes"),
            "Mark for quality": ("Incomplete", "Nothing"),
            "Note": ("Page two is missing.", "All is there."),
            "When was it checked?": (when, "Nothing"),
        },
    )
    (told,) = by_api.json()["meanwhile"]
    assert told["answers"] == {
        "accepted": "No, send it back",
        "quality": "Incomplete",
        "note": "Page two is missing.",
        "checked_at": when,
    }


def test_what_was_ticked_and_is_returned_by_now_is_told_as_what_was_typed(
    plan: ActionPlan, alice: Person, bob: Person, sign_in: SignIn
) -> None:
    address, first, second = reverse("return_items", args=[plan.pk]), sign_in(bob), sign_in(alice)
    of_bob, of_alice = (opened(one, address) | {"which": "some"} for one in (first, second))
    assert first.post(address, of_bob | {"items": numbered(plan, 1)}).status_code == 302

    page = second.post(address, of_alice | {"items": numbered(plan, 1, 2)}).content.decode()

    one, two = "Item 1: Statement (MG11)", "Item 2: Statement (MG11)"
    assert answers_in(page)["Which of them?"] == (one, f"{one}, {two}")
