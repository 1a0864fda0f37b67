"""Above a deed stands what whoever does it must know: what goes along, what was said, what is asked when."""

from __future__ import annotations

from typing import Any

from cases.models import DueItem, Victim
from rasso_tracker.people.models import Person
from tests.victims.conftest import FOUND, LATER, Withdraw
from tests.web.page import Page, words
from victims import services
from victims.models import Contact


def read(browser: Any, path: str) -> str:
    return words(browser.get(path).content.decode())


def test_handing_contact_over_says_who_has_it_and_what_goes_along_but_no_look_back(
    victim: Victim, withdraw: Withdraw, sign_in: Any, sam: Person, bob: Person, alice: Person
) -> None:
    row = withdraw(recontact_welcome="yes", recontact_on=LATER.date())
    services.corroborate_withdrawal(by=sam, withdrawal=row, note="Seen.", at=LATER, **FOUND)
    page = read(sign_in(alice), f"/victims/{victim.pk}/contact-owner/new/")
    assert "Alice, the officer in charge, owns contact with the victim now" in page
    assert "Ask Victim 1 again, as they welcome, by" in page
    assert "Look back" not in page
    services.hand_over_contact(by=alice, victim=victim, to=bob, at=LATER)
    services.raise_contact_alert(by=alice, victim=victim, about="phone_seen", at=LATER)
    owed = DueItem.objects.filter(settled_at__isnull=True, source=row.pk)
    assert set(owed.values_list("code", "owner__username", "check_first")) == {
        ("victim_recontact", "bob", True),
        ("look_back", "sam", False),
    }


def test_a_supervisor_sees_what_they_corroborate(withdraw: Withdraw, sign_in: Any, sam: Person) -> None:
    page = read(sign_in(sam), f"/withdrawals/{withdraw().pk}/corroborate/")
    assert "no outcome 14 or 16 can be final" in page
    assert "The investigation" in page
    assert "Delay (the victim)" in page


def test_a_message_is_asked_about_only_after_an_attempt(victim: Victim, sign_in: Any, alice: Person) -> None:
    browser, path = sign_in(alice), f"/victims/{victim.pk}/contacts/new/"
    page = Page(browser.get(path).content.decode())
    attempt = page.by_id("id_reached_1")
    assert page.by_id(attempt.attrs["data-aria-controls"]) in page.by_id("id_left_message_0").within
    once = page.by_id("id_once").attrs["value"]
    moment = {
        "occurred_at_day": "3",
        "occurred_at_month": "3",
        "occurred_at_year": "2026",
        "occurred_at_time": "12:00",
    }
    how = {
        "direction": "out",
        "reached": "yes",
        "left_message": "yes",
        "method": "phone",
        "about": ["update"],
    }
    assert browser.post(path, {"once": once, **moment, **how}).status_code == 302
    assert Contact.objects.get().left_message is False
