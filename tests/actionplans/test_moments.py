"""When CPS did what police enter from its document, and the days with each side that follow from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan, ActionPlanItem, DisputeAnswer, ItemCheck, Submission
from actionplans.represent.recorded import of_review
from actionplans.services import (
    answer_dispute,
    check_item,
    complete_plan,
    confirm_dispute_answer,
    confirm_item_check,
    dispute_item,
    issue_action_plan,
    record_plan_review,
    return_items,
    triage_submission,
    write_advice,
)
from actionplans.turns import Days, days_of_rounds
from cases.models import Milestone
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.actionplans.conftest import ISSUED, ITEMS, SUBMITTED, moment
from tests.actionplans.test_document_dates import ACTS, of_paste

SignIn = Callable[..., Any]
MOMENTS = {
    "of_triage": "triaged_at",
    "of_advice": "given_at",
    "of_plan": "issued_at",
    "of_check": "checked_at",
    "of_completion": "closed_at",
    "of_dispute": "answered_at",
    "of_question": "said_at",
    "of_answer": "said_at",
    "of_strategy": "agreed_at",
    "of_countersignature": "signed_at",
}
TYPED = {"of_completion": "completed_at"}
DOCUMENT_DAY, AT = date(2026, 3, 10), datetime(2026, 3, 27, 15, 30, tzinfo=moment(date(2026, 3, 27)).tzinfo)
THEIRS = [one for one in ACTS if one is not of_paste]


def mg3(day: date) -> Any:
    return {"document_name": "mg3", "document_date": day}


def refused(call: Callable[..., object], **more: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as found:
        call(**more)
    return found.value.fields


@pytest.mark.parametrize("act", THEIRS, ids=[one.__name__ for one in THEIRS])
def test_what_is_entered_from_a_document_was_on_its_day(act: Any, plan: ActionPlan, gita: Person) -> None:
    enter, *_ = act(plan, gita)
    row = enter(at=AT, **mg3(DOCUMENT_DAY))
    assert getattr(row, MOMENTS[act.__name__]) == moment(DOCUMENT_DAY)


@pytest.mark.parametrize("act", THEIRS, ids=[one.__name__ for one in THEIRS])
def test_what_is_entered_from_a_document_of_today_was_just_now(
    act: Any, plan: ActionPlan, gita: Person
) -> None:
    enter, *_ = act(plan, gita)
    row = enter(at=AT, **mg3(AT.date()))
    assert getattr(row, MOMENTS[act.__name__]) == AT


@pytest.mark.parametrize("act", THEIRS, ids=[one.__name__ for one in THEIRS])
def test_nothing_was_before_what_it_answers(act: Any, plan: ActionPlan, gita: Person) -> None:
    enter, day, _ = act(plan, gita)
    field = TYPED.get(act.__name__, MOMENTS[act.__name__])
    early = moment(day) - timedelta(minutes=1)
    assert set(refused(enter, at=AT, **mg3(day), **{field: early})) == {field}


def test_on_the_day_of_what_it_answers_it_was_right_after(submission: Submission, gita: Person) -> None:
    given: Any = {"by": gita, "submission": submission, "accepted": True, "at": AT}
    row = triage_submission(**given, **mg3(SUBMITTED.date()))
    assert row.triaged_at == SUBMITTED + timedelta(seconds=1)


def test_cps_that_leaves_it_empty_means_now(accepted: Submission, lena: Person) -> None:
    assert write_advice(by=lena, submission=accepted, text="One.", at=AT).given_at == AT


def test_the_dates_of_a_plan_count_from_the_day_of_its_document(accepted: Submission, gita: Person) -> None:
    plan = issue_action_plan(by=gita, submission=accepted, items=ITEMS, at=AT, **mg3(ISSUED.date()))
    assert (plan.issued_on, plan.target_on, plan.review_on) == (
        date(2026, 3, 2),
        date(2026, 3, 30),
        date(2026, 3, 16),
    )
    assert days_of_rounds([accepted.pk], AT)[accepted.pk] == Days(police=25, cps=7)


def returned(plan: ActionPlan, by: Person, *days: int) -> list[ActionPlanItem]:
    """The items of the plan, each returned on its day of March."""
    items = list(plan.items.all())
    for item, day in zip(items, days, strict=False):
        return_items(by=by, plan=plan, items=[item], at=moment(date(2026, 3, day)))
    return items


def days(plan: ActionPlan) -> Days:
    return days_of_rounds([plan.submission_id], AT)[plan.submission_id]


def test_an_item_sent_back_counts_from_when_cps_checked_it(
    plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    items = returned(plan, alice, 4, 6)
    assert days(plan) == Days(police=4, cps=28)
    given: Any = {"by": gita, "item": items[0], "accepted": False, "note": "Unsigned.", "at": AT}
    # The case went back to CPS with the second item: it cannot have come to the police again before that.
    early = moment(date(2026, 3, 5))
    assert refused(check_item, **given, **mg3(date(2026, 3, 5)), checked_at=early) == {
        "checked_at": "This cannot be before the last item was returned."
    }
    checked = check_item(**given, **mg3(date(2026, 3, 9)))
    assert (checked.checked_at, checked.status) == (moment(date(2026, 3, 9)), "sent_back")
    assert days(plan) == Days(police=22, cps=10)
    confirm_item_check(by=lena, check=ItemCheck.objects.get(), stands=False, at=AT)
    assert days(plan) == Days(police=4, cps=28)


def test_a_target_that_passed_with_cps_is_set_anew_from_the_day_on_which_cps_sent_it_back(
    plan: ActionPlan, alice: Person, gita: Person
) -> None:
    items, typed = returned(plan, alice, 4, 6), moment(date(2026, 4, 27))
    given: Any = {"by": gita, "item": items[0], "accepted": False, "note": "Unsigned.", "at": typed}
    check_item(**given, **mg3(date(2026, 4, 2)))
    plan.refresh_from_db()
    assert plan.target_on == date(2026, 4, 30)


def test_a_target_that_stood_when_cps_sent_it_back_stands_however_late_that_is_written_down(
    plan: ActionPlan, alice: Person, gita: Person
) -> None:
    items = returned(plan, alice, 4, 6)
    given: Any = {"by": gita, "item": items[0], "accepted": False, "note": "Unsigned."}
    check_item(**given, **mg3(date(2026, 3, 27)), at=moment(date(2026, 4, 7)))
    plan.refresh_from_db()
    assert plan.target_on == date(2026, 3, 30)


def test_a_document_of_before_the_last_item_came_back_sends_the_case_back_from_then(
    plan: ActionPlan, alice: Person, gita: Person
) -> None:
    items = returned(plan, alice, 4, 6)
    given: Any = {"by": gita, "item": items[0], "accepted": False, "note": "Unsigned.", "at": AT}
    assert set(refused(check_item, **given, **mg3(date(2026, 3, 3)))) == {"document_date"}
    checked = check_item(**given, **mg3(date(2026, 3, 5)))
    assert checked.checked_at == moment(date(2026, 3, 6)) + timedelta(seconds=1)
    assert ItemCheck.objects.get().document_date == date(2026, 3, 5)


def test_an_item_is_accepted_while_another_is_still_owed(
    plan: ActionPlan, alice: Person, gita: Person
) -> None:
    items = returned(plan, alice, 4)
    given: Any = {"by": gita, "item": items[0], "accepted": True, "at": AT}
    assert check_item(**given, **mg3(date(2026, 3, 5))).checked_at == moment(date(2026, 3, 5))


@pytest.mark.parametrize(("answered_on", "went_back_on"), [(5, 6), (9, 9)])
def test_the_case_is_back_with_cps_from_the_answer_that_ended_the_last_item(
    answered_on: int, went_back_on: int, plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    first, second = plan.items.all()
    raised: Any = {"reason": "already_supplied", "channel": "email", "at": moment(date(2026, 3, 4))}
    dispute = dispute_item(by=alice, item=first, **raised)
    return_items(by=alice, plan=plan, items=[second], at=moment(date(2026, 3, 6)))
    answer = answer_dispute(
        by=gita, dispute=dispute, outcome="accepted", at=AT, **mg3(date(2026, 3, answered_on))
    )
    assert answer.answered_at == moment(date(2026, 3, answered_on))
    back = Milestone.objects.get(case=plan.case, kind="resubmitted", voided_at__isnull=True)
    assert back.occurred_at == moment(date(2026, 3, went_back_on))
    assert days(plan) == Days(police=went_back_on - 2, cps=34 - went_back_on)
    confirm_dispute_answer(by=lena, answer=DisputeAnswer.objects.get(), stands=False, at=AT)
    assert days(plan) == Days(police=25, cps=7)


def test_a_completion_ends_the_plan_when_it_was_and_not_before_the_last_return(
    plan: ActionPlan, alice: Person, gita: Person
) -> None:
    returned(plan, alice, 4, 6)
    given: Any = {"by": gita, "plan": plan, "at": AT}
    wrong = refused(complete_plan, **given, completed_at=moment(date(2026, 3, 5)), **mg3(date(2026, 3, 9)))
    assert wrong == {"completed_at": "This cannot be before the last item was returned."}
    complete_plan(**given, **mg3(date(2026, 3, 9)))
    plan.refresh_from_db()
    ended = moment(date(2026, 3, 9))
    assert (plan.status, plan.closed_at, plan.completions.get().completed_at) == ("completed", ended, ended)
    assert {one.checked_at for one in plan.items.all()} == {ended}
    assert {one.checked_at for one in ItemCheck.objects.all()} == {ended}


def test_a_review_that_completes_from_a_document_completed_it_on_its_day(
    plan: ActionPlan, alice: Person, gita: Person
) -> None:
    returned(plan, alice, 4, 6)
    given: Any = {"by": gita, "plan": plan, "outcome": "complete", "note": "All here.", "at": AT}
    review = record_plan_review(**given, **mg3(date(2026, 3, 9)))
    plan.refresh_from_db()
    assert (review.reviewed_at, plan.closed_at) == (AT, moment(date(2026, 3, 9)))
    kept = of_review(review, gita)
    assert {name: kept[name] for name in ("document_name", "document_date")} == mg3(date(2026, 3, 9))


@pytest.mark.parametrize("name", ["check_item", "complete_plan", "answer_dispute", "write_advice"])
def test_the_form_says_what_an_empty_moment_means(
    name: str, plan: ActionPlan, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    first, second = plan.items.all()
    on: Any = plan.submission
    if name == "answer_dispute":
        on = dispute_item(by=alice, item=first, reason="already_supplied", channel="email", at=ISSUED)
    elif name != "write_advice":
        return_items(by=alice, plan=plan, items=[first, second], at=ISSUED)
        on = plan if name == "complete_plan" else first
    address = reverse(name, args=[on.pk])
    ours, theirs = (sign_in(one).get(address).content.decode() for one in (alice, lena))
    assert "Leave empty if it was on the day of the document" in ours
    assert "Leave empty if it was just now" not in ours
    assert "Leave empty if it was just now" in theirs
    assert "day of the document" not in theirs


def test_the_api_takes_the_moment_of_a_check_and_says_what_is_wrong_with_it(
    plan: ActionPlan, alice: Person, sign_in: SignIn
) -> None:
    item = returned(plan, alice, 4)[0]
    address, client = f"/api/v1/action-plan-items/{item.pk}/check/", sign_in(alice)
    typed = {"accepted": True, "document_name": "mg3", "document_date": "2026-03-09"}
    wrong = {**typed, "checked_at": "2026-03-03T12:00:00Z"}
    answer = client.post(address, wrong, content_type="application/json")
    assert (answer.status_code, answer.json()["fields"]) == (
        400,
        {"checked_at": "This cannot be before the item was returned."},
    )
    answer = client.post(
        address, {**typed, "checked_at": "2026-03-08T12:00:00Z"}, content_type="application/json"
    )
    assert answer.status_code in (200, 201), answer.json()
    item.refresh_from_db()
    assert item.checked_at == moment(date(2026, 3, 8))
