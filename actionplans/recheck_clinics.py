"""What delivery asks of notices about advice clinics: do they still stand, and who must hear.

The words go by e-mail: a day, a place in the product, a reference. Never what was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from actionplans.clinic_enums import BookingStatus, CancelledBecause
from actionplans.models import Clinic, ClinicBooking
from rasso_tracker.clocks import in_london, london_date
from rasso_tracker.messages import DIGEST, NOW, Addressee, Due, Gone
from rasso_tracker.messages.enums import Urgency

BOOKED_IT = "You booked it, or you are the officer who comes."
SITS = "You sit in this clinic."
HOSTS = "You host this clinic."


def _day(clinic: Clinic) -> str:
    start = in_london(clinic.starts_at)
    return f"{start.day} {start:%B %Y}"


def _about(
    row: ClinicBooking, *, headline: str, ends_when: str, urgency: Urgency, due_on: date | None = None
) -> Due:
    people = dict.fromkeys([row.officer_id, row.booked_by_id])
    return Due(
        recipients=tuple(Addressee(one, BOOKED_IT) for one in people),
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline=headline,
        due_on=due_on,
        ends_when=ends_when,
        path=f"/clinic-bookings/{row.pk}/",
        urgency=urgency,
    )


def recheck_off(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The clinic was cancelled: whoever booked must book again, until its day has passed."""
    answers: dict[UUID, Due | Gone] = {}
    rows = ClinicBooking.objects.filter(pk__in=sources).select_related("case", "clinic")
    again = set(
        ClinicBooking.objects.filter(
            case__in=[row.case_id for row in rows], status__in=[BookingStatus.BOOKED, BookingStatus.WAITING]
        ).values_list("case", flat=True)
    )
    for row in rows:
        if row.cancelled_because != CancelledBecause.CLINIC:
            answers[row.pk] = Gone("The booking was not ended by the clinic.")
        elif row.case_id in again:
            answers[row.pk] = Gone("The case is booked again.")
        else:
            answers[row.pk] = _about(
                row,
                headline=f"The advice clinic of {_day(row.clinic)} was cancelled: book another one",
                ends_when="the case is booked again, or you mark it as read",
                urgency=NOW,
            )
    return answers


def recheck_freed(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """A slot came free for a case on the waiting list."""
    answers: dict[UUID, Due | Gone] = {}
    for row in ClinicBooking.objects.filter(pk__in=sources).select_related("case", "clinic", "slot"):
        if row.status != BookingStatus.BOOKED or row.slot is None:
            answers[row.pk] = Gone("The booking ended meanwhile.")
        elif row.clinic.starts_at <= at:
            answers[row.pk] = Gone("The clinic has begun.")
        else:
            answers[row.pk] = _about(
                row,
                headline=f"A slot came free: {_day(row.clinic)}, {row.slot.times}",
                ends_when="the clinic begins, or the booking is cancelled",
                urgency=NOW,
                due_on=london_date(row.clinic.starts_at),
            )
    return answers


def recheck_near(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """A clinic is near: its lawyers and host hear of the clinic, each officer who comes of the booking."""
    answers: dict[UUID, Due | Gone] = {}
    bookings = ClinicBooking.objects.filter(pk__in=sources).select_related("case", "clinic", "slot")
    for row in bookings:
        answers[row.pk] = _coming(row, at)
    clinics = Clinic.objects.filter(pk__in=sources).select_related("district", "cps_unit")
    for clinic in clinics.prefetch_related("sittings"):
        answers[clinic.pk] = _sitting(clinic, at)
    return answers


def _over(clinic: Clinic, at: datetime) -> str:
    if clinic.is_cancelled:
        return "The clinic was cancelled."
    return "The clinic has begun." if clinic.starts_at <= at else ""


def _coming(row: ClinicBooking, at: datetime) -> Due | Gone:
    if row.status != BookingStatus.BOOKED or row.slot is None:
        return Gone("The booking ended meanwhile.")
    if why := _over(row.clinic, at):
        return Gone(why)
    return _about(
        row,
        headline=f"Your advice clinic is on {_day(row.clinic)}, {row.slot.times}",
        ends_when="the clinic begins, or the booking is cancelled",
        urgency=DIGEST,
        due_on=london_date(row.clinic.starts_at),
    )


def _sitting(clinic: Clinic, at: datetime) -> Due | Gone:
    if why := _over(clinic, at):
        return Gone(why)
    sit = [one.person_id for one in clinic.sittings.all() if one.left_at is None]
    told = {clinic.host_id: HOSTS} | dict.fromkeys(sit, SITS)
    return Due(
        recipients=tuple(Addressee(person, why) for person, why in told.items()),
        subject_id=clinic.pk,
        reference=f"Clinic, {clinic.district.name}",
        headline=f"Read the running list: your advice clinic is on {_day(clinic)}, {clinic.times}",
        due_on=london_date(clinic.starts_at),
        ends_when="the clinic begins, or it is cancelled",
        path=f"/clinics/{clinic.pk}/",
        urgency=DIGEST,
    )
