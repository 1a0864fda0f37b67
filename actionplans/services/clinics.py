"""Advice clinics: set up and cancelled. Who sits in them and hosts them is in clinic_people, what they open
of a case in clinic_access."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from actionplans.clinic_enums import BookingStatus, CancelledBecause, ClinicOff
from actionplans.models import Clinic, ClinicBooking, ClinicLawyer, ClinicSlot
from actionplans.rules import clinics as rules
from actionplans.services.clinic_access import close_case, hearers
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import OutsideCalendar, add_working_days, now, start_of_day
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.access import system
from rasso_tracker.people.models import District, Person
from rasso_tracker.people.refusals import Invalid

OFF = "clinic_off"  # kinds of notice: the clinic was cancelled
NEAR = "clinic_near"  # the clinic, or a booking in it, is due soon
HOST = "clinic_host"  # somebody else hosts
FREED = "clinic_slot_freed"  # the waiting list moved on
REMINDED_AT = timedelta(hours=8)


@deed
def set_up_clinic(
    *,
    by: Person,
    district: District,
    place: str,
    on: date,
    from_time: time,
    to_time: time,
    slot_minutes: int,
    lawyers: Sequence[Person],
    host: Person,
    at: datetime | None = None,
) -> Clinic:
    """Set up a clinic with its slots. Times are London's; the CPS unit is that of the lawyers.

    Raises NotAllowed, or Invalid by field: a past or missing hour, slots that do not fill the time, lawyers
    of no unit that serves the district. A lawyer who sits elsewhere then is refused by the table.
    """
    at = at or now()
    rules.check_can_set_up(by)
    rules.check_clinic(
        by,
        district=district,
        place=place,
        on=on,
        from_time=from_time,
        to_time=to_time,
        slot_minutes=slot_minutes,
        lawyers=lawyers,
        host=host,
        at=at,
    )
    start, end = rules.read_times(on, from_time, to_time, at)
    times = rules.slots_of(start, end, slot_minutes)
    clinic = Clinic(
        id=uuid7(),
        district=district,
        cps_unit=lawyers[0].cps_unit,
        place=place,
        starts_at=start,
        ends_at=end,
        slot_minutes=slot_minutes,
        host=host,
        remind_at=_reminder(on),
        set_up_at=at,
        set_up_by=by,
    )
    clinic.save(force_insert=True)
    ClinicSlot.objects.bulk_create(
        ClinicSlot(id=uuid7(), clinic=clinic, number=number, starts_at=first, ends_at=last)
        for number, (first, last) in enumerate(times, start=1)
    )
    for one in lawyers:
        seat(clinic, one, by, at)
    record(by=by, action=Action.CLINIC_SET_UP, subjects=[clinic.pk, *(one.pk for one in lawyers)])
    return clinic


def _reminder(on: date) -> datetime:
    """The morning of the working day before; of the day before where the table of bank holidays ends."""
    try:
        day = add_working_days(on, -1)
    except OutsideCalendar:
        day = on - timedelta(days=1)
    return start_of_day(day) + REMINDED_AT


def seat(clinic: Clinic, person: Person, by: Person, at: datetime) -> None:
    ClinicLawyer(
        id=uuid7(),
        clinic=clinic,
        person=person,
        starts_at=clinic.starts_at,
        ends_at=clinic.ends_at,
        joined_at=at,
        joined_by=by,
    ).save(force_insert=True)


def lock_clinic(clinic: Clinic) -> Clinic:
    """The clinic as it now stands: bookings, swaps and cancellations in one clinic follow each other."""
    rows = Clinic.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "district", "cps_unit", "host"
    )
    found: Clinic = rows.get(pk=clinic.pk)
    return found


@deed
def cancel_clinic(*, by: Person, clinic: Clinic, because: str, at: datetime | None = None) -> Clinic:
    """Cancel a clinic that has not begun (`because`: ClinicOff). Everybody booked is told, and every booking
    ends: the cases close to the lawyers again. Raises NotAllowed.
    """
    at = at or now()
    clinic = lock_clinic(clinic)
    rules.check_can_cancel_clinic(by, clinic, at)
    if because not in ClinicOff.values:
        raise Invalid({"because": "Choose why the clinic is cancelled."})
    clinic.cancelled_at, clinic.cancelled_by, clinic.cancelled_because = at, by, because
    clinic.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
    heard_by = hearers(clinic)
    settle(sources=reminded_of(clinic), by=by, at=at, kinds=[NEAR, HOST], why="The clinic was cancelled.")
    ClinicLawyer.objects.filter(clinic=clinic, left_at__isnull=True).update(left_at=at, left_by=by)
    with system("a cancelled clinic frees every booking, whoever may see the case"):
        live = [BookingStatus.WAITING, BookingStatus.BOOKED]
        for booking in ClinicBooking.objects.filter(clinic=clinic, status__in=live).select_related("case"):
            end_booking(booking, because=CancelledBecause.CLINIC, by=by, at=at)
            close_case(booking, heard_by, by=by, at=at)
            settle(subject_id=booking.pk, by=by, at=at, kinds=[NEAR, FREED], why="The clinic was cancelled.")
            raise_notice(kind=OFF, source=booking.pk, subject_id=booking.pk, at=at)
    record(by=by, action=Action.CLINIC_CANCELLED, subjects=[clinic.pk])
    return clinic


def reminded_of(clinic: Clinic) -> list[UUID]:
    """The sources of what its lawyers and hosts are told: their seats, the changes of host, the clinic."""
    return [
        clinic.pk,
        *clinic.sittings.values_list("pk", flat=True),
        *clinic.host_changes.values_list("pk", flat=True),
    ]


def end_booking(booking: ClinicBooking, *, because: CancelledBecause, by: Person, at: datetime) -> None:
    """Cancel a booking and free its slot, inside a deed that holds the clinic's lock."""
    if booking.slot_id is not None:
        ClinicSlot.objects.filter(pk=booking.slot_id).update(taken=False)
    booking.status, booking.cancelled_because = BookingStatus.CANCELLED, because
    booking.cancelled_at, booking.cancelled_by = at, by
    booking.save(update_fields=["status", "cancelled_because", "cancelled_at", "cancelled_by"])
