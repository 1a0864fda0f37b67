"""What climbs and passes to somebody else: they hear at once where it stands, and nobody hears twice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.models import ActionPlan, ClimbEscalation, DueSoon, Escalation
from actionplans.notices.climbs import recheck_climbs
from actionplans.services import (
    acknowledge_due_escalation,
    acknowledge_escalation,
    assign_item,
    raise_reminders,
    reassign_plans,
    record_plan_review,
)
from cases.models import DueItem, NamedAccess
from cases.services import assign_officer, end_naming, name_person, restrict_case
from rasso_tracker.clocks import end_of_day, london_date, start_of_day
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message, Raised
from rasso_tracker.messages.services import mark_message_read
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import Person
from rasso_tracker.people.services import deactivate_person, set_duty_cover
from tests.actionplans.test_items import item_of
from tests.actionplans.test_plans_shut_out import MINUTE, OWN, owned
from tests.actionplans.test_recipients import hire
from tests.actionplans.test_sight_lost import elsewhere, team

__all__ = ["team"]
STEP_0, STEP_1 = end_of_day(OWN), end_of_day(date(2026, 3, 24))  # two working days past its day
GIVEN = "It was given to you on this case."
OFFICER = "You are the officer in charge for this case."


def climbing(plan: ActionPlan, owner: Person, at: datetime) -> DueItem:
    """The chase of a body, which the owner of the item owes and missed."""
    owned(plan, plan.case.officer_in_charge, owner)
    raise_reminders(at=at)
    deliver(at=at)
    return DueItem.objects.get(case=plan.case, code="item_chase", settled_at=None)


def told(item: DueItem, **more: Any) -> dict[str, str]:
    """Who has a notice of it that stands, and why: one each."""
    deliver(at=STEP_1 + 10 * MINUTE)
    rows = Message.objects.filter(kind="due_climbed", subject_id=item.pk, handled_at__isnull=True, **more)
    pairs = list(rows.values_list("recipient__username", "why"))
    assert len(dict(pairs)) == len(pairs), pairs
    return dict(pairs)


def heard(item: DueItem) -> dict[str, int]:
    """How many notices of its climb each person ever got."""
    rows = Message.objects.filter(kind="due_climbed", subject_id=item.pk)
    names = list(rows.values_list("recipient__username", flat=True))
    return {name: names.count(name) for name in names}


def test_who_it_is_given_to_hears_where_it_stands_and_who_had_it_hears_no_more(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person
) -> None:
    item = climbing(plan, bob, STEP_0)
    assert told(item) == {"bob": GIVEN}
    assign_item(by=alice, item=item_of(plan), owner=sam, at=STEP_0 + MINUTE)
    assert told(item) == {"sam": f"It is with you now. {GIVEN}"}
    (quiet,) = Message.objects.filter(recipient=bob, kind="due_climbed")
    assert (quiet.handled_why, quiet.handled_at) == ("Somebody else owes it now.", STEP_0 + MINUTE)
    (new,) = Message.objects.filter(recipient=sam, kind="due_climbed")
    assert (new.headline, new.rank, new.path) == (
        "Chase the body that an item waits on: the date has passed",
        0,
        f"/due-items/{item.pk}/",
    )


def test_whoever_heard_of_its_step_already_hears_no_second_time(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person, dina: Person
) -> None:
    item = climbing(plan, bob, STEP_1)
    before = heard(item)
    assert before == {"bob": 1, "gita": 1, "sam": 1}  # Bob of step 0, the posts of step 1
    assign_item(by=alice, item=item_of(plan), owner=dina, at=STEP_1 + MINUTE)
    assert told(item)["dina"] == f"It is with you now. {GIVEN}"
    assert set(told(item)) == {"gita", "sam", "dina"}
    assert heard(item) == before | {"dina": 1}
    (new,) = Message.objects.filter(recipient=dina, kind="due_climbed")
    assert new.headline == "Step 1. Chase the body that an item waits on: the date has passed"


def test_given_back_it_is_told_again_to_who_has_it(plan: ActionPlan, alice: Person, bob: Person) -> None:
    item = climbing(plan, bob, STEP_0)
    for minutes, owner in enumerate((alice, bob), start=1):
        assign_item(by=alice, item=item_of(plan), owner=owner, at=STEP_0 + minutes * MINUTE)
        why = OFFICER if owner == alice else GIVEN
        assert told(item) == {owner.username: f"It is with you now. {why}"}
    assert heard(item) == {"bob": 2, "alice": 1}


@pytest.mark.parametrize("how", ["restricted", "moved", "left"])
def test_so_it_is_where_its_case_is_shut_to_who_had_it_or_they_leave(
    how: str, plan: ActionPlan, bob: Person, sam: Person, gita: Person, adam: Person, team: Any
) -> None:
    item, at = climbing(plan, bob, STEP_0), STEP_0 + MINUTE
    if how == "restricted":
        restrict_case(by=sam, case=plan.case, people=[gita], reason="Police suspect.", at=at)
    elif how == "moved":
        elsewhere(bob, adam, at, team=team)
    else:
        deactivate_person(by=adam, person=bob, last_day=london_date(at), work="team", at=at)
    assert told(item) == {"alice": f"It is with you now. {OFFICER}"}


def test_with_the_case_it_passes_to_the_new_officer(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person
) -> None:
    item = climbing(plan, alice, STEP_0)
    assert told(item) == {"alice": OFFICER}
    assign_officer(by=sam, case=plan.case, person=bob, at=STEP_0 + MINUTE)
    assert told(item) == {"bob": f"It is with you now. {OFFICER}"}


def test_nobody_hears_where_no_step_stands(plan: ActionPlan, alice: Person, bob: Person, sam: Person) -> None:
    owned(plan, alice, bob)
    assign_item(by=alice, item=item_of(plan), owner=sam, at=STEP_0 - MINUTE)
    assert not Raised.objects.filter(kind="due_climbed").exists()
    raise_reminders(at=STEP_0)
    item = DueItem.objects.get(case=plan.case, code="item_chase", settled_at=None)
    assert told(item) == {"sam": GIVEN}
    acknowledge_due_escalation(
        by=sam, escalation=ClimbEscalation.objects.get(climb__item=item), next_act="Ring them.",
        next_act_on=date(2026, 3, 26), at=STEP_0 + MINUTE,
    )  # fmt: skip
    assert told(item) == {}


def test_what_was_promised_on_it_is_told_to_who_it_is_given_to(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person, gita: Person
) -> None:
    item = climbing(plan, bob, STEP_1)
    promised_on = date(2026, 3, 30)
    top = ClimbEscalation.objects.filter(climb__item=item).order_by("step").last()
    assert top is not None
    acknowledge_due_escalation(
        by=gita, escalation=top, next_act="Ring them.", next_act_on=promised_on, at=STEP_1 + MINUTE
    )
    assert told(item) == {}
    assign_item(by=alice, item=item_of(plan), owner=sam, at=STEP_1 + 2 * MINUTE)
    assert told(item) == {"sam": f"It is with you now. {GIVEN}"}
    (new,) = Message.objects.filter(recipient=sam, kind="due_climbed", handled_at__isnull=True)
    assert (new.headline, new.due_on, new.path) == (
        "Do what was promised by its date: it is with you now",
        promised_on,
        f"/due-items/{item.pk}/",
    )
    assign_item(by=alice, item=item_of(plan), owner=bob, at=STEP_1 + 3 * MINUTE)
    assert set(told(item)) == {"bob"}
    missed = end_of_day(promised_on)
    raise_reminders(at=missed)
    assign_item(by=alice, item=item_of(plan), owner=alice, at=missed)
    deliver(at=missed)
    late = Message.objects.filter(recipient=alice, kind="due_climbed", handled_at__isnull=True)
    assert [one.headline for one in late] == ["Step 2. Do what was promised: its date has passed"]


@pytest.mark.parametrize("who", ["officer", "prosecutor"])
def test_so_is_what_was_promised_on_a_plan_and_to_nobody_else(
    who: str, plan: ActionPlan, bob: Person, sam: Person, gita: Person, otto: Person, chief: Person
) -> None:
    raise_reminders(at=STEP_0)
    deliver(at=STEP_0)
    top = Escalation.objects.filter(plan=plan).order_by("step").last()
    assert top is not None
    promised_on = date(2026, 4, 9)
    acknowledge_escalation(
        by=gita, escalation=top, next_act="Ring them.", next_act_on=promised_on, at=STEP_0 + MINUTE
    )
    assert lapse_of(plan) == {}
    if who == "officer":
        assign_officer(by=sam, case=plan.case, person=bob, at=STEP_0 + 2 * MINUTE)
        new, why = bob, OFFICER
    else:
        prosecutes(plan, chief, otto, STEP_0 + 2 * MINUTE)
        new, why = otto, "You are the reviewing prosecutor for this case."
    assert lapse_of(plan) == {new.username: f"It is with you now. {why}"}
    (row,) = Message.objects.filter(kind="plan_lapsed", recipient=new, handled_at__isnull=True)
    assert (row.headline, row.due_on, row.path) == (
        "Do what was promised by its date: it is with you now",
        promised_on,
        f"/action-plans/{plan.pk}/",
    )


def test_what_passes_before_its_step_is_delivered_is_told_once(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person
) -> None:
    owned(plan, alice, bob)
    raise_reminders(at=STEP_0)
    assign_item(by=alice, item=item_of(plan), owner=sam, at=STEP_0 + MINUTE)
    item = DueItem.objects.get(case=plan.case, code="item_chase", settled_at=None)
    assert set(told(item)) == {"sam"}
    assert heard(item) == {"sam": 1}


def test_thirty_that_passed_are_asked_about_in_as_many_statements_as_three(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person
) -> None:
    climbing(plan, bob, STEP_0)
    counts = []
    for minutes in (3, 30):
        for one in range(minutes):
            owner = bob if item_of(plan).owner == sam else sam
            assign_item(by=alice, item=item_of(plan), owner=owner, at=STEP_0 + (one + minutes) * MINUTE)
        passed = Raised.objects.filter(kind="due_climbed", outcome="").values_list("source", flat=True)
        with CaptureQueriesContext(connection) as asked:
            recheck_climbs(list(passed), STEP_1)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_still_hears_that_a_date_is_due_soon_hears_it_once_where_a_case_is_restricted(
    plan: ActionPlan, alice: Person, sam: Person, gita: Person
) -> None:
    """The review of a plan is told to several: Lena of CPS may not see a restricted case, Alice may."""
    item = DueItem.objects.get(source=plan.pk, code="plan_review")
    at = start_of_day(date(2026, 3, 12))
    raise_reminders(at=at)
    deliver(at=at)
    rows = Message.objects.filter(kind="due_soon", subject_id=item.pk)
    assert sorted(rows.values_list("recipient__username", flat=True)) == ["alice", "lena"]
    restrict_case(by=sam, case=plan.case, people=[gita], reason="Police suspect.", at=at + MINUTE)
    assert DueSoon.objects.filter(item=item).count() == 2
    deliver(at=at + 2 * MINUTE)
    standing = rows.filter(handled_at__isnull=True).values_list("recipient__username", flat=True)
    assert list(standing) == ["alice"]
    assert rows.filter(recipient=alice).count() == 1
    (quiet,) = rows.filter(handled_at__isnull=False)
    assert (quiet.recipient.username, quiet.handled_why) == ("lena", "Somebody else owes it now.")


def lapse_of(plan: ActionPlan) -> dict[str, str]:
    """Who has a notice of the step of a plan that stands, and why; nobody ever got two of one step."""
    deliver(at=STEP_1)
    rows = Message.objects.filter(kind="plan_lapsed", subject_id=plan.pk, handled_at__isnull=True)
    return dict(rows.values_list("recipient__username", "why"))


def test_a_plan_past_its_date_is_told_to_the_new_officer_and_to_nobody_twice(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person
) -> None:
    raise_reminders(at=STEP_0)
    before = set(lapse_of(plan))
    assert {"alice", "sam"} <= before
    assign_officer(by=sam, case=plan.case, person=bob, at=STEP_0 + MINUTE)
    assert set(lapse_of(plan)) == before - {"alice"} | {"bob"}
    assert lapse_of(plan)["bob"] == f"It is with you now. {OFFICER}"
    names = Message.objects.filter(kind="plan_lapsed").values_list("recipient__username", flat=True)
    assert sorted(names) == sorted(before | {"bob"})


def test_so_it_is_where_the_officer_leaves(
    plan: ActionPlan, alice: Person, bob: Person, adam: Person
) -> None:
    raise_reminders(at=STEP_0)
    before = set(lapse_of(plan))
    at = STEP_0 + MINUTE
    deactivate_person(by=adam, person=alice, last_day=london_date(at), work="person", goes_to=bob, at=at)
    assert set(lapse_of(plan)) == before - {"alice"} | {"bob"}


def test_whoever_hears_with_the_officer_that_a_date_is_due_soon_hears_it_once(
    plan: ActionPlan, bob: Person, sam: Person
) -> None:
    item = DueItem.objects.get(source=plan.pk, code="plan_review")
    at = start_of_day(date(2026, 3, 12))
    raise_reminders(at=at)
    deliver(at=at)
    assign_officer(by=sam, case=plan.case, person=bob, at=at + MINUTE)
    deliver(at=at + 2 * MINUTE)
    rows = Message.objects.filter(kind="due_soon", subject_id=item.pk)
    assert sorted(rows.values_list("recipient__username", flat=True)) == ["alice", "bob", "lena"]
    standing = rows.filter(handled_at__isnull=True).values_list("recipient__username", flat=True)
    assert sorted(standing) == ["bob", "lena"]


def test_who_covers_for_who_had_it_hears_no_more_either(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person, dina: Person
) -> None:
    days = {"starts_on": OWN, "ends_on": date(2026, 4, 30)}
    set_duty_cover(by=dina, absent=bob, covered_by=sam, at=STEP_0 - 9 * MINUTE, **days)
    item = climbing(plan, bob, STEP_0)
    assert set(told(item)) == {"sam"}
    assign_item(by=alice, item=item_of(plan), owner=alice, at=STEP_0 + MINUTE)
    assert set(told(item)) == {"alice"}


@pytest.fixture
def otto(lena: Person) -> Person:
    """A second lawyer of the unit of Lena, who prosecutes the plan."""
    more: Any = {"agency": "cps", "cps_unit": lena.cps_unit, "post": Post.REVIEWING_PROSECUTOR}
    return hire("otto", roles=["cps_lawyer"], **more)


def prosecutes(plan: ActionPlan, by: Person, to: Person | None, at: datetime) -> None:
    row = reassign_plans(by=by, plans={plan.pk: None}, what="prosecutor", to=to, at=at)
    assert [one.not_moved for one in row.lines.all()] == [""]


@pytest.mark.parametrize("reached", [STEP_0, STEP_1 + 6 * MINUTE])
def test_a_plan_past_its_date_is_told_to_its_new_prosecutor_at_once_and_once(
    reached: datetime, plan: ActionPlan, lena: Person, otto: Person, chief: Person
) -> None:
    raise_reminders(at=reached)
    deliver(at=reached)
    before = set(lapse_of(plan))
    assert "lena" in before
    prosecutes(plan, chief, otto, reached + MINUTE)
    assert set(lapse_of(plan)) == before - {"lena"} | {"otto"}
    prosecutor = "You are the reviewing prosecutor for this case."
    assert lapse_of(plan)["otto"] == f"It is with you now. {prosecutor}"
    (quiet,) = Message.objects.filter(recipient=lena, kind="plan_lapsed")
    assert quiet.handled_why == "Somebody else owes it now."
    names = list(Message.objects.filter(kind="plan_lapsed").values_list("recipient__username", flat=True))
    assert sorted(names) == sorted(before | {"otto"})
    prosecutes(plan, chief, lena, reached + 2 * MINUTE)
    assert set(lapse_of(plan)) == before


def test_a_plan_that_nobody_prosecuted_goes_quiet_for_nobody(
    plan: ActionPlan, lena: Person, otto: Person, chief: Person
) -> None:
    prosecutes(plan, chief, None, STEP_0 - 2 * MINUTE)
    raise_reminders(at=STEP_0)
    deliver(at=STEP_0)
    before = set(lapse_of(plan))
    assert {"lena", "otto"} & before == set()
    prosecutes(plan, chief, otto, STEP_0 + MINUTE)
    assert set(lapse_of(plan)) == before | {"otto"}


def test_the_new_prosecutor_hears_that_the_review_is_due_soon(
    plan: ActionPlan, lena: Person, otto: Person, chief: Person
) -> None:
    item = DueItem.objects.get(source=plan.pk, code="plan_review")
    at = start_of_day(date(2026, 3, 12))
    raise_reminders(at=at)
    deliver(at=at)
    prosecutes(plan, chief, otto, at + MINUTE)
    deliver(at=at + 2 * MINUTE)
    rows = Message.objects.filter(kind="due_soon", subject_id=item.pk)
    assert sorted(rows.values_list("recipient__username", flat=True)) == ["alice", "lena", "otto"]
    standing = rows.filter(handled_at__isnull=True).values_list("recipient__username", flat=True)
    assert sorted(standing) == ["alice", "otto"]


@pytest.mark.parametrize("stands", [True, False])
def test_who_is_named_again_on_a_restricted_case_finds_unread_what_stands_of_what_they_were_told(
    stands: bool, plan: ActionPlan, sam: Person, gita: Person, gwen: Person
) -> None:
    at = STEP_1 + 6 * MINUTE
    restrict_case(by=sam, case=plan.case, people=[gita, gwen], reason="Police suspect.", at=STEP_0)
    raise_reminders(at=at)
    deliver(at=at)
    of_gita = Message.objects.filter(kind="plan_lapsed", recipient=gita)
    (told,) = of_gita.all()
    mark_message_read(by=gita, message=told, at=at + MINUTE)
    naming = NamedAccess.objects.get(case=plan.case, person=gita, ended_at__isnull=True)
    end_naming(by=sam, naming=naming, reason="Gwen has it.", at=at + 2 * MINUTE)
    (over,) = of_gita.all()
    assert (over.handled_why, over.handled_at) == ("Somebody else owes it now.", at + 2 * MINUTE)
    if not stands:
        record_plan_review(
            by=gwen,
            plan=plan,
            outcome="on_track",
            note="It goes on.",
            next_review_on=date(2026, 4, 7),
            at=at + 3 * MINUTE,
        )
    name_person(by=sam, case=plan.case, person=gita, reason="She has it again.", at=at + 4 * MINUTE)
    (again,) = of_gita.all()
    assert (again.is_unread, again.read_at is None) == (stands, stands)
    deliver(at=at + 5 * MINUTE)
    assert of_gita.count() == 1
    end_naming(
        by=sam,
        naming=NamedAccess.objects.get(case=plan.case, person=gita, ended_at__isnull=True),
        reason="Gwen has it.",
        at=at + 6 * MINUTE,
    )
    (over,) = of_gita.all()
    assert not over.is_unread


def test_who_had_something_that_is_somebody_elses_now_does_not_find_it_unread_again(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person, gita: Person
) -> None:
    item = climbing(plan, bob, STEP_0)
    restrict_case(by=sam, case=plan.case, people=[gita], reason="Police suspect.", at=STEP_0 + MINUTE)
    assert set(told(item)) == {"alice"}
    name_person(by=sam, case=plan.case, person=bob, reason="He helps.", at=STEP_0 + 2 * MINUTE)
    assert set(told(item)) == {"alice"}
