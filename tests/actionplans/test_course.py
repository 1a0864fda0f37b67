"""What is said between police and CPS, and the days with each, follows from the acts that stand: in whatever
order they are entered, and as if what CPS says never was had not been entered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from actionplans.models import ActionPlan, DisputeAnswer, ItemCheck, PlanDate, Submission
from actionplans.services import (
    answer_dispute,
    check_item,
    confirm_action_plan,
    confirm_dispute_answer,
    confirm_item_check,
    confirm_plan_ending,
    dispute_item,
    finalise_plan,
    issue_action_plan,
    return_items,
    triage_submission,
    withdraw_item,
    withdraw_plan,
    write_advice,
)
from actionplans.turns import Days, days_by_round, days_of_rounds
from cases.enums import Stage
from cases.models import Allegation, Case, Milestone
from cases.services import record_milestone, void_milestone
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import ITEMS, SUBMITTED, submitted
from tests.actionplans.test_beside_charge import row as beside
from tests.actionplans.test_in_step import another, answers_due
from tests.actionplans.test_superseded import document_of, stage
from tests.decisions import by_cps

NOW = SUBMITTED + timedelta(days=100)
OF_CPS = ("triage_accepted", "triage_rejected", "early_advice_given", "admin_finalised", "action_plan_issued")


def day(number: int) -> datetime:
    """Noon, so many days after the submission."""
    return SUBMITTED + timedelta(days=number)


def said(submission: Submission) -> list[tuple[str, int]]:
    """What stands of what was said of the case, and on which day."""
    rows = Milestone.objects.filter(case=submission.case, voided_at__isnull=True)
    told = rows.filter(kind__in=[*OF_CPS, "resubmitted"]).order_by("occurred_at")
    return [(one.kind, (one.occurred_at - SUBMITTED).days) for one in told]


def days(submission: Submission) -> Days:
    """With each side until NOW: the same in Python and in SQL."""
    found = days_of_rounds([submission.pk], NOW)[submission.pk]
    case = submission.case
    rounds, milestones = Submission.objects.filter(case=case), list(Milestone.objects.filter(case=case))
    assert (
        days_by_round(rounds, milestones, Allegation.objects.filter(case=case), NOW)[submission.pk] == found
    )
    return found


def plan(submission: Submission, by: Person, number: int) -> ActionPlan:
    at = day(number)
    more = document_of(at)
    return issue_action_plan(by=by, submission=submission, items=ITEMS, issued_at=at, at=NOW, **more)


def withdraw(row: ActionPlan, by: Person, number: int) -> Any:
    at = day(number)
    return withdraw_plan(by=by, plan=row, reason="not_needed", withdrawn_at=at, at=NOW, **document_of(at))


def charge(by: Person, submission: Submission, number: int, **more: Any) -> Milestone:
    at = day(number)
    about = Allegation.objects.get(case=submission.case)
    moments = {"occurred_at": at, "at": NOW, **by_cps(at)}
    return record_milestone(by=by, case=submission.case, kind="charged", allegation=about, **moments, **more)


def test_a_plan_that_never_was_leaves_no_days_though_the_case_was_decided(
    submission: Submission, alice: Person, gita: Person, lena: Person
) -> None:
    row = plan(submission, gita, 10)
    charge(alice, submission, 18, open_plans=[beside(row)])
    assert (said(submission), days(submission)) == ([("action_plan_issued", 10)], Days(police=8, cps=10))
    confirm_action_plan(by=lena, plan=row, stands=False, at=NOW)
    assert (said(submission), days(submission)) == ([], Days(police=0, cps=18))


def test_the_end_of_a_plan_that_never_was_leaves_no_days_though_the_case_was_decided(
    submission: Submission, alice: Person, gita: Person, lena: Person
) -> None:
    row = plan(submission, gita, 2)
    end = withdraw(row, gita, 9)
    charge(alice, submission, 18)
    assert days(submission) == Days(police=7, cps=11)
    confirm_plan_ending(by=lena, ending=end, stands=False, at=NOW)
    assert (said(submission), days(submission)) == ([("action_plan_issued", 2)], Days(police=16, cps=2))


def test_a_plan_keeps_what_it_said_where_another_never_was(
    submission: Submission, gita: Person, lena: Person
) -> None:
    row = plan(submission, gita, 2)
    at = day(40)
    finalise_plan(by=gita, plan=row, finalised_at=at, at=NOW, **document_of(at))
    before = said(submission), days(submission)
    assert before == ([("action_plan_issued", 2), ("admin_finalised", 40)], Days(police=98, cps=2))
    other = plan(submission, gita, 1)
    assert days(submission) == Days(police=99, cps=1)
    confirm_action_plan(by=lena, plan=other, stands=False, at=NOW)
    assert (said(submission), days(submission)) == before


STEPS = ("first", "its end", "second", "that one's end")
ORDERS = [
    one
    for one in permutations(STEPS)
    if one.index("first") < one.index("its end") and one.index("second") < one.index("that one's end")
]


@pytest.mark.parametrize("order", ORDERS)
def test_plans_and_their_ends_say_the_same_in_whatever_order_they_are_entered(
    order: tuple[str, ...], submission: Submission, gita: Person
) -> None:
    rows: dict[str, ActionPlan] = {}
    deeds: dict[str, Callable[[], Any]] = {
        "first": lambda: rows.update(first=plan(submission, gita, 1)),
        "its end": lambda: withdraw(rows["first"], gita, 3),
        "second": lambda: rows.update(second=plan(submission, gita, 8)),
        "that one's end": lambda: withdraw(rows["second"], gita, 15),
    }
    for name in order:
        deeds[name]()
    told = [("action_plan_issued", 1), ("resubmitted", 3), ("action_plan_issued", 8), ("resubmitted", 15)]
    assert (said(submission), days(submission)) == (told, Days(police=9, cps=91))


def test_early_advice_that_is_entered_after_a_plan_was_given_when_it_was(
    case: Case, alice: Person, gita: Person, unit: CpsUnit
) -> None:
    sent = submitted(case, alice, unit, kind="early_advice")
    plan(sent, gita, 17)
    at = day(2)
    write_advice(
        by=gita, submission=sent, text="Go on.", kind="early", given_at=at, at=NOW, **document_of(at)
    )
    assert said(sent) == [("early_advice_given", 2), ("action_plan_issued", 17)]
    assert days(sent) == Days(police=98, cps=2)


def test_an_item_that_was_withdrawn_before_it_came_back_took_the_case_back_then(
    submission: Submission, alice: Person, gita: Person
) -> None:
    row = issue_action_plan(
        by=gita, submission=submission, items=ITEMS[:1], issued_at=day(2), at=NOW, **document_of(day(2))
    )
    (item,) = row.items.all()
    return_items(by=alice, plan=row, items=[item], at=NOW)
    at = day(20)
    withdraw_item(by=gita, item=item, reason="not_needed", withdrawn_at=at, at=NOW, **document_of(at))
    assert said(submission) == [("action_plan_issued", 2), ("resubmitted", 20)]
    assert days(submission) == Days(police=18, cps=82)


def test_what_came_after_a_decision_that_is_entered_late_says_nothing_until_it_is_voided(
    submission: Submission, alice: Person, gita: Person, lena: Person
) -> None:
    at = day(10)
    triage_submission(by=gita, submission=submission, accepted=True, triaged_at=at, at=NOW, **document_of(at))
    made = charge(alice, submission, 5)
    assert (stage(submission.case), said(submission)) == (Stage.CHARGED, [])
    assert days(submission) == Days(police=0, cps=5)
    void_milestone(by=alice, milestone=made, reason="Of another case.", at=NOW)
    assert (stage(submission.case), said(submission)) == (Stage.WITH_CPS, [("triage_accepted", 10)])
    assert days(submission) == Days(police=0, cps=100)


def test_a_round_that_was_sent_after_the_decision_waits_for_nothing(
    submission: Submission, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    triage_submission(by=lena, submission=submission, accepted=True, at=day(1))
    again = submitted(submission.case, alice, unit, day(25))
    charge(alice, submission, 10)
    again.refresh_from_db()
    assert (again.status, again.answered_at) == ("answered", day(25))
    assert (days(submission), days(again)) == (Days(police=0, cps=10), Days())


@pytest.mark.parametrize("answer", ["rejected", "plan"])
def test_what_cps_says_at_the_moment_of_a_second_round_comes_after_it(
    answer: str, submission: Submission, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    triage_submission(by=lena, submission=submission, accepted=True, at=day(1))
    at = day(20)
    again = submitted(submission.case, alice, unit, at)
    if answer == "plan":
        plan(again, gita, 20)
        assert stage(again.case) == Stage.ACTION_PLAN
    else:
        triage_submission(
            by=gita,
            submission=again,
            accepted=False,
            reasons=[{"reason": "mg11"}],
            respond_by=day(40).date(),
            triaged_at=at,
            at=NOW,
            **document_of(at),
        )
        assert stage(again.case) == Stage.TRIAGE_REJECTED
    assert days(again) == Days(police=80, cps=0)


def test_what_was_sent_again_goes_by_its_last_round_alone(
    case: Case, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    first, second = Allegation.objects.get(case=case), another(case, alice)
    one = submitted(case, alice, unit)
    triage_submission(by=lena, submission=one, accepted=True, at=day(1))
    row = plan(one, gita, 2)
    two = submitted(case, alice, unit, day(20), allegations=[second])
    triage_submission(
        by=lena,
        submission=two,
        accepted=False,
        reasons=[{"reason": "mg11"}],
        respond_by=day(40).date(),
        at=day(25),
    )
    return_items(by=alice, plan=row, items=list(row.items.all()), at=NOW)
    for about, where in ((first, Stage.RESUBMITTED), (second, Stage.TRIAGE_REJECTED)):
        about.refresh_from_db()
        assert about.stage == where


@pytest.mark.parametrize("end", ["ends with it", "was withdrawn then"])
def test_nothing_is_back_with_cps_at_the_moment_of_the_charge(
    end: str, submission: Submission, alice: Person, gita: Person
) -> None:
    row = plan(submission, gita, 2)
    if end == "ends with it":
        charge(alice, submission, 10, open_plans=[beside(row, "withdrawn", "")])
    else:
        withdraw(row, gita, 10)
        charge(alice, submission, 10)
    assert (said(submission), days(submission)) == ([("action_plan_issued", 2)], Days(police=8, cps=2))


def test_cps_owes_its_decision_on_the_last_round_though_a_plan_of_the_first_is_open(
    submission: Submission, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    triage_submission(by=lena, submission=submission, accepted=True, at=day(1))
    first = plan(submission, gita, 5)
    again = submitted(submission.case, alice, unit, day(25))
    triage_submission(by=lena, submission=again, accepted=True, at=day(26))
    withdraw(plan(again, gita, 30), gita, 40)
    owed = [(2, date(2026, 5, 2))]  # 28 days from the withdrawal
    assert (stage(again.case), answers_due(again.case)) == (Stage.RESUBMITTED, owed)
    withdraw(first, gita, 45)
    assert (stage(again.case), answers_due(again.case)) == (Stage.RESUBMITTED, owed)


def test_an_accepted_dispute_that_never_was_wins_no_time(
    submission: Submission, alice: Person, gita: Person, lena: Person
) -> None:
    row = plan(submission, gita, 2)
    target = PlanDate.objects.get(plan=row, kind="target", superseded_at__isnull=True)
    passed = day(60)
    for item in row.items.all():
        dispute = dispute_item(
            by=alice, item=item, reason="not_proportionate", channel="email", words="Too far.", at=passed
        )
        answer_dispute(
            by=gita, dispute=dispute, outcome="accepted", answered_at=passed, at=NOW, **document_of(passed)
        )
    assert stage(submission.case) == Stage.RESUBMITTED
    for answer in DisputeAnswer.objects.filter(case=submission.case):
        confirm_dispute_answer(by=lena, answer=answer, stands=False, at=NOW)
    row.refresh_from_db()
    assert (stage(submission.case), row.status, row.items_open) == (Stage.ACTION_PLAN, "issued", 2)
    assert PlanDate.objects.get(plan=row, kind="target", superseded_at__isnull=True) == target


def test_an_item_that_cps_never_sent_back_leaves_the_target_that_stood(
    submission: Submission, alice: Person, gita: Person, lena: Person
) -> None:
    row = issue_action_plan(by=lena, submission=submission, items=ITEMS, at=day(2))
    target = PlanDate.objects.get(plan=row, kind="target", superseded_at__isnull=True)
    return_items(by=alice, plan=row, items=list(row.items.all()), at=day(20))
    at = day(60)
    item = row.items.first()
    check_item(by=gita, item=item, accepted=False, note="Unsigned.", checked_at=at, at=NOW, **document_of(at))
    assert PlanDate.objects.get(plan=row, kind="target", superseded_at__isnull=True) != target
    check = ItemCheck.objects.get(case=submission.case)
    confirm_item_check(by=lena, check=check, stands=False, at=NOW)
    assert PlanDate.objects.get(plan=row, kind="target", superseded_at__isnull=True) == target
    assert said(submission) == [("action_plan_issued", 2), ("resubmitted", 20)]
