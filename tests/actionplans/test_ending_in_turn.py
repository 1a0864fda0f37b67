"""What CPS may not end while it owes something first, where the case went to it again, and from when on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans.enums import PlanStatus
from actionplans.models import ActionPlan, PlanReopening
from actionplans.notices.endings import recheck_finalised
from actionplans.rules.endings import check_can_take_plan_back
from actionplans.services import (
    answer_dispute,
    check_item,
    reopen_plan,
    return_items,
    submit_to_cps,
    take_back_plan_withdrawal,
    withdraw_item,
)
from cases.models import Allegation, DueItem
from cases.services import add_allegation
from rasso_tracker.messages import Due
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import ISSUED, REVIEW_ON, TARGET_ON, submitted
from tests.actionplans.test_disputes import disputed
from tests.actionplans.test_endings import LATER, NEW, UNANSWERED, finalised, milestones, withdrawn
from tests.actionplans.test_items import item_of
from tests.actionplans.test_superseded import document_of
from tests.actionplans.test_withdrawals import status_of

AFTER = UNANSWERED + timedelta(days=1)


def answers_owed(plan: ActionPlan) -> int:
    return DueItem.objects.filter(case=plan.case, code="cps_answer", settled_at__isnull=True).count()


def test_a_plan_is_not_closed_unanswered_once_the_case_went_to_cps_again(
    plan: ActionPlan, alice: Person, lena: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    submitted(plan.case, alice, unit, LATER)
    before = milestones(plan)
    with pytest.raises(NotAllowed) as refused:
        finalised(plan, lena)
    assert str(refused.value) == (
        "The case went to CPS again in submission 2, so the police did answer. If CPS asks for this plan no"
        " more, withdraw it."
    )
    assert (status_of(plan), milestones(plan)) == ((PlanStatus.ISSUED, 2), before)
    page = sign_in(lena).get(reverse("action_plan_detail", args=[plan.pk])).content.decode()
    assert reverse("withdraw_plan", args=[plan.pk]) in page
    assert reverse("finalise_plan", args=[plan.pk]) not in page


def test_a_plan_withdrawn_after_that_owes_no_second_answer(
    plan: ActionPlan, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    submitted(plan.case, alice, unit, LATER)
    before = milestones(plan)
    withdrawn(plan, lena, at=LATER + timedelta(hours=1))
    assert (answers_owed(plan), milestones(plan)) == (1, before)


def test_a_plan_is_not_opened_again_once_the_case_went_to_cps_again(
    plan: ActionPlan, alice: Person, lena: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    finalised(plan, lena)
    submitted(plan.case, alice, unit, AFTER)
    before = milestones(plan)
    with pytest.raises(NotAllowed) as refused:
        reopen_plan(by=lena, plan=plan, reason="They sent it.", at=AFTER, **NEW)
    assert str(refused.value) == (
        "The case went to CPS again in submission 2, so this plan is not opened again. What CPS still needs"
        " it asks for in an action plan on that."
    )
    assert milestones(plan) == before
    page = sign_in(lena).get(reverse("action_plan_detail", args=[plan.pk])).content.decode()
    assert reverse("reopen_plan", args=[plan.pk]) not in page


def test_a_submission_of_another_allegation_is_no_answer(
    plan: ActionPlan, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    first = set(Allegation.objects.filter(case=plan.case).values_list("pk", flat=True))
    row = finalised(plan, lena)
    add_allegation(
        by=alice, case=plan.case, crime_reference="13260099001", offence_type="rape_adult", at=AFTER
    )
    submit_to_cps(
        by=alice, case=plan.case, kind="within_28_days", cps_unit=unit, unchecked_because="inspector",
        allegations=list(Allegation.objects.filter(case=plan.case).exclude(pk__in=first)), at=AFTER,
    )  # fmt: skip
    assert isinstance(recheck_finalised([row.pk], AFTER)[row.pk], Due)
    reopen_plan(by=lena, plan=plan, reason="They sent it.", at=AFTER, **NEW)
    assert status_of(plan) == (PlanStatus.IN_PROGRESS, 2)


def test_nothing_ends_before_it_was_opened_again(plan: ActionPlan, lena: Person) -> None:
    finalised(plan, lena)
    reopen_plan(by=lena, plan=plan, reason="They sent it.", at=AFTER, **NEW)
    then, at = UNANSWERED + timedelta(hours=1), AFTER + timedelta(days=60)
    said = {"This cannot be before CPS last opened the plan again."}
    for field, act in (
        ("withdrawn_at", lambda: withdrawn(plan, lena, withdrawn_at=then, at=at)),
        ("finalised_at", lambda: finalised(plan, lena, finalised_at=then, at=at)),
        (
            "withdrawn_at",
            lambda: withdraw_item(by=lena, item=item_of(plan), reason="not_needed", withdrawn_at=then, at=at),
        ),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert set(refused.value.fields) == {field}
        assert set(refused.value.fields.values()) == said
    assert status_of(plan) == (PlanStatus.IN_PROGRESS, 2)


def test_what_cps_owes_comes_before_it_closes_its_record(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    dispute = disputed(plan, alice, 2)
    with pytest.raises(NotAllowed) as refused:
        finalised(plan, lena)
    assert str(refused.value) == "CPS owes its answer to the dispute of item 2 first."
    answer_dispute(by=lena, dispute=dispute, outcome="not_accepted", words="Still needed.", at=LATER)
    return_items(by=alice, plan=plan, items=[item_of(plan)], at=LATER)
    with pytest.raises(NotAllowed) as refused:
        finalised(plan, lena)
    assert str(refused.value) == "CPS owes its check of item 1, which came back, first."
    check_item(by=lena, item=item_of(plan), accepted=True, at=LATER + timedelta(hours=1))
    finalised(plan, lena)
    assert status_of(plan) == (PlanStatus.ADMIN_FINALISED, 0)


def test_the_form_of_opening_again_says_all_that_it_wants_at_once(
    lapsed: list[ActionPlan], lena: Person, sign_in: Callable[..., Any]
) -> None:
    plan, client = lapsed[0], sign_in(lena)
    finalised(plan, lena, at=None)
    plan.refresh_from_db()
    place = reverse("reopen_plan", args=[plan.pk])
    shown = client.get(place).content.decode()
    assert "New target date" in shown
    assert "New target date (optional)" not in shown
    assert "New review date (optional)" not in shown
    answer = client.post(place, {"version": str(plan.version)})
    said = answer.content.decode()
    assert answer.status_code == 422
    for one in ("Say why the plan is opened again.", "Enter a new target date.", "Enter a new review date."):
        assert one in said
    far = {"review_date": "2199-06-29"}
    told = client.post(
        f"/api/v1/action-plans/{plan.pk}/reopen/", far, content_type="application/json",
        headers={"If-Match": f'"{plan.version}"'},
    ).json()["fields"]  # fmt: skip
    assert set(told) == {"reason", "target_date", "review_date"}
    assert not PlanReopening.objects.exists()


@pytest.mark.parametrize(
    ("end", "says"),
    [
        (finalised, "CPS closed its record of this plan unanswered on 30 June 2026"),
        (withdrawn, "CPS withdrew this plan on 3 March 2026"),
    ],
)
def test_the_return_schedule_of_a_plan_that_cps_ended_says_what_was_asked(
    plan: ActionPlan,
    alice: Person,
    lena: Person,
    sign_in: Callable[..., Any],
    end: Callable[..., Any],
    says: str,
) -> None:
    return_items(by=alice, plan=plan, items=[item_of(plan)], at=ISSUED)
    check_item(by=lena, item=item_of(plan), accepted=True, at=ISSUED)
    end(plan, lena)
    sheet = sign_in(lena).get(reverse("return_schedule", args=[plan.pk])).content.decode()
    assert "2 items asked for: 1 returned, 1 of them accepted by CPS; 1 outstanding then." in sheet
    assert says in sheet


def test_what_was_withdrawn_before_the_plan_is_not_counted_as_asked(
    plan: ActionPlan, lena: Person, sign_in: Callable[..., Any]
) -> None:
    withdraw_item(by=lena, item=item_of(plan), reason="not_needed", at=LATER)
    withdrawn(plan, lena)
    sheet = sign_in(lena).get(reverse("return_schedule", args=[plan.pk])).content.decode()
    assert "1 item asked for: 0 returned, 0 of them accepted by CPS; 1 outstanding then." in sheet


def test_a_record_closed_by_mistake_is_taken_back_and_the_plan_is_late_as_it_was(
    plan: ActionPlan, adam: Person, gita: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    row = finalised(plan, lena)
    with pytest.raises(NotAllowed) as refused:
        take_back_plan_withdrawal(by=gita, ending=row, reason="Another plan.", at=AFTER)
    assert str(refused.value) == "CPS recorded or confirmed this end, so CPS alone takes it back. Ask them."
    with pytest.raises(NotAllowed, match="You cannot take back the end of an action plan as "):
        check_can_take_plan_back(adam, row, plan, left=[plan], decided_at=None)
    place, client = reverse("take_back_plan_withdrawal", args=[row.pk]), sign_in(lena)
    assert place in client.get(reverse("action_plan_detail", args=[plan.pk])).content.decode()
    assert "New target date" not in client.get(place).content.decode()
    take_back_plan_withdrawal(by=lena, ending=row, reason="Another plan.", at=AFTER)
    assert status_of(plan) == (PlanStatus.ISSUED, 2)
    assert (plan.target_on, plan.review_on, plan.is_lapsed(AFTER)) == (TARGET_ON, REVIEW_ON, True)
    assert milestones(plan) == [("action_plan_issued", True), ("admin_finalised", False)]


def test_police_take_back_the_close_that_they_entered_until_it_was_opened_again(
    plan: ActionPlan, gita: Person, lena: Person
) -> None:
    row = finalised(plan, gita, **document_of(UNANSWERED))
    take_back_plan_withdrawal(by=gita, ending=row, reason="Another plan.", at=AFTER)
    assert status_of(plan) == (PlanStatus.ISSUED, 2)
    again = finalised(plan, lena, at=AFTER)
    reopen_plan(by=lena, plan=plan, reason="They sent it.", at=AFTER, **NEW)
    with pytest.raises(NotAllowed, match="CPS opened this plan again on 1 July 2026 already"):
        take_back_plan_withdrawal(by=lena, ending=again, reason="Another plan.", at=AFTER)
