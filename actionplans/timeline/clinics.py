"""Bookings of advice clinics and what came of them, as lines of the history of a case. Free text stays
sealed.
"""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from uuid import UUID

from actionplans.clinic_enums import BookingStatus, FollowUpChanged
from actionplans.models import ClinicBooking, ClinicCorrection, ClinicFollowUp, FollowUpChange
from actionplans.shown.clinic_words import of_change
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
    changes: dict[UUID, list[FollowUpChange]] = defaultdict(list)
    for change in sorted(whole.rows(FollowUpChange), key=attrgetter("changed_at", "pk")):
        changes[change.follow_up_id].append(change)
    return [entry for one in whole.rows(ClinicFollowUp) for entry in _follow_up(one, changes[one.pk])]


def _follow_up(one: ClinicFollowUp, changes: list[FollowUpChange]) -> list[TimelineEntry]:
    """Set, each change, done: `as_it_stood` has before each change what stood then, and what stands now."""
    as_it_stood: list[ClinicFollowUp | FollowUpChange] = [*changes, one]
    title = f"{one} of the advice clinic"
    told = [_entry(one.booking, at=one.set_at, title=title, detail=_owed(as_it_stood[0]), by=one.set_by.name)]
    for change, after in zip(changes, as_it_stood[1:], strict=True):
        withdrawn, words = change.kind == FollowUpChanged.WITHDRAWN, of_change(change, after)
        told.append(
            _entry(
                one.booking,
                at=change.changed_at,
                title=f"{title}: {words[0].lower()}{words[1:]}",
                detail="" if withdrawn else _owed(after),
                by=change.changed_by.name,
            )
        )
    for done in as_it_stood:
        if done.done_at is not None and done.done_by is not None:
            note = "" if done is one else "Reopened since"
            told.append(
                _entry(one.booking, at=done.done_at, title=f"{title} done", by=done.done_by.name, note=note)
            )
    return told


def _owed(stood: ClinicFollowUp | FollowUpChange) -> str:
    return f"{stood.owner.name}, by {day_words(stood.due_on)}"
