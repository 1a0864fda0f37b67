"""A dispute is told to the other side at once, has a date by which CPS answers, and climbs without one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan, Climb, ClimbEscalation, DisputeAnswer, ItemDispute
from actionplans.services import (
    accept_items,
    answer_dispute,
    confirm_dispute_answer,
    issue_action_plan,
    raise_reminders,
    return_items,
)
from cases.models import DueItem
from cases.services import restrict_case
from rasso_tracker.clocks import end_of_day
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import ISSUED, moment
from tests.actionplans.test_disputes import LATER, disputed
from tests.actionplans.test_items import item_of

DUE_ON = date(2026, 3, 9)  # five working days after Monday 2 March


def owed(dispute: ItemDispute) -> DueItem | None:
    return DueItem.objects.filter(source=dispute.pk, settled_at__isnull=True).first()


def open_notices() -> dict[str, str]:
    rows = Message.objects.filter(kind="item_disputed", handled_at__isnull=True)
    return {one.recipient.username: one.headline for one in rows.select_related("recipient")}


def test_the_prosecutor_hears_at_once_and_owes_an_answer_in_five_working_days(
    plan: ActionPlan, alice: Person
) -> None:
    dispute = disputed(plan, alice)
    deliver(at=ISSUED)
    assert open_notices() == {"lena": "Answer a dispute: the police dispute an item of the action plan"}
    due = owed(dispute)
    assert due is not None
    assert (dispute.due_on, due.due_on, due.code, due.rule, due.owner) == (
        DUE_ON,
        DUE_ON,
        "dispute",
        "dispute",
        None,
    )


def test_a_plan_that_police_entered_names_no_prosecutor_so_the_managers_of_the_unit_hear(
    accepted: Any, alice: Person
) -> None:
    items = [{"type": "forensic", "asks": "The result."}]
    document = {"document_name": "mg3", "document_date": date(2026, 3, 2)}
    plan = issue_action_plan(by=alice, submission=accepted, items=items, at=ISSUED, **document)
    disputed(plan, alice)
    deliver(at=ISSUED)
    assert list(open_notices()) == ["max"]


def test_without_an_answer_it_climbs_on_both_sides(plan: ActionPlan, alice: Person) -> None:
    dispute = disputed(plan, alice)
    at = end_of_day(DUE_ON)
    raise_reminders(at=at - timedelta(seconds=1))
    assert not ClimbEscalation.objects.filter(climb__code="dispute").exists()
    raise_reminders(at=at)
    deliver(at=at)
    climb = Climb.objects.get(code="dispute", superseded_at__isnull=True)
    assert (climb.item, climb.step, climb.due_on) == (owed(dispute), 0, DUE_ON)
    told = Message.objects.filter(kind="due_climbed", subject_id=climb.item_id)
    assert set(told.values_list("recipient__username", flat=True)) == {"alice", "lena"}
    answer_dispute(by=alice, dispute=dispute, outcome="not_accepted", words="Still.", at=at, **DOCUMENT)
    assert not told.filter(handled_at__isnull=True).exists()
    assert not Climb.objects.filter(code="dispute", superseded_at__isnull=True).exists()


DOCUMENT: dict[str, Any] = {"document_name": "mg3a", "document_date": date(2026, 3, 3)}


@pytest.mark.parametrize("how", ["answered", "accepted after all", "returned"])
def test_what_settles_a_dispute_stops_its_clock_and_quiets_its_notice(
    how: str, plan: ActionPlan, alice: Person, lena: Person
) -> None:
    dispute = disputed(plan, alice)
    deliver(at=ISSUED)
    if how == "answered":
        answer_dispute(by=lena, dispute=dispute, outcome="not_accepted", words="Still.", at=LATER)
    elif how == "returned":
        return_items(by=alice, plan=plan, items=[item_of(plan)], at=LATER)
    else:
        accept_items(by=alice, plan=plan, items=[item_of(plan)], at=LATER)
    assert owed(dispute) is None
    assert open_notices() == {}


def test_an_answer_that_cps_supersedes_leaves_the_dispute_owed_by_its_first_date(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    dispute = disputed(plan, alice)
    answer_dispute(by=alice, dispute=dispute, outcome="not_accepted", words="No.", at=LATER, **DOCUMENT)
    assert owed(dispute) is None
    at = moment(date(2026, 3, 12))
    confirm_dispute_answer(by=lena, answer=DisputeAnswer.objects.get(), stands=False, at=at)
    due = owed(dispute)
    assert due is not None
    assert due.due_on == DUE_ON
    raise_reminders(at=at)
    assert ClimbEscalation.objects.filter(climb__item=due).count() == 2  # steps 0 and 1 have passed


def test_pages_and_api_say_by_when_cps_answers(
    plan: ActionPlan, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    dispute = disputed(plan, alice)
    lawyer = sign_in(lena)
    page = lawyer.get(reverse("action_plan_item_detail", args=[dispute.item_id])).content.decode()
    assert "CPS answers by" in page
    assert "9 March 2026" in page
    (row,) = lawyer.get("/api/v1/item-disputes/").json()["results"]
    assert (row["id"], row["due_on"]) == (str(dispute.pk), "2026-03-09")


@pytest.mark.parametrize(
    ("outcome", "headline"),
    [
        ("accepted", "CPS accepts your dispute: the item is no longer asked for"),
        ("not_accepted", "CPS does not accept a dispute: the item is still asked for"),
    ],
)
def test_the_officer_hears_what_cps_answers(
    outcome: str, headline: str, plan: ActionPlan, alice: Person, lena: Person
) -> None:
    dispute = disputed(plan, alice)
    answer_dispute(by=lena, dispute=dispute, outcome=outcome, words="So.", at=LATER)
    deliver(at=LATER)
    message = Message.objects.get(kind="dispute_answered")
    assert (message.recipient, message.headline) == (alice, headline)
    return_items(by=alice, plan=plan, items=list(plan.items.filter(status="open")), at=LATER)
    message.refresh_from_db()
    assert (message.handled_at is not None) == (outcome == "not_accepted")


def test_an_answer_that_cps_supersedes_is_told_to_nobody_any_more(
    plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    dispute = disputed(plan, alice)
    answer_dispute(by=gita, dispute=dispute, outcome="not_accepted", words="No.", at=LATER, **DOCUMENT)
    deliver(at=LATER)
    confirm_dispute_answer(by=lena, answer=DisputeAnswer.objects.get(), stands=False, at=LATER)
    assert Message.objects.get(kind="dispute_answered").handled_at == LATER


@pytest.mark.parametrize("kind", ["item_disputed", "due_soon"])
def test_where_nobody_of_cps_can_be_told_the_title_says_what_the_police_can_do(
    kind: str, plan: ActionPlan, alice: Person, gita: Person, sam: Person
) -> None:
    dispute = disputed(plan, alice)
    restrict_case(by=sam, case=plan.case, people=[alice, gita], reason="Police suspect.", at=ISSUED)
    due = owed(dispute)
    assert due is not None
    assert due.soon_at is not None
    at = ISSUED if kind == "item_disputed" else due.soon_at
    raise_reminders(at=at)
    deliver(at=at)
    rows = Message.objects.filter(kind=kind, subject_id__in=[dispute.pk, due.pk])
    says = {
        "item_disputed": "Get CPS's answer to the dispute of an item, or enter it from its document",
        "due_soon": "Due soon: see that CPS answers the dispute of an item",
    }
    assert {one.recipient.username: one.headline for one in rows} == {"alice": says[kind]}
