"""Who records by mistake that a case was not heard may say so, though it closes to the clinic's people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from actionplans.models import ClinicBooking
from actionplans.services import correct_clinic_result, raise_reminders, record_clinic_result
from cases.models import Case, NamedAccess
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now, start_of_day
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import a_case, moment
from tests.actionplans.test_clinic_results import AFTER, heard
from tests.actionplans.test_clinics import a_clinic, booked, knows, slot
from tests.stories import story

SignIn = Callable[[Person], Client]
NEXT_DAY = moment(date(2026, 3, 13))  # a Friday
OVER = start_of_day(date(2026, 3, 14))  # the clinic was on Thursday
ALMOST = OVER - timedelta(seconds=1)


@story
def case(alice: Person) -> Case:
    return a_case(alice)


@story
def booking(case: Case, alice: Person, gita: Person, lena: Person) -> ClinicBooking:
    return booked(case, alice, slot(a_clinic(gita, gita, lena)))


def not_reached(by: Person, booking: ClinicBooking, at: datetime = AFTER) -> ClinicBooking:
    return record_clinic_result(by=by, booking=booking, status="not_reached", at=at)


def correct(by: Person, booking: ClinicBooking, at: datetime = NEXT_DAY, **said: object) -> ClinicBooking:
    return correct_clinic_result(by=by, booking=booking, reason="A slip.", at=at, **said)


def was_heard(by: Person, booking: ClinicBooking, at: datetime = NEXT_DAY) -> ClinicBooking:
    return correct(by, booking, at, status="heard", outcome="no_advice", attended=[by])


@pytest.mark.parametrize(("by", "other"), [("lena", "gita"), ("gita", "lena")])
def test_it_stays_open_to_who_recorded_it_alone_until_the_next_working_day_is_over(
    by: str, other: str, booking: ClinicBooking, case: Case
) -> None:
    person = Person.objects.get(username=by)
    row = not_reached(person, booking)
    assert (row.kept_until, row.kept_through) == (OVER, date(2026, 3, 13))
    assert [knows(Person.objects.get(username=one), case) for one in (by, other)] == [True, False]
    raise_reminders(at=ALMOST)
    assert knows(person, case)
    raise_reminders(at=OVER)
    assert not knows(person, case)
    booking.refresh_from_db()
    assert booking.kept_until is None
    ended = AuditEvent.objects.filter(action="NAMING_ENDED", subjects__contains=[person.pk])
    assert ended.get().reason == "No longer booked into an advice clinic"


def test_over_a_weekend_the_monday_is_theirs(booking: ClinicBooking, lena: Person) -> None:
    assert not_reached(lena, booking, at=NEXT_DAY).kept_through == date(2026, 3, 16)


def test_the_officer_who_records_it_sees_the_case_anyway_so_it_closes_to_all_at_once(
    booking: ClinicBooking, case: Case, alice: Person, gita: Person, lena: Person
) -> None:
    assert not_reached(alice, booking).kept_until is None
    assert [knows(one, case) for one in (lena, gita)] == [False, False]


def test_heard_after_all_it_is_open_for_good(
    booking: ClinicBooking, case: Case, gita: Person, lena: Person
) -> None:
    not_reached(lena, booking)
    assert was_heard(lena, booking).kept_until is None
    raise_reminders(at=OVER)
    assert [knows(one, case) for one in (lena, gita)] == [True, True]


def test_who_corrects_it_from_heard_by_mistake_has_as_long(
    booking: ClinicBooking, case: Case, alice: Person, lena: Person
) -> None:
    heard(alice, booking, alice, outcome="no_advice", advice="", advice_kind="")
    row = correct(lena, booking, status="not_reached")
    assert (row.kept_through, knows(lena, case)) == (date(2026, 3, 16), True)


def test_somebody_elses_correction_closes_it_at_once(
    booking: ClinicBooking, case: Case, sam: Person, lena: Person
) -> None:
    not_reached(lena, booking)
    row = correct(sam, booking, status="did_not_attend", absent="officer")
    assert (row.kept_until, knows(lena, case)) == (None, False)


def test_another_booking_that_ends_leaves_them_the_time(
    booking: ClinicBooking, case: Case, alice: Person, gita: Person, lena: Person
) -> None:
    """The case is booked again with the same lawyer, and that is not heard either."""
    not_reached(lena, booking)
    again = booked(case, alice, slot(a_clinic(gita, gita, lena, on=date(2026, 3, 13))), at=AFTER)
    not_reached(alice, again, at=NEXT_DAY + timedelta(hours=3))
    assert [knows(one, case) for one in (lena, gita)] == [True, False]
    raise_reminders(at=OVER)
    assert NamedAccess.objects.filter(case=case, person=lena, ended_at__isnull=True).count() == 0


def test_a_legal_manager_who_sat_keeps_it_though_their_advice_goes(
    case: Case, alice: Person, gita: Person
) -> None:
    manager = Person.objects.select_related("cps_unit").get(username="max")
    row = booked(case, alice, slot(a_clinic(gita, gita, manager)))
    heard(manager, row, alice, countersign_wanted=True)
    correct(manager, row, status="not_reached")
    assert knows(manager, case)


def test_the_table_keeps_no_case_open_that_was_heard(booking: ClinicBooking, alice: Person) -> None:
    heard(alice, booking, alice)
    with (
        pytest.raises(IntegrityError, match="booking_kept_not_heard"),
        transaction.atomic(),
        open_door("test"),
    ):
        ClinicBooking.objects.filter(pk=booking.pk).update(kept_until=datetime(2027, 1, 1, tzinfo=UTC))


def test_the_lawyer_corrects_it_by_page_and_by_api(
    booking: ClinicBooking, case: Case, lena: Person, alice: Person, sign_in: SignIn
) -> None:
    client, page = sign_in(lena), f"/clinic-bookings/{booking.pk}/"
    once = {"once": "", "status": "not_reached"}
    told = client.post(f"{page}result/", once, follow=True)
    assert told.redirect_chain == [(page, 302)]
    assert "so that you can correct this if it is wrong" in told.content.decode()
    assert f"{page}result/correct/" in told.content.decode()
    path = f"/api/v1{page}"
    booking.refresh_from_db()
    answer = client.get(path)
    assert booking.kept_until is not None
    assert (answer.status_code, answer.json()["kept_until"]) == (200, booking.kept_until.isoformat())
    body = {"status": "heard", "outcome": "no_advice", "attended": [str(alice.pk)], "reason": "A slip."}
    headers = {"If-Match": answer.headers["ETag"]}
    done = client.post(f"{path}result/corrections/", body, content_type="application/json", headers=headers)
    assert (done.status_code, done.json()["status"], done.json()["kept_until"]) == (201, "heard", None)
    raise_reminders(at=now())
    assert knows(lena, case)
