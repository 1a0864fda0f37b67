"""What police entered from a CPS document without the time of day is told by its day alone, everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from actionplans.models import Advice, Submission
from actionplans.services import countersign_advice, write_advice
from cases.models import Case
from rasso_tracker.clocks import start_of_day
from rasso_tracker.dashboards.case_page import entries
from rasso_tracker.dashboards.force_record import lines_of_days
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import SUBMITTED, moment

DAY, LATER = date(2026, 3, 2), date(2026, 3, 3)
WRITTEN = moment(date(2026, 3, 4), 9) + timedelta(minutes=41, seconds=7)
PAPER: dict[str, Any] = {"document_name": "mg3", "document_date": DAY}


def entered(submission: Submission, by: Person, **said: Any) -> Advice:
    return write_advice(by=by, submission=submission, text="No.", kind="nfa", at=WRITTEN, **{**PAPER, **said})


def test_without_a_time_it_is_the_day_of_the_document(submission: Submission, alice: Person) -> None:
    row = entered(submission, alice)
    assert (row.day_alone, row.when) == (DAY, "2 March 2026, by the document")


def test_a_time_that_was_typed_is_said(submission: Submission, alice: Person) -> None:
    row = entered(submission, alice, given_at=moment(DAY, 15))
    assert (row.day_alone, row.when) == (None, "2 March 2026, 3:00pm")


def test_a_document_of_today_says_no_time_either(submission: Submission, alice: Person) -> None:
    row = entered(submission, alice, document_date=WRITTEN.date())
    assert row.given_at == WRITTEN
    assert row.when == "4 March 2026, by the document"


def test_on_the_day_of_what_it_answers_it_follows_that_and_says_no_time(
    submission: Submission, alice: Person
) -> None:
    """The submission went at midday, so that midday of the document would be before it was asked for."""
    row = entered(submission, alice, document_date=SUBMITTED.date())
    assert row.given_at == SUBMITTED + timedelta(seconds=1)
    assert row.when == "23 February 2026, by the document"


def test_what_counts_from_a_later_day_than_that_of_its_document_says_its_moment(
    submission: Submission, alice: Person
) -> None:
    advice = entered(submission, alice, given_at=moment(LATER, 10), document_date=LATER)
    row = countersign_advice(
        by=alice, advice=advice, at=WRITTEN, **{**PAPER, "document_date": date(2026, 3, 3)}
    )
    assert row.day_alone == LATER
    row.document_date = DAY
    assert row.day_alone is None


@pytest.mark.parametrize("at", [moment(DAY), WRITTEN])
def test_of_what_cps_recorded_itself_the_time_is_known(submission: Submission, lena: Person, at: Any) -> None:
    row = write_advice(by=lena, submission=submission, text="No.", kind="nfa", at=at)
    assert row.day_alone is None


def test_pages_history_and_force_record_say_no_midday(
    submission: Submission, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    row = entered(submission, alice)
    countersign_advice(by=alice, advice=row, at=WRITTEN, document_name="mg3", document_date=LATER)
    for person in (alice, lena):
        page = sign_in(person).get(f"/submissions/{submission.pk}/").content.decode()
        assert "2 March 2026, by the document" in page
        assert "Countersigned 3 March 2026, by the document" in page
        assert "2 March 2026, midday" not in page
    case = Case.objects.get(pk=submission.case_id)
    told = {one.title: one for one in entries(case, alice)}
    assert (told["Advice given"].on, told["Advice given"].at) == (
        DAY,
        start_of_day(DAY) + timedelta(hours=12),
    )
    lines = lines_of_days(case, entries(case, alice), DAY, LATER)
    assert any(line.startswith("2 March 2026: Advice given.") for line in lines)
    assert any(line.startswith("3 March 2026: Advice countersigned, version 1.") for line in lines)
    confirm = sign_in(lena).get(f"/advice/{row.pk}/confirm/").content.decode()
    assert "2 March 2026, by the document" in confirm
