"""What CPS supersedes leaves no trace in stage, clocks and days, and the act itself stays to be read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from actionplans.models import (
    ActionPlan,
    Advice,
    DisputeAnswer,
    ItemCheck,
    PlanCompletion,
    Submission,
    Triage,
)
from actionplans.services import (
    answer_dispute,
    check_item,
    complete_plan,
    confirm_action_plan,
    confirm_advice,
    confirm_completion,
    confirm_dispute_answer,
    confirm_item_check,
    confirm_triage,
    dispute_item,
    issue_action_plan,
    return_items,
    triage_submission,
    withdraw_plan,
    write_advice,
)
from actionplans.timeline import entries
from actionplans.turns import Days, days_of_rounds
from cases.enums import Stage
from cases.models import Case, DueItem, Milestone
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.web.text import within_a_sentence
from tests.actionplans.conftest import ITEMS, SUBMITTED, moment, submitted

DOCUMENT: Any = {"document_name": "mg3", "document_date": date(2026, 3, 2)}
ENTERED, LATER = moment(date(2026, 3, 2)), moment(date(2026, 3, 5))


def document_of(at: datetime) -> Any:
    return {"document_name": "mg3", "document_date": at.date()}


def owed(case: Case) -> set[str]:
    return set(DueItem.objects.filter(case=case, settled_at__isnull=True).values_list("code", flat=True))


def stage(case: Case) -> str:
    return str(Case.objects.get(pk=case.pk).stage)


def days(submission: Submission) -> Days:
    return days_of_rounds([submission.pk], LATER)[submission.pk]


def test_a_rejection_that_does_not_stand_gives_the_round_back_to_cps(
    submission: Submission, gita: Person, lena: Person
) -> None:
    triage = triage_submission(
        by=gita,
        submission=submission,
        accepted=False,
        reasons=[{"reason": "mg11"}],
        respond_by=date(2026, 3, 20),
        triaged_at=moment(date(2026, 2, 25)),
        at=ENTERED,
        **DOCUMENT,
    )
    submission.refresh_from_db()
    assert submission.answered_at == moment(date(2026, 2, 25))
    assert (stage(submission.case), days(submission)) == (Stage.TRIAGE_REJECTED, Days(police=8, cps=2))
    confirm_triage(by=lena, triage=triage, stands=False, at=LATER)
    submission.refresh_from_db()
    assert (submission.status, submission.answered_at) == ("sent", None)
    assert (stage(submission.case), owed(submission.case)) == (Stage.WITH_CPS, {"cps_answer"})
    assert days(submission) == Days(police=0, cps=10)
    assert Triage.objects.get(pk=triage.pk).superseded_at == LATER


def test_early_advice_that_does_not_stand_is_owed_again(
    case: Case, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    submission = submitted(case, alice, unit, kind="early_advice")
    first = write_advice(by=gita, submission=submission, text="One.", kind="early", at=ENTERED, **DOCUMENT)
    confirm_advice(by=lena, advice=first, stands=False, at=LATER)
    submission.refresh_from_db()
    assert submission.answered_at is None
    assert (stage(case), owed(case)) == (Stage.EARLY_ADVICE_REQUESTED, {"cps_answer"})
    second = write_advice(by=lena, submission=submission, text="Two.", kind="early", at=LATER)
    submission.refresh_from_db()
    assert (second.version, submission.answered_at) == (2, LATER)
    assert (stage(case), owed(case)) == (Stage.EARLY_ADVICE_GIVEN, set())
    assert Advice.objects.filter(submission=submission).count() == 2


def test_advice_given_before_cps_superseded_the_police_entry_takes_its_place(
    case: Case, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    submission = submitted(case, alice, unit, kind="early_advice")
    first = write_advice(by=gita, submission=submission, text="One.", kind="early", at=ENTERED, **DOCUMENT)
    own = moment(date(2026, 3, 3))
    write_advice(by=lena, submission=submission, text="Two.", kind="early", at=own)
    confirm_advice(by=lena, advice=first, stands=False, at=LATER)
    submission.refresh_from_db()
    assert submission.answered_at == own
    standing = Milestone.objects.get(case=case, kind="early_advice_given", voided_at__isnull=True)
    assert standing.occurred_at == own


def test_a_plan_that_does_not_stand_is_withdrawn_and_the_answer_is_owed_again(
    accepted: Submission, gita: Person, lena: Person
) -> None:
    plan = issue_action_plan(by=gita, submission=accepted, items=ITEMS, at=ENTERED, **DOCUMENT)
    assert days(accepted) == Days(police=3, cps=7)
    confirm_action_plan(by=lena, plan=plan, stands=False, at=LATER)
    accepted.refresh_from_db()
    assert ActionPlan.objects.get(pk=plan.pk).status == "withdrawn"
    assert accepted.answered_at is None
    assert (stage(accepted.case), owed(accepted.case)) == (Stage.WITH_CPS, {"cps_answer"})
    assert days(accepted) == Days(police=0, cps=10)


def test_the_history_says_who_of_cps_says_that_it_never_issued_the_plan(
    submission: Submission, gita: Person, lena: Person, sign_in: Any
) -> None:
    plan = issue_action_plan(by=gita, submission=submission, items=ITEMS, at=ENTERED, **DOCUMENT)
    confirm_action_plan(by=lena, plan=plan, stands=False, at=LATER)
    told = [one for one in entries(plan.case, gita) if one.title.startswith("Action plan 1")]
    since = sorted((one.at, one.title, one.by) for one in told if one.at > plan.issued_at)
    assert since == [(LATER, "Action plan 1: CPS says that it never issued it", lena.name)]
    browser = sign_in(gita)
    for path in (f"/action-plans/{plan.pk}/", f"/cases/{plan.case_id}/"):
        page = browser.get(path).content.decode()
        assert ("Never issued, CPS says</strong>" in page, "Withdrawn</strong>" in page) == (True, False)


def test_a_plan_that_cps_had_withdrawn_keeps_that_line_beside_it(
    submission: Submission, gita: Person, lena: Person
) -> None:
    plan = issue_action_plan(by=gita, submission=submission, items=ITEMS, at=ENTERED, **DOCUMENT)
    ended_at = ENTERED + timedelta(days=1)
    row = withdraw_plan(by=lena, plan=plan, reason="not_needed", at=ended_at)
    confirm_action_plan(by=lena, plan=plan, stands=False, at=LATER)
    told = [one for one in entries(plan.case, gita) if one.title.startswith("Action plan 1")]
    since = sorted((one.at, one.title, one.by) for one in told if one.at > plan.issued_at)
    assert since == [
        (ended_at, f"Action plan 1: {within_a_sentence(row)}", lena.name),
        (LATER, "Action plan 1: CPS says that it never issued it", lena.name),
    ]


def test_confirming_changes_nothing_but_the_mark(submission: Submission, gita: Person, lena: Person) -> None:
    triage = triage_submission(by=gita, submission=submission, accepted=True, at=ENTERED, **DOCUMENT)
    before = (stage(submission.case), owed(submission.case))
    confirm_triage(by=lena, triage=triage, stands=True, at=LATER)
    assert (stage(submission.case), owed(submission.case)) == before


@pytest.mark.parametrize("kind", ["plan", "advice", "triage"])
def test_what_is_written_down_late_still_ends_what_was_owed(
    kind: str, case: Case, alice: Person, unit: CpsUnit
) -> None:
    """Submission and answer both recorded days after they happened, from the file."""
    early = kind == "advice"
    submission = submitted(
        case,
        alice,
        unit,
        kind="early_advice" if early else "within_28_days",
        submitted_at=SUBMITTED,
        at=ENTERED,
    )
    answered_at = moment(date(2026, 2, 26))
    if kind == "plan":
        issue_action_plan(
            by=alice, submission=submission, items=ITEMS, issued_at=answered_at, at=LATER, **DOCUMENT
        )
    elif early:
        write_advice(by=alice, submission=submission, text="One.", given_at=answered_at, at=LATER, **DOCUMENT)
    else:
        triage_submission(
            by=alice,
            submission=submission,
            accepted=False,
            reasons=[{"reason": "mg11"}],
            respond_by=date(2026, 3, 20),
            triaged_at=answered_at,
            at=LATER,
            **DOCUMENT,
        )
    submission.refresh_from_db()
    assert submission.answered_at == answered_at
    assert "cps_answer" not in owed(case)


# Checks, answers to disputes and completions


def of_the_plan(case: Case) -> list[tuple[str, bool]]:
    """The milestones of its plan in the order they happened, and whether each stands."""
    rows = Milestone.objects.filter(case=case, kind__in=["action_plan_issued", "resubmitted"])
    found = rows.order_by("occurred_at", "recorded_at").values_list("kind", "voided_at")
    return [(kind, voided is None) for kind, voided in found]


def test_a_check_that_does_not_stand_takes_back_that_the_case_came_to_the_police_again(
    plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    items = list(plan.items.all())
    return_items(by=alice, plan=plan, items=items, at=moment(date(2026, 3, 3)))
    for day, item in ((4, items[0]), (6, items[1])):
        at = moment(date(2026, 3, day))
        check_item(by=gita, item=item, accepted=False, note="Unsigned.", at=at, **document_of(at))
    case, sent = plan.case, plan.submission
    assert of_the_plan(case) == [
        ("action_plan_issued", True),
        ("resubmitted", True),
        ("action_plan_issued", True),
    ]
    later = moment(date(2026, 3, 10))
    first, second = ItemCheck.objects.order_by("checked_at")
    assert days_of_rounds([sent.pk], later)[sent.pk].cps == 8  # 23 Feb to 1 Mar, 3 Mar
    confirm_item_check(by=lena, check=first, stands=False, at=later)
    # The other check brought it back two days later.
    assert days_of_rounds([sent.pk], later)[sent.pk].cps == 10
    assert stage(case) == Stage.ACTION_PLAN
    confirm_item_check(by=lena, check=second, stands=False, at=later)
    assert of_the_plan(case) == [
        ("action_plan_issued", True),
        ("resubmitted", True),
        ("action_plan_issued", False),
        ("action_plan_issued", False),
    ]
    assert (stage(case), days_of_rounds([sent.pk], later)[sent.pk].cps) == (Stage.RESUBMITTED, 14)


def test_a_check_that_does_not_stand_never_brought_it_back_though_the_item_went_on(
    plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    items = list(plan.items.all())
    return_items(by=alice, plan=plan, items=items, at=moment(date(2026, 3, 3)))
    at = moment(date(2026, 3, 4))
    check_item(by=gita, item=items[0], accepted=False, note="Unsigned.", at=at, **document_of(at))
    return_items(by=alice, plan=plan, items=items[:1], at=moment(date(2026, 3, 6)))
    later = moment(date(2026, 3, 10))
    confirm_item_check(by=lena, check=ItemCheck.objects.get(), stands=False, at=later)
    sent = plan.submission
    assert days_of_rounds([sent.pk], later)[sent.pk] == Days(police=1, cps=14)


def test_an_answer_that_does_not_stand_takes_back_that_the_case_went_to_cps(
    plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    items = list(plan.items.all())
    return_items(by=alice, plan=plan, items=items[1:], at=moment(date(2026, 3, 3)))
    raised = dispute_item(
        by=alice, item=items[0], reason="already_supplied", channel="email", at=moment(date(2026, 3, 3))
    )
    at = moment(date(2026, 3, 4))
    answer_dispute(by=gita, dispute=raised, outcome="accepted", at=at, **document_of(at))
    assert of_the_plan(plan.case) == [("action_plan_issued", True), ("resubmitted", True)]
    later = moment(date(2026, 3, 10))
    confirm_dispute_answer(by=lena, answer=DisputeAnswer.objects.get(), stands=False, at=later)
    assert of_the_plan(plan.case) == [("action_plan_issued", True), ("resubmitted", False)]
    sent = plan.submission
    assert days_of_rounds([sent.pk], later)[sent.pk] == Days(police=8, cps=7)


def test_a_completion_that_does_not_stand_changes_no_day(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    """Completing a plan sets no milestone: the case was and stays with CPS."""
    return_items(by=alice, plan=plan, items=list(plan.items.all()), at=moment(date(2026, 3, 3)))
    at = moment(date(2026, 3, 4))
    complete_plan(by=alice, plan=plan, at=at, **document_of(at))
    before = of_the_plan(plan.case)
    later = moment(date(2026, 3, 10))
    confirm_completion(by=lena, completion=PlanCompletion.objects.get(), stands=False, at=later)
    assert of_the_plan(plan.case) == before == [("action_plan_issued", True), ("resubmitted", True)]
    assert stage(plan.case) == Stage.RESUBMITTED
