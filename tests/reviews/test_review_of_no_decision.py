"""A victim asked CPS to review a decision of which CPS says that it never made it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.models import DueItem, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import moment_words, short_day
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from reviews import services
from reviews.cps_review_enums import CpsReviewStatus
from reviews.models import CpsReview, Decision
from tests.reviews.conftest import LATER
from tests.reviews.test_cps_reviews import (
    AT,
    DECIDED,
    PASSED,
    again,
    answer,
    follow,
    followed,
    heard,
    of_cps,
    owed,
    passed,
)
from victims.models import EventTelling

__all__ = ["followed", "of_cps", "passed"]  # fixtures
NEVER = "CPS never made the decision"


def to_be_passed_on(alice: Person, review: CpsReview) -> None: ...


def with_cps(alice: Person, review: CpsReview) -> None:
    services.pass_on_to_cps(by=alice, review=review, passed_on=PASSED, at=AT)


def to_be_told(alice: Person, review: CpsReview) -> None:
    with_cps(alice, review)
    answer(alice, review)


def answered(alice: Person, review: CpsReview) -> None:
    to_be_told(alice, review)
    heard(alice, review)


def asked_us_again(alice: Person, review: CpsReview) -> None:
    answered(alice, review)
    again(alice, review, reached="police")


def asked_cps_again(alice: Person, review: CpsReview) -> None:
    answered(alice, review)
    again(alice, review)


def never(decision: Decision, lena: Person) -> None:
    services.confirm_cps_decision(by=lena, decision=decision, stands=False, at=LATER)


WAITING = [to_be_passed_on, with_cps, to_be_told, asked_us_again, asked_cps_again]


@pytest.mark.parametrize("come_so_far", WAITING)
def test_nothing_is_owed_of_it_any_more_however_far_it_had_come(
    come_so_far: Callable[[Person, CpsReview], None],
    followed: CpsReview,
    of_cps: Decision,
    alice: Person,
    lena: Person,
) -> None:
    come_so_far(alice, followed)
    assert len(owed(followed)) == 1
    never(of_cps, lena)
    followed.refresh_from_db()
    assert (followed.status, followed.due_on, owed(followed)) == ("no_decision", None, {})
    why = DueItem.objects.filter(source=followed.pk, settled_at=LATER).exclude(fell_away="")
    assert why.get().fell_away == "CPS says that it never made the decision"
    refused = f"never made this decision .recorded on {moment_words(LATER)}., so there is nothing to review"
    deeds: list[Callable[[], Any]] = [
        lambda: services.pass_on_to_cps(by=alice, review=followed, passed_on=PASSED, at=LATER),
        lambda: answer(alice, followed, at=LATER),
        lambda: heard(alice, followed, at=LATER),
        lambda: again(alice, followed, at=LATER),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowed, match=refused):
            deed()


def test_one_whose_answer_they_heard_stays_answered_and_is_asked_no_more(
    followed: CpsReview, of_cps: Decision, alice: Person, lena: Person
) -> None:
    answered(alice, followed)
    never(of_cps, lena)
    followed.refresh_from_db()
    assert (followed.status, followed.due_on) == ("answered", None)
    with pytest.raises(NotAllowed, match="never made this decision"):
        again(alice, followed, at=LATER)


def test_one_that_cps_confirms_goes_on(passed: CpsReview, of_cps: Decision, lena: Person) -> None:
    services.confirm_cps_decision(by=lena, decision=of_cps, stands=True, at=LATER)
    passed.refresh_from_db()
    assert (passed.status, set(owed(passed))) == ("with_cps", {"ask_cps_review"})


def test_who_asked_hears_that_it_does_not_stand_though_nobody_recorded_that_they_were_told(
    passed: CpsReview, of_cps: Decision, victim: Victim, lena: Person
) -> None:
    never(of_cps, lena)
    telling = EventTelling.objects.get(victim=victim, milestone__kind="reopened")
    assert (telling.told_at, telling.raised_at) == (None, LATER)


def test_who_did_not_ask_and_was_not_told_hears_nothing(
    of_cps: Decision, victim: Victim, lena: Person
) -> None:
    never(of_cps, lena)
    assert not EventTelling.objects.filter(victim=victim, milestone__kind="reopened").exists()


def test_no_request_is_taken_up_on_it(of_cps: Decision, victim: Victim, alice: Person, lena: Person) -> None:
    never(of_cps, lena)
    with pytest.raises(NotAllowed, match="so there is nothing to review"):
        follow(alice, of_cps, victim, at=LATER)


def test_page_and_api_say_why(
    passed: CpsReview, of_cps: Decision, alice: Person, lena: Person, sign_in: Any
) -> None:
    browser, path = sign_in(alice), f"/cps-reviews/{passed.pk}/"

    def page(where: str) -> str:
        return " ".join(browser.get(where).content.decode().split())

    said = f"CPS said on {short_day(LATER)} that it never made this decision"
    before, listed = page(path), page("/cps-reviews/")
    assert ("With CPS</strong>" in before, said in before, f"{path}outcome/" in before) == (True, False, True)
    assert passed.case.reference in listed
    never(of_cps, lena)
    after, of_case, own = page(path), page(f"/cases/{passed.case_id}/"), page(f"/decisions/{of_cps.pk}/")
    for text in (after, of_case):
        assert (f"{NEVER}</strong>" in text, "With CPS</strong>" in text) == (True, False)
    assert (said in after, "CPS&#39;s own date" in after, f"{path}outcome/" in after) == (True, False, False)
    assert "It never made the decision" in after
    assert f"/decisions/{of_cps.pk}/cps-reviews/new/" not in own
    assert passed.case.reference not in page("/cps-reviews/")
    assert passed.case.reference in page("/cps-reviews/?status=no_decision")
    shown = browser.get(f"/api/v1{path}").json()
    assert (shown["status"], shown["due_on"]) == ("no_decision", None)
    match = {"If-Match": f'"{shown["version"]}"'}
    sent = {"outcome": "local_upheld", "decided_on": DECIDED.isoformat()}
    told = browser.post(f"/api/v1{path}outcome/", sent, "application/json", headers=match)
    assert (told.status_code, "so there is nothing to review" in told.content.decode()) == (403, True)


def test_the_table_keeps_that_it_waits_for_nothing(passed: CpsReview) -> None:
    for changed in ({"status": CpsReviewStatus.NO_DECISION}, {"status": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic(), open_door("test"):
            CpsReview.objects.filter(pk=passed.pk).update(**changed)
