"""Bookings of advice clinics and what came of them, as lines of the history of a case. Free text stays
sealed.
"""

from __future__ import annotations

from actionplans.clinic_enums import BookingStatus
from actionplans.models import ClinicBooking, ClinicCorrection, ClinicFollowUp
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.web.addresses import address

KIND = "Advice clinics"


def told_of_clinics(whole: Whole) -> list[TimelineEntry]:
    told = []
    for one in whole.rows(ClinicBooking):
        told += _booking(one)
    told += _corrections(whole) + _follow_ups(whole)
    return told


def _entry(booking: ClinicBooking, **said: object) -> TimelineEntry:
    href = address("clinic_booking_detail", booking.pk)
    return TimelineEntry(**{"detail": "", "kind": KIND, "href": href, **said})  # type: ignore[arg-type]  # its own names


def _booking(one: ClinicBooking) -> list[TimelineEntry]:
    day = day_words(london_date(one.clinic.starts_at))
    title = f"Advice clinic of {day} booked"
    if one.slot_id is None and one.status != BookingStatus.CANCELLED:
        title = f"On the waiting list of the advice clinic of {day}"
    told = [_entry(one, at=one.booked_at, title=title, detail=one.get_kind_display(), by=one.booked_by.name)]
    if one.cancelled_at is not None and one.cancelled_by is not None:
        told.append(
            _entry(
                one,
                at=one.cancelled_at,
                title=f"Booking of the advice clinic of {day} ended",
                detail=one.get_cancelled_because_display(),
                by=one.cancelled_by.name,
            )
        )
    if one.recorded_at is not None and one.recorded_by is not None:
        told.append(
            _entry(
                one,
                at=one.heard_at or one.recorded_at,
                title=f"Advice clinic of {day}: {one.get_status_display().lower()}",
                detail=one.get_outcome_display() or one.get_absent_display(),
                by=one.recorded_by.name,
                row=one,
            )
        )
    return told


def _corrections(whole: Whole) -> list[TimelineEntry]:
    """What was recorded before each correction, at the moment when it was."""
    return [
        _entry(
            one.booking,
            at=one.recorded_at,
            title=f"Advice clinic of {day_words(london_date(one.booking.clinic.starts_at))}: "
            f"{one.get_status_display().lower()}",
            detail=one.get_outcome_display() or one.get_absent_display(),
            by=one.recorded_by.name,
            note=f"Corrected on {day_words(one.corrected_at)} by {one.corrected_by.name}",
            row=one,
        )
        for one in whole.rows(ClinicCorrection)
    ]


def _follow_ups(whole: Whole) -> list[TimelineEntry]:
    told = []
    for one in whole.rows(ClinicFollowUp):
        told.append(
            _entry(
                one.booking,
                at=one.set_at,
                title=f"{one} of the advice clinic",
                detail=f"{one.owner.name}, by {day_words(one.due_on)}",
                by=one.set_by.name,
            )
        )
        if one.done_at is not None and one.done_by is not None:
            told.append(
                _entry(
                    one.booking,
                    at=one.done_at,
                    title=f"{one} of the advice clinic done",
                    by=one.done_by.name,
                )
            )
    return told
