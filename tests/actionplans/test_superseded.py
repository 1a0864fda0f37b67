"""What CPS supersedes leaves no trace in stage, clocks and days, and the act itself stays to be read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actionplans.models import ActionPlan, Advice, Submission, Triage
from actionplans.services import (
    confirm_action_plan,
    confirm_advice,
    confirm_triage,
    issue_action_plan,
    triage_submission,
    write_advice,
)
from actionplans.turns import Days, days_of_rounds
from cases.enums import Stage
from cases.models import Case, DueItem, Milestone
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import ITEMS, SUBMITTED, moment, submitted

DOCUMENT: Any = {"document_name": "mg3", "document_date": date(2026, 3, 2)}
ENTERED, LATER = moment(date(2026, 3, 2)), moment(date(2026, 3, 5))


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
