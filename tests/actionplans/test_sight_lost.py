"""What somebody has of a case passes on where a role of theirs ends or they move, and may see it no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.models import ActionPlan, ActionPlanItem, ItemGiven, Submission
from actionplans.services import add_follow_up, countersign_advice, reassign_plans, write_advice
from cases.models import Case, DueItem
from cases.services import name_person
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import CpsUnit, Person, Team
from rasso_tracker.people.services import approve_role, move_person, propose_role
from rasso_tracker.people.services.moves import make_moves
from tests.actionplans.conftest import ISSUED, ITEMS, issued
from tests.actionplans.test_clinic_follow_ups import DUE, NEXT_DAY
from tests.actionplans.test_clinic_results import AFTER, heard
from tests.actionplans.test_clinics import a_clinic, booked, slot
from tests.actionplans.test_follow_ups_passed import kept, owner_of, told
from tests.actionplans.test_items import due_of, item_of
from tests.actionplans.test_plans_shut_out import (
    LATER,
    MINUTE,
    OF_OFFICER,
    OWN,
    SOON,
    owned,
    owners,
    said_soon,
    told_now,
)


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.get(name="Leeds B")


def elsewhere(person: Person, adam: Person, at: datetime = LATER, **place: Any) -> None:
    """They move and keep, by the administrator's word, what they have."""
    place = {"post": person.post, "district": person.district, "work": "kept", **place}
    move_person(by=adam, person=person, moves_on=london_date(at), at=at, **place)


def ends(person: Person, role: str, adam: Person, at: datetime = LATER) -> None:
    ada = Person.objects.get(username="ada")
    proposal = propose_role(by=adam, person=person, role=role, gives=False, reason="It ends.", at=at)
    approve_role(by=ada, proposal=proposal, at=at)


def test_an_item_passes_to_the_officer_in_charge_where_its_owner_moves_to_another_team(
    plan: ActionPlan, alice: Person, bob: Person, adam: Person, team: Team
) -> None:
    owned(plan, alice, bob)
    elsewhere(bob, adam, team=team)
    assert item_of(plan).owner is None
    assert (due_of(item_of(plan)), owners(plan)) == ([("item_target", OWN, "alice")], {"alice"})
    given = ItemGiven.objects.filter(item=item_of(plan)).order_by("given_at").last()
    assert given is not None
    assert (given.taken_from, given.given_to, given.given_by, given.given_at) == (bob, None, adam, LATER)
    event = AuditEvent.objects.get(action="ITEM_ASSIGNED", case_id=plan.case_id, person=adam)
    assert event.subjects == [plan.pk, item_of(plan).pk]


def test_a_move_passes_it_on_when_its_day_comes(
    plan: ActionPlan, alice: Person, bob: Person, adam: Person, team: Team
) -> None:
    owned(plan, alice, bob)
    day = london_date(LATER) + timedelta(days=3)
    place: Any = {"post": bob.post, "district": bob.district, "team": team, "work": "kept"}
    move_person(by=adam, person=bob, moves_on=day, at=LATER, **place)
    assert (item_of(plan).owner, owners(plan)) == (bob, {"bob"})
    make_moves(at=LATER + timedelta(days=3))
    assert (item_of(plan).owner, owners(plan)) == (None, {"alice"})


def test_who_is_named_on_the_case_keeps_it_in_another_team_and_loses_it_with_the_role(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person, adam: Person, team: Team
) -> None:
    owned(plan, alice, bob)
    name_person(by=sam, case=plan.case, person=bob, reason="He knows it.", at=ISSUED)
    elsewhere(bob, adam, team=team)
    assert (item_of(plan).owner, owners(plan)) == (bob, {"bob"})
    ends(bob, "officer", adam, LATER + MINUTE)
    assert (item_of(plan).owner, owners(plan)) == (None, {"alice"})


