"""Who sits in an advice clinic and who hosts it: somebody else, and access to what is booked with them."""

from __future__ import annotations

from datetime import datetime

from actionplans.clinic_enums import BookingStatus
from actionplans.models import Clinic, ClinicBooking, ClinicHostChange, ClinicLawyer
from actionplans.rules import clinics as rules
from actionplans.services.clinic_access import close_case, open_case_to
from actionplans.services.clinics import HOST, NEAR, lock_clinic, seat
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed


@deed
def swap_clinic_lawyer(
    *, by: Person, clinic: Clinic, leaves: Person, joins: Person, at: datetime | None = None
) -> Clinic:
    """Somebody else sits in the place of a lawyer, and access to what is booked moves with it.

    A restricted case is opened to nobody by this: its officer has the new lawyer named. Raises NotAllowed,
    or Invalid by field.
    """
    at = at or now()
    clinic = lock_clinic(clinic)
    rules.check_can_swap(by, clinic, at)
    day = london_date(clinic.starts_at)
    seat_of = ClinicLawyer.objects.filter(clinic=clinic, person=leaves, left_at__isnull=True).first()
    if seat_of is None:
        raise NotAllowed(f"{leaves.name} does not sit in this clinic.")
    if clinic.sittings.filter(person=joins, left_at__isnull=True).exists():
        raise Invalid({"joins": f"{joins.name} sits in this clinic already."})
    rules.check_lawyers([joins], clinic.district, day, field="joins")
    if joins.cps_unit_id != clinic.cps_unit_id:
        raise Invalid({"joins": f"Choose a lawyer of {clinic.cps_unit.name}."})
    seat_of.left_at, seat_of.left_by = at, by
    seat_of.save(update_fields=["left_at", "left_by"])
    settle(sources=[seat_of.pk], by=by, at=at, kinds=[NEAR], why=f"{joins.name} sits in your place.")
    seat(clinic, joins, by, at)
    _pass_access(clinic, leaves, joins, by, at)
    record(by=by, action=Action.CLINIC_LAWYER_SWAPPED, subjects=[clinic.pk, leaves.pk, joins.pk])
    return clinic


@deed
def change_clinic_host(
    *, by: Person, clinic: Clinic, host: Person, because: str, at: datetime | None = None
) -> Clinic:
    """Another gatekeeper hosts (`because`: HostOff), and access to what is booked goes along; both are told.

    Who may see a case otherwise keeps it; a restricted case is opened to nobody by this. Raises NotAllowed
    once the clinic began, or Invalid by field.
    """
    at = at or now()
    clinic = lock_clinic(clinic)
    rules.check_can_change_host(by, clinic, at)
    rules.check_new_host(clinic, host, because)
    left, before = clinic.host, clinic.host_changes.last()
    change = ClinicHostChange(
        id=uuid7(), clinic=clinic, left=left, host=host, because=because, changed_at=at, changed_by=by
    )
    change.save(force_insert=True)
    clinic.host = host
    clinic.save(update_fields=["host"])
    reminder = before.pk if before is not None else clinic.pk
    settle(sources=[reminder], by=by, at=at, kinds=[NEAR, HOST], why=f"{host.name} hosts it in your place.")
    raise_notice(kind=HOST, source=change.pk, subject_id=change.pk, at=at)
    _pass_access(clinic, left, host, by, at)
    record(by=by, action=Action.CLINIC_HOST_CHANGED, subjects=[clinic.pk, left.pk, host.pk])
    return clinic


def _pass_access(clinic: Clinic, leaves: Person, joins: Person, by: Person, at: datetime) -> None:
    """What is booked closes to one and opens to the other; what was heard stays with who heard it."""
    with system("access to every booked case moves with who hears it, whoever may see the case"):
        booked = ClinicBooking.objects.filter(clinic=clinic, status=BookingStatus.BOOKED)
        for booking in booked.select_related("case", "clinic"):
            close_case(booking, [leaves], by=by, at=at)
            open_case_to(booking, [joins], by=by, at=at)
