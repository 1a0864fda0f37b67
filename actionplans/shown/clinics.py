"""What pages show of advice clinics: the diary of a week, one clinic with its running list, a booking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from actionplans.clinic_enums import IN_A_SLOT, BookingStatus, CancelledBecause
from actionplans.models import Clinic, ClinicBooking, ClinicLawyer, ClinicSlot
from actionplans.seals import Label, Sealer
from actionplans.shown.advice import advice_rows
from actionplans.shown.clinic_warnings import clinic_warnings
from actionplans.shown.clinic_words import also_booked, of_booking, of_clinic
from actionplans.shown.follow_ups import follow_up_rows
from cases.models import NamedAccess
from rasso_tracker.clocks import london_date
from rasso_tracker.people.access import system
from rasso_tracker.people.models import District, Person

MOST_MINE = 10
BEFORE_IT_BEGINS = {"cancel_clinic", "swap_clinic_lawyer", "change_clinic_host"}


def week_of(text: str, today: date) -> date:
    """The Monday of an ISO week, `2026-W10`; of this week for anything else."""
    try:
        year, _, week = text.partition("-W")
        return date.fromisocalendar(int(year), int(week), 1)
    except (ValueError, OverflowError):
        return today - timedelta(days=today.weekday())


def week_code(monday: date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def clinics_between(
    person: Person, start: datetime, end: datetime, at: datetime, district: District | None = None
) -> list[dict[str, Any]]:
    """The clinics that begin from `start` to before `end`, by day and district. Five statements."""
    rows = Clinic.objects.visible_to(person).filter(starts_at__gte=start, starts_at__lt=end)
    if district is not None:
        rows = rows.filter(district=district)
    clinics = list(
        rows.select_related("district", "cps_unit", "host")
        .annotate(slots_all=Count("slots"), slots_free=Count("slots", filter=Q(slots__taken=False)))
        .order_by("starts_at", "district__name", "id")
    )
    ids = [one.pk for one in clinics]
    sit, warned = lawyers_of(ids), clinic_warnings(clinics, at)
    booked = _booked_by_clinic(person, ids)
    return [
        {
            "row": one,
            "day": london_date(one.starts_at),
            "lawyers": sit[one.pk],
            "warnings": warned.get(one.pk, []),
            "free": 0 if one.is_cancelled else one.slots_free,
            "slots": one.slots_all,
            "booked": booked[one.pk],
        }
        for one in clinics
    ]


def lawyers_of(clinics: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Who sits in each, by name; nobody in a clinic that was cancelled."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = ClinicLawyer.objects.filter(clinic__in=list(clinics), left_at__isnull=True)
    for one in rows.select_related("person").order_by("joined_at", "id"):
        found[one.clinic_id].append(one.person.name)
    return found


def _booked_by_clinic(person: Person, clinics: list[UUID]) -> dict[UUID, list[ClinicBooking]]:
    found: dict[UUID, list[ClinicBooking]] = defaultdict(list)
    rows = ClinicBooking.objects.visible_to(person).filter(clinic__in=clinics)
    for one in rows.exclude(status=BookingStatus.CANCELLED).select_related("case", "slot"):
        found[one.clinic_id].append(one)
    return found


def my_bookings(person: Person, at: datetime) -> list[ClinicBooking]:
    """Live bookings of clinics to come on the cases that this person may see, their own first by day."""
    rows = ClinicBooking.objects.visible_to(person).filter(
        status__in=[BookingStatus.BOOKED, BookingStatus.WAITING],
        clinic__in=Clinic.objects.visible_to(person).filter(ends_at__gt=at),
    )
    rows = rows.select_related("case", "clinic__district", "slot", "officer")
    return list(rows.order_by("clinic__starts_at", "slot__number", "id")[:MOST_MINE])


def clinic_context(person: Person, clinic: Clinic, at: datetime) -> dict[str, Any]:
    """Everything on the page of a clinic: its slots with the bookings that this person may see."""
    rows = ClinicBooking.objects.visible_to(person).filter(clinic=clinic)
    bookings = list(rows.select_related("case", "slot", "officer").order_by("booked_at", "id"))
    in_slot = {one.slot_id: one for one in bookings if one.status in IN_A_SLOT}
    every = list(ClinicSlot.objects.filter(clinic=clinic))
    slots = [{"row": slot, "booking": in_slot.get(slot.pk)} for slot in every]
    begun = clinic.starts_at <= at
    free = sum(not slot.taken for slot in every)
    return {
        "clinic": clinic,
        "at": at,
        "can_be_booked": of_clinic(clinic, free, person, at),
        "begun": begun,
        "lawyers": lawyers_of([clinic.pk])[clinic.pk],
        "slots": slots,
        "free": free,
        "to_record": sum(one.status == BookingStatus.BOOKED for one in bookings) if begun else 0,
        "waiting": [one for one in bookings if one.status == BookingStatus.WAITING],
        "waiting_in_all": _waiting(clinic),
        "ended": [one for one in bookings if one.status == BookingStatus.CANCELLED],
        "warnings": clinic_warnings([clinic], at).get(clinic.pk, []),
        "may_record": person.role.may("record_clinic_result") and begun,
        "not_now": BEFORE_IT_BEGINS if begun or clinic.is_cancelled else set(),
        "host_changes": clinic.host_changes.select_related("host", "left", "changed_by"),
        "bookings": bookings,
        "ended_unseen": ended_unseen(person, clinic),
    }


def _waiting(clinic: Clinic) -> int:
    """How many cases wait for a slot; a restricted case is in no count."""
    with system("a count of those who wait for a slot, and no row"):
        waiting = ClinicBooking.objects.filter(clinic=clinic, status=BookingStatus.WAITING)
        return waiting.filter(case__restricted=False).count()


def ended_unseen(person: Person, clinic: Clinic) -> int:
    """How many bookings ended with a cancelled clinic beside those that this person may still see.

    While it stood, its page showed each as a slot that is taken. A restricted case is in no count.
    """
    if not clinic.is_cancelled:
        return 0
    seen = list(ClinicBooking.objects.visible_to(person).filter(clinic=clinic).values_list("pk", flat=True))
    with system("a count of the bookings that a cancelled clinic ended, and no row"):
        ended = ClinicBooking.objects.filter(clinic=clinic, cancelled_because=CancelledBecause.CLINIC)
        return ended.filter(case__restricted=False).exclude(pk__in=seen).count()


def running_list(person: Person, clinic: Clinic) -> list[dict[str, Any]]:
    """Every slot in order for the sheet that is printed: references, never names of people in a case."""
    rows = ClinicBooking.objects.visible_to(person).filter(clinic=clinic, status__in=IN_A_SLOT)
    booked = {one.slot_id: one for one in rows.select_related("case", "officer")}
    return [
        {"row": slot, "booking": booked.get(slot.pk)} for slot in ClinicSlot.objects.filter(clinic=clinic)
    ]


def booking_context(person: Person, booking: ClinicBooking, at: datetime) -> dict[str, Any]:
    """Everything on the page of a booking: what is asked, what came of it, what is left to do."""
    sealer = Sealer(booking.case_id)
    clinic = booking.clinic
    return {
        "booking": booking,
        "clinic": clinic,
        "case": booking.case,
        "at": at,
        "words": of_booking(booking, at),
        "also_booked": also_booked(booking),
        "asks": sealer.open(Label.CLINIC_ASKS, booking.pk, booking.asks_sealed),
        "note": sealer.open(Label.CLINIC_NOTE, booking.pk, booking.note_sealed),
        "attended": people_there(booking),
        "corrections": _corrections(booking, sealer),
        "lawyers": lawyers_of([clinic.pk])[clinic.pk],
        "advice": advice_rows(booking, person, sealer),
        "follow_ups": follow_up_rows(booking, person, sealer, at),
        "moved_to": ClinicBooking.objects.filter(moved_from=booking).first(),
        "book_again": _book_again(person, booking),
        "unnamed": _not_named(booking) if booking.is_live else [],
        "not_now": _not_now(booking, at),
    }


def people_there(booking: ClinicBooking) -> list[Person]:
    """Who was there when it was heard, as it stands."""
    rows = booking.attended.filter(corrected_in__isnull=True)
    return [one.person for one in rows.select_related("person").order_by("person__name", "id")]


def _corrections(booking: ClinicBooking, sealer: Sealer) -> list[dict[str, Any]]:
    """What was recorded before each correction, the last first."""
    there: dict[UUID, list[str]] = defaultdict(list)
    attended = booking.attended.filter(corrected_in__isnull=False).select_related("person")
    for one in attended.order_by("person__name", "id"):
        there[one.corrected_in_id].append(one.person.name)
    rows = booking.corrections.select_related("recorded_by", "corrected_by")
    return [
        {
            "row": one,
            "note": sealer.open(Label.CORRECTION_NOTE, one.pk, one.note_sealed),
            "reason": sealer.open(Label.CORRECTION_REASON, one.pk, one.reason_sealed),
            "attended": there[one.pk],
        }
        for one in rows.order_by("-number")
    ]


def _book_again(person: Person, booking: ClinicBooking) -> str:
    """Where a case is booked again whose clinic was cancelled; "" where it need not be, or not by them."""
    off = booking.cancelled_because == CancelledBecause.CLINIC
    may = person.role.may("book_clinic") and not booking.case.is_closed
    return reverse("book_clinic", args=[booking.case_id]) if off and may else ""


def _not_named(booking: ClinicBooking) -> list[str]:
    """Lawyers who sit and are not named on a restricted case: they cannot hear it."""
    if not booking.case.restricted:
        return []
    named = NamedAccess.objects.filter(case=booking.case_id, ended_at__isnull=True).values("person")
    sit = ClinicLawyer.objects.filter(clinic=booking.clinic_id, left_at__isnull=True)
    return [one.person.name for one in sit.exclude(person__in=named).select_related("person")]


def _not_now(booking: ClinicBooking, at: datetime) -> set[str]:
    """The deeds that would only be refused as the booking stands."""
    begun = booking.clinic.starts_at <= at
    wrong = set()
    if begun or not booking.is_live:
        wrong |= {"cancel_booking", "move_booking"}
    if not begun or booking.status != BookingStatus.BOOKED:
        wrong.add("record_clinic_result")
    if booking.recorded_at is None:
        wrong.add("correct_clinic_result")
    if booking.recorded_at is None or booking.case.is_closed:
        wrong.add("add_follow_up")
    if booking.status != BookingStatus.HEARD:
        wrong.add("write_clinic_advice")
    return wrong


def ids_of_clinic(context: dict[str, Any]) -> list[UUID]:
    return [one.pk for one in context["bookings"]]


def ids_of_booking(context: dict[str, Any]) -> list[UUID]:
    return [row["row"].pk for name in ("advice", "follow_ups") for row in context[name]]
