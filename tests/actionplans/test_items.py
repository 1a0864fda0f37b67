"""The items of a plan: as they are written, accepted, given to somebody and dated; and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from actionplans import timeline
from actionplans.enums import DateBecause, DateKind, ItemStatus, PlanStatus
from actionplans.models import ActionPlan, ActionPlanItem, ItemDate, PlanDate, Submission
from actionplans.rules.warnings import date_warnings
from actionplans.seals import Label, Sealer
from actionplans.services import (
    accept_items,
    assign_item,
    check_item,
    complete_plan,
    confirm_action_plan,
    return_items,
    set_item_date,
    set_plan_date,
    withdraw_item,
)
from actionplans.shown.items import warnings_of
from cases.models import DueItem
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import end_of_day
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.models import Raised
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import ISSUED, ITEMS, REVIEW_ON, TARGET_ON, issued, moment

BANK_HOLIDAY = date(2026, 4, 6)  # Easter Monday
OWN = date(2026, 3, 20)


def item_of(plan: ActionPlan, number: int = 1) -> ActionPlanItem:
    return ActionPlanItem.objects.select_related("plan__case").get(plan=plan, number=number)


def due_of(item: ActionPlanItem) -> list[tuple[str, date, Any]]:
    owed = DueItem.objects.filter(source=item.pk, settled_at__isnull=True)
    return list(owed.values_list("code", "due_on", "owner__username"))


def warned(plan: ActionPlan, at: Any = ISSUED) -> list[str]:
    plan.refresh_from_db()
    return warnings_of(plan, list(plan.items.all()), at)


# As the plan is issued


def test_an_item_keeps_what_is_asked_why_whose_it_is_and_by_when(
    accepted: Submission, lena: Person, alice: Person
) -> None:
    plan = issued(accepted, lena, items=[{**ITEMS[0], "owner": alice, "target_date": OWN}, ITEMS[1]])
    first, second = item_of(plan, 1), item_of(plan, 2)
    sealer = Sealer(plan.case_id)
    assert sealer.open(Label.ITEM_WHY, first.pk, first.why_sealed) == "Only this witness saw the door."
    assert (first.owner, first.target_on, first.status) == (alice, OWN, ItemStatus.OPEN)
    assert (second.owner, second.target_on, second.why_sealed) == (None, None, None)
    assert list(ItemDate.objects.values_list("item", "due_on", "set_by", "with_the_item")) == [
        (first.pk, OWN, lena.pk, True)
    ]
    assert due_of(first) == [("item_target", OWN, "alice")]
    assert due_of(second) == []


def test_an_item_is_not_due_before_the_issue(accepted: Submission, lena: Person) -> None:
    with pytest.raises(Invalid) as refused:
        issued(accepted, lena, items=[ITEMS[0], {**ITEMS[1], "target_date": date(2026, 3, 1)}])
    assert refused.value.fields == {"items-1-target_date": "This date is before the action plan was issued."}
    assert not ActionPlan.objects.exists()


def test_a_plan_of_200_items_is_issued_and_one_more_is_refused(accepted: Submission, lena: Person) -> None:
    many = [{"type": "statement", "asks": f"Statement {n}."} for n in range(1, 202)]
    with CaptureQueriesContext(connection) as few:
        issued(accepted, lena)
    with CaptureQueriesContext(connection) as captured:
        plan = issued(accepted, lena, items=many[:200])
    assert plan.items_open == 200
    assert list(plan.items.values_list("number", flat=True)) == list(range(1, 201))
    assert len(captured) < len(few) + 10
    with pytest.raises(Invalid) as refused:
        issued(accepted, lena, items=many)
    assert refused.value.fields["items"] == (
        "An action plan has at most 200 items, and this one has 201. Issue the others as a second plan."
    )


def test_a_second_plan_on_the_case_is_rework_of_the_first(accepted: Submission, lena: Person) -> None:
    first = issued(accepted, lena)
    second = issued(accepted, lena, moment(date(2026, 3, 9)))
    assert (first.rework_of, second.rework_of) == (None, first)


def test_a_plan_that_cps_withdrew_is_not_reworked(submission: Submission, gita: Person, lena: Person) -> None:
    wrong = issued(submission, gita, document_name="mg3", document_date=date(2026, 2, 27))
    confirm_action_plan(by=lena, plan=wrong, stands=False, at=ISSUED)
    assert issued(submission, lena).rework_of is None


# Warnings about dates


def test_ordinary_dates_draw_no_warning_and_neither_does_one_day_for_both(
    accepted: Submission, lena: Person
) -> None:
    assert warned(issued(accepted, lena)) == []
    same = issued(accepted, lena, target_date=date(2026, 3, 18), review_date=date(2026, 3, 18))
    assert warned(same) == []
    assert same.next_step_at == end_of_day(date(2026, 3, 18))


def test_a_first_review_after_the_target_is_a_warning(accepted: Submission, lena: Person) -> None:
    plan = issued(accepted, lena, target_date=date(2026, 3, 9), review_date=date(2026, 3, 10))
    assert warned(plan) == [
        "The review date, 10 March 2026, is after the target date, 9 March 2026, so nobody is asked to look "
        "at this plan before its target has passed."
    ]
    assert warned(plan, moment(date(2026, 3, 10))) == []  # it is overdue then, which says more


def test_a_target_on_a_bank_holiday_is_a_warning(accepted: Submission, lena: Person) -> None:
    plan = issued(accepted, lena, target_date=BANK_HOLIDAY)
    assert warned(plan) == ["The target date, 6 April 2026, is a bank holiday: Easter Monday."]


def test_an_item_that_is_due_after_its_plan_is_a_warning(accepted: Submission, lena: Person) -> None:
    late = TARGET_ON + timedelta(days=1)
    plan = issued(accepted, lena, items=[{**ITEMS[0], "target_date": late}, ITEMS[1]])
    assert warned(plan) == ["Item 1 is due after the target date of the plan, 30 March 2026."]
    both = date_warnings(
        target_on=TARGET_ON,
        review_on=REVIEW_ON,
        item_targets={3: late, 1: late},
        holidays={},
        today=REVIEW_ON,
    )
    assert both == ["Items 1, 3 are due after the target date of the plan, 30 March 2026."]


def test_a_closed_plan_draws_no_warning(accepted: Submission, lena: Person, alice: Person) -> None:
    plan = issued(accepted, lena, target_date=BANK_HOLIDAY)
    return_items(by=alice, plan=plan, items=list(plan.items.all()), at=ISSUED)
    complete_plan(by=lena, plan=plan, at=ISSUED)
    assert warned(plan) == []


@given(
    target=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    review=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    today=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_no_date_that_has_passed_is_warned_of(target: date, review: date, today: date) -> None:
    every_day = {date(2026, 1, 1) + timedelta(days=n): "A day off" for n in range(365)}
    found = date_warnings(
        target_on=target, review_on=review, item_targets={}, holidays=every_day, today=today
    )
    if max(target, review) < today:
        assert found == []
    if today <= target < review:
        assert "is after the target date" in found[0]


# Accepted by the police


def test_the_plan_is_accepted_with_its_last_item(plan: ActionPlan, alice: Person) -> None:
    first, second = item_of(plan, 1), item_of(plan, 2)
    accept_items(by=alice, plan=plan, items=[first], at=ISSUED)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.ISSUED
    accept_items(by=alice, plan=plan, items=[second], at=ISSUED)
    plan.refresh_from_db()
    assert (plan.status, plan.target_on, plan.review_on) == (PlanStatus.ACCEPTED, TARGET_ON, REVIEW_ON)
    assert (item_of(plan).agreed_at, item_of(plan).agreed_by) == (ISSUED, alice)
    event = AuditEvent.objects.filter(action="ITEMS_ACCEPTED").latest("seq")
    assert event.subjects == [plan.pk, second.pk]


def test_nothing_is_accepted_of_another_plan_or_of_none(
    plan: ActionPlan, make_plan: Callable[..., ActionPlan], alice: Person
) -> None:
    for chosen in ([], [item_of(make_plan())]):
        with pytest.raises(Invalid, match="Choose at least one open item"):
            accept_items(by=alice, plan=plan, items=chosen, at=ISSUED)


def test_what_was_returned_is_not_accepted_any_more(plan: ActionPlan, alice: Person) -> None:
    return_items(by=alice, plan=plan, items=[item_of(plan)], at=ISSUED)
    with pytest.raises(NotAllowed, match="Item 1 was returned and waits for CPS to check it"):
        accept_items(by=alice, plan=plan, items=[item_of(plan)], at=ISSUED)


# Whose it is, and by when


def test_an_item_is_given_to_somebody_and_back_to_the_officer_in_charge(
    plan: ActionPlan, sam: Person, alice: Person
) -> None:
    set_item_date(by=alice, item=item_of(plan), due_on=OWN, reason="The shop closes.", at=ISSUED)
    assert due_of(item_of(plan)) == [("item_target", OWN, "alice")]
    assign_item(by=sam, item=item_of(plan), owner=sam, at=ISSUED)
    assert due_of(item_of(plan)) == [("item_target", OWN, "sam")]
    assert assign_item(by=sam, item=item_of(plan), at=ISSUED).owner is None
    assert due_of(item_of(plan)) == [("item_target", OWN, "alice")]
    told = [one for one in timeline.entries(plan.case, alice) if "given to" in one.title]
    assert sorted((one.title, one.detail, one.by) for one in told) == [
        ("Action plan 1, item 1: given to Sam", "Until then the officer in charge", "Sam"),
        ("Action plan 1, item 1: given to the officer in charge", "Until then Sam", "Sam"),
    ]


def test_an_item_given_to_who_has_it_changes_and_logs_nothing(plan: ActionPlan, sam: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        assign_item(by=sam, item=item_of(plan), at=ISSUED)
    sentence = "It is the officer in charge's already, so nothing was changed. Choose somebody else."
    assert refusal.value.fields == {"owner": sentence}
    assign_item(by=sam, item=item_of(plan), owner=sam, at=ISSUED)
    before = (item_of(plan).version, AuditEvent.objects.count(), Raised.objects.count())
    with pytest.raises(Invalid, match="Sam has it already"):
        assign_item(by=sam, item=item_of(plan), owner=sam, at=ISSUED)
    assert (item_of(plan).version, AuditEvent.objects.count(), Raised.objects.count()) == before


@pytest.mark.parametrize("accepted_now", [True, False])
def test_there_is_nothing_to_check_of_what_was_not_returned_or_was_checked(
    accepted_now: bool, plan: ActionPlan, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    item, other, browser = item_of(plan), item_of(plan, 2), sign_in(lena)

    def refused() -> tuple[str, str]:
        """By API, and on the page."""
        body = {"accepted": accepted_now, "note": "Unsigned."}
        path = f"/action-plan-items/{item.pk}/check/"
        by_api = browser.post(f"/api/v1{path}", body, content_type="application/json")
        shown = browser.post(
            path, {"accepted": str(accepted_now).lower(), "note": "Unsigned.", "once": uuid7()}
        )
        return by_api.json()["detail"], shown.content.decode()

    def both_say(sentence: str) -> bool:
        by_api, shown = refused()
        return (by_api, sentence in shown) == (sentence, True)

    assert both_say("Item 1 was not returned yet, so there is nothing to check.")
    return_items(by=alice, plan=plan, items=[item, other], at=ISSUED)
    check_item(by=lena, item=item, accepted=False, note="Unsigned.", at=ISSUED)
    assert both_say("Item 1 was sent back and not returned since, so there is nothing to check.")
    return_items(by=alice, plan=plan, items=[item], at=ISSUED)
    check_item(by=lena, item=item, accepted=True, at=ISSUED)
    assert both_say("Item 1 was accepted by CPS, so there is nothing to check.")
    item = issued(plan.submission, lena).items.get(number=1)
    withdraw_item(by=lena, item=item, reason="not_needed", at=ISSUED)
    assert both_say("Item 1 is no longer asked for, so there is nothing to check.")


def test_every_date_of_an_item_is_kept_with_who_when_and_why(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    days = [OWN, date(2026, 3, 24), OWN]  # away and back
    for number, (by, day) in enumerate(zip((alice, lena, alice), days, strict=True)):
        at = ISSUED + timedelta(hours=number)
        set_item_date(by=by, item=item_of(plan), due_on=day, reason=f"Reason {number}.", at=at)
    rows = list(ItemDate.objects.filter(item=item_of(plan)))
    assert [(one.due_on, one.set_by) for one in rows] == list(zip(days, (alice, lena, alice), strict=True))
    assert [one.superseded_at for one in rows] == [
        ISSUED + timedelta(hours=1),
        ISSUED + timedelta(hours=2),
        None,
    ]
    sealer = Sealer(plan.case_id)
    reasons = [sealer.open(Label.ITEM_DATE_REASON, one.pk, one.reason_sealed) for one in rows]
    assert reasons == ["Reason 0.", "Reason 1.", "Reason 2."]
    assert item_of(plan).target_on == OWN
    assert item_of(plan).version == 4


@pytest.mark.parametrize(
    ("due_on", "reason", "field", "sentence"),
    [
        (OWN, " ", "reason", "Say why the date moves."),
        (date(2026, 3, 1), "Why.", "due_on", "Enter today's date or a date in the future."),
        (date(2026, 3, 24), "Why.", "due_on", "This is the date that stands already."),
    ],
)
def test_a_date_that_cannot_stand_is_refused_by_its_field(
    due_on: date, reason: str, field: str, sentence: str, plan: ActionPlan, alice: Person
) -> None:
    set_item_date(by=alice, item=item_of(plan), due_on=date(2026, 3, 24), reason="First.", at=ISSUED)
    with pytest.raises(Invalid) as refused:
        set_item_date(by=alice, item=item_of(plan), due_on=due_on, reason=reason, at=ISSUED)
    assert refused.value.fields == {field: sentence}


def test_an_item_that_is_sent_back_after_its_own_date_falls_back_on_the_plans_target(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    set_item_date(by=alice, item=item_of(plan), due_on=date(2026, 3, 3), reason="Soon.", at=ISSUED)
    return_items(by=alice, plan=plan, items=[item_of(plan)], at=ISSUED)
    assert due_of(item_of(plan)) == []
    check_item(by=lena, item=item_of(plan), accepted=False, note="Unsigned.", at=moment(date(2026, 3, 5)))
    assert item_of(plan).target_on is None
    assert due_of(item_of(plan)) == []
    assert ItemDate.objects.get().superseded_at == moment(date(2026, 3, 5))


def test_an_item_that_is_sent_back_before_its_own_date_is_due_by_it_again(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    set_item_date(by=alice, item=item_of(plan), due_on=OWN, reason="Soon.", at=ISSUED)
    return_items(by=alice, plan=plan, items=[item_of(plan)], at=ISSUED)
    check_item(by=lena, item=item_of(plan), accepted=False, note="Unsigned.", at=moment(date(2026, 3, 5)))
    assert due_of(item_of(plan)) == [("item_target", OWN, "alice")]


# A plan's date that moves away and back


def test_a_date_that_moves_away_and_back_is_two_slips_and_its_ladder_starts_once(
    plan: ActionPlan, alice: Person
) -> None:
    for day in (date(2026, 4, 13), TARGET_ON):
        set_plan_date(by=alice, plan=plan, kind="target", due_on=day, reason="Moved.", at=ISSUED)
    plan.refresh_from_db()
    targets = PlanDate.objects.filter(plan=plan, kind=DateKind.TARGET)
    assert [one.due_on for one in targets] == [TARGET_ON, date(2026, 4, 13), TARGET_ON]
    assert targets.filter(because=DateBecause.MOVED).count() == 2
    assert [one.is_current for one in targets] == [False, False, True]
    assert plan.target_on == TARGET_ON
    assert plan.lapses_at == end_of_day(REVIEW_ON)


def test_what_the_police_accepted_is_in_the_history_and_for_the_force_record(
    plan: ActionPlan, alice: Person, sign_in: Callable[..., Any]
) -> None:
    browser = sign_in(alice)
    done = browser.post(
        f"/api/v1/action-plans/{plan.pk}/accept/", {"which": "all"}, content_type="application/json"
    )
    assert done.status_code == 201
    types = [one.get_type_display() for one in plan.items.order_by("number")]
    detail = "; ".join(f"{number}, {words}" for number, words in enumerate(types, 1))
    said = browser.get(done["Link"].partition(">")[0].removeprefix("<")).json()["lines"]
    assert [one.partition(": ")[2] for one in said[2:]] == [
        f"{plan}: police accepted 2 items. {detail}. By {alice.name}."
    ]
    history = browser.get(f"/cases/{plan.case_id}/history/").content.decode()
    assert f"{plan}: police accepted 2 items" in history
