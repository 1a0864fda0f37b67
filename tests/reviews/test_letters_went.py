"""That a letter went is judged by the day on which it went, not by the day on which somebody records it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews.models import DecisionLetter
from tests.reviews.conftest import LATER
from tests.reviews.test_letters import drafted, known, reach, send, signed
from victims import services as victims

__all__ = ["drafted", "known", "signed"]

FRIDAY = date(2026, 9, 4)
NO_POST: dict[str, Any] = {
    "preferred_method": "phone",
    "phone": "07700 900123",
    "forbidden_methods": ["post"],
    "forbidden_because": "suspect",
}
BY_PHONE = {"preferred_method": "phone", "phone": "01632 960001"}
UNSAFE_PLACE = {**BY_PHONE, "unsafe_addresses": "14 Elm Street, Leeds, LS1 4AB"}
MOVED = {"address": "2 New Road\nLeeds\nLS2 1AA"}
NOT_NOW = "It went while that was safe for them, and it is not now. Do not reach Victim 1 this way"


def september(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 9, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "caution"),
    [
        (NO_POST, "It went while that was safe for them, and it is not now. Do not reach Victim 1 this way"),
        (
            UNSAFE_PLACE,
            "It went while that was safe for them, and it is not now. Do not reach Victim 1 this way",
        ),
        (MOVED, "Their address changed since: it went to the one before."),
        ({}, ""),
    ],
)
def test_what_went_while_it_was_safe_is_recorded_after_that_changed_with_a_caution(
    signed: DecisionLetter, known: Victim, alice: Person, sign_in: Any, change: dict[str, Any], caution: str
) -> None:
    reach(alice, known, **change, at=september(10))
    browser = sign_in(alice)
    letter_page = f"/letters/{signed.pk}/"
    assert f'href="{letter_page}sent/"' in browser.get(letter_page).content.decode()
    form = browser.get(f"{letter_page}sent/")
    assert ("changed after this letter" in form.content.decode()) is (change is MOVED)
    typed = {"sent_on": "2026-09-04", "method": "post", "tells": "first"}
    answer = browser.post(
        f"/api/v1/decision-letters/{signed.pk}/sent/",
        typed,
        content_type="application/json",
        headers={"If-Match": f'"{signed.version}"'},
    )
    told = answer.json()
    assert (answer.status_code, told["status"], told["sent_on"]) == (201, "sent", "2026-09-04")
    assert (told["caution"] or "").startswith(caution)
    assert bool(told["caution"]) is bool(caution)


def test_the_page_says_the_caution_once_it_is_recorded(
    signed: DecisionLetter, known: Victim, alice: Person, sign_in: Any
) -> None:
    reach(alice, known, **NO_POST, at=september(10))
    browser = sign_in(alice)
    typed = {"sent_on_day": "4", "sent_on_month": "9", "sent_on_year": "2026"}
    path = f"/letters/{signed.pk}/sent/"
    body = {**typed, "method": "post", "tells": "first", "version": str(signed.version)}
    page = browser.post(path, body, follow=True).content.decode()
    assert "It went while that was safe for them, and it is not now." in page


@pytest.mark.parametrize("change", [NO_POST, UNSAFE_PLACE, MOVED])
def test_what_went_while_it_was_not_safe_is_refused_though_it_is_safe_now(
    signed: DecisionLetter, known: Victim, alice: Person, change: dict[str, Any]
) -> None:
    reach(alice, known, **change, at=september(3))
    reach(alice, known, at=september(10))
    with pytest.raises(Invalid) as refused:
        send(alice, signed, sent_on=FRIDAY)
    asks_why = set() if change is MOVED else {"why_another"}  # they preferred the phone that day
    assert set(refused.value.fields) == {"method", *asks_why}
    signed.refresh_from_db()
    assert signed.status == "signed_off"
    assert send(alice, signed, sent_on=date(2026, 9, 11)).status == "sent"


def test_on_the_day_on_which_it_changed_it_may_have_gone_on_the_safe_side_of_that(
    signed: DecisionLetter, known: Victim, alice: Person
) -> None:
    for day in (3, 7):
        reach(alice, known, **UNSAFE_PLACE, at=september(day))
        reach(alice, known, **BY_PHONE, at=september(day + 1))
    reach(alice, known, **UNSAFE_PLACE, at=september(9))
    why = {"why_another": "they_agreed"}
    for day in (7, 8, 9):  # forbidden from noon; allowed from noon; forbidden from noon
        with transaction.atomic():
            assert send(alice, signed, sent_on=date(2026, 9, day), **why).status == "sent"
            transaction.set_rollback(True)
    with pytest.raises(Invalid):
        send(alice, signed, sent_on=date(2026, 9, 10), **why)


def test_of_today_it_is_judged_by_now(signed: DecisionLetter, known: Victim, alice: Person) -> None:
    reach(alice, known, **NO_POST, at=september(10, 9))
    with pytest.raises(Invalid, match="Do not reach Victim 1 this way"):
        send(alice, signed, sent_on=date(2026, 9, 10), at=september(10))
    assert send(alice, signed, sent_on=date(2026, 9, 9), at=september(10)).status == "sent"


def test_an_alert_raised_since_keeps_nobody_from_saying_that_it_went(
    signed: DecisionLetter, known: Victim, alice: Person
) -> None:
    victims.raise_contact_alert(
        by=alice, victim=known, about="address_known", words="He was seen there.", at=september(10)
    )
    with pytest.raises(Invalid, match="Do not reach Victim 1"):
        send(alice, signed, sent_on=date(2026, 9, 11))
    assert send(alice, signed, sent_on=FRIDAY, at=LATER).status == "sent"
