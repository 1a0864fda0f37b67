"""CPS says that it never decided what police entered: what that decision had ended is again what it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from actionplans.models import ActionPlan, Submission
from actionplans.services import (
    confirm_plan_ending,
    finalise_plan,
    issue_action_plan,
    triage_submission,
    withdraw_plan,
)
from cases.enums import Stage
from cases.models import Allegation, Case, DueItem, Milestone
from rasso_tracker.people.models import CpsUnit, Person
from reviews import services
from reviews.models import Decision
from tests.actionplans.conftest import ITEMS, submitted
from tests.actionplans.test_superseded import document_of, owed, stage
from tests.actionplans.test_withdrawals import status_of
from tests.reviews.conftest import line, on


@pytest.fixture
def sent(case: Case, interviewed: Allegation, alice: Person, lena: Person, unit: CpsUnit) -> Submission:
    """With CPS, which accepted it."""
    at = on(9)
    sent = submitted(case, alice, unit, at)
    triage_submission(by=lena, submission=sent, accepted=True, at=at + timedelta(days=1))
    sent.refresh_from_db()
    return sent


def decided(by: Person, about: Allegation, at: datetime) -> Decision:
    said: Any = {
        "decided_at": at,
        "maker_name": "L. Awyer",
        "approver_name": "M. Anager",
        "document_name": "mg3",
        "document_date": at.date(),
        "lines": [line(about, "15", "cps_evidential")],
        "rationale": "Nothing is left to prove it.",
        "at": at,
    }
    return services.record_cps_nfa(by=by, case=about.case, **said)


def never(decision: Decision, by: Person, at: datetime) -> None:
    services.confirm_cps_decision(by=by, decision=decision, stands=False, at=at)


def plan_on(sent: Submission, by: Person) -> ActionPlan:
    return issue_action_plan(by=by, submission=sent, items=ITEMS, at=sent.submitted_at + timedelta(days=2))


def facts(case: Case) -> tuple[str, set[str], list[tuple[str, date]]]:
    dues = DueItem.objects.filter(case=case, settled_at__isnull=True, code__in=["cps_answer", "plan_target"])
    return stage(case), owed(case) - {"supervisory_review"}, sorted(dues.values_list("code", "due_on"))


def test_cps_owes_its_answer_again_by_the_same_date(
    sent: Submission, interviewed: Allegation, alice: Person, lena: Person
) -> None:
    before, due = facts(sent.case), sent.due_on
    at = sent.submitted_at + timedelta(days=5)
    decision = decided(alice, interviewed, at)
    assert (stage(sent.case), "cps_answer" in owed(sent.case)) == (Stage.CPS_NFA, False)
    never(decision, lena, at + timedelta(days=1))
    assert facts(sent.case) == before
    sent.refresh_from_db()
    assert (sent.answered_at, sent.due_on) == (None, due)
    last = Milestone.objects.filter(case=sent.case, voided_at__isnull=True).order_by("occurred_at").last()
    assert last is not None
    assert last.kind == "triage_accepted"  # said again, from when CPS said so
    assert not Milestone.objects.filter(case=sent.case, kind="cps_nfa", voided_at__isnull=True).exists()


def test_the_plan_that_it_ended_is_asked_for_again(
    sent: Submission, interviewed: Allegation, alice: Person, lena: Person
) -> None:
    plan = plan_on(sent, lena)
    before, status = facts(sent.case), status_of(plan)
    at = sent.submitted_at + timedelta(days=5)
    decision = decided(alice, interviewed, at)
    assert status_of(plan)[0] == "withdrawn"
    never(decision, lena, at + timedelta(days=1))
    assert (facts(sent.case), status_of(plan)) == (before, status)


@pytest.mark.parametrize("end", ["withdraw", "finalise"])
def test_what_cps_had_ended_itself_stays_ended(
    end: str, sent: Submission, interviewed: Allegation, alice: Person, lena: Person
) -> None:
    plan, at = plan_on(sent, lena), sent.submitted_at + timedelta(days=90)
    if end == "withdraw":
        withdraw_plan(by=lena, plan=plan, reason="not_needed", at=at)
    else:
        finalise_plan(by=lena, plan=plan, at=at)
    before, status = facts(sent.case), status_of(plan)
    decision = decided(alice, interviewed, at + timedelta(days=1))
    never(decision, lena, at + timedelta(days=2))
    assert (facts(sent.case), status_of(plan)) == (before, status)


def test_an_end_that_cps_did_not_make_either_opens_the_plan_with_it(
    sent: Submission, interviewed: Allegation, alice: Person, gita: Person, lena: Person
) -> None:
    plan, at = plan_on(sent, lena), sent.submitted_at + timedelta(days=5)
    status = status_of(plan)
    ending = withdraw_plan(by=gita, plan=plan, reason="not_needed", at=at, **document_of(at))
    decision = decided(alice, interviewed, at + timedelta(days=1))
    confirm_plan_ending(by=lena, ending=ending, stands=False, at=at + timedelta(days=2))
    never(decision, lena, at + timedelta(days=3))
    assert (stage(sent.case), status_of(plan)) == (Stage.ACTION_PLAN, status)
    assert "cps_answer" not in owed(sent.case)
