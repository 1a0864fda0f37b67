"""A charge that police enter from CPS's document: CPS hears and says whether it stands; so of its plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from actionplans.models import ActionPlan, EnteredCharge, PlanBesideCharge
from actionplans.notices.charges import (
    recheck_asked_again,
    recheck_entered,
    recheck_not_so,
    recheck_taken_back,
)
from actionplans.services import confirm_charge, record_plan_review
from cases.models import Allegation
from cases.services import record_milestone, void_milestone
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.messages import Due, Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from tests.actionplans.conftest import moment
from tests.actionplans.test_beside_charge import AT, charge, row

SignIn = Callable[..., Client]
LATER = moment(date(2026, 3, 11))
MARK = "Entered by police from the CPS document of 10 March 2026"


def waiting(kind: str) -> set[str]:
    """Whose inbox holds a notice of this kind that nobody dealt with."""
    deliver(at=LATER)
    with system("a test reads every inbox"):
        found = Message.objects.filter(kind=kind, handled_at__isnull=True)
        return set(found.values_list("recipient__username", flat=True))


def due(answers: dict[Any, Due | Gone]) -> Due:
    (answer,) = answers.values()
    assert isinstance(answer, Due)
    return answer


def test_cps_hears_of_a_charge_that_police_entered_and_confirms_it(
    plan: ActionPlan, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    made = charge(alice, plan.case, row(plan))
    entered = EnteredCharge.objects.get(charge=made)
    assert (entered.awaits_cps, entered.mark, entered.entered_by) == (True, MARK, alice)
    told = due(recheck_entered([entered.pk], AT))
    assert told.path == f"/charges/{entered.pk}/confirm/"
    assert {one.person_id for one in told.recipients} == {lena.pk}
    assert waiting("charge_entered") == {"lena"}
    browser, here = sign_in(lena), f"/cases/{plan.case_id}/"
    page = browser.get(here).content.decode()
    assert ("Not confirmed by CPS" in page, f'href="{told.path}"' in page) == (True, True)
    assert f'href="{told.path}"' not in sign_in(alice).get(here).content.decode()
    assert f'href="{told.path}"' in browser.get("/").content.decode()  # on the home of CPS, to confirm
    form = browser.get(told.path).content.decode()
    assert ("Nora Pell" in form, "MG3 report of 10 March 2026" in form) == (True, True)
    assert browser.post(told.path, {"stands": "yes"}).status_code == 302
    entered.refresh_from_db()
    made.refresh_from_db()
    assert (entered.confirmed_by, entered.awaits_cps, made.stands) == (lena, False, True)
    assert isinstance(recheck_entered([entered.pk], LATER)[entered.pk], Gone)
    assert waiting("charge_entered") == set()
    page = browser.get(here).content.decode()
    assert f'href="{told.path}"' not in browser.get("/").content.decode()
    assert (f"{MARK}; confirmed by CPS" in page, f'href="{told.path}"' in page) == (True, False)
    assert browser.get(told.path).status_code == 403
    (event,) = AuditEvent.objects.filter(action="CPS_ACT_CONFIRMED")
    assert event.subjects == [entered.pk, made.pk]


def test_a_charge_that_cps_says_it_did_not_decide_is_voided_and_its_officer_hears(
    plan: ActionPlan, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    made = charge(alice, plan.case, row(plan, "withdrawn", ""))
    entered = EnteredCharge.objects.get(charge=made)
    answer = sign_in(lena).post(
        f"/api/v1/charges/{entered.pk}/confirm/", {"stands": False}, content_type="application/json"
    )
    assert answer.status_code in (200, 201), answer.content
    assert answer.json()["superseded_by"] == str(lena.pk)
    made.refresh_from_db()
    plan.refresh_from_db()
    assert (made.stands, made.voided_by, plan.is_open) == (False, lena, True)
    assert made.void_reason == "CPS says that what was entered for it of this charge does not stand."
    assert Allegation.objects.get(pk=made.allegation_id).outcome == ""
    assert waiting("charge_entered") == set()
    told = due(recheck_not_so([entered.pk], LATER))
    assert told.path == f"/cases/{plan.case_id}/"
    assert alice.pk in {one.person_id for one in told.recipients}
    assert "alice" in waiting("charge_not_confirmed")
    history = sign_in(alice).get(f"/cases/{plan.case_id}/").content.decode()
    assert "CPS says that the charge does not stand" in history
    again = charge(alice, plan.case, row(plan))
    assert isinstance(recheck_not_so([entered.pk], LATER)[entered.pk], Gone)
    assert EnteredCharge.objects.get(charge=again).awaits_cps


def test_a_charge_on_which_a_trial_rests_is_for_the_officer_to_void(
    plan: ActionPlan, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    made = charge(alice, plan.case, row(plan))
    trial = record_milestone(by=alice, case=plan.case, kind="trial_begun", occurred_at=LATER, at=LATER)
    entered = EnteredCharge.objects.get(charge=made)
    with pytest.raises(NotAllowed, match="You cannot confirm what police entered for CPS as Officer"):
        confirm_charge(by=alice, entered=entered, stands=True, at=LATER)
    confirm_charge(by=lena, entered=entered, stands=False, at=LATER)
    made.refresh_from_db()
    assert made.stands
    told = due(recheck_not_so([entered.pk], LATER))
    assert told.headline.endswith("does not stand: void what rests on it, then it")
    assert "alice" in waiting("charge_not_confirmed")
    over = record_milestone(by=alice, case=plan.case, kind="finalised", occurred_at=LATER, at=LATER)
    plan.case.refresh_from_db()
    assert plan.case.is_closed
    assert due(recheck_not_so([entered.pk], LATER)).headline == told.headline
    void_milestone(by=alice, milestone=over, reason="CPS says so.", at=LATER)
    page = " ".join(sign_in(alice).get(f"/cases/{plan.case_id}/").content.decode().split())
    assert "Void what rests on it in the history, then the charge." in page
    void_milestone(by=alice, milestone=trial, reason="CPS says so.", at=LATER)
    void_milestone(by=alice, milestone=made, reason="CPS says so.", at=LATER)
    assert "alice" not in waiting("charge_not_confirmed")


def test_a_voided_charge_asks_cps_no_more(plan: ActionPlan, alice: Person) -> None:
    made = charge(alice, plan.case, row(plan))
    entered = EnteredCharge.objects.get()
    assert waiting("charge_entered") == {"lena"}
    void_milestone(by=alice, milestone=made, reason="Of another case.", at=LATER)
    assert isinstance(recheck_entered([entered.pk], LATER)[entered.pk], Gone)
    assert waiting("charge_entered") == set()


# What police record beside it of the plans of CPS


def test_cps_hears_that_police_recorded_it_asks_for_a_plan_no_more_and_that_it_asks_again(
    plan: ActionPlan, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    made = charge(alice, plan.case, row(plan, "withdrawn", ""))
    beside = PlanBesideCharge.objects.get()
    told = due(recheck_taken_back([beside.pk], AT))
    assert (told.path, told.subject_id) == (f"/action-plans/{plan.pk}/", plan.pk)
    assert {one.person_id for one in told.recipients} == {lena.pk}
    assert waiting("plan_taken_back") == {"lena"}
    inbox = sign_in(lena).get("/inbox/").content.decode()
    assert "Police recorded beside a charge that CPS asks for an action plan no more" in inbox
    void_milestone(by=alice, milestone=made, reason="Of another case.", at=LATER)
    assert isinstance(recheck_taken_back([beside.pk], LATER)[beside.pk], Gone)
    assert (waiting("plan_taken_back"), waiting("plan_asked_again")) == (set(), {"lena"})
    again = due(recheck_asked_again([beside.pk], LATER))
    assert again.headline.startswith("CPS asks for an action plan again")
    plan.refresh_from_db()
    record_plan_review(
        by=lena,
        plan=plan,
        outcome="on_track",
        note="",
        next_review_on=date(2026, 3, 25),
        at=LATER + timedelta(hours=1),
    )
    assert waiting("plan_asked_again") == set()
    assert isinstance(recheck_asked_again([beside.pk], LATER)[beside.pk], Gone)


# Where nobody of CPS signs in


@pytest.fixture
def cps_away(lena: Person) -> None:
    """Nobody of CPS can be told: none of theirs has an account that works."""
    with open_door("a test"), system("a test sets who is here"):
        Person.objects.filter(agency="cps").update(is_active=False)


def test_what_cps_cannot_see_here_the_police_hear_to_tell_them_and_cps_finds_it_later(
    plan: ActionPlan, alice: Person, lena: Person, cps_away: None, sign_in: SignIn
) -> None:
    made = charge(alice, plan.case, row(plan, "withdrawn", ""))
    entered, beside = EnteredCharge.objects.get(charge=made), PlanBesideCharge.objects.get()
    for answers, says in (
        (recheck_entered([entered.pk], AT), "Ask CPS to confirm the charge"),
        (recheck_taken_back([beside.pk], AT), "Tell CPS that it was recorded to ask"),
    ):
        told = due(answers)
        assert alice.pk in {one.person_id for one in told.recipients}
        assert told.headline.startswith(says)
        assert (told.path, told.due_on) == (f"/cases/{plan.case_id}/", date(2026, 3, 11))
    for kind in ("charge_entered", "plan_taken_back"):
        assert "alice" in waiting(kind)
    with open_door("a test"), system("a test sets who is here"):
        Person.objects.filter(pk=lena.pk).update(is_active=True)
    home = sign_in(lena).get("/").content.decode()
    assert "Entered by police from CPS documents, to confirm" in home
    assert f"Charge of {made.allegation.crime_reference}" in home
    assert f'href="/charges/{entered.pk}/confirm/"' in home
    confirm_charge(by=lena, entered=entered, stands=True, at=LATER)
    assert waiting("charge_entered") == set()
    assert f'href="/charges/{entered.pk}/confirm/"' not in sign_in(lena).get("/").content.decode()


def test_the_police_hear_that_cps_asks_again_where_cps_does_not_see_it(
    plan: ActionPlan, alice: Person, cps_away: None
) -> None:
    made = charge(alice, plan.case, row(plan, "withdrawn", ""))
    void_milestone(by=alice, milestone=made, reason="Of another case.", at=LATER)
    told = due(recheck_asked_again([PlanBesideCharge.objects.get().pk], LATER))
    assert told.headline.startswith("Tell CPS that its action plan stands again")
    assert alice.pk in {one.person_id for one in told.recipients}
