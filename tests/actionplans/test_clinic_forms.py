"""The forms of advice clinics say every fault at once, on the page and by API, and keep what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client

from actionplans.models import Clinic, ClinicBooking
from cases.models import Case
from cases.services import restrict_case
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import a_case, moment
from tests.actionplans.test_clinics import a_clinic, booked, slot
from tests.stories import story

SignIn = Callable[[Person], Client]
IN_A_WEEK = london_date(now()) + timedelta(days=7)


@story
def case(alice: Person) -> Case:
    return a_case(alice)


@story
def ahead(gita: Person, lena: Person) -> Clinic:
    return a_clinic(gita, gita, lena, on=IN_A_WEEK, at=now())


def faults(client: Client, path: str, body: dict[str, Any]) -> dict[str, str]:
    answer = client.post(f"/api/v1/{path}", body, content_type="application/json")
    assert answer.status_code == 400, answer.content
    found: dict[str, str] = answer.json()["fields"]
    return found


def test_a_booking_without_anything_says_all_that_is_missing(
    ahead: Clinic, case: Case, alice: Person, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    found = faults(client, "clinic-bookings/", {"case": str(case.pk)})
    assert found == {
        "slot": "Choose a slot, or the waiting list of a clinic that is full.",
        "kind": "Choose what you ask.",
        "asks": "Say what you ask.",
    }
    page = client.post(f"/cases/{case.pk}/clinic/new/", {"asks": "Which phone?"}).content.decode()
    assert "Choose a slot, or the waiting list" in page
    assert "Choose what you ask." in page
    assert "Which phone?" in page


def test_a_booking_of_a_restricted_case_says_who_is_not_named_beside_what_is_missing(
    ahead: Clinic, case: Case, alice: Person, sam: Person, gita: Person, sign_in: SignIn
) -> None:
    restrict_case(by=sam, case=case, people=[gita], reason="Police suspect.")
    body = {"case": str(case.pk), "slot": str(slot(ahead).pk), "kind": "other"}
    found = faults(sign_in(alice), "clinic-bookings/", body)
    assert set(found) == {"slot", "asks"}
    assert "Lena would hear it and is not named on it" in found["slot"]


def test_a_move_without_a_slot_says_so(ahead: Clinic, case: Case, alice: Person, sign_in: SignIn) -> None:
    booking = booked(case, alice, slot(ahead), at=now())
    found = faults(sign_in(alice), f"clinic-bookings/{booking.pk}/move/", {"clinic": "nowhere"})
    assert set(found) == {"clinic"}
    assert ClinicBooking.objects.get().status == "booked"


def test_a_clinic_that_is_set_up_says_every_fault(
    gita: Person, lena: Person, alice: Person, sign_in: SignIn
) -> None:
    body = {
        "district": alice.district.code if alice.district else "",
        "place": " ",
        "on": str(IN_A_WEEK),
        "from_time": "10:00",
        "to_time": "09:00",
        "slot_minutes": 5,
        "lawyers": [],
        "host": str(gita.pk),
    }
    found = faults(sign_in(gita), "clinics/", body)
    assert set(found) == {"place", "to_time", "slot_minutes", "lawyers"}


def test_a_result_says_every_fault_of_it_and_of_what_is_left_to_do(
    case: Case, alice: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    booking = booked(case, alice, slot(a_clinic(gita, gita, lena)))
    far = london_date(now()) + timedelta(days=200)
    body = {
        "status": "heard",
        "outcome": "advice",
        "document_date": "2026-02-30",
        "follow_ups": [{"what": "", "due_on": str(far)}, {"what": "Ask.", "due_on": str(far)}],
    }
    found = faults(sign_in(alice), f"clinic-bookings/{booking.pk}/result/", body)
    assert set(found) == {
        "attended",
        "advice",
        "advice_kind",
        "document_date",
        "follow_ups-0-what",
        "follow_ups-0-due_on",
        "follow_ups-1-due_on",
    }


def test_a_follow_up_says_both_of_its_faults(
    case: Case, alice: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    from tests.actionplans.test_clinic_results import heard

    booking = heard(alice, booked(case, alice, slot(a_clinic(gita, gita, lena))), alice)
    far = london_date(now()) + timedelta(days=200)
    body = {"booking": str(booking.pk), "what": "", "due_on": str(far)}
    assert set(faults(sign_in(alice), "clinic-follow-ups/", body)) == {"what", "due_on"}


def test_the_note_of_a_clinic_that_is_older_than_the_clinic_is_said_with_the_rest(
    case: Case, alice: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    booking = booked(case, alice, slot(a_clinic(gita, gita, lena)))
    body = {
        "status": "heard",
        "outcome": "advice",
        "advice": "One phone.",
        "advice_kind": "early",
        "document_date": str(date(2026, 3, 11)),
    }
    found = faults(sign_in(alice), f"clinic-bookings/{booking.pk}/result/", body)
    assert set(found) == {"attended", "document_date"}
    assert moment(date(2026, 3, 12)) <= now()


def test_those_who_were_to_come_are_offered_first_and_told_apart_from_the_team(
    case: Case, alice: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    row = booked(case, alice, slot(a_clinic(gita, gita, lena)))
    page = sign_in(alice).get(f"/clinic-bookings/{row.pk}/result/").content.decode()
    offered = re.findall(r'name="attended"[^>]*>\s*<label[^>]*>\s*([^<]+?)\s*</label>', page)
    team = alice.team.name if alice.team else ""
    assert offered[:3] == [f"Alice, {team}", "Gita, gatekeeper team", "Lena, CPS"]
    assert f"Bob, {team}" in offered[3:]
    assert page.count("opens the case to the clinic&#x27;s lawyers and host no more") == 2
