"""A submission waits for triage until CPS answers in any way: the wait is derived from what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from actionplans.enums import AdviceKind, CpsDocument, SubmissionStatus
from actionplans.home import submissions_to_answer, submissions_to_triage
from actionplans.models import Submission
from actionplans.services import (
    confirm_action_plan,
    confirm_advice,
    confirm_triage,
    triage_submission,
    write_advice,
)
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid
from tests.actionplans.conftest import issued, moment, submitted

MARCH = moment(date(2026, 3, 2))
DOCUMENT = {"document_name": CpsDocument.MG3, "document_date": date(2026, 3, 2)}


def advised(submission: Submission, by: Person, **more: Any) -> Any:
    kind = more.pop("kind", AdviceKind.CHARGING)
    return write_advice(by=by, submission=submission, text="Add the log.", kind=kind, at=MARCH, **more)


def lists_of(person: Person) -> tuple[int, int]:
    return len(submissions_to_triage(person).rows), len(submissions_to_answer(person).rows)


def status_of(submission: Submission) -> str:
    submission.refresh_from_db()
    return submission.status


def test_a_plan_ends_the_wait_and_the_lawyer_is_asked_for_no_triage(
    submission: Submission, lena: Person, alice: Person, unit: CpsUnit
) -> None:
    assert lists_of(lena) == (1, 0)
    issued(submission, lena)
    assert (status_of(submission), lists_of(lena)) == (SubmissionStatus.ANSWERED, (0, 0))
    again = submitted(submission.case, alice, unit, at=MARCH + timedelta(hours=1))
    assert (again.round, status_of(again)) == (2, SubmissionStatus.SENT)


def test_advice_ends_the_wait_for_triage_while_the_decision_is_still_owed(
    submission: Submission, lena: Person
) -> None:
    advised(submission, lena)
    assert (status_of(submission), lists_of(lena)) == (SubmissionStatus.ANSWERED, (0, 1))


@pytest.mark.parametrize("act", ["plan", "advice"])
def test_what_cps_supersedes_ends_no_wait(
    act: str, submission: Submission, lena: Person, alice: Person
) -> None:
    do: dict[str, Callable[[], Any]] = {
        "plan": lambda: confirm_action_plan(
            by=lena, plan=issued(submission, alice, **DOCUMENT), stands=False, at=MARCH
        ),
        "advice": lambda: confirm_advice(
            by=lena, advice=advised(submission, alice, **DOCUMENT), stands=False, at=MARCH
        ),
    }
    do[act]()
    assert (status_of(submission), lists_of(lena)) == (SubmissionStatus.SENT, (1, 0))


def test_a_triage_may_be_recorded_late_but_not_as_a_rejection(submission: Submission, lena: Person) -> None:
    issued(submission, lena)
    with pytest.raises(Invalid) as refused:
        triage_submission(
            by=lena, submission=submission, accepted=False, reasons=[{"reason": "mg11"}],
            respond_by=date(2026, 4, 1), at=MARCH,
        )  # fmt: skip
    assert refused.value.fields == {
        "accepted": "CPS has answered this submission, so its triage did not reject it."
    }
    triage_submission(by=lena, submission=submission, accepted=True, at=MARCH)
    assert status_of(submission) == SubmissionStatus.ACCEPTED


def test_a_later_round_takes_the_place_of_one_whose_rejection_did_not_stand(
    submission: Submission, lena: Person, alice: Person, unit: CpsUnit
) -> None:
    triage = triage_submission(
        by=alice, submission=submission, accepted=False, reasons=[{"reason": "mg11"}],
        respond_by=date(2026, 4, 1), at=MARCH, **DOCUMENT,
    )  # fmt: skip
    again = submitted(submission.case, alice, unit, at=moment(date(2026, 3, 9)))
    confirm_triage(by=lena, triage=triage, stands=False, at=moment(date(2026, 3, 10)))
    assert (status_of(submission), submission.answered_at) == (SubmissionStatus.ANSWERED, again.submitted_at)
    assert [row["href"] for row in submissions_to_triage(lena).rows] == [f"/submissions/{again.pk}/"]
