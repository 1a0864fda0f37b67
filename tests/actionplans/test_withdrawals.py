"""CPS asks for an item no more: what ends by it, where the plan goes, and that a mistake is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans import timeline
from actionplans.as_at import PlansThen
from actionplans.enums import ItemStatus, PlanStatus
from actionplans.item_enums import DisputeOutcome
from actionplans.models import ActionPlan, ActionPlanItem, ItemDispute, ItemWait, ItemWithdrawal
from actionplans.notices.withdrawals import recheck_item_again, recheck_withdrawn
from actionplans.seals import Label, Sealer
from actionplans.services import (
    assign_item,
    check_item,
    complete_plan,
    confirm_item_withdrawal,
    dispute_item,
    raise_reminders,
    return_items,
    set_item_date,
    take_back_item_withdrawal,
    wait_on_body,
    withdraw_item,
)
from actionplans.turns import Days, days_of_rounds
from cases.enums import Stage
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.messages import Due, Gone
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import ISSUED, REVIEW_ON, TARGET_ON, issued, moment
from tests.actionplans.test_item_pages import fresh, typed
from tests.actionplans.test_items import due_of, item_of
from tests.actionplans.test_recipients import heard
from tests.actionplans.test_superseded import document_of, of_the_plan, owed, stage

__all__ = ["fresh"]
LATER = ISSUED + timedelta(days=1)
MUCH_LATER = moment(date(2026, 4, 20))


def withdrawn(plan: ActionPlan, by: Person, number: int = 1, **more: Any) -> ItemWithdrawal:
    more.setdefault("reason", "not_needed")
    more.setdefault("at", LATER)
    return withdraw_item(by=by, item=item_of(plan, number), **more)


def status_of(plan: ActionPlan) -> tuple[str, int]:
    plan.refresh_from_db()
    return plan.status, plan.items_open


def test_a_withdrawal_says_why_when_and_by_whom_and_the_plan_goes_on(plan: ActionPlan, lena: Person) -> None:
    row = withdrawn(plan, lena, words="The other force sent it.", reason="already_held")
    assert (row.reason, row.stood, row.withdrawn_at, row.entered_by) == (
        "already_held",
        "open",
        LATER,
        lena,
    )
    assert b"other force" not in bytes(row.words_sealed or b"")
    words = Sealer(plan.case_id).open(Label.WITHDRAWN_WORDS, row.pk, row.words_sealed)
    assert words == "The other force sent it."
    assert item_of(plan).status == ItemStatus.WITHDRAWN
    assert status_of(plan) == (PlanStatus.ISSUED, 1)
    assert (plan.target_on, plan.review_on) == (TARGET_ON, REVIEW_ON)
    assert stage(plan.case) == Stage.ACTION_PLAN
    event = AuditEvent.objects.filter(action="ITEM_WITHDRAWN").latest("seq")
    assert event.subjects == [plan.pk, item_of(plan).pk, row.pk]


def test_another_reason_needs_words_and_every_fault_is_said_at_once(plan: ActionPlan, gita: Person) -> None:
    with pytest.raises(Invalid) as refused:
        withdrawn(
            plan,
            gita,
            reason="other",
            withdrawn_at=LATER + timedelta(days=1),
            document_name="email",
            document_date=date(2026, 3, 1),
        )
    assert refused.value.fields == {
        "words": "Say why CPS asks for it no more.",
        "withdrawn_at": "Enter a moment that is not in the future.",
        "document_date": "The CPS document cannot be dated before the action plan was issued (2 March 2026), "
        "which it speaks of. Check the date.",
    }
    assert not ItemWithdrawal.objects.exists()


def test_another_plan_asks_for_it_only_where_there_is_one(plan: ActionPlan, lena: Person) -> None:
    with pytest.raises(Invalid, match="No other plan is on this case") as refused:
        withdrawn(plan, lena, reason="another_plan")
    assert set(refused.value.fields) == {"reason"}
    issued(plan.submission, lena, LATER)
    assert withdrawn(plan, lena, reason="another_plan", at=LATER + timedelta(hours=1)).stood == "open"


def test_a_dispute_and_a_wait_end_with_the_item(plan: ActionPlan, alice: Person, lena: Person) -> None:
    set_item_date(by=alice, item=item_of(plan), due_on=date(2026, 3, 20), reason="Sooner.", at=ISSUED)
    dispute_item(by=alice, item=item_of(plan), reason="not_obtainable", channel="phone", at=ISSUED)
    wait_on_body(
        by=alice,
        item=item_of(plan),
        body="council",
        requested_on=ISSUED.date(),
        at=ISSUED + timedelta(hours=1),
    )
    assert {"dispute", "item_chase", "item_target"} < owed(plan.case)
    withdrawn(plan, lena)
    dispute = ItemDispute.objects.get()
    assert (dispute.outcome, dispute.settled_at) == (DisputeOutcome.ITEM_WITHDRAWN, LATER)
    assert ItemWait.objects.get().ended_at == LATER
    assert not {"dispute", "item_chase", "item_target"} & owed(plan.case)


def test_an_item_that_cps_accepted_or_withdrew_is_not_withdrawn(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    return_items(by=alice, plan=plan, items=[item_of(plan)], at=ISSUED)
    check_item(by=lena, item=item_of(plan), accepted=True, at=ISSUED)
    with pytest.raises(NotAllowed) as refused:
        withdrawn(plan, lena)
    assert str(refused.value) == "Item 1 was accepted by CPS already, so it is not withdrawn."
    withdrawn(plan, lena, 2)
    with pytest.raises(NotAllowed) as refused:
        withdrawn(plan, lena, 2)
    assert str(refused.value) == "Item 2 is no longer asked for already, so it is not withdrawn."


def test_whoever_withdraws_what_came_back_meanwhile_withdraws_a_returned_item(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    """No milestone says twice that the case went back to CPS; what else came back waits for its check."""
    return_items(by=alice, plan=plan, items=list(plan.items.all()), at=ISSUED)
    before = of_the_plan(plan.case)
    assert withdrawn(plan, lena).stood == ItemStatus.RETURNED
    assert status_of(plan) == (PlanStatus.RETURNED, 0)
    assert of_the_plan(plan.case) == before
    take_back_item_withdrawal(by=lena, withdrawal=ItemWithdrawal.objects.get(), reason="Wrong one.", at=LATER)
    assert item_of(plan).status == ItemStatus.RETURNED
    assert of_the_plan(plan.case) == before
    withdrawn(plan, lena, 2)
    complete_plan(by=lena, plan=plan, at=LATER)
    assert sorted(plan.items.values_list("number", "status")) == [(1, "accepted"), (2, "withdrawn")]


def test_the_last_item_that_was_owed_takes_the_case_back_to_cps(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    return_items(by=alice, plan=plan, items=[item_of(plan, 2)], at=ISSUED)
    withdrawn(plan, lena)
    assert status_of(plan) == (PlanStatus.RETURNED, 0)
    assert stage(plan.case) == Stage.RESUBMITTED
    assert days_of_rounds([plan.submission_id], moment(date(2026, 3, 6)))[plan.submission_id] == Days(1, 10)


def test_the_last_item_of_all_ends_the_plan(plan: ActionPlan, lena: Person) -> None:
    withdrawn(plan, lena)
    withdrawn(plan, lena, 2)
    assert status_of(plan) == (PlanStatus.WITHDRAWN, 0)
    assert (plan.closed_at, plan.lapses_at, plan.next_step_at) == (LATER, None, None)
    assert not owed(plan.case) & {"plan_target", "plan_review"}
    assert stage(plan.case) == Stage.RESUBMITTED
    raise_reminders(at=MUCH_LATER)
    assert status_of(plan) == (PlanStatus.WITHDRAWN, 0)
    assert plan.step is None


def test_a_withdrawn_item_is_owed_at_no_later_moment(plan: ActionPlan, lena: Person) -> None:
    withdrawn(plan, lena)
    then = PlansThen.of_case(plan.case_id)
    assert [then.items_owed(plan, at) for at in (ISSUED, LATER)] == [2, 1]


# A mistake


def test_a_mistake_is_taken_back_with_its_dispute_and_its_date(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    set_item_date(by=alice, item=item_of(plan), due_on=date(2026, 3, 20), reason="Sooner.", at=ISSUED)
    dispute_item(by=alice, item=item_of(plan), reason="not_obtainable", channel="phone", at=ISSUED)
    row = withdrawn(plan, lena)
    row = take_back_item_withdrawal(by=lena, withdrawal=row, reason="I meant item 2.", at=LATER)
    assert (row.superseded_at, row.superseded_by) == (LATER, lena)
    assert Sealer(plan.case_id).open(Label.WITHDRAWN_BACK, row.pk, row.back_sealed) == "I meant item 2."
    assert item_of(plan).status == ItemStatus.OPEN
    assert due_of(item_of(plan)) == [("item_target", date(2026, 3, 20), "alice")]
    dispute = ItemDispute.objects.get()
    assert (dispute.outcome, dispute.settled_at) == ("", None)
    assert "dispute" in owed(plan.case)
    told = [one.title for one in timeline.entries(plan.case, alice)]
    assert {"Action plan 1, item 1: no longer asked for", "Action plan 1, item 1: asked for again"} < set(
        told
    )
    with pytest.raises(NotAllowed, match="was taken back on 3 March 2026 already"):
        take_back_item_withdrawal(by=lena, withdrawal=row, reason="Again.", at=LATER)


def test_what_went_back_without_it_comes_again_when_it_is_taken_back(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    row = withdrawn(plan, lena)
    back = LATER + timedelta(days=2)
    return_items(by=alice, plan=plan, items=[item_of(plan, 2)], at=back)
    assert stage(plan.case) == Stage.RESUBMITTED
    again = back + timedelta(days=3)
    take_back_item_withdrawal(by=lena, withdrawal=row, reason="The wrong item.", at=again)
    assert status_of(plan) == (PlanStatus.PART_RETURNED, 1)
    assert stage(plan.case) == Stage.ACTION_PLAN
    late = again + timedelta(days=4)
    assert days_of_rounds([plan.submission_id], late)[plan.submission_id] == Days(police=10, cps=7)


def test_the_body_was_asked_all_the_same(plan: ActionPlan, alice: Person, lena: Person) -> None:
    wait = wait_on_body(
        by=alice, item=item_of(plan), body="laboratory", requested_on=ISSUED.date(),
        chase_on=date(2026, 3, 20), at=ISSUED,
    )  # fmt: skip
    row = withdrawn(plan, lena)
    assert "item_chase" not in owed(plan.case)
    take_back_item_withdrawal(by=lena, withdrawal=row, reason="The wrong item.", at=LATER)
    wait.refresh_from_db()
    assert (wait.ended_at, wait.ended_how, wait.chase_on) == (None, "", date(2026, 3, 20))
    assert "item_chase" in owed(plan.case)


def test_an_own_date_that_has_passed_needs_a_new_one(plan: ActionPlan, alice: Person, lena: Person) -> None:
    set_item_date(by=alice, item=item_of(plan), due_on=date(2026, 3, 20), reason="Sooner.", at=ISSUED)
    row = withdrawn(plan, lena)
    with pytest.raises(Invalid) as refused:
        take_back_item_withdrawal(by=lena, withdrawal=row, reason="A mistake.", at=MUCH_LATER)
    assert refused.value.fields == {
        "due_on": "Enter a new date: its own, 20 March 2026, has passed meanwhile."
    }
    with pytest.raises(Invalid) as refused:
        take_back_item_withdrawal(
            by=lena, withdrawal=row, reason="A mistake.", due_on=date(2026, 4, 19), at=MUCH_LATER
        )
    assert refused.value.fields == {"due_on": "Enter today's date or a date in the future."}
    new = date(2026, 4, 30)
    take_back_item_withdrawal(by=lena, withdrawal=row, reason="A mistake.", due_on=new, at=MUCH_LATER)
    assert due_of(item_of(plan)) == [("item_target", new, "alice")]
    assert [one.due_on for one in item_of(plan).dates.all()] == [date(2026, 3, 20), new]


def test_a_plan_that_ended_with_its_last_item_is_open_again_with_dates_ahead(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    withdrawn(plan, lena)
    row = withdrawn(plan, lena, 2)
    take_back_item_withdrawal(by=lena, withdrawal=row, reason="A mistake.", at=MUCH_LATER)
    assert status_of(plan) == (PlanStatus.ISSUED, 1)
    assert (plan.target_on, plan.review_on) == (date(2026, 5, 18), date(2026, 5, 4))
    assert [one.status for one in plan.items.all()] == ["withdrawn", "open"]
    assert of_the_plan(plan.case) == [("action_plan_issued", True), ("resubmitted", False)]
    assert stage(plan.case) == Stage.ACTION_PLAN
    return_items(by=alice, plan=plan, items=[item_of(plan, 2)], at=MUCH_LATER)
    assert status_of(plan) == (PlanStatus.RETURNED, 0)


def test_a_withdrawal_of_a_plan_that_was_completed_is_not_taken_back(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    row = withdrawn(plan, lena)
    return_items(by=alice, plan=plan, items=[item_of(plan, 2)], at=LATER)
    complete_plan(by=lena, plan=plan, at=LATER)
    with pytest.raises(NotAllowed) as refused:
        take_back_item_withdrawal(by=lena, withdrawal=row, reason="A mistake.", at=LATER)
    assert str(refused.value) == "You cannot take a withdrawal back: this action plan is closed (Completed)."


# Entered by police


def test_police_enter_it_on_the_day_of_the_document(plan: ActionPlan, gita: Person) -> None:
    row = withdrawn(plan, gita, at=moment(date(2026, 3, 9)), **document_of(moment(date(2026, 3, 4))))
    assert row.withdrawn_at == moment(date(2026, 3, 4))
    assert row.mark == "Entered by police from the CPS document of 4 March 2026"
    with pytest.raises(Invalid) as refused:
        withdrawn(plan, gita, 2)
    assert set(refused.value.fields) == {"document_name", "document_date"}


def test_cps_confirms_it_or_has_the_item_asked_for_again(
    plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    set_item_date(by=alice, item=item_of(plan, 2), due_on=date(2026, 3, 20), reason="Sooner.", at=ISSUED)
    first = withdrawn(plan, gita, **document_of(LATER))
    confirm_item_withdrawal(by=lena, withdrawal=first, stands=True, at=LATER)
    with pytest.raises(NotAllowed, match="CPS alone takes it back"):
        take_back_item_withdrawal(by=gita, withdrawal=first, reason="A mistake.", at=LATER)
    second = withdrawn(plan, gita, 2, **document_of(LATER))
    assert status_of(plan) == (PlanStatus.WITHDRAWN, 0)
    confirm_item_withdrawal(by=lena, withdrawal=second, stands=False, at=MUCH_LATER)
    assert status_of(plan) == (PlanStatus.ISSUED, 1)
    assert item_of(plan, 2).target_on is None  # it had passed: the new target of the plan holds
    assert of_the_plan(plan.case) == [("action_plan_issued", True), ("resubmitted", False)]


def test_police_take_back_what_they_entered_by_mistake(plan: ActionPlan, gita: Person) -> None:
    row = withdrawn(plan, gita, **document_of(LATER))
    take_back_item_withdrawal(by=gita, withdrawal=row, reason="Of another case.", at=LATER)
    row.refresh_from_db()
    assert row.mark == "Entered by police from the CPS document of 3 March 2026"
    assert (item_of(plan).status, row.awaits_cps) == (ItemStatus.OPEN, False)


# Who hears


def test_the_officer_in_charge_and_the_owner_hear_and_again_where_it_was_a_mistake(
    plan: ActionPlan, alice: Person, bob: Person, lena: Person
) -> None:
    assign_item(by=alice, item=item_of(plan), owner=bob, at=ISSUED)
    row = withdrawn(plan, lena)
    assert heard(recheck_withdrawn([row.pk], LATER)[row.pk]) == {"alice", "bob"}
    assert isinstance(recheck_item_again([row.pk], LATER)[row.pk], Gone)
    take_back_item_withdrawal(by=lena, withdrawal=row, reason="A mistake.", at=LATER)
    assert isinstance(recheck_withdrawn([row.pk], LATER)[row.pk], Gone)
    again = recheck_item_again([row.pk], LATER)[row.pk]
    assert isinstance(again, Due)
    assert (heard(again), again.due_on) == ({"alice", "bob"}, TARGET_ON)
    return_items(by=bob, plan=plan, items=[item_of(plan)], at=LATER)
    assert isinstance(recheck_item_again([row.pk], LATER)[row.pk], Gone)


# Pages and the API


def test_the_pages_withdraw_an_item_and_take_it_back(
    fresh: ActionPlan, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    item, client = item_of(fresh), sign_in(lena)
    page = reverse("withdraw_item", args=[item.pk])
    assert "Withdraw this item" in client.get(item_page(item)).content.decode()
    answer = client.post(page, typed(item, {"reason": "other"}))
    assert answer.status_code == 422
    assert "Say why CPS asks for it no more." in answer.content.decode()
    client.post(page, typed(item, {"reason": "issued_in_error", "words": "Of another case."}))
    row = ItemWithdrawal.objects.get()
    shown = sign_in(alice).get(item_page(item)).content.decode()
    assert "issued in error (Lena" in shown
    assert "Of another case." in shown
    assert "Take this withdrawal back" not in shown
    client = sign_in(lena)
    assert reverse("take_back_item_withdrawal", args=[row.pk]) in client.get(item_page(item)).content.decode()
    client.post(reverse("take_back_item_withdrawal", args=[row.pk]), {"reason": "It is of this one."})
    shown = client.get(item_page(item)).content.decode()
    assert "That was a mistake (Lena" in shown
    assert ActionPlanItem.objects.get(pk=item.pk).is_open


def item_page(item: ActionPlanItem) -> str:
    return reverse("action_plan_item_detail", args=[item.pk])


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "reason"),
        ({"reason": "changed_mind"}, "reason"),
        ({"reason": ["not_needed"]}, "reason"),
        ({"reason": "not_needed", "withdrawn_at": "2999-01-01T10:00:00Z"}, "withdrawn_at"),
        ({"reason": "not_needed", "withdrawn_at": "2020-01-01T10:00:00Z"}, "withdrawn_at"),
        ({"reason": "not_needed", "words": "x" * 1001}, "words"),
        ({"reason": "not_needed", "words": {"a": 1}}, "words"),
    ],
)
def test_the_api_says_which_field_is_wrong(
    fresh: ActionPlan, lena: Person, sign_in: Callable[..., Any], sent: dict[str, Any], field: str
) -> None:
    item = item_of(fresh)
    answer = sign_in(lena).post(
        f"/api/v1/action-plan-items/{item.pk}/withdraw/",
        sent,
        content_type="application/json",
        headers={"If-Match": f'"{item.version}"'},
    )
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert item_of(fresh).status == ItemStatus.OPEN
