"""Two people return or accept the items of one plan: the second, whose page offered more, reads that."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplans.enums import OPEN_ITEMS, ItemType, PlanStatus
from actionplans.models import ActionPlan, ItemReturn
from actionplans.services import confirm_action_plan
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import ISSUED, a_case, issued, submitted
from tests.stories import story

SignIn = Callable[..., Any]
SAME = "Somebody else recorded the same while you were working on it."
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
    assert (NOT_SAVED in page, "All four by courier." in page) == (deed == "return_items",) * 2
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
    assert ("All four by courier.</textarea>" in page) == (deed == "return_items")
    token = dict(re.findall(r'<input type="hidden" name="(once)"[^>]*value="([^"]+)"', page))
    again = second.post(address, of_alice | token | {"items": numbered(plan, 3)})
    assert (again.status_code, plan.items.filter(agreed_at=None, status__in=OPEN_ITEMS).count()) == (302, 0)


@pytest.mark.parametrize("deed", ["return_items", "accept_items"])
def test_who_presses_all_after_cps_said_that_it_never_issued_the_plan_reads_so(
    deed: str, alice: Person, bob: Person, lena: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    entered = {"document_name": "action_plan", "document_date": ISSUED.date()}
    plan = issued(submitted(a_case(alice), alice, unit), bob, items=FOUR, **entered)
    address, client = reverse(deed, args=[plan.pk]), sign_in(alice)
    sent = opened(client, address) | {"which": "all", "note": "All four by courier."}
    confirm_action_plan(by=lena, plan=plan, stands=False)

    late = client.post(address, sent)

    page = late.content.decode()
    plan.refresh_from_db()
    assert (late.status_code, plan.status) == (403, PlanStatus.WITHDRAWN)
    assert (NOT_SAVED in page, "All four by courier." in page) == (deed == "return_items",) * 2
