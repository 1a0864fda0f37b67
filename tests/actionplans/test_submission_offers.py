"""The page of a submission offers what would be done, and nothing that would be refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans.models import Submission
from actionplans.services import triage_submission
from actionplans.surfaces import SUBMISSION_DEEDS
from cases.services import record_milestone
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import ISSUED, moment, submitted
from tests.decisions import by_cps

SignIn = Callable[..., Any]
BOTH = {"ask_question", "record_meeting"}
ON_THE_CASE = {"send_file_for_check", "submit_to_cps"}


def offered(client: Any, submission: Submission) -> set[str]:
    """The deeds that the page leads to; each opens, and each that it does not lead to is refused."""
    page = client.get(reverse("submission_detail", args=[submission.pk])).content.decode()
    found = set()
    for one in SUBMISSION_DEEDS:
        href = reverse(one.name, args=[submission.pk])
        leads = f'href="{href}"' in page
        assert ("<form" in main_of(client.get(href))) == leads, one.name
        found |= {one.name} if leads else set()
    return found | {
        name for name in ON_THE_CASE if f'href="{reverse(name, args=[submission.case_id])}"' in page
    }


def main_of(answer: Any) -> str:
    text = answer.content.decode()
    return str(text[text.index("<main") :])


@pytest.fixture
def rejected(submission: Submission, lena: Person) -> Submission:
    triage_submission(
        by=lena,
        submission=submission,
        accepted=False,
        reasons=[{"reason": "mg11"}],
        respond_by=date(2026, 3, 20),
        at=moment(date(2026, 2, 25)),
    )
    submission.refresh_from_db()
    return submission


def test_after_a_rejection_both_sides_may_ask_and_meet(
    rejected: Submission, alice: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    assert offered(sign_in(alice), rejected) == BOTH | ON_THE_CASE
    assert offered(sign_in(lena), rejected) == BOTH
    assert offered(sign_in(gita), rejected) >= BOTH


def test_once_it_went_again_the_page_of_the_rejected_round_offers_no_third(
    rejected: Submission, alice: Person, lena: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    submitted(rejected.case, alice, unit, ISSUED)
    assert offered(sign_in(alice), rejected) == BOTH
    assert offered(sign_in(lena), rejected) == BOTH


def test_a_submission_that_waits_offers_every_act_of_cps(
    submission: Submission, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    every = BOTH | {"triage_submission", "write_advice", "issue_action_plan", "paste_document"}
    assert offered(sign_in(lena), submission) == every
    assert offered(sign_in(alice), submission) == every


def test_on_a_closed_case_nothing_is_asked_for_any_more(
    submission: Submission, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    case, ended = submission.case, ISSUED + timedelta(days=1)
    record_milestone(by=alice, case=case, kind="charged", occurred_at=ISSUED, at=ISSUED, **by_cps(ISSUED))
    record_milestone(by=alice, case=case, kind="finalised", occurred_at=ended, at=ended)
    assert offered(sign_in(lena), submission) == {"write_advice", "record_meeting"}
    assert offered(sign_in(alice), submission) == {"write_advice", "record_meeting"}
