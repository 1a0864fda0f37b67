"""What is wrong with an act of CPS is said in one round, by page and by API: its document and its moment with
what the deed itself asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplans.forms.documents import CpsActForm
from actionplans.models import ActionPlan, Advice, Submission
from actionplans.services import (
    finalise_plan,
    return_items,
    take_back_plan_withdrawal,
    withdraw_plan,
    write_advice,
)
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.web.routes import all_routes
from rasso_tracker.web.surfaces import surface_named
from tests.actionplans.test_disputes import disputed
from tests.actionplans.test_item_pages import fresh
from tests.actionplans.test_items import item_of

__all__ = ["fresh"]
SignIn = Callable[..., Client]
FUTURE = {"document_name": "mg3", "document_date": "2030-01-01"}
NO_PAPER = {"document_name", "document_date"}


def refused(client: Client, deed: str, row: Any, body: dict[str, Any]) -> dict[str, str]:
    """The faults that the API answers, by field."""
    all_routes()  # every deed is known
    surface = surface_named(deed)
    assert surface is not None
    address, named = surface.api.replace("<uuid:pk>", str(row.pk)), {surface.subject_name: str(row.pk)}
    answer = client.post(
        f"/api/v1/{address}",
        body if address != surface.api else body | named,
        content_type="application/json",
        headers={"If-Match": f'"{row.version}"'} if surface.versioned else {},
    )
    assert answer.status_code == 400, answer.content
    found: dict[str, str] = answer.json()["fields"]
    return found


@pytest.mark.parametrize("paper", [FUTURE, {}])
def test_why_it_is_withdrawn_is_asked_beside_a_document_that_does_not_fit(
    paper: dict[str, str], fresh: ActionPlan, gita: Person, sign_in: SignIn
) -> None:
    client, wrong = sign_in(gita), {"document_date"} if paper else NO_PAPER
    for deed, row in (("withdraw_plan", fresh), ("withdraw_item", item_of(fresh))):
        told = refused(client, deed, row, {"reason": "other", **paper})
        assert set(told) == {"words", *wrong}
        assert told["words"] == "Say why CPS asks for it no more."
        later = {"withdraw_plan": "later_plan", "withdraw_item": "another_plan"}[deed]
        assert set(refused(client, deed, row, {"reason": later, **paper})) == {"reason", *wrong}
        page = client.post(reverse(deed, args=[row.pk]), {"reason": "other", "version": str(row.version)})
        assert page.status_code == 422
        assert "Say why CPS asks for it no more." in page.content.decode()


def test_every_date_with_which_a_plan_is_opened_again_is_looked_at_in_one_round(
    lapsed: list[ActionPlan], lena: Person, gita: Person, sign_in: SignIn
) -> None:
    plan = lapsed[0]
    finalise_plan(by=lena, plan=plan)
    plan.refresh_from_db()
    old = dict.fromkeys(("target_date", "review_date", "document_date"), "2025-03-03")
    body = {"reason": "So.", "reopened_at": "2025-03-03T10:00:00Z", "document_name": "mg3", **old}
    told = refused(sign_in(gita), "reopen_plan", plan, body)
    assert set(told) == {"target_date", "review_date", "reopened_at", "document_date"}
    assert told["reopened_at"] == "This cannot be before CPS closed its record."
    assert set(refused(sign_in(lena), "reopen_plan", plan, {})) == {"reason", "target_date", "review_date"}


def test_a_mistake_is_asked_for_beside_a_date_that_is_too_far(
    lapsed: list[ActionPlan], lena: Person, sign_in: SignIn
) -> None:
    row = withdraw_plan(by=lena, plan=lapsed[0], reason="not_needed")
    told = refused(sign_in(lena), "take_back_plan_withdrawal", row, {"target_date": "2199-01-01"})
    assert set(told) == {"reason", "target_date"}  # both had passed before: it is late again
    dates = {name: london_date(now()) for name in ("target_date", "review_date")}
    take_back_plan_withdrawal(by=lena, ending=row, reason="It is.", **dates)


def test_so_it_is_of_what_cps_says_of_a_submission(
    submission: Submission, gita: Person, sign_in: SignIn
) -> None:
    client = sign_in(gita)
    told = refused(client, "triage_submission", submission, {"accepted": False, **FUTURE})
    assert set(told) == {"reasons", "respond_by", "document_date"}
    old = {"given_at": "2019-05-01T10:00:00Z", "kind": "charging"}
    assert set(refused(client, "write_advice", submission, old)) == {"text", "given_at", *NO_PAPER}
    early = {"target_date": "2019-05-01", "items": [{}], "document_name": "mg3"}
    told = refused(client, "issue_action_plan", submission, early)
    assert {"target_date", "document_date", "items-0-type"} <= set(told)


def test_so_it_is_of_what_cps_says_of_an_item(fresh: ActionPlan, alice: Person, sign_in: SignIn) -> None:
    client = sign_in(alice)
    dispute = disputed(fresh, alice)
    told = refused(client, "answer_dispute", dispute, {"outcome": "not_accepted", **FUTURE})
    assert set(told) == {"words", "document_date"}
    return_items(by=alice, plan=fresh, items=[item_of(fresh, 2)])
    item = item_of(fresh, 2)
    told = refused(client, "check_item", item, {"accepted": False, "quality": "usable", **FUTURE})
    assert {"note", "document_date"} <= set(told)


def test_so_it_is_of_a_second_lawyer(
    submission: Submission, lena: Person, gita: Person, sign_in: SignIn
) -> None:
    advice: Advice = write_advice(by=lena, submission=submission, text="One.", countersign_wanted=True)
    old = {"holds": False, "signed_at": "2019-05-01T10:00:00Z", **FUTURE}
    assert set(refused(sign_in(gita), "countersign_advice", advice, old)) == {
        "words",
        "signed_at",
        "document_date",
    }


def test_every_act_of_cps_says_what_it_speaks_of() -> None:
    """Else its form would leave the document and the moment to a second round."""
    all_routes()  # every form is read
    known, found = [CpsActForm], []
    while known:
        below = known.pop().__subclasses__()
        known += below
        found += below
    assert len(found) >= 15
    assert [one.__name__ for one in found if one.answers is CpsActForm.answers] == []
