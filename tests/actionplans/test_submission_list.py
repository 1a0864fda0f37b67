"""The list of submissions: what CPS has not answered first, the longest waiting on top, and words for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from actionplans.enums import SubmissionStatus
from actionplans.models import Submission
from actionplans.services import triage_submission
from cases.models import Allegation
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import CpsUnit, Person
from reviews.services import cancel_recorded_crime
from tests.actionplans.conftest import a_case, issued, moment, submitted
from tests.web.page import Page

SignIn = Callable[[Person], Client]
LIST, API = "/submissions/", "/api/v1/submissions/"


@pytest.fixture
def sent(db: None, alice: Person, lena: Person, unit: CpsUnit) -> dict[str, Submission]:
    """Answered and rejected ones of February, and two of March that CPS still has."""

    def of(day: date) -> Submission:
        return submitted(a_case(alice), alice, unit, at=moment(day))

    made = {
        "answered": of(date(2026, 2, 3)),
        "rejected": of(date(2026, 2, 4)),
        "newer": of(date(2026, 3, 9)),
        "older": of(date(2026, 3, 2)),
    }
    issued(made["answered"], lena)
    triage_submission(
        by=lena, submission=made["rejected"], accepted=False, reasons=[{"reason": "mg11"}],
        respond_by=date(2026, 3, 20), at=moment(date(2026, 3, 3)),
    )  # fmt: skip
    return made


def order_of(browser: Client, sent: dict[str, Submission], query: str = "") -> list[str]:
    page = Page(browser.get(f"{LIST}{query}").content.decode())
    names = {f"/submissions/{one.pk}/": name for name, one in sent.items()}
    found = [names[one.attrs["href"]] for one in page.elements if one.attrs.get("href") in names]
    return list(dict.fromkeys(found))


def test_what_cps_still_has_comes_first_the_longest_waiting_on_top(
    sent: dict[str, Submission], sign_in: SignIn, gita: Person, lena: Person
) -> None:
    for person in (gita, lena):
        assert order_of(sign_in(person), sent) == ["older", "newer", "answered", "rejected"]
    ids = [one["id"] for one in sign_in(gita).get(API).json()["results"]]
    names = {str(one.pk): name for name, one in sent.items()}
    assert [names[one] for one in ids] == ["older", "newer", "answered", "rejected"]


def test_pages_go_on_from_the_open_ones_to_the_rest(
    sent: dict[str, Submission], sign_in: SignIn, gita: Person
) -> None:
    browser = sign_in(gita)
    names, found, address = {str(one.pk): name for name, one in sent.items()}, [], f"{API}?page_size=1"
    while address:
        answer = browser.get(address).json()
        found += [names[one["id"]] for one in answer["results"]]
        address = answer["next"]
    assert found == ["older", "newer", "answered", "rejected"]


def test_filters_narrow_to_what_waits_or_is_late_and_the_page_says_so(
    sent: dict[str, Submission], sign_in: SignIn, gita: Person, alice: Person, unit: CpsUnit
) -> None:
    browser = sign_in(gita)
    assert order_of(browser, sent, "?answer=waiting") == ["older", "newer"]
    fresh = submitted(a_case(alice), alice, unit, at=now() - timedelta(hours=1))
    assert fresh.due_on > london_date(now())
    every = {**sent, "fresh": fresh}
    assert order_of(browser, every, "?answer=waiting") == ["older", "newer", "fresh"]
    assert order_of(browser, every, "?answer=late") == ["older", "newer"]
    page = browser.get(f"{LIST}?district=leeds&status=sent").content.decode()
    assert (
        f"Shown: Leeds, {SubmissionStatus.SENT.label.lower()}, asked for: everything, waiting or answered."
        in page
    )
    assert "the longest waiting on top" in page
    assert "the longest waiting on top" not in browser.get(f"{LIST}?sort=submitted").content.decode()


def test_what_is_waited_for_leaves_out_closed_cases(
    sent: dict[str, Submission], sign_in: SignIn, gita: Person, lena: Person, reg: Person
) -> None:
    crime = Allegation.objects.get(case=sent["older"].case_id)
    cancel_recorded_crime(
        by=reg, crime_reference=crime.crime_reference, because="duplicate", words="Recorded again."
    )
    for person in (gita, lena):
        browser = sign_in(person)
        assert order_of(browser, sent, "?answer=waiting") == ["newer"]
        assert order_of(browser, sent, "?answer=late") == ["newer"]
        assert "The case is closed" in browser.get(LIST).content.decode()


def test_an_answer_and_a_rejection_end_the_wait_in_the_database(sent: dict[str, Submission]) -> None:
    since = dict(Submission.objects.values_list("pk", "waiting_since"))
    assert {name: since[one.pk] for name, one in sent.items()} == {
        "answered": None,
        "rejected": None,
        "newer": sent["newer"].submitted_at,
        "older": sent["older"].submitted_at,
    }
