"""Advice clinics: the diary's rows, booking, what a booking opens and closes, the waiting list, moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from actionplans.models import Clinic, ClinicBooking, ClinicLawyer, ClinicSlot
from actionplans.seals import Label, Sealer
from actionplans.services import (
    book_clinic,
    cancel_booking,
    cancel_clinic,
    move_booking,
    set_up_clinic,
    swap_clinic_lawyer,
)
from actionplans.shown.clinics import week_code
from cases.models import Case, NamedAccess
from cases.services import add_suspect, name_person, record_milestone, restrict_case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import CpsUnit, District, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import a_case, moment, submitted
from tests.decisions import said_of, with_cps
from tests.stories import story

SET_UP = moment(date(2026, 3, 2))
DAY = date(2026, 3, 12)  # a Thursday
BOOKED = moment(date(2026, 3, 4))
SignIn = Callable[[Person], Client]


def a_clinic(by: Person, host: Person, *lawyers: Person, **given: Any) -> Clinic:
    values: dict[str, Any] = {
        "district": Person.objects.get(username="alice").district,
        "place": "Room 4, Elland Road",
        "on": DAY,
        "from_time": time(10),
        "to_time": time(11),
        "slot_minutes": 30,
        "at": SET_UP,
        **given,
    }
    return set_up_clinic(by=by, host=host, lawyers=list(lawyers), **values)


def slot(clinic: Clinic, number: int = 1) -> ClinicSlot:
    return ClinicSlot.objects.get(clinic=clinic, number=number)


def booked(case: Case, by: Person, where: ClinicSlot | Clinic, **given: Any) -> ClinicBooking:
    wish = {"slot": where} if isinstance(where, ClinicSlot) else {"clinic": where}
    values = {"kind": "early_advice", "asks": "Is the second phone worth it?", "at": BOOKED, **wish, **given}
    return book_clinic(by=by, case=case, **values)


@story
def clinic(gita: Person, lena: Person) -> Clinic:
    """Two slots, 10:00 and 10:30, with Lena."""
    return a_clinic(gita, gita, lena)


@story
def other_lawyer(db: None) -> Person:
    """A second lawyer of Lena's unit: its legal manager."""
    return Person.objects.select_related("cps_unit").get(username="max")


def knows(person: Person, case: Case) -> bool:
    """By both walls: the scope of lists, and row-level security with no filter at all."""
    scoped = Case.objects.visible_to(person).filter(pk=case.pk).exists()
    with acting(person), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case WHERE id = %s", [case.pk])
        walled = cursor.fetchone()[0] == 1
    assert scoped == walled
    return scoped


