"""That a letter went is judged by the day on which it went, not by the day on which somebody records it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from cases.models import Victim
from rasso_tracker.clocks import london_instant, time_words
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import DecisionLetter, Notification
from tests.reviews.conftest import LATER
from tests.reviews.test_letters import SIGNED_AT, drafted, known, reach, send, signed
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


EARLIER = "If it went earlier that day, while it still could, enter the time at which it went."
AFTER = "That changed later that day: if it went after that, enter the time at which it went."


@pytest.mark.parametrize(
    ("day", "asks", "safe", "unsafe"),
    [
        (7, EARLIER, time(12, 59), time(13, 0)),  # in London, an hour before UTC, the clock says one
        (8, AFTER, time(13, 0), time(12, 59)),
        (9, EARLIER, time(12, 59), time(13, 1)),
    ],
    ids=["closed at noon", "opened at noon", "closed again"],
)
def test_on_the_day_on_which_the_way_changed_the_time_is_asked_for_and_decides(
    signed: DecisionLetter, known: Victim, alice: Person, day: int, asks: str, safe: time, unsafe: time
) -> None:
    for closed in (3, 7):
        reach(alice, known, **UNSAFE_PLACE, at=september(closed))
        reach(alice, known, **BY_PHONE, at=september(closed + 1))
    reach(alice, known, **UNSAFE_PLACE, at=september(9))
    why = {"why_another": "they_agreed", "sent_on": date(2026, 9, day)}
    with pytest.raises(Invalid) as refused:
        send(alice, signed, **why)
    assert set(refused.value.fields) == {"sent_time"}
    assert refused.value.fields["sent_time"].startswith("Do not reach Victim 1 this way (post)")
    assert refused.value.fields["sent_time"].endswith(asks)
    with pytest.raises(Invalid) as refused:
        send(alice, signed, sent_time=unsafe, **why)
    assert set(refused.value.fields) == {"method"}
    sent = send(alice, signed, sent_time=safe, **why)
    went = london_instant(date(2026, 9, day), safe)
    assert (sent.sent_on, sent.sent_at) == (date(2026, 9, day), went)
    assert Notification.objects.get(victim=known).told_at == went


def test_a_way_that_closed_today_is_judged_by_the_time_at_which_it_went(
    signed: DecisionLetter, known: Victim, alice: Person
) -> None:
    reach(alice, known, **NO_POST, at=september(10, 9))
    today: dict[str, Any] = {"sent_on": date(2026, 9, 10), "at": september(10)}
    with pytest.raises(Invalid, match="Do not reach Victim 1 this way") as refused:
        send(alice, signed, **today)
    assert set(refused.value.fields) == {"sent_time", "why_another"}  # by now they prefer the phone
    assert refused.value.fields["sent_time"].endswith(EARLIER)
    sent = send(alice, signed, sent_time=time(9, 15), **today)
    assert (sent.status, sent.sent_at) == ("sent", september(10, 8).replace(minute=15))


def test_a_letter_whose_decision_ended_today_may_have_gone_before_that(
    signed: DecisionLetter, alice: Person, sam: Person
) -> None:
    services.reopen_decision(by=sam, decision=signed.decision, reason="New.", at=september(10, 9))
    today: dict[str, Any] = {"sent_on": date(2026, 9, 10), "at": september(10)}
    with pytest.raises(Invalid) as refused:
        send(alice, signed, **today)
    assert set(refused.value.fields) == {"sent_time"}
    assert "does not stand for Victim 1 any more" in refused.value.fields["sent_time"]
    with pytest.raises(NotAllowed, match="does not stand for Victim 1 any more"):
        send(alice, signed, sent_time=time(10, 30), **today)
    assert send(alice, signed, sent_time=time(9, 15), **today).status == "sent"


@pytest.mark.parametrize(
    ("day", "clock", "says"),
    [
        (3, time(0, 30), "It was signed off on 3 September 2026, {signed}: it cannot have gone before then."),
        (10, time(23, 0), "Enter a time that is not in the future."),
    ],
)
def test_a_time_at_which_it_cannot_have_gone_is_refused(
    signed: DecisionLetter, alice: Person, day: int, clock: time, says: str
) -> None:
    with pytest.raises(Invalid) as refused:
        send(alice, signed, sent_on=date(2026, 9, day), sent_time=clock, at=september(10))
    assert refused.value.fields == {"sent_time": says.format(signed=time_words(SIGNED_AT))}


def test_page_and_api_take_the_time_and_show_it(
    signed: DecisionLetter, known: Victim, alice: Person, sign_in: Any
) -> None:
    reach(alice, known, **NO_POST, at=september(10))
    browser, path = sign_in(alice), f"/letters/{signed.pk}/"
    typed = {
        "sent_on_day": "10",
        "sent_on_month": "9",
        "sent_on_year": "2026",
        "version": str(signed.version),
    }
    typed |= {"method": "post", "tells": "first"}
    asked = browser.post(f"{path}sent/", typed)
    assert (asked.status_code, set(asked.context["form"].errors)) == (422, {"sent_time"})
    wrong = browser.post(f"{path}sent/", {**typed, "sent_time": "half past"})
    assert "Enter a real time, for example 14:30 or 2:30pm." in wrong.content.decode()
    assert 'value="half past"' in wrong.content.decode()
    body = {"sent_on": "2026-09-10", "method": "post", "tells": "first"}
    said = {"content_type": "application/json", "headers": {"If-Match": f'"{signed.version}"'}}
    api = f"/api/v1/decision-letters/{signed.pk}/sent/"
    assert set(browser.post(api, body, **said).json()["fields"]) == {"sent_time"}
    page = browser.post(f"{path}sent/", {**typed, "sent_time": "9.30am"}, follow=True).content.decode()
    assert "10 September 2026, 9:30am: Post" in page
    shown = browser.get(f"/api/v1/decision-letters/{signed.pk}/").json()
    assert (shown["sent_on"], shown["sent_at"]) == ("2026-09-10", "2026-09-10T08:30:00+00:00")


def test_an_alert_raised_since_keeps_nobody_from_saying_that_it_went(
    signed: DecisionLetter, known: Victim, alice: Person
) -> None:
    victims.raise_contact_alert(
        by=alice, victim=known, about="address_known", words="He was seen there.", at=september(10)
    )
    with pytest.raises(Invalid, match="Do not reach Victim 1"):
        send(alice, signed, sent_on=date(2026, 9, 11))
    assert send(alice, signed, sent_on=FRIDAY, at=LATER).status == "sent"
