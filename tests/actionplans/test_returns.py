"""Returns, checks with a mark, and completion: by CPS, or by police from its document until CPS speaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.enums import DateBecause, DateKind, ItemStatus, PlanStatus, ReviewOutcome
from actionplans.models import ActionPlan, DisputeAnswer, ItemCheck, ItemReturn, PlanCompletion, PlanDate
from actionplans.seals import Label, Sealer
from actionplans.services import (
    answer_dispute,
    check_item,
    complete_plan,
    confirm_completion,
    confirm_dispute_answer,
    confirm_item_check,
    dispute_item,
    record_plan_review,
    return_items,
)
from cases.enums import MilestoneKind
from cases.models import DueItem, Milestone
from rasso_tracker.clocks import end_of_day
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import (
    ISSUED,
    ITEMS,
    REVIEW_ON,
    TARGET_ON,
    a_case,
    issued,
    moment,
    submitted,
)
from tests.actionplans.test_items import item_of
from tests.stories import story

LATER = ISSUED + timedelta(days=1)
DOCUMENT: dict[str, Any] = {"document_name": "mg3a", "document_date": date(2026, 3, 3)}
MARK = "Entered by police from the CPS document of 3 March 2026"


@story
def returned(plan: ActionPlan, alice: Person) -> ActionPlan:
    """Everything came back."""
    return return_items(by=alice, plan=plan, items=list(plan.items.all()), note="Sent.", at=ISSUED)


def status_of(plan: ActionPlan) -> tuple[str, list[str]]:
    plan.refresh_from_db()
    return plan.status, list(plan.items.values_list("status", flat=True))


# Returned, checked, returned again


def test_each_return_and_each_check_is_a_row(plan: ActionPlan, alice: Person, lena: Person) -> None:
    return_items(by=alice, plan=plan, items=[item_of(plan)], note="Page one.", at=ISSUED)
    check_item(by=lena, item=item_of(plan), accepted=False, quality="incomplete", note="Page two?", at=LATER)
    return_items(by=alice, plan=plan, items=[item_of(plan)], note="Page two.", at=LATER)
    check_item(by=lena, item=item_of(plan), accepted=True, quality="good", at=LATER)
    sealer = Sealer(plan.case_id)
    rows = ItemReturn.objects.filter(item=item_of(plan))
    told = [(one.round, sealer.open(Label.ITEM_RETURN_NOTE, one.pk, one.note_sealed)) for one in rows]
    assert told == [(1, "Page one."), (2, "Page two.")]
    assert list(ItemCheck.objects.values_list("returned__round", "accepted", "quality", "entered_by")) == [
        (1, False, "incomplete", lena.pk),
        (2, True, "good", lena.pk),
    ]
    assert (item_of(plan).status, item_of(plan).checked_by) == (ItemStatus.ACCEPTED, lena)


@pytest.mark.parametrize(
    ("good_enough", "quality", "sentence"),
    [
        (
            True,
            "not_usable",
            "An item that is accepted is “Good: as asked, complete and usable” or “Usable: enough, with"
            " gaps”, or not marked.",
        ),
        (
            False,
            "good",
            "An item that is sent back is “Incomplete” or “Not usable: unsigned, not playable or the wrong"
            " format”, or not marked.",
        ),
    ],
)
def test_a_mark_fits_what_is_said(
    good_enough: bool, quality: str, sentence: str, returned: ActionPlan, lena: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        check_item(
            by=lena, item=item_of(returned), accepted=good_enough, quality=quality, note="So.", at=LATER
        )
    assert refused.value.fields == {"quality": sentence}


def test_an_item_accepted_by_cps_is_not_returned_again(
    returned: ActionPlan, alice: Person, lena: Person
) -> None:
    check_item(by=lena, item=item_of(returned), accepted=True, at=LATER)
    with pytest.raises(NotAllowed, match="Item 1 was accepted by CPS, so this cannot be done now"):
        return_items(by=alice, plan=returned, items=[item_of(returned)], at=LATER)


def test_200_items_are_returned_and_completed_in_as_many_statements_as_two(
    plan: ActionPlan, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    elsewhere = submitted(a_case(alice), alice, unit)
    many = [{"type": "statement", "asks": f"Statement {n}."} for n in range(200)]
    counts = []
    for one in (plan, issued(elsewhere, lena, items=many)):
        with CaptureQueriesContext(connection) as captured:
            return_items(by=alice, plan=one, items=list(one.items.all()), at=LATER)
            complete_plan(by=lena, plan=one, at=LATER)
        counts.append(len(captured))
    assert ItemCheck.objects.filter(accepted=True).count() == 202
    assert abs(counts[0] - counts[1]) < 5


# Police enter what CPS says


@pytest.mark.parametrize("more", [{"reason": "Bank."}, {"new_target_on": date(2026, 5, 1)}])
def test_a_review_that_completes_takes_no_words_that_it_would_drop(
    returned: ActionPlan, gita: Person, more: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refusal:
        record_plan_review(by=gita, plan=returned, outcome="complete", note="", at=LATER, **more)
    assert list(refusal.value.fields) == list(more)


@pytest.mark.parametrize("deed", ["check", "complete", "review"])
def test_police_name_the_document_in_which_cps_says_so(deed: str, returned: ActionPlan, gita: Person) -> None:
    deeds: dict[str, Callable[[], object]] = {
        "check": lambda: check_item(by=gita, item=item_of(returned), accepted=True, at=LATER),
        "complete": lambda: complete_plan(by=gita, plan=returned, at=LATER),
        "review": lambda: record_plan_review(by=gita, plan=returned, outcome="complete", note="", at=LATER),
    }
    with pytest.raises(Invalid) as refused:
        deeds[deed]()
    assert set(refused.value.fields) == {"document_name", "document_date"}
    assert status_of(returned) == (PlanStatus.RETURNED, ["returned", "returned"])
    assert not PlanCompletion.objects.exists()


def test_a_review_that_completes_is_a_completion(returned: ActionPlan, gita: Person) -> None:
    record_plan_review(by=gita, plan=returned, outcome=ReviewOutcome.COMPLETE, note="", at=LATER, **DOCUMENT)
    assert status_of(returned) == (PlanStatus.COMPLETED, ["accepted", "accepted"])
    completion = PlanCompletion.objects.get()
    assert (completion.mark, completion.awaits_cps) == (MARK, True)
    assert [one.mark for one in ItemCheck.objects.all()] == [MARK, MARK]


def test_cps_confirms_a_completion_with_its_checks(returned: ActionPlan, alice: Person, lena: Person) -> None:
    complete_plan(by=alice, plan=returned, quality="usable", at=LATER, **DOCUMENT)
    confirm_completion(by=lena, completion=PlanCompletion.objects.get(), stands=True, at=LATER)
    assert PlanCompletion.objects.get().mark == f"{MARK}; confirmed by CPS"
    assert {(one.quality, one.confirmed_by) for one in ItemCheck.objects.all()} == {("usable", lena)}
    with pytest.raises(NotAllowed, match="confirmed or superseded already"):
        confirm_completion(by=lena, completion=PlanCompletion.objects.get(), stands=False, at=LATER)


def test_cps_supersedes_a_completion_and_the_plan_is_open_again(
    returned: ActionPlan, alice: Person, lena: Person
) -> None:
    complete_plan(by=alice, plan=returned, at=LATER, **DOCUMENT)
    at = end_of_day(REVIEW_ON) + timedelta(hours=9)
    confirm_completion(by=lena, completion=PlanCompletion.objects.get(), stands=False, at=at)
    assert status_of(returned) == (PlanStatus.RETURNED, ["returned", "returned"])
    review = PlanDate.objects.get(plan=returned, kind=DateKind.REVIEW, superseded_at__isnull=True)
    assert (review.because, review.due_on) == (DateBecause.OWED_AGAIN, date(2026, 3, 31))
    assert (returned.closed_at, returned.target_on, returned.next_step_at) == (
        None,
        TARGET_ON,
        end_of_day(date(2026, 3, 31)),
    )
    owed = DueItem.objects.filter(source=returned.pk, settled_at__isnull=True)
    assert list(owed.values_list("code", "due_on")) == [("plan_review", date(2026, 3, 31))]
    complete_plan(by=lena, plan=returned, at=at)
    assert status_of(returned) == (PlanStatus.COMPLETED, ["accepted", "accepted"])


@pytest.mark.parametrize("name", ["complete", "review"])
def test_a_review_date_that_had_passed_before_the_completion_is_late_again(
    name: str, returned: ActionPlan, gita: Person, lena: Person
) -> None:
    """By the document it was completed before: until that was written down a review was owed all the same."""
    at = end_of_day(REVIEW_ON) + timedelta(hours=9)
    if name == "complete":
        complete_plan(by=gita, plan=returned, at=at, **DOCUMENT)
    else:
        record_plan_review(by=gita, plan=returned, outcome="complete", note="All.", at=at, **DOCUMENT)
    later = at + timedelta(days=2)
    confirm_completion(by=lena, completion=PlanCompletion.objects.get(), stands=False, at=later)
    returned.refresh_from_db()
    assert (returned.review_on, returned.is_lapsed(later)) == (REVIEW_ON, True)
    owed = DueItem.objects.filter(source=returned.pk, settled_at__isnull=True)
    assert list(owed.values_list("code", "due_on")) == [("plan_review", REVIEW_ON)]


def test_cps_supersedes_a_check_that_sent_an_item_back(
    returned: ActionPlan, gita: Person, lena: Person
) -> None:
    check_item(by=gita, item=item_of(returned), accepted=False, note="Unsigned.", at=LATER, **DOCUMENT)
    assert status_of(returned) == (PlanStatus.REJECTED, ["sent_back", "returned"])
    confirm_item_check(by=lena, check=ItemCheck.objects.get(), stands=False, at=LATER)
    assert status_of(returned) == (PlanStatus.RETURNED, ["returned", "returned"])
    check_item(by=lena, item=item_of(returned), accepted=True, at=LATER)
    assert ItemCheck.objects.filter(superseded_at__isnull=True).get().entered_by == lena


def test_a_check_is_superseded_after_the_item_went_on_and_nothing_else_changes(
    returned: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    check_item(by=gita, item=item_of(returned), accepted=False, note="Unsigned.", at=LATER, **DOCUMENT)
    return_items(by=alice, plan=returned, items=[item_of(returned)], at=LATER)
    confirm_item_check(by=lena, check=ItemCheck.objects.get(), stands=False, at=LATER)
    assert status_of(returned) == (PlanStatus.RETURNED, ["returned", "returned"])


def test_cps_supersedes_an_answer_and_the_item_is_owed_and_disputed_again(
    plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    return_items(by=alice, plan=plan, items=[item_of(plan, 2)], at=ISSUED)
    dispute = dispute_item(
        by=alice, item=item_of(plan), reason="already_supplied", channel="email", at=ISSUED
    )
    answer_dispute(by=gita, dispute=dispute, outcome="accepted", at=LATER, **DOCUMENT)
    assert status_of(plan) == (PlanStatus.RETURNED, ["withdrawn", "returned"])
    confirm_dispute_answer(by=lena, answer=DisputeAnswer.objects.get(), stands=False, at=LATER)
    assert status_of(plan) == (PlanStatus.PART_RETURNED, ["open", "returned"])
    dispute.refresh_from_db()
    assert (dispute.outcome, dispute.settled_at) == ("", None)
    assert Milestone.objects.filter(case=plan.case, kind=MilestoneKind.ACTION_PLAN_ISSUED).count() == 1
    answer_dispute(by=lena, dispute=dispute, outcome="not_accepted", words="We do not have it.", at=LATER)


def test_only_cps_confirms(returned: ActionPlan, alice: Person, gita: Person) -> None:
    complete_plan(by=alice, plan=returned, at=LATER, **DOCUMENT)
    with pytest.raises(NotAllowed, match="You cannot confirm what police entered for CPS"):
        confirm_completion(by=gita, completion=PlanCompletion.objects.get(), stands=True, at=LATER)


def test_a_plan_issued_late_and_returned_in_part_counts_each_part(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    three = issued(plan.submission, lena, items=[*ITEMS, {"type": "exhibit", "asks": "The exhibit."}])
    for number, expected in ((1, "part_returned"), (2, "part_returned"), (3, "returned")):
        return_items(by=alice, plan=three, items=[item_of(three, number)], at=moment(date(2026, 3, 4)))
        assert status_of(three)[0] == expected