def test_what_the_officer_in_charge_has_stays_with_the_case(
    plan: ActionPlan, alice: Person, adam: Person
) -> None:
    owned(plan, alice, alice)
    ends(alice, "officer", adam)
    assert (item_of(plan).owner, owners(plan)) == (alice, {"alice"})


def test_a_plan_that_a_gatekeeper_works_on_goes_back_to_the_board_with_the_role(
    plan: ActionPlan, gita: Person, gwen: Person, adam: Person
) -> None:
    reassign_plans(by=gita, plans={plan.pk: None}, what="worker", to=gwen, at=ISSUED)
    plan.refresh_from_db()
    version = plan.version
    ends(gwen, "gatekeeper", adam)
    plan.refresh_from_db()
    assert (plan.worked_by, plan.version) == (None, version + 1)
    event = AuditEvent.objects.get(action="PLAN_HANDED_OVER", case_id=plan.case_id)
    assert (event.subjects, event.person.username) == ([plan.pk], "ada")


def test_a_plan_that_a_lawyer_prosecutes_is_their_units_where_they_move_to_another(
    plan: ActionPlan, lena: Person, adam: Person
) -> None:
    assert plan.prosecutor == lena
    elsewhere(lena, adam, district=None, cps_unit=lena.cps_unit)
    plan.refresh_from_db()
    assert plan.prosecutor == lena
    other = CpsUnit.objects.get(code="other-rasso")
    elsewhere(lena, adam, LATER + MINUTE, district=None, cps_unit=other)
    plan.refresh_from_db()
    assert plan.prosecutor is None


def test_advice_that_a_lawyer_owes_again_is_their_units_too(
    plan: ActionPlan, lena: Person, adam: Person
) -> None:
    advice = write_advice(
        by=lena, submission=plan.submission, text="One.", countersign_wanted=True, at=ISSUED
    )
    max_ = Person.objects.get(username="max")
    countersign_advice(by=max_, advice=advice, holds=False, words="It says too little.", at=ISSUED)
    owed = DueItem.objects.get(case=plan.case, code="advice_again", settled_at=None)
    assert owed.owner == lena
    ends(lena, "cps_lawyer", adam)
    owed.refresh_from_db()
    assert (owed.owner, owed.settled_at) == (None, None)


def test_a_follow_up_of_a_clinic_passes_on_and_says_why(
    alice: Person, bob: Person, gita: Person, lena: Person, adam: Person, team: Team, case: Case
) -> None:
    booking = heard(lena, booked(case, alice, slot(a_clinic(gita, gita, lena))), alice)
    row = add_follow_up(by=lena, booking=booking, what="Ask.", due_on=DUE, owner=bob, at=AFTER)
    elsewhere(bob, adam, NEXT_DAY, team=team)
    assert owner_of(row) == "alice"
    assert kept(row) == [("bob", "The case is shut to Bob.")]
    assert "alice" in told(row)


def test_what_was_said_to_be_due_soon_is_said_to_who_owes_it_now(
    plan: ActionPlan, alice: Person, bob: Person, adam: Person, team: Team
) -> None:
    owned(plan, alice, bob)
    due = said_soon(plan, "bob")
    elsewhere(bob, adam, SOON + MINUTE, team=team)
    assert [told_now(one) for one in due] == [OF_OFFICER] * 2


def test_thirty_items_pass_on_in_as_many_statements_as_three(
    case: Case, submission: Submission, lena: Person, bob: Person, adam: Person, team: Team
) -> None:
    home, counts = bob.team, []
    for days, number in enumerate((3, 30)):
        items = [{**ITEMS[0], "owner": bob, "target_date": OWN}] * number
        issued(submission, lena, items=items)
        at = LATER + timedelta(days=days)
        with CaptureQueriesContext(connection) as asked:
            elsewhere(bob, adam, at, team=team)
        counts.append(len(asked))
        assert not ActionPlanItem.objects.filter(owner=bob).exists()
        elsewhere(bob, adam, at + MINUTE, team=home)
    assert counts[0] == counts[1]
