"""Disputing an item and CPS's answer: nothing pauses, and what came of it is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from actionplans import home, timeline
from actionplans.enums import ItemStatus, PlanStatus
from actionplans.models import ActionPlan, ActionPlanItem, DisputeAnswer, ItemDispute
from actionplans.seals import Label, Sealer
from actionplans.services import (
    accept_items,
    answer_dispute,
    check_item,
    complete_plan,
    dispute_item,
    return_items,
)
from cases.enums import MilestoneKind
from cases.models import Milestone
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import ISSUED, TARGET_ON, moment
from tests.actionplans.test_items import item_of

LATER = ISSUED + timedelta(days=1)
WORDS = "Her counselling notes are not needed to prove this."


def disputed(plan: ActionPlan, by: Person, number: int = 1) -> ItemDispute:
    return dispute_item(
        by=by,
        item=item_of(plan, number),
        reason="victim_privacy",
        channel="phone",
        words=WORDS,
        at=ISSUED,
    )


def outcome_of(dispute: ItemDispute) -> tuple[str, object]:
    dispute.refresh_from_db()
    return dispute.outcome, dispute.settled_at


def test_a_dispute_says_why_how_and_by_whom_and_pauses_nothing(plan: ActionPlan, alice: Person) -> None:
    before = (plan.items_open, plan.target_on, plan.next_step_at)
    dispute = disputed(plan, alice)
    assert (dispute.reason, dispute.channel, dispute.raised_by) == ("victim_privacy", "phone", alice)
    assert b"counselling" not in bytes(dispute.words_sealed)
    assert Sealer(plan.case_id).open(Label.DISPUTE_WORDS, dispute.pk, dispute.words_sealed) == WORDS
    plan.refresh_from_db()
    assert (plan.items_open, plan.target_on, plan.next_step_at) == before
    assert item_of(plan).status == ItemStatus.OPEN
    event = AuditEvent.objects.filter(action="ITEM_DISPUTED").latest("seq")
    assert event.subjects == [plan.pk, item_of(plan).pk, dispute.pk]


def test_another_reason_needs_words(plan: ActionPlan, alice: Person) -> None:
    with pytest.raises(Invalid) as refused:
        dispute_item(by=alice, item=item_of(plan), reason="other", channel="email", words=" ", at=ISSUED)
    assert refused.value.fields == {"words": "Say why the item is disputed."}


def test_an_item_is_disputed_once_at_a_time(plan: ActionPlan, alice: Person, lena: Person) -> None:
    dispute = disputed(plan, alice)
    with pytest.raises(NotAllowed, match="was disputed on 2 March 2026 already, and CPS has not answered"):
        disputed(plan, alice)
    answer_dispute(by=lena, dispute=dispute, outcome="not_accepted", words="It is.", at=LATER)
    assert disputed(plan, alice).pk != dispute.pk


def test_an_item_disputed_after_completion_is_refused_with_a_sentence(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    return_items(by=alice, plan=plan, items=list(plan.items.all()), at=ISSUED)
    complete_plan(by=lena, plan=plan, at=ISSUED)
    with pytest.raises(NotAllowed) as refused:
        disputed(plan, alice)
    assert str(refused.value) == "You cannot dispute an item: this action plan is closed (Completed)."
    assert not ItemDispute.objects.exists()


def test_an_item_that_cps_has_accepted_is_not_disputed(plan: ActionPlan, alice: Person, lena: Person) -> None:
    return_items(by=alice, plan=plan, items=[item_of(plan)], at=ISSUED)
    check_item(by=lena, item=item_of(plan), accepted=True, at=ISSUED)
    with pytest.raises(NotAllowed) as refused:
        disputed(plan, alice)
    assert str(refused.value) == "Item 1 was accepted by CPS, so this cannot be done now."


def test_cps_accepts_a_dispute_and_no_longer_asks(plan: ActionPlan, alice: Person, lena: Person) -> None:
    dispute = disputed(plan, alice)
    answer_dispute(by=lena, dispute=dispute, outcome="accepted", at=LATER)
    assert outcome_of(dispute) == ("accepted", LATER)
    assert item_of(plan).status == ItemStatus.WITHDRAWN
    plan.refresh_from_db()
    assert (plan.items_open, plan.status) == (1, PlanStatus.ISSUED)


def test_the_case_is_back_with_cps_when_the_last_item_is_no_longer_asked_for(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    return_items(by=alice, plan=plan, items=[item_of(plan, 2)], at=ISSUED)
    answer_dispute(by=lena, dispute=disputed(plan, alice), outcome="accepted", at=LATER)
    plan.refresh_from_db()
    assert (plan.items_open, plan.status) == (0, PlanStatus.RETURNED)
    assert Milestone.objects.filter(case=plan.case, kind=MilestoneKind.RESUBMITTED).count() == 1
    complete_plan(by=lena, plan=plan, at=LATER)
    assert sorted(plan.items.values_list("number", "status")) == [(1, "withdrawn"), (2, "accepted")]


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        ("accepted_in_part", "Say what is asked for now."),
        ("not_accepted", "Say why it is still asked for."),
    ],
)
def test_an_item_that_stands_needs_words_and_stays_owed(
    outcome: str, sentence: str, plan: ActionPlan, alice: Person, lena: Person
) -> None:
    dispute = disputed(plan, alice)
    with pytest.raises(Invalid) as refused:
        answer_dispute(by=lena, dispute=dispute, outcome=outcome, at=LATER)
    assert refused.value.fields == {"words": sentence}
    answer_dispute(by=lena, dispute=dispute, outcome=outcome, words="The dates only.", at=LATER)
    assert outcome_of(dispute) == (outcome, LATER)
    plan.refresh_from_db()
    assert (item_of(plan).status, plan.items_open, plan.target_on) == (ItemStatus.OPEN, 2, TARGET_ON)


def test_police_enter_the_answer_from_the_cps_document(plan: ActionPlan, alice: Person, gita: Person) -> None:
    dispute = disputed(plan, alice)
    with pytest.raises(Invalid) as refused:
        answer_dispute(by=gita, dispute=dispute, outcome="accepted", at=LATER)
    assert set(refused.value.fields) == {"document_name", "document_date"}
    answer = answer_dispute(
        by=gita,
        dispute=dispute,
        outcome="accepted",
        document_name="email",
        document_date=date(2026, 3, 3),
        at=LATER,
    )
    assert answer.mark == "Entered by police from the CPS document of 3 March 2026"


def test_a_dispute_is_answered_once(plan: ActionPlan, alice: Person, lena: Person) -> None:
    dispute = disputed(plan, alice)
    answer_dispute(by=lena, dispute=dispute, outcome="accepted", at=LATER)
    with pytest.raises(NotAllowed, match="settled already: Accepted: CPS no longer asks for it"):
        answer_dispute(by=lena, dispute=dispute, outcome="accepted", at=LATER)
    assert DisputeAnswer.objects.count() == 1


def test_a_dispute_falls_away_when_the_item_is_accepted_returned_or_its_plan_ends(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    accepted = disputed(plan, alice, 1)
    accept_items(by=alice, plan=plan, items=[item_of(plan, 1)], at=LATER)
    assert outcome_of(accepted) == ("fell_away", LATER)
    again = disputed(plan, alice, 1)
    assert item_of(plan, 1).agreed_at is None
    returned = disputed(plan, alice, 2)
    return_items(by=alice, plan=plan, items=[item_of(plan, 2)], at=LATER)
    assert outcome_of(returned) == ("fell_away", LATER)
    assert outcome_of(again) == ("", None)
    with pytest.raises(NotAllowed, match="settled already: Fell away"):
        answer_dispute(by=lena, dispute=returned, outcome="accepted", at=LATER)


@pytest.mark.parametrize("username", ["lena", "max", "mona"])
def test_only_the_police_who_work_on_the_plan_dispute(username: str, plan: ActionPlan, db: None) -> None:
    with pytest.raises(NotAllowed, match="You cannot dispute an item as"):
        disputed(plan, Person.objects.get(username=username))


def test_cps_sees_what_is_disputed_and_the_timeline_tells_it(
    plan: ActionPlan, alice: Person, lena: Person, nora: Person
) -> None:
    dispute = disputed(plan, alice)
    (row,) = home.disputes_to_answer(lena).rows
    assert row["what"] == (
        "Plan 1, Item 1: Statement (MG11). Disputed: Intrudes on the victim more than the case needs"
    )
    assert home.disputes_to_answer(nora).rows == []
    answer_dispute(by=lena, dispute=dispute, outcome="accepted", at=LATER)
    assert home.disputes_to_answer(lena).rows == []
    told = {one.title: (one.detail, one.by) for one in timeline.entries(plan.case, alice)}
    assert told["Action plan 1, item 1: disputed"] == (
        "Intrudes on the victim more than the case needs",
        "Alice",
    )
    assert told["Action plan 1, item 1: dispute answered"] == (
        "Accepted: CPS no longer asks for it",
        "Lena",
    )


def test_a_sent_back_item_may_be_disputed(plan: ActionPlan, alice: Person, lena: Person) -> None:
    return_items(by=alice, plan=plan, items=[item_of(plan)], at=ISSUED)
    check_item(by=lena, item=item_of(plan), accepted=False, note="Unsigned.", at=ISSUED)
    dispute = disputed(plan, alice)
    answer_dispute(by=lena, dispute=dispute, outcome="accepted", at=moment(date(2026, 3, 4)))
    assert ActionPlanItem.objects.get(pk=dispute.item_id).status == ItemStatus.WITHDRAWN
