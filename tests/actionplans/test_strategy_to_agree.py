"""CPS hears of the version of the case strategy that waits for its agreement, until it waits no more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import Client

from actionplans.models import Submission
from actionplans.services import (
    agree_strategy,
    confirm_strategy_agreement,
    triage_submission,
)
from cases.models import Case
from cases.services import record_milestone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import ISSUED, SUBMITTED, a_case, moment, submitted
from tests.actionplans.test_strategies import SignIn, written

LATER = moment(date(2026, 3, 3))
PAPER: Any = {"document_name": "mg3", "document_date": date(2026, 3, 2)}


def standing() -> list[tuple[str, str]]:
    """Who is told what, until it is over."""
    deliver(at=LATER)
    rows = Message.objects.filter(kind="strategy_to_agree", handled_at__isnull=True)
    return sorted(rows.values_list("recipient__username", "headline"))


def version(number: int) -> str:
    return f"Say whether CPS agrees to version {number} of the case strategy"


def test_the_allocated_lawyer_hears_until_it_is_agreed(
    submission: Submission, case: Case, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    triage_submission(by=lena, submission=submission, accepted=True, at=SUBMITTED)
    strategy = written(alice, case, at=ISSUED)
    assert standing() == [("lena", version(1))]
    client: Client = sign_in(lena)
    path = Message.objects.get(kind="strategy_to_agree").path
    assert f'href="/strategies/{strategy.pk}/agree/"' in client.get(path).content.decode()
    agree_strategy(by=lena, strategy=strategy, at=LATER)
    assert standing() == []


def test_without_a_lawyer_the_legal_managers_of_the_unit_do(
    submission: Submission, case: Case, alice: Person
) -> None:
    written(alice, case, at=ISSUED)
    assert standing() == [("max", version(1))]


def test_a_newer_version_takes_the_place_of_the_one_before(
    submission: Submission, case: Case, alice: Person
) -> None:
    written(alice, case, at=ISSUED)
    assert standing() == [("max", version(1))]
    written(alice, case, digital="Messages of April.", at=LATER)
    assert standing() == [("max", version(2))]


def test_what_was_written_before_the_case_went_to_cps_waits_once_it_went(
    alice: Person, unit: CpsUnit
) -> None:
    case = a_case(alice)
    written(alice, case)
    assert standing() == []
    submitted(case, alice, unit)
    assert standing() == [("max", version(1))]


def test_it_waits_again_where_cps_says_that_it_never_agreed(
    submission: Submission, case: Case, alice: Person, lena: Person
) -> None:
    strategy = written(alice, case, at=ISSUED)
    agreement = agree_strategy(by=alice, strategy=strategy, at=LATER, **PAPER)
    assert standing() == []
    confirm_strategy_agreement(by=lena, agreement=agreement, stands=False, at=LATER)
    assert standing() == [("max", version(1))]


def test_where_the_case_goes_to_another_unit_the_one_before_hears_no_more(
    submission: Submission, case: Case, alice: Person, lena: Person
) -> None:
    written(alice, case, at=SUBMITTED)
    assert standing() == [("max", version(1))]
    why = [{"reason": "mg11"}]
    due_on = date(2026, 3, 20)
    triage_submission(
        by=lena, submission=submission, accepted=False, reasons=why, respond_by=due_on, at=SUBMITTED
    )
    submitted(case, alice, CpsUnit.objects.get(code="other-rasso"), ISSUED)
    asked = "Ask CPS whether it agrees to version 1 of the case strategy"  # no manager of that unit signs in
    assert standing() == [("gita", asked), ("gwen", asked)]


def test_a_case_that_is_closed_asks_for_none_and_one_that_is_open_again_does(
    submission: Submission, case: Case, alice: Person, clockwork: Person
) -> None:
    written(alice, case, at=ISSUED)
    assert standing() == [("max", version(1))]
    day = moment(date(2026, 3, 2))
    record_milestone(by=clockwork, case=case, kind="cancelled", occurred_at=day, at=day)
    assert standing() == []
    record_milestone(by=clockwork, case=case, kind="reopened", occurred_at=day + timedelta(hours=1), at=LATER)
    assert standing() == [("max", version(1))]
