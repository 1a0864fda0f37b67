"""What somebody has of an action plan passes on when the case is shut to them, or they give the case up."""

from __future__ import annotations

from datetime import date, timedelta

from actionplans.models import ActionPlan, ItemGiven
from actionplans.services import (
    assign_item,
    countersign_advice,
    reassign_plans,
    set_item_date,
    wait_on_body,
    write_advice,
)
from cases.models import DueItem
from cases.services import assign_officer, restrict_case
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import ISSUED
from tests.actionplans.test_items import due_of, item_of

LATER = ISSUED + timedelta(days=1)
OWN = date(2026, 3, 20)


def owned(plan: ActionPlan, alice: Person, bob: Person) -> None:
    """Item 1 is Bob's by name, with a date of its own and a body to chase."""
    item = item_of(plan)
    set_item_date(by=alice, item=item, due_on=OWN, reason="Sooner.", at=ISSUED)
    assign_item(by=alice, item=item_of(plan), owner=bob, at=ISSUED)
    wait_on_body(by=alice, item=item_of(plan), body="laboratory", requested_on=ISSUED.date(), at=ISSUED)


def owners(plan: ActionPlan) -> set[str]:
    rows = DueItem.objects.filter(case=plan.case, code__in=["item_target", "item_chase"], settled_at=None)
    return {one.owner.username for one in rows if one.owner}


def test_an_item_of_a_case_that_is_restricted_passes_to_the_officer_in_charge(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person, gita: Person
) -> None:
    owned(plan, alice, bob)
    assert owners(plan) == {"bob"}
    restrict_case(by=sam, case=plan.case, people=[gita], reason="Police suspect.", at=LATER)
    assert item_of(plan).owner is None
    assert (due_of(item_of(plan)), owners(plan)) == ([("item_target", OWN, "alice")], {"alice"})
    given = ItemGiven.objects.filter(item=item_of(plan)).order_by("given_at").last()
    assert given is not None
    assert (given.taken_from, given.given_to, given.given_by) == (bob, None, sam)
    assert AuditEvent.objects.filter(action="ITEM_ASSIGNED", case_id=plan.case_id, person=sam).count() == 1


def test_who_is_named_keeps_their_item(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person, gita: Person
) -> None:
    owned(plan, alice, bob)
    restrict_case(by=sam, case=plan.case, people=[gita, bob], reason="Police suspect.", at=LATER)
    assert (item_of(plan).owner, owners(plan)) == (bob, {"bob"})


def test_who_works_on_the_plan_and_who_prosecutes_it_have_it_no_more(
    plan: ActionPlan, sam: Person, gita: Person, gwen: Person, lena: Person
) -> None:
    reassign_plans(by=gita, plans={plan.pk: None}, what="worker", to=gwen, at=ISSUED)
    plan.refresh_from_db()
    assert (plan.worked_by, plan.prosecutor) == (gwen, lena)
    version = plan.version
    restrict_case(by=sam, case=plan.case, people=[gita], reason="Police suspect.", at=LATER)
    plan.refresh_from_db()
    assert (plan.worked_by, plan.prosecutor, plan.version) == (None, None, version + 2)


def test_who_may_read_the_plan_keeps_it(
    plan: ActionPlan, sam: Person, gita: Person, gwen: Person, lena: Person
) -> None:
    reassign_plans(by=gita, plans={plan.pk: None}, what="worker", to=gita, at=ISSUED)
    restrict_case(by=sam, case=plan.case, people=[gita, lena], reason="Police suspect.", at=LATER)
    plan.refresh_from_db()
    assert (plan.worked_by, plan.prosecutor) == (gita, lena)


def test_what_the_officer_owned_by_name_passes_with_the_case(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person
) -> None:
    owned(plan, bob, alice)
    assign_officer(by=sam, case=plan.case, person=bob, at=LATER)
    assert item_of(plan).owner is None
    assert (due_of(item_of(plan)), owners(plan)) == ([("item_target", OWN, "bob")], {"bob"})


def test_advice_owed_again_by_somebody_who_may_not_see_it_is_their_units(
    plan: ActionPlan, sam: Person, gita: Person, lena: Person
) -> None:
    advice = write_advice(
        by=lena, submission=plan.submission, text="One.", countersign_wanted=True, at=ISSUED
    )
    countersign_advice(
        by=Person.objects.get(username="max"),
        advice=advice,
        holds=False,
        words="It says too little.",
        at=ISSUED,
    )
    owed = DueItem.objects.get(case=plan.case, code="advice_again", settled_at=None)
    assert owed.owner == lena
    restrict_case(by=sam, case=plan.case, people=[gita], reason="Police suspect.", at=LATER)
    owed.refresh_from_db()
    assert (owed.owner, owed.settled_at) == (None, None)
