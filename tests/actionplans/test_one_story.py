"""What CPS says of an end, an opening or a plan that police entered, one after the other: the plan, what is
owed, the history and the case's stage tell one story.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans.enums import PlanStatus
from actionplans.models import ActionPlan, EarlyAdviceEnding, Submission
from actionplans.services import (
    confirm_action_plan,
    confirm_advice,
    confirm_plan_ending,
    confirm_plan_reopening,
    finalise_early_advice,
    issue_action_plan,
    reopen_plan,
    take_back_plan_withdrawal,
    withdraw_item,
    write_advice,
)
from cases.enums import Stage
from cases.models import Allegation, Case, DueItem
from cases.services import record_milestone, void_milestone
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import (
    ISSUED,
    ITEMS,
    REVIEW_ON,
    TARGET_ON,
    issued,
    submitted,
)
from tests.actionplans.test_endings import LATER, NEW, UNANSWERED, finalised, milestones, withdrawn
from tests.actionplans.test_items import item_of
from tests.actionplans.test_superseded import document_of, owed, stage
from tests.actionplans.test_withdrawals import status_of
from tests.decisions import by_cps

AFTER = UNANSWERED + timedelta(days=1)


def test_a_close_and_then_its_opening_that_cps_did_not_make(
    plan: ActionPlan, gita: Person, lena: Person
) -> None:
    row = finalised(plan, gita, **document_of(UNANSWERED))
    again = reopen_plan(
        by=gita, plan=plan, reason="By e-mail.", at=UNANSWERED, **NEW, **document_of(UNANSWERED)
    )
    confirm_plan_ending(by=lena, ending=row, stands=False, at=AFTER)
    assert ("admin_finalised", True) not in milestones(plan)
    assert (status_of(plan), stage(plan.case)) == ((PlanStatus.IN_PROGRESS, 2), Stage.ACTION_PLAN)
    confirm_plan_reopening(by=lena, reopening=again, stands=False, at=AFTER)
    plan.refresh_from_db()
    assert (plan.is_open, plan.target_on, plan.review_on) == (True, TARGET_ON, REVIEW_ON)
    assert {"plan_target", "plan_review"} <= owed(plan.case)
    assert "unanswered" not in owed(plan.case)
    finalised(plan, lena, at=AFTER + timedelta(hours=1))
    reopen_plan(by=lena, plan=plan, reason="It came.", at=AFTER + timedelta(hours=2), **NEW)
    assert status_of(plan) == (PlanStatus.IN_PROGRESS, 2)


@pytest.fixture
def entered(accepted: Submission, gita: Person) -> ActionPlan:
    """A plan that police entered and CPS did not confirm."""
    return issue_action_plan(by=gita, submission=accepted, items=ITEMS, at=ISSUED, **document_of(ISSUED))


@pytest.mark.parametrize("end", [finalised, withdrawn])
def test_a_plan_that_cps_never_issued_stays_closed_whatever_ended_it(
    end: Any, entered: ActionPlan, gita: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    row = end(entered, gita, at=UNANSWERED, **document_of(UNANSWERED))
    page = sign_in(lena).get(reverse("action_plan_detail", args=[entered.pk])).content.decode()
    assert reverse("confirm_action_plan", args=[entered.pk]) in page
    confirm_action_plan(by=lena, plan=entered, stands=False, at=AFTER)
    assert not [kind for kind, stands in milestones(entered) if stands]
    assert (stage(entered.case), owed(entered.case)) == (Stage.WITH_CPS, {"cps_answer"})
    confirm_plan_ending(by=lena, ending=row, stands=False, at=AFTER)
    entered.refresh_from_db()
    assert (entered.is_open, entered.next_step_at) == (False, None)
    assert owed(entered.case) == {"cps_answer"}
    with pytest.raises(NotAllowed):
        reopen_plan(by=lena, plan=entered, reason="Now.", at=AFTER, **NEW)


def test_a_voided_charge_gives_back_what_cps_owed(accepted: Submission, alice: Person, lena: Person) -> None:
    before = DueItem.objects.get(case=accepted.case, code="cps_answer", settled_at__isnull=True)
    charged_on(accepted.case, alice, AFTER)
    accepted.refresh_from_db()
    assert (accepted.answered_at, owed(accepted.case)) == (AFTER, set())
    void(accepted.case, alice)
    accepted.refresh_from_db()
    assert accepted.answered_at is None
    due = DueItem.objects.get(case=accepted.case, code="cps_answer", settled_at__isnull=True)
    assert (due.due_on, due.what) == (before.due_on, before.what)
    assert stage(accepted.case) == Stage.WITH_CPS


def test_a_voided_charge_gives_back_what_a_withdrawn_plan_had_left_to_cps(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    withdrawn(plan, lena)
    charged_on(plan.case, alice, AFTER)
    assert owed(plan.case) == set()
    void(plan.case, alice)
    assert owed(plan.case) == {"cps_answer"}
    plan.submission.refresh_from_db()
    assert plan.submission.answered_at == ISSUED


def charged_on(case: Case, by: Person, at: Any) -> None:
    (one,) = Allegation.objects.filter(case=case)
    record_milestone(by=by, case=case, kind="charged", allegation=one, occurred_at=at, at=at, **by_cps(at))


def void(case: Case, by: Person) -> None:
    made = case.milestones.get(kind="charged")
    void_milestone(by=by, milestone=made, reason="Of another case.", at=AFTER + timedelta(hours=1))


def test_nothing_is_opened_again_once_everything_is_charged(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    row = finalised(plan, lena)
    charged_on(plan.case, alice, AFTER)
    for refused in (
        lambda: reopen_plan(by=lena, plan=plan, reason="It came.", at=AFTER, **NEW),
        lambda: take_back_plan_withdrawal(by=lena, ending=row, reason="Wrong.", at=AFTER),
    ):
        with pytest.raises(NotAllowed, match="every allegation of this case is charged or closed"):
            refused()


def test_a_plan_that_was_opened_again_is_in_progress_after_a_withdrawal_by_mistake(
    plan: ActionPlan, lena: Person
) -> None:
    finalised(plan, lena)
    reopen_plan(by=lena, plan=plan, reason="It came.", at=UNANSWERED, **NEW)
    row = withdrawn(plan, lena, at=AFTER)
    take_back_plan_withdrawal(by=lena, ending=row, reason="Wrong plan.", at=AFTER)
    assert status_of(plan) == (PlanStatus.IN_PROGRESS, 2)


# Early advice


def test_a_plan_on_early_advice_that_was_given_leaves_nothing_to_cps(early: Submission, lena: Person) -> None:
    plan = issued(early, lena, LATER)
    row = withdrawn(plan, lena, at=AFTER)
    assert (stage(early.case), owed(early.case)) == (Stage.EARLY_ADVICE_GIVEN, set())
    take_back_plan_withdrawal(by=lena, ending=row, reason="Wrong plan.", at=AFTER, **NEW)
    assert stage(early.case) == Stage.ACTION_PLAN
    for one in (item_of(plan), item_of(plan, 2)):
        withdraw_item(by=lena, item=one, reason="not_needed", at=AFTER + timedelta(hours=1))
    assert (stage(early.case), owed(early.case)) == (Stage.EARLY_ADVICE_GIVEN, set())


def test_the_next_round_asks_for_what_a_withdrawn_plan_had_left_to_cps(
    plan: ActionPlan, alice: Person, lena: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    withdrawn(plan, lena)
    page = sign_in(lena).get(reverse("submission_detail", args=[plan.submission_id])).content.decode()
    assert "Answer due again" in page
    submitted(plan.case, alice, unit, AFTER)
    due = DueItem.objects.filter(case=plan.case, code="cps_answer", settled_at__isnull=True)
    assert due.count() == 1
    assert due.get().source != plan.submission_id


def test_the_close_of_early_advice_goes_with_the_advice(
    case: Case, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    made = submitted(case, alice, unit, kind="early_advice")
    advice = write_advice(
        by=gita, submission=made, text="One.", kind="early", at=ISSUED, **document_of(ISSUED)
    )
    made.refresh_from_db()
    finalise_early_advice(by=gita, submission=made, at=UNANSWERED, **document_of(UNANSWERED))
    confirm_advice(by=lena, advice=advice, stands=False, at=AFTER)
    assert (stage(case), owed(case)) == (Stage.EARLY_ADVICE_REQUESTED, {"cps_answer"})
    assert not EarlyAdviceEnding.objects.filter(superseded_at__isnull=True).exists()
    made.refresh_from_db()
    write_advice(by=lena, submission=made, text="Two.", kind="early", at=AFTER)
    made.refresh_from_db()
    finalise_early_advice(by=lena, submission=made, at=AFTER + timedelta(days=90))
    assert owed(case) == {"unanswered"}


def test_a_document_proves_nothing_that_came_after_it(plan: ActionPlan, gita: Person) -> None:
    with pytest.raises(Invalid) as refused:
        withdrawn(plan, gita, at=UNANSWERED, withdrawn_at=UNANSWERED, **document_of(LATER))
    assert refused.value.fields == {
        "withdrawn_at": "The document is of 3 March 2026, so CPS did it by then.",
    }
    row = withdrawn(plan, gita, at=UNANSWERED, **document_of(LATER))
    assert row.ended_at.date() == LATER.date()
