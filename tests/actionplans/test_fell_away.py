"""What is owed and then needed no longer was not done: its page, its tag and the notice about it say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from actionplans.models import ActionPlan, Advice, ClimbEscalation, DueSoon, ItemDispute
from actionplans.notices.climbs import recheck_climbs
from actionplans.notices.soon import recheck_soon
from actionplans.services import (
    accept_items,
    answer_dispute,
    confirm_advice,
    countersign_advice,
    end_wait,
    raise_reminders,
    return_items,
    wait_on_body,
    withdraw_item,
    withdraw_plan,
    write_advice,
)
from actionplans.services.items import ITEM_DUE
from cases.models import Case, DueItem
from cases.services import void_milestone
from rasso_tracker.clocks import end_of_day
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import ISSUED, ITEMS, issued, moment, on_bail
from tests.actionplans.test_disputes import disputed
from tests.actionplans.test_items import item_of

LATER = moment(date(2026, 3, 10))
SINCE = "No longer needed since 10 March 2026, midday: "
DONE = "Done on 10 March 2026, midday."


def ended(code: str) -> str:
    return DueItem.objects.get(code=code).how_it_ended


@pytest.mark.parametrize(
    ("deed", "says"),
    [
        ("withdraw_item", f"{SINCE}CPS withdrew the item."),
        ("withdraw_plan", f"{SINCE}the action plan was withdrawn."),
        ("return", f"{SINCE}the item was returned."),
        ("accept", f"{SINCE}the item was accepted."),
        ("answer", DONE),
    ],
)
def test_a_dispute_is_answered_or_falls_away(
    deed: str, says: str, plan: ActionPlan, alice: Person, lena: Person
) -> None:
    dispute = disputed(plan, alice)
    assert ended("dispute") == ""
    item = item_of(plan)
    deeds: dict[str, Callable[[], Any]] = {
        "withdraw_item": lambda: withdraw_item(by=lena, item=item, reason="not_needed", at=LATER),
        "withdraw_plan": lambda: withdraw_plan(by=lena, plan=plan, reason="not_needed", at=LATER),
        "return": lambda: return_items(by=alice, plan=plan, items=[item], note="", at=LATER),
        "accept": lambda: accept_items(by=alice, plan=plan, items=[item], at=LATER),
        "answer": lambda: answer_dispute(
            by=lena, dispute=dispute, outcome="not_accepted", words="It is.", at=LATER
        ),
    }
    deeds[deed]()
    assert ended("dispute") == says


@pytest.mark.parametrize(
    ("how", "says"),
    [("received", DONE), ("not_needed", f"{SINCE}what the body was asked for is not needed.")],
)
def test_a_chase_is_done_or_falls_away(how: str, says: str, plan: ActionPlan, alice: Person) -> None:
    wait = wait_on_body(
        by=alice, item=item_of(plan), body="laboratory", requested_on=ISSUED.date(), at=ISSUED
    )
    end_wait(by=alice, wait=wait, how=how, at=LATER)
    assert ended("item_chase") == says


def test_an_item_that_was_returned_was_done_and_one_withdrawn_was_not(
    accepted: Any, alice: Person, lena: Person
) -> None:
    plan = issued(accepted, lena, items=[{**one, "target_date": date(2026, 3, 20)} for one in ITEMS])
    return_items(by=alice, plan=plan, items=[item_of(plan, 1)], note="", at=LATER)
    withdraw_item(by=lena, item=item_of(plan, 2), reason="not_needed", at=LATER)
    said = {one.source: one.how_it_ended for one in DueItem.objects.filter(code=ITEM_DUE)}
    assert said == {item_of(plan, 1).pk: DONE, item_of(plan, 2).pk: f"{SINCE}CPS withdrew the item."}


def test_a_second_lawyer_signs_or_the_advice_does_not_stand(
    submission: Any, alice: Person, lena: Person, chief: Person
) -> None:
    paper: Any = {"document_name": "mg3", "document_date": date(2026, 3, 2)}
    entered = write_advice(by=alice, submission=submission, text="No.", kind="nfa",
                           at=moment(date(2026, 3, 3)), **paper)  # fmt: skip
    confirm_advice(by=lena, advice=entered, stands=False, at=LATER)
    assert ended("countersign") == f"{SINCE}CPS superseded the advice."


def test_advice_that_was_countersigned_was(advice: Advice, chief: Person) -> None:
    countersign_advice(by=chief, advice=advice, at=LATER)
    assert ended("countersign") == DONE


def test_the_limit_of_a_bailing_that_was_a_mistake_falls_away(case: Case, alice: Person) -> None:
    bailed = on_bail(case, alice, limit_on=date(2026, 6, 1), at=ISSUED)
    void_milestone(by=alice, milestone=bailed, reason="Of another case.", at=LATER)
    assert ended("bail_limit") == f"{SINCE}what it began with was voided."


@pytest.mark.parametrize("username", ["alice", "lena", "gita"])
def test_its_page_and_the_inbox_do_not_say_that_it_was_done(
    username: str, plan: ActionPlan, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    dispute: ItemDispute = disputed(plan, alice)
    climbed = end_of_day(dispute.due_on) + timedelta(days=3)
    raise_reminders(at=climbed)
    deliver(at=climbed)
    withdraw_item(by=lena, item=item_of(plan), reason="not_needed", at=climbed)
    owed = DueItem.objects.get(code="dispute")
    client = sign_in(Person.objects.get(username=username))
    page = client.get(f"/due-items/{owed.pk}/").content.decode()
    assert f"{owed.how_it_ended} It was owed by 9 March 2026." in page
    assert ("No longer needed</strong>" in page, "Done" in page) == (True, False)
    told = Message.objects.filter(kind="due_climbed", subject_id=owed.pk, recipient__username=username)
    assert set(told.values_list("handled_why", flat=True)) == {"It is no longer needed."}
    inbox = client.get("/inbox/").content.decode()
    assert ("It is no longer needed." in inbox, ">Done<" in inbox) == (True, False)


def test_what_was_raised_before_is_not_sent_and_says_which(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    dispute = disputed(plan, alice)
    climbed = end_of_day(dispute.due_on)
    raise_reminders(at=climbed)
    step = ClimbEscalation.objects.get(climb__code="dispute")
    withdraw_item(by=lena, item=item_of(plan), reason="not_needed", at=climbed)
    why = DueItem.objects.get(code="dispute").how_it_ended
    assert [one.why for one in recheck_climbs([step.pk], climbed).values()] == [why]
    soon = list(DueSoon.objects.filter(item__code="dispute").values_list("pk", flat=True))
    assert {one.why for one in recheck_soon(soon, climbed).values()} <= {why}
