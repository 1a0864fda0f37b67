"""What somebody has of an action plan passes on when the case is shut to them, or they give the case up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from actionplans.models import ActionPlan, ItemGiven
from actionplans.services import (
    assign_item,
    countersign_advice,
    raise_reminders,
    reassign_plans,
    set_item_date,
    wait_on_body,
    write_advice,
)
from cases.models import DueItem
from cases.services import assign_officer, name_person, restrict_case
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import start_of_day
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import ISSUED
from tests.actionplans.test_items import due_of, item_of

LATER = ISSUED + timedelta(days=1)
OWN = date(2026, 3, 20)
SOON = start_of_day(date(2026, 3, 18))  # two working days ahead of the date of the item
MINUTE = timedelta(minutes=1)
OF_OFFICER = [("alice", "You are the officer in charge for this case.")]


def owned(plan: ActionPlan, alice: Person, bob: Person) -> None:
    """Item 1 is Bob's by name, with a date of its own and a body to chase."""
    item = item_of(plan)
    set_item_date(by=alice, item=item, due_on=OWN, reason="Sooner.", at=ISSUED)
    assign_item(by=alice, item=item_of(plan), owner=bob, at=ISSUED)
    asked: Any = {"body": "laboratory", "requested_on": ISSUED.date(), "chase_on": OWN}
    wait_on_body(by=alice, item=item_of(plan), at=ISSUED, **asked)


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


def told_now(item: DueItem) -> list[tuple[str, str]]:
    """Who has a notice that it is due soon which stands, and why they got it."""
    deliver(at=SOON + 3 * MINUTE)
    rows = Message.objects.filter(kind="due_soon", subject_id=item.pk, handled_at__isnull=True)
    return sorted(rows.values_list("recipient__username", "why"))


def said_soon(plan: ActionPlan, owner: str) -> list[DueItem]:
    """The item and the chase of it, told to who owns the item."""
    raise_reminders(at=SOON)
    wanted = DueItem.objects.filter(case=plan.case, code__in=["item_target", "item_chase"], settled_at=None)
    found = [one for one in wanted if one.due_on == OWN]
    deliver(at=SOON)
    assert [told_now(one) for one in found] == [[(owner, "You owe it.")]] * 2
    return found


def test_who_owes_it_now_hears_that_it_is_due_soon_and_who_may_not_see_it_hears_no_more(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person, gita: Person
) -> None:
    owned(plan, alice, bob)
    due = said_soon(plan, "bob")
    restrict_case(by=sam, case=plan.case, people=[gita], reason="Police suspect.", at=SOON + MINUTE)
    assert [told_now(one) for one in due] == [OF_OFFICER] * 2
    quiet = Message.objects.filter(kind="due_soon", recipient=bob)
    assert {(one.handled_why, one.handled_at) for one in quiet} == {
        ("Somebody else owes it now.", SOON + MINUTE)
    }
    name_person(by=sam, case=plan.case, person=bob, reason="He knows it.", at=SOON + MINUTE)
    assert [told_now(one) for one in due] == [OF_OFFICER] * 2


def test_so_it_is_where_an_item_is_given_to_somebody_and_back(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person
) -> None:
    owned(plan, alice, bob)
    due = said_soon(plan, "bob")
    for minutes, owner in enumerate((sam, bob, alice), start=1):
        assign_item(by=alice, item=item_of(plan), owner=owner, at=SOON + minutes * MINUTE)
        why = OF_OFFICER if owner == alice else [(owner.username, "You owe it.")]
        assert [told_now(one) for one in due] == [why] * 2
    assign_officer(by=sam, case=plan.case, person=sam, at=SOON + 5 * MINUTE)
    assert [told_now(one) for one in due] == [[("sam", "You are the officer in charge for this case.")]] * 2


def test_what_is_the_officers_is_told_to_the_new_officer_of_the_case(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person
) -> None:
    owned(plan, alice, alice)
    raise_reminders(at=SOON)
    deliver(at=SOON)
    due = DueItem.objects.get(case=plan.case, code="item_target", settled_at=None)
    assert told_now(due) == OF_OFFICER
    assign_officer(by=sam, case=plan.case, person=bob, at=SOON + MINUTE)
    assert told_now(due) == [("bob", OF_OFFICER[0][1])]
