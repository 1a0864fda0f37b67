"""What a cancelled clinic says to who may no longer see its cases, and where its bookings are made again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from actionplans.services import cancel_clinic
from cases.services import name_person, restrict_case
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import a_case
from tests.actionplans.test_clinics import a_clinic, booked, slot

SignIn = Callable[[Person], Client]


def test_a_cancelled_clinic_says_how_many_more_were_booked_and_counts_no_restricted_case(
    alice: Person, sam: Person, gita: Person, gwen: Person, lena: Person, sign_in: SignIn
) -> None:
    at = now()
    clinic = a_clinic(gita, gita, lena, on=london_date(at) + timedelta(days=3), slot_minutes=15, at=at)
    kept, lost, lost_too, shut = (a_case(alice) for _ in range(4))
    name_person(by=sam, case=kept, person=gita, reason="Asked for.", at=at)
    restrict_case(by=sam, case=shut, people=[alice, gwen, lena], reason="Police suspect.", at=at)
    shut.refresh_from_db()
    for number, one in enumerate((kept, lost, lost_too, shut), start=1):
        booked(one, alice, slot(clinic, number), at=at)
    path = f"/clinics/{clinic.pk}/"
    assert sign_in(gita).get("/api/v1" + path).json()["bookings_ended_unseen"] == 0
    cancel_clinic(by=gita, clinic=clinic, because="lawyer", at=at)

    page = sign_in(gita).get(path).content.decode()
    assert "2 more bookings ended with the clinic, on cases that are not open to you." in page
    assert [one.reference in page for one in (kept, lost, lost_too, shut)] == [True, False, False, False]
    unseen = {
        who.username: sign_in(who).get("/api/v1" + path).json()["bookings_ended_unseen"]
        for who in (gita, gwen, alice)
    }
    assert unseen == {"gita": 2, "gwen": 3, "alice": 0}
    assert "3 more bookings ended" in sign_in(gwen).get(path).content.decode()  # she sees the restricted one


def test_the_notice_of_a_cancelled_clinic_leads_to_booking_again_with_what_was_asked(
    alice: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    at = now()
    clinic = a_clinic(gita, gita, lena, on=london_date(at) + timedelta(days=3), at=at)
    case = a_case(alice)
    row = booked(case, alice, slot(clinic), at=at, asks="Is the second phone worth it?")
    cancel_clinic(by=gita, clinic=clinic, because="lawyer", at=at)
    deliver(at=at)
    told = Message.objects.get(kind="clinic_off")
    again = f"/cases/{case.pk}/clinic/new/"
    assert told.path == again
    browser = sign_in(alice)
    form = browser.get(again).content.decode()
    assert "Is the second phone worth it?</textarea>" in form.replace("\n", "")
    assert (
        f'<a class="govuk-link" href="{again}">Book another slot</a>'
        in browser.get(f"/clinic-bookings/{row.pk}/").content.decode()
    )
    next_one = a_clinic(gita, gita, lena, on=london_date(at) + timedelta(days=4), at=at)
    booked(case, alice, slot(next_one), at=at)
    assert "second phone" not in browser.get(again).content.decode()
