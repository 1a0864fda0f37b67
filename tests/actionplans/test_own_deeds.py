"""Whoever enters something from CPS's document hears nothing of it; whoever else is in charge still does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actionplans.models import ActionPlan, Submission
from actionplans.services import (
    answer_dispute,
    assign_item,
    confirm_action_plan,
    finalise_plan,
    issue_action_plan,
    take_back_item_withdrawal,
    withdraw_item,
    withdraw_plan,
)
from rasso_tracker.messages import NOW
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message, Raised
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import ISSUED, ITEMS, moment
from tests.actionplans.test_disputes import disputed
from tests.actionplans.test_items import item_of

PAPER: Any = {"document_name": "mg3", "document_date": date(2026, 3, 2)}
LATER = moment(date(2026, 3, 3))


def told_of(kind: str) -> set[str]:
    deliver(at=LATER)
    assert not Raised.objects.filter(kind=kind, outcome="").exists()
    return set(Message.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def entered(submission: Submission, by: Person) -> ActionPlan:
    return issue_action_plan(by=by, submission=submission, items=ITEMS, at=ISSUED, **PAPER)


@pytest.mark.parametrize(("username", "hears"), [("alice", set()), ("gita", {"alice"})])
def test_a_plan_is_told_to_the_officer_who_did_not_enter_it(
    username: str, hears: set[str], accepted: Submission
) -> None:
    entered(accepted, Person.objects.get(username=username))
    assert told_of("plan_issued") == hears


@pytest.mark.parametrize(("username", "hears"), [("alice", set()), ("gita", {"alice"})])
def test_so_is_an_item_withdrawn_and_a_withdrawal_taken_back(
    username: str, hears: set[str], plan: ActionPlan
) -> None:
    by = Person.objects.get(username=username)
    row = withdraw_item(by=by, item=item_of(plan), reason="not_needed", at=LATER, **PAPER)
    assert told_of("item_withdrawn") == hears
    take_back_item_withdrawal(by=by, withdrawal=row, reason="Another item.", at=LATER)
    assert told_of("item_asked_again") == hears


@pytest.mark.parametrize(("username", "hears"), [("alice", set()), ("gita", {"alice"})])
def test_so_is_a_plan_withdrawn(username: str, hears: set[str], plan: ActionPlan) -> None:
    by = Person.objects.get(username=username)
    withdraw_plan(by=by, plan=plan, reason="not_needed", at=LATER, **PAPER)
    assert told_of("plan_withdrawn") == hears


@pytest.mark.parametrize(("username", "hears"), [("alice", set()), ("gita", {"alice"})])
def test_so_is_the_answer_to_a_dispute(
    username: str, hears: set[str], plan: ActionPlan, alice: Person
) -> None:
    dispute, by = disputed(plan, alice), Person.objects.get(username=username)
    answer_dispute(by=by, dispute=dispute, outcome="not_accepted", words="It is needed.", at=LATER, **PAPER)
    assert told_of("dispute_answered") == hears


def test_of_a_record_closed_unanswered_the_others_hear(plan: ActionPlan, alice: Person, gita: Person) -> None:
    late = moment(date(2026, 4, 20))
    finalise_plan(by=gita, plan=plan, at=late, document_name="mg3", document_date=late.date())
    deliver(at=late)
    told = set(Message.objects.filter(kind="plan_finalised").values_list("recipient__username", flat=True))
    assert {"alice", "sam"} <= told
    assert "gita" not in told


@pytest.mark.parametrize(
    ("username", "hears"), [("alice", {"alice", "bob"}), ("gita", {"alice", "bob", "gita"})]
)
def test_that_cps_never_issued_a_plan_is_told_at_once_to_who_works_on_it_and_who_entered_it(
    username: str, hears: set[str], accepted: Submission, alice: Person, bob: Person, lena: Person
) -> None:
    plan = entered(accepted, Person.objects.get(username=username))
    assign_item(by=alice, item=item_of(plan), owner=bob, at=ISSUED)
    confirm_action_plan(by=lena, plan=plan, stands=False, at=LATER)
    assert told_of("plan_never_issued") == hears
    said = Message.objects.filter(kind="plan_never_issued").values_list("headline", "urgency", "path")
    words = "CPS says that it never issued action plan 1: stop work on it"
    assert set(said) == {(words, NOW, f"/action-plans/{plan.pk}/")}


def test_of_a_plan_that_was_over_nobody_is_to_stop_work(
    accepted: Submission, gita: Person, lena: Person
) -> None:
    plan = entered(accepted, gita)
    withdraw_plan(by=gita, plan=plan, reason="not_needed", at=ISSUED, **PAPER)
    confirm_action_plan(by=lena, plan=plan, stands=False, at=LATER)
    assert told_of("plan_never_issued") == {"alice", "gita"}
    said = Message.objects.filter(kind="plan_never_issued").values_list("headline", flat=True)
    assert set(said) == {"CPS says that it never issued action plan 1"}


def test_that_a_plan_stands_is_told_to_nobody(accepted: Submission, gita: Person, lena: Person) -> None:
    confirm_action_plan(by=lena, plan=entered(accepted, gita), stands=True, at=LATER)
    assert told_of("plan_never_issued") == set()
