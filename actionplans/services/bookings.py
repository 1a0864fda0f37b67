"""Booking a case into an advice clinic, its waiting list, moving and cancelling."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import QuerySet

from actionplans.clinic_enums import BookingStatus, CancelledBecause
from actionplans.models import Clinic, ClinicBooking, ClinicLawyer, ClinicSlot
from actionplans.rules import clinics as rules
from actionplans.seals import Label, Sealer
from actionplans.services.clinic_access import check_owner_sees, close_case, hearers, open_case_to, sitting
from actionplans.services.clinics import FREED, NEAR, OFF, end_booking, lock_clinic
from actionplans.services.undecided import open_to_cps_now
from cases.models import Case, NamedAccess
from cases.services import locked
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together


@deed
def book_clinic(
    *,
    by: Person,
    case: Case,
    kind: str,
    asks: str,
    slot: ClinicSlot | None = None,
    clinic: Clinic | None = None,
    officer: Person | None = None,
    at: datetime | None = None,
) -> ClinicBooking:
    """Book a case into a slot, or onto the waiting list of a `clinic` that is full.

    `kind` is a BookingKind; `officer` comes to the clinic, the officer in charge unless somebody else is
    chosen. A booked slot opens the case to the clinic's lawyers and host. Raises NotAllowed where
    everything is charged or closed, Invalid by field: a slot that is taken, a clinic that has begun, a
    lawyer not named on a restricted case, an officer who may not see it.
    """
    at = at or now()
    rules.check_can_book(by, case, left=open_to_cps_now(case))
    together(
        partial(rules.check_one_wish, slot, clinic),
        partial(rules.check_asked, kind, asks),
        partial(check_place, case, slot.clinic if slot is not None else clinic, slot, at),
        partial(check_owner_sees, "officer", officer, case),
    )
    case = locked(by, case)
    rules.check_can_book(by, case, left=open_to_cps_now(case))
    chosen = lock_clinic(slot.clinic if slot is not None else clinic)  # type: ignore[arg-type]  # one of the two
    booking = _book(case, chosen, slot, by=by, at=at, kind=kind, officer=officer or case.officer_in_charge)
    booking.asks_sealed = Sealer(case.pk).seal(Label.CLINIC_ASKS, booking.pk, asks)
    booking.save(force_insert=True)
    if slot is not None:
        open_case_to(booking, hearers(chosen), by=by, at=at)
    record(
        by=by,
        action=Action.CLINIC_BOOKED,
        case=case,
        subjects=[booking.pk, chosen.pk],
        recipient=chosen.cps_unit.name,
    )
    return booking


def _book(
    case: Case,
    clinic: Clinic,
    slot: ClinicSlot | None,
    *,
    by: Person,
    at: datetime,
    kind: str,
    officer: Person,
    moved_from: ClinicBooking | None = None,
) -> ClinicBooking:
    """An unsaved booking in a slot that is then taken, or on the waiting list. The clinic is locked.

    Raises Invalid by field.
    """
    check_place(case, clinic, slot, at, moved_from=moved_from)
    if slot is not None:
        ClinicSlot.objects.filter(pk=slot.pk).update(taken=True)
    return ClinicBooking(
        id=uuid7(),
        case=case,
        clinic=clinic,
        slot=slot,
        kind=kind,
        status=BookingStatus.BOOKED if slot is not None else BookingStatus.WAITING,
        officer=officer,
        booked_at=at,
        booked_by=by,
        moved_from=moved_from,
    )


def check_place(
    case: Case,
    chosen: Clinic | None,
    slot: ClinicSlot | None,
    at: datetime,
    *,
    moved_from: ClinicBooking | None = None,
) -> None:
    """The slot of the `chosen` clinic, or else its waiting list, can be had: asked before, with all else that
    was typed, and again under the clinic's lock. Raises Invalid by field; no choice is for check_one_wish.
    """
    if chosen is None:
        return
    field = "slot" if slot is not None else "clinic"
    rules.check_clinic_takes(case, chosen, field, at)
    rules.check_lawyers_named(case, sitting(chosen), _named(case), field)
    standing = ClinicBooking.objects.filter(case=case, clinic=chosen)
    if moved_from is not None:
        standing = standing.exclude(pk=moved_from.pk)
    if standing.exclude(status=BookingStatus.CANCELLED).exists():
        raise Invalid({field: "This case is in this clinic already: move that booking instead."})
    slots = ClinicSlot.objects.filter(clinic=chosen)
    if slot is None:
        rules.check_full(slots.filter(taken=False).count(), chosen)
    else:
        rules.check_free(slots.get(pk=slot.pk))


def _named(case: Case) -> set[object]:
    return set(NamedAccess.objects.filter(case=case, ended_at__isnull=True).values_list("person", flat=True))


def _locked(by: Person, booking: ClinicBooking, *, also: Iterable[Clinic] = ()) -> ClinicBooking:
    """The booking as it now stands; its case is locked first, then every clinic concerned, in order."""
    case = locked(by, booking.case_id)
    clinics = {one.pk: one for one in (booking.clinic, *also)}
    held = {pk: lock_clinic(clinics[pk]) for pk in sorted(clinics)}
    found: ClinicBooking = ClinicBooking.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=booking.pk
    )
    found.case, found.clinic = case, held[found.clinic_id]
    return found


@deed
def cancel_booking(*, by: Person, booking: ClinicBooking, at: datetime | None = None) -> ClinicBooking:
    """Cancel a booking before its clinic begins. The case closes to its lawyers, unless it is otherwise open
    to them, and the first of the waiting list gets the slot. Raises NotAllowed.
    """
    at = at or now()
    booking = _locked(by, booking)
    rules.check_can_cancel(by, booking, at)
    leave_slot(booking, CancelledBecause.BOOKING, by=by, at=at)
    record(
        by=by,
        action=Action.CLINIC_BOOKING_CANCELLED,
        case=booking.case,
        subjects=[booking.pk, booking.clinic_id],
    )
    return booking


def leave_slot(booking: ClinicBooking, because: CancelledBecause, *, by: Person, at: datetime) -> None:
    """End a live booking of a locked clinic; what it opened closes, and the waiting list moves on."""
    end_booking(booking, because=because, by=by, at=at)
    close_case(booking, hearers(booking.clinic), by=by, at=at)
    settle(subject_id=booking.pk, by=by, at=at, kinds=[NEAR, OFF, FREED])
    if booking.slot is not None and booking.clinic.starts_at > at:
        _give_to_waiting(booking.clinic, booking.slot, by=by, at=at)


def _give_to_waiting(clinic: Clinic, slot: ClinicSlot, *, by: Person, at: datetime) -> None:
    """The first on the waiting list gets the slot that came free, and its officer is told.

    A case that closed meanwhile, or whose named people the clinic's lawyers are not, is passed over.
    """
    with system("the waiting list of a clinic moves on, whoever may see the case"):
        waiting = ClinicBooking.objects.select_for_update(no_key=True, of=("self",)).filter(
            clinic=clinic, status=BookingStatus.WAITING
        )
        lawyers = sitting(clinic)
        for one in waiting.select_related("case").order_by("booked_at", "id"):
            if one.case.is_closed or (one.case.restricted and _strangers(one.case, lawyers)):
                continue
            ClinicSlot.objects.filter(pk=slot.pk).update(taken=True)
            one.status, one.slot = BookingStatus.BOOKED, slot
            one.save(update_fields=["status", "slot"])
            open_case_to(one, [*lawyers, clinic.host], by=by, at=at)
            raise_notice(kind=FREED, source=one.pk, subject_id=one.pk, at=at)
            record(by=by, action=Action.CLINIC_BOOKING_MOVED, case=one.case_id, subjects=[one.pk, clinic.pk])
            return


def strangers_sit(case: Case, clinics: QuerySet[Clinic]) -> set[UUID]:
    """The ids of those of these clinics in which a lawyer sits who is not named on the case."""
    named = NamedAccess.objects.filter(case=case, ended_at__isnull=True)
    seats = ClinicLawyer.objects.filter(clinic__in=clinics.order_by().values("pk"), left_at__isnull=True)
    return set(seats.exclude(person__in=named.values("person")).values_list("clinic", flat=True))


def _strangers(case: Case, lawyers: Iterable[Person]) -> bool:
    named = _named(case)
    return any(one.pk not in named for one in lawyers)


@deed
def move_booking(
    *,
    by: Person,
    booking: ClinicBooking,
    slot: ClinicSlot | None = None,
    clinic: Clinic | None = None,
    at: datetime | None = None,
) -> ClinicBooking:
    """Move a booking to another slot or clinic, or to a full clinic's waiting list; the new one is returned.

    The old booking stays to be read, cancelled as moved. Raises as book_clinic and cancel_booking do.
    """
    at = at or now()
    rules.check_one_wish(slot, clinic)
    to = slot.clinic if slot is not None else clinic
    assert to is not None, "check_one_wish"
    booking = _locked(by, booking, also=[to])
    rules.check_can_cancel(by, booking, at, "move_booking")
    rules.check_keeps_place(booking, clinic)
    rules.check_can_book(by, booking.case, left=open_to_cps_now(booking.case))
    chosen = booking.clinic if to.pk == booking.clinic_id else lock_clinic(to)
    text = Sealer(booking.case_id).open(Label.CLINIC_ASKS, booking.pk, booking.asks_sealed)
    moved = _book(
        booking.case,
        chosen,
        slot,
        by=by,
        at=at,
        kind=booking.kind,
        officer=booking.officer,
        moved_from=booking,
    )
    moved.asks_sealed = Sealer(booking.case_id).seal(Label.CLINIC_ASKS, moved.pk, text)
    leave_slot(booking, CancelledBecause.MOVED, by=by, at=at)
    moved.save(force_insert=True)
    if slot is not None:
        open_case_to(moved, hearers(chosen), by=by, at=at)
    record(
        by=by,
        action=Action.CLINIC_BOOKING_MOVED,
        case=booking.case,
        subjects=[booking.pk, moved.pk, chosen.pk],
    )
    return moved