class TestSettingUp:
    def test_a_clinic_has_its_slots_its_lawyers_and_their_unit(
        self, clinic: Clinic, gita: Person, lena: Person, unit: CpsUnit
    ) -> None:
        assert (clinic.cps_unit, clinic.host, clinic.times) == (unit, gita, "10:00am to 11:00am")
        slots = [(one.number, one.times, one.taken) for one in clinic.slots.all()]
        assert slots == [(1, "10:00am to 10:30am", False), (2, "10:30am to 11:00am", False)]
        assert [one.person for one in clinic.sittings.all()] == [lena]

    def test_times_are_londons_in_summer_too(self, gita: Person, lena: Person) -> None:
        row = a_clinic(gita, gita, lena, on=date(2026, 6, 4))
        assert (row.starts_at.hour, row.times) == (9, "10:00am to 11:00am")

    @pytest.mark.parametrize(
        ("given", "field", "words"),
        [
            ({"on": date(2026, 3, 1)}, "on", "in the future"),
            ({"on": date(2027, 4, 1)}, "on", "at most a year ahead"),
            ({"to_time": time(9)}, "to_time", "must end after it starts"),
            ({"to_time": time(10)}, "to_time", "must end after it starts"),
            ({"slot_minutes": 25}, "slot_minutes", "do not fill the 60 minutes"),
            ({"slot_minutes": 5}, "slot_minutes", "10 to 120 minutes"),
            ({"slot_minutes": 0}, "slot_minutes", "10 to 120 minutes"),
            (
                {"from_time": time(8), "to_time": time(20), "slot_minutes": 10},
                "slot_minutes",
                "would have 72",
            ),
            ({"on": date(2026, 3, 29), "from_time": time(1, 30)}, "from_time", "did not exist"),
            ({"place": " "}, "place", "Enter the room"),
        ],
    )
    def test_what_cannot_be_a_clinic_is_refused_by_the_field(
        self, given: dict[str, Any], field: str, words: str, gita: Person, lena: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            a_clinic(gita, gita, lena, **given)
        assert list(refusal.value.fields) == [field]
        assert words in refusal.value.fields[field]
        assert not Clinic.objects.exists()

    def test_lawyers_are_of_one_unit_that_serves_the_district(
        self, gita: Person, lena: Person, nora: Person, alice: Person
    ) -> None:
        for lawyers, words in (
            ((nora,), "does not serve Leeds"),
            ((lena, nora), "of one CPS unit"),
            ((alice,), "no CPS lawyer"),
            ((), "at least one lawyer"),
        ):
            with pytest.raises(Invalid, match=words):
                a_clinic(gita, gita, *lawyers)

    def test_the_host_is_a_gatekeeper_and_cps_sets_up_its_own_units(
        self, gita: Person, alice: Person, lena: Person, other_lawyer: Person
    ) -> None:
        with pytest.raises(Invalid, match="no gatekeeper in post"):
            a_clinic(gita, alice, lena)
        assert a_clinic(other_lawyer, gita, lena).set_up_by == other_lawyer
        with pytest.raises(NotAllowed, match="You cannot set up an advice clinic as CPS lawyer"):
            a_clinic(lena, gita, lena, on=date(2026, 3, 13))


class TestBooking:
    def test_a_booking_opens_the_case_to_lawyer_and_host_and_cancelling_closes_it(
        self, clinic: Clinic, alice: Person, lena: Person, gita: Person, gwen: Person, other_lawyer: Person
    ) -> None:
        case = a_case(alice)
        assert not knows(lena, case)
        row = booked(case, alice, slot(clinic))
        assert (row.status, row.officer, slot(clinic).taken) == ("booked", alice, True)
        assert [knows(one, case) for one in (lena, gita, other_lawyer, gwen)] == [True, True, False, False]
        text = Sealer(case.pk).open(Label.CLINIC_ASKS, row.pk, row.asks_sealed)
        assert (text, b"phone" in bytes(row.asks_sealed)) == ("Is the second phone worth it?", False)
        cancel_booking(by=alice, booking=row, at=BOOKED)
        assert [knows(one, case) for one in (lena, gita)] == [False, False]
        assert not slot(clinic).taken

    def test_cancelling_leaves_what_is_otherwise_open(
        self, clinic: Clinic, alice: Person, sam: Person, lena: Person, gita: Person
    ) -> None:
        case = a_case(alice)
        name_person(by=sam, case=case, person=lena, reason="Asked for.", at=BOOKED)
        row = booked(case, alice, slot(clinic))
        cancel_booking(by=alice, booking=row, at=BOOKED)
        assert [knows(one, case) for one in (lena, gita)] == [True, False]

    def test_the_case_stays_open_while_another_clinic_has_it(
        self, clinic: Clinic, alice: Person, gita: Person, lena: Person, other_lawyer: Person
    ) -> None:
        case = a_case(alice)
        later = a_clinic(gita, gita, lena, other_lawyer, on=date(2026, 3, 19))
        first = booked(case, alice, slot(clinic))
        second = booked(case, alice, slot(later))
        cancel_booking(by=alice, booking=first, at=BOOKED)
        assert [knows(one, case) for one in (lena, other_lawyer, gita)] == [True, True, True]
        cancel_booking(by=alice, booking=second, at=BOOKED)
        assert [knows(one, case) for one in (lena, other_lawyer, gita)] == [False, False, False]

    def test_page_list_and_api_open_and_close_with_it(
        self, alice: Person, gita: Person, lena: Person, sign_in: SignIn, case: Case
    ) -> None:
        at = now()  # the pages ask the clock
        clinic = a_clinic(gita, gita, lena, on=london_date(at) + timedelta(days=3), at=at)
        row = booked(case, alice, slot(clinic), at=at)
        browser = sign_in(lena)
        paths = [
            f"/cases/{case.pk}/",
            f"/clinic-bookings/{row.pk}/",
            f"/api/v1/cases/{case.pk}/",
            f"/api/v1/clinic-bookings/{row.pk}/",
        ]
        assert [browser.get(path).status_code for path in paths] == [200, 200, 200, 200]
        week = f"/clinics/?week={week_code(london_date(clinic.starts_at))}"
        for path in ("/cases/", week, f"/clinics/{clinic.pk}/", f"/clinics/{clinic.pk}/list/"):
            assert case.reference in browser.get(path).content.decode(), path
        assert len(browser.get("/api/v1/clinic-bookings/").json()["results"]) == 1
        sign_in(alice).post(f"/clinic-bookings/{row.pk}/cancel/", {})
        assert [browser.get(path).status_code for path in paths] == [404, 404, 404, 404]
        assert case.reference not in browser.get(f"/clinics/{clinic.pk}/").content.decode()
        assert browser.get("/api/v1/clinic-bookings/").json()["results"] == []

    def test_who_may_not_see_the_case_sees_that_the_slot_is_taken_and_no_more(
        self, alice: Person, charlie: Person, gita: Person, lena: Person, case: Case, sign_in: SignIn
    ) -> None:
        clinic = a_clinic(gita, gita, lena)
        row = booked(case, alice, slot(clinic))
        page = sign_in(charlie).get(f"/clinics/{clinic.pk}/").content.decode()
        assert "Taken" in page
        assert case.reference not in page
        assert str(row.pk) not in page

    def test_a_case_is_in_a_clinic_once_and_a_slot_has_one_case(
        self, clinic: Clinic, alice: Person, bob: Person
    ) -> None:
        case = a_case(alice)
        booked(case, alice, slot(clinic))
        with pytest.raises(Invalid, match="in this clinic already"):
            booked(case, alice, slot(clinic, 2))
        with pytest.raises(Invalid, match="took this slot a moment ago"):
            booked(a_case(bob), bob, slot(clinic))

    def test_booking_closes_when_the_clinic_starts(self, clinic: Clinic, alice: Person) -> None:
        case = a_case(alice)
        with pytest.raises(Invalid, match="Booking closes when the clinic starts"):
            booked(case, alice, slot(clinic), at=clinic.starts_at)
        row = booked(case, alice, slot(clinic), at=clinic.starts_at - timedelta(seconds=1))
        with pytest.raises(NotAllowed, match="this clinic has started"):
            cancel_booking(by=alice, booking=row, at=clinic.starts_at)

    def test_a_closed_case_is_not_booked_and_closing_ends_its_booking(
        self, clinic: Clinic, alice: Person, lena: Person
    ) -> None:
        case = a_case(alice)
        row = booked(case, alice, slot(clinic))
        add_suspect(by=alice, case=case, name="", at=BOOKED)
        with_cps(alice, case, moment(date(2026, 3, 4)))
        for hour, kind in ((13, "charged"), (14, "finalised")):
            at = moment(date(2026, 3, 4), hour)
            record_milestone(by=alice, case=case, kind=kind, occurred_at=at, at=at, **said_of(kind, at))
        row.refresh_from_db()
        assert (row.status, row.cancelled_because, slot(clinic).taken) == ("cancelled", "case_closed", False)
        assert not knows(lena, case)
        case.refresh_from_db()
        with pytest.raises(NotAllowed, match="every allegation of this case is closed"):
            booked(case, alice, slot(clinic), at=moment(date(2026, 3, 5)))

    def test_a_restricted_case_wants_its_lawyer_named_and_booking_names_nobody(
        self, clinic: Clinic, alice: Person, sam: Person, gita: Person, gwen: Person, lena: Person
    ) -> None:
        case = a_case(alice)
        restrict_case(by=sam, case=case, people=[alice, gwen], reason="Police suspect.", at=BOOKED)
        case.refresh_from_db()
        with pytest.raises(Invalid, match="Lena would hear it and is not named on it"):
            booked(case, alice, slot(clinic))
        name_person(by=sam, case=case, person=lena, reason="To hear it.", at=BOOKED)
        row = booked(case, alice, slot(clinic))
        assert [knows(one, case) for one in (lena, gita)] == [True, False]
        assert not NamedAccess.objects.filter(case=case, because="clinic").exists()
        cancel_booking(by=alice, booking=row, at=BOOKED)
        assert knows(lena, case)

    def test_a_clinic_of_a_unit_that_does_not_serve_the_district_is_refused(
        self, gita: Person, alice: Person, nora: Person
    ) -> None:
        unit = CpsUnit.objects.get(code="other-rasso")
        bradford = District.objects.get(code="bradford")
        with open_door("a test"):
            unit.districts.add(bradford)
        clinic = a_clinic(gita, gita, nora, district=bradford)
        with pytest.raises(Invalid, match="does not serve the district of this case"):
            booked(a_case(alice), alice, slot(clinic))


class TestWaitingAndMoving:
    def test_the_first_who_waits_gets_the_slot_that_comes_free_and_is_told(
        self, gita: Person, lena: Person, alice: Person, bob: Person
    ) -> None:
        clinic = a_clinic(gita, gita, lena, slot_minutes=60)
        held = booked(a_case(alice), alice, slot(clinic))
        cases = [a_case(bob), a_case(alice)]
        waiting = [
            booked(one, bob if place == 0 else alice, clinic, at=BOOKED + timedelta(hours=place))
            for place, one in enumerate(cases)
        ]
        assert [one.status for one in waiting] == ["waiting", "waiting"]
        assert not knows(lena, cases[0])
        cancel_booking(by=alice, booking=held, at=BOOKED + timedelta(hours=3))
        for row in waiting:
            row.refresh_from_db()
        assert [(one.status, one.slot_id) for one in waiting] == [
            ("booked", slot(clinic).pk),
            ("waiting", None),
        ]
        assert [knows(lena, one) for one in cases] == [True, False]
        deliver(at=BOOKED + timedelta(hours=3))
        told = Message.objects.filter(kind="clinic_slot_freed")
        assert [(one.recipient.username, one.subject_id) for one in told] == [("bob", waiting[0].pk)]

    def test_nobody_waits_for_a_clinic_that_has_a_free_slot(self, clinic: Clinic, alice: Person) -> None:
        with pytest.raises(Invalid, match="is not full"):
            booked(a_case(alice), alice, clinic)

    def test_a_move_ends_one_booking_and_begins_another_and_access_goes_with_it(
        self, clinic: Clinic, gita: Person, lena: Person, other_lawyer: Person, alice: Person
    ) -> None:
        case = a_case(alice)
        later = a_clinic(gita, gita, other_lawyer, on=date(2026, 3, 19))
        first = booked(case, alice, slot(clinic))
        second = move_booking(by=alice, booking=first, slot=slot(later, 2), at=BOOKED)
        first.refresh_from_db()
        assert (first.status, first.cancelled_because, second.moved_from) == ("cancelled", "moved", first)
        assert [knows(one, case) for one in (lena, other_lawyer, gita)] == [False, True, True]
        assert [slot(clinic).taken, slot(later, 2).taken] == [False, True]
        text = Sealer(case.pk).open(Label.CLINIC_ASKS, second.pk, second.asks_sealed)
        assert text == "Is the second phone worth it?"

    def test_a_move_within_a_clinic_keeps_the_case_in_it_once(self, clinic: Clinic, alice: Person) -> None:
        row = booked(a_case(alice), alice, slot(clinic))
        moved = move_booking(by=alice, booking=row, slot=slot(clinic, 2), at=BOOKED)
        assert (moved.slot, slot(clinic).taken, slot(clinic, 2).taken) == (slot(clinic, 2), False, True)
        with pytest.raises(NotAllowed, match="You cannot move this booking"):
            move_booking(by=alice, booking=row, slot=slot(clinic), at=BOOKED)

    @pytest.mark.parametrize("by_api", [True, False])
    def test_a_booking_moves_to_another_slot_of_its_clinic_by_page_and_api(
        self, alice: Person, gita: Person, lena: Person, sign_in: SignIn, by_api: bool
    ) -> None:
        at = now()
        clinic = a_clinic(gita, gita, lena, on=london_date(at) + timedelta(days=3), at=at)
        row = booked(a_case(alice), alice, slot(clinic), at=at)
        path, sent = f"/clinic-bookings/{row.pk}/move/", {"slot": str(slot(clinic, 2).pk)}
        if by_api:
            answer = sign_in(alice).post(f"/api/v1{path}", sent, content_type="application/json")
        else:
            answer = sign_in(alice).post(path, sent)
        assert answer.status_code == (201 if by_api else 302), answer.content.decode()
        row.refresh_from_db()
        moved = ClinicBooking.objects.get(moved_from=row)
        assert (row.status, moved.status, moved.slot) == ("cancelled", "booked", slot(clinic, 2))
        assert [slot(clinic).taken, slot(clinic, 2).taken] == [False, True]

    def test_a_slot_is_not_given_up_for_the_waiting_list_of_the_same_clinic(
        self, clinic: Clinic, alice: Person
    ) -> None:
        row = booked(a_case(alice), alice, slot(clinic))
        with pytest.raises(Invalid, match="The case has a slot in this clinic already"):
            move_booking(by=alice, booking=row, clinic=clinic, at=BOOKED)
        row.refresh_from_db()
        assert (row.status, row.slot) == ("booked", slot(clinic))


class TestRunning:
    def test_a_cancelled_clinic_frees_and_tells_everybody_and_closes_every_case(
        self, clinic: Clinic, alice: Person, bob: Person, gwen: Person, lena: Person
    ) -> None:
        cases = [a_case(alice), a_case(bob)]
        rows = [booked(one, one.officer_in_charge, slot(clinic, n)) for n, one in enumerate(cases, 1)]
        # Gwen may see neither case, and cancels all the same.
        cancel_clinic(by=gwen, clinic=clinic, because="lawyer", at=BOOKED)
        for row in rows:
            row.refresh_from_db()
        assert [(one.status, one.cancelled_because) for one in rows] == [("cancelled", "clinic")] * 2
        assert [knows(lena, one) for one in cases] == [False, False]
        deliver(at=BOOKED)
        told = Message.objects.filter(kind="clinic_off").values_list("recipient__username", "reference")
        assert sorted(told) == [("alice", cases[0].reference), ("bob", cases[1].reference)]
        assert not ClinicLawyer.objects.filter(clinic=clinic, left_at__isnull=True).exists()
        with pytest.raises(NotAllowed, match="this clinic was cancelled"):
            cancel_clinic(by=gwen, clinic=clinic, because="lawyer", at=BOOKED)

    def test_a_clinic_that_began_is_not_cancelled(self, clinic: Clinic, gita: Person) -> None:
        with pytest.raises(NotAllowed, match="has started"):
            cancel_clinic(by=gita, clinic=clinic, because="lawyer", at=clinic.starts_at)

    def test_access_moves_with_the_lawyer_but_not_on_a_restricted_case(
        self,
        clinic: Clinic,
        alice: Person,
        sam: Person,
        gita: Person,
        gwen: Person,
        lena: Person,
        other_lawyer: Person,
    ) -> None:
        case, shut = a_case(alice), a_case(alice)
        restrict_case(by=sam, case=shut, people=[alice, gwen, lena], reason="Police suspect.", at=BOOKED)
        shut.refresh_from_db()
        booked(case, alice, slot(clinic))
        booked(shut, alice, slot(clinic, 2))
        swap_clinic_lawyer(by=gita, clinic=clinic, leaves=lena, joins=other_lawyer, at=BOOKED)
        assert [knows(one, case) for one in (lena, other_lawyer, gita)] == [False, True, True]
        assert [knows(one, shut) for one in (lena, other_lawyer, gita)] == [True, False, False]

    def test_a_swap_wants_a_lawyer_of_the_unit_who_does_not_sit_yet(
        self, clinic: Clinic, gita: Person, lena: Person, nora: Person, other_lawyer: Person
    ) -> None:
        for leaves, joins, words in (
            (lena, lena, "sits in this clinic already"),
            (lena, nora, "does not serve Leeds"),
        ):
            with pytest.raises(Invalid, match=words):
                swap_clinic_lawyer(by=gita, clinic=clinic, leaves=leaves, joins=joins, at=BOOKED)
        with pytest.raises(NotAllowed, match="does not sit in this clinic"):
            swap_clinic_lawyer(by=gita, clinic=clinic, leaves=other_lawyer, joins=lena, at=BOOKED)


def test_the_unit_that_has_the_case_already_keeps_it(
    clinic: Clinic, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    case = a_case(alice)
    submitted(case, alice, unit, at=BOOKED)
    row = booked(case, alice, slot(clinic), at=BOOKED)
    cancel_booking(by=alice, booking=row, at=BOOKED)
    assert knows(lena, case)
