"""A clinic, a booking and the form to book say what is possible now, not yet, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from actionplans.models import Clinic
from actionplans.services import cancel_clinic, record_clinic_result
from actionplans.shown.clinic_words import of_booking, of_clinic
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import a_case
from tests.actionplans.test_clinics import BOOKED, a_clinic, booked, slot
from tests.stories import story

SignIn = Callable[[Person], Client]
CLOSES = "Booking closes when the clinic starts, on 12 March 2026 at 10:00am."


@story
def clinic(gita: Person, lena: Person) -> Clinic:
    return a_clinic(gita, gita, lena)


def test_a_clinic_says_who_books_and_until_when(
    clinic: Clinic, alice: Person, lena: Person, gita: Person
) -> None:
    assert of_clinic(clinic, 2, alice, BOOKED) == (
        f"2 slots are free. To book one, open the case and choose “Book an advice clinic”. {CLOSES}"
    )
    assert of_clinic(clinic, 1, lena, BOOKED) == (
        f"1 slot is free. The officer of a case books it, on the page of the case. {CLOSES}"
    )
    assert of_clinic(clinic, 0, alice, BOOKED) == (
        "Every slot is booked. To join the waiting list, open the case and choose “Book an advice clinic”. "
        f"The first on the waiting list gets a slot that comes free. {CLOSES}"
    )
    assert of_clinic(clinic, 2, alice, clinic.starts_at) == (
        "Nothing can be booked any more: booking closed when the clinic started at 10:00am."
    )
    off = cancel_clinic(by=gita, clinic=clinic, because="lawyer", at=BOOKED)
    assert of_clinic(off, 2, alice, BOOKED) == "Nothing can be booked: this clinic was cancelled."


def test_a_booking_says_what_is_not_possible_yet_and_what_no_more(
    gita: Person, lena: Person, alice: Person
) -> None:
    clinic = a_clinic(gita, gita, lena, slot_minutes=60)
    first, second = booked(a_case(alice), alice, slot(clinic)), booked(a_case(alice), alice, clinic)
    for row, at, words in (
        (first, BOOKED, "What came of it cannot be recorded before then."),
        (first, clinic.starts_at, "cannot be moved or cancelled any more."),
        (second, BOOKED, "On the waiting list since 4 March 2026."),
        (second, clinic.starts_at, "No slot came free before the clinic started."),
    ):
        assert words in of_booking(row, at)
    done = record_clinic_result(by=lena, booking=first, status="not_reached", at=clinic.starts_at)
    assert of_booking(done, clinic.starts_at) == (
        "The case stays open to Lena until the end of 13 March 2026, in case this was recorded by mistake."
    )


def test_the_form_to_book_says_why_there_is_no_slot(
    gita: Person, lena: Person, alice: Person, sign_in: SignIn
) -> None:
    at, browser = now(), sign_in(alice)
    case, other = a_case(alice), a_case(alice)

    def form() -> str:
        return browser.get(f"/cases/{case.pk}/clinic/new/").content.decode()

    assert "No advice clinic to come takes cases of Leeds. The gatekeeper team sets clinics up." in form()
    day = london_date(at) + timedelta(days=3)
    clinic = a_clinic(gita, gita, lena, on=day, slot_minutes=60, at=at)
    assert "Booking closes when the clinic starts." in form()
    booked(other, alice, slot(clinic), at=at)
    assert "Every clinic to come is full: join the waiting list of one below." in form()
    booked(case, alice, clinic, at=at)
    assert "already: to change that, move its booking. No other advice clinic to come" in form()


def test_page_and_api_say_the_same(gita: Person, lena: Person, alice: Person, sign_in: SignIn) -> None:
    at = now()
    clinic = a_clinic(gita, gita, lena, on=london_date(at) + timedelta(days=3), at=at)
    row = booked(a_case(alice), alice, slot(clinic), at=at)
    for person in (alice, gita, lena):
        browser = sign_in(person)
        for kind, key in (("clinics", "can_be_booked"), ("clinic-bookings", "possible_now")):
            pk = clinic.pk if kind == "clinics" else row.pk
            words = browser.get(f"/api/v1/{kind}/{pk}/").json()[key]
            assert words
            assert words.partition("“")[0] in browser.get(f"/{kind}/{pk}/").content.decode()
