"""Who of CPS confirmed what police entered: on the page, by API, and as the prosecutor of a plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan, Submission
from actionplans.services import confirm_action_plan, reassign_plans
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from tests.actionplans.conftest import ISSUED, issued, moment
from tests.actionplans.test_item_pages import SignIn
from tests.stories import story

DOCUMENT: dict[str, Any] = {"document_name": "mg3", "document_date": date(2026, 2, 27)}
LATER = moment(date(2026, 3, 3))


@story
def entered(accepted: Submission, gita: Person) -> ActionPlan:
    """A plan that the gatekeeper entered from the MG3."""
    return issued(accepted, gita, **DOCUMENT)


def test_whoever_confirms_a_plan_without_a_prosecutor_is_its_prosecutor(
    entered: ActionPlan, lena: Person
) -> None:
    version = entered.version
    plan = confirm_action_plan(by=lena, plan=entered, stands=True, at=LATER)
    plan.refresh_from_db()
    assert (plan.prosecutor, plan.confirmed_by, plan.confirmed_at) == (lena, lena, LATER)
    assert plan.version > version


def test_a_prosecutor_whom_cps_named_before_stays(entered: ActionPlan, lena: Person, chief: Person) -> None:
    reassign_plans(by=chief, plans={entered.pk: None}, what="prosecutor", to=lena, at=ISSUED)
    plan = confirm_action_plan(by=chief, plan=entered, stands=True, at=LATER)
    plan.refresh_from_db()
    assert (plan.prosecutor, plan.confirmed_by) == (lena, chief)


def test_a_plan_that_does_not_stand_is_nobodys(entered: ActionPlan, lena: Person) -> None:
    plan = confirm_action_plan(by=lena, plan=entered, stands=False, at=LATER)
    plan.refresh_from_db()
    assert (plan.prosecutor, plan.superseded_by) == (None, lena)


def test_police_confirm_nothing(entered: ActionPlan, gita: Person) -> None:
    with pytest.raises(NotAllowed):
        confirm_action_plan(by=gita, plan=entered, stands=True, at=LATER)


def test_the_form_says_what_confirming_means_and_page_and_api_say_who_did(
    entered: ActionPlan, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    client = sign_in(lena)
    form = client.get(reverse("confirm_action_plan", args=[entered.pk])).content.decode()
    assert "No prosecutor is named on this plan. If it stands you are" in form
    assert (
        client.post(reverse("confirm_action_plan", args=[entered.pk]), {"stands": "yes"}).status_code == 302
    )
    for one in (lena, alice):
        reader = sign_in(one)
        page = reader.get(reverse("action_plan_detail", args=[entered.pk])).content.decode()
        assert "<dt>Prosecutor</dt><dd>Lena</dd>" in page
        assert "Entered by police from the CPS document of 27 February 2026; confirmed by CPS (Lena, " in page
        shown = reader.get(f"/api/v1/action-plans/{entered.pk}/").json()
        assert (shown["prosecutor"], shown["confirmed_by"]) == (str(lena.pk), str(lena.pk))
    line = sign_in(alice).get(reverse("case_detail", args=[entered.case_id])).content.decode()
    assert "Action plan 1: CPS confirmed what police entered" in line


@pytest.mark.parametrize(("username", "button"), [("lena", "Name its prosecutor"), ("gita", "Give it to")])
def test_the_page_of_a_plan_leads_to_giving_it_to_somebody(
    username: str, button: str, entered: ActionPlan, sign_in: SignIn
) -> None:
    client = sign_in(Person.objects.get(username=username))
    assert button in client.get(reverse("action_plan_detail", args=[entered.pk])).content.decode()
    chosen = {"plans": f"{entered.pk}@{entered.version}", "choose": "1"}
    page = client.post(reverse("reassign_plans"), chosen)
    assert page.status_code == 200
    assert "1 action plan chosen" in page.content.decode()
