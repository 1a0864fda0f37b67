"""What came of a booking: heard, not reached, or somebody did not attend; and what is left to do. What was
recorded wrongly is put right in clinic_corrections.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Max

from actionplans.clinic_enums import BookingStatus, CancelledBecause, ClinicOutcome
from actionplans.enums import CpsDocument, LadderKind
from actionplans.models import Advice, ClinicAttendance, ClinicBooking, ClinicFollowUp
from actionplans.rules import Answers, check_document
from actionplans.rules import clinics as rules
from actionplans.rules.advice import check_towards
from actionplans.seals import Label, Sealer
from actionplans.services.advice import write_advice
from actionplans.services.bookings import leave_slot
from actionplans.services.clinic_access import check_attended, check_owner_sees, close_unheard
from actionplans.services.clinics import NEAR, lock_clinic
from actionplans.services.undecided import open_to_cps_now
from cases.models import Case
from cases.services import CASE_CLOSED, Owed, locked, raise_dues, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import day_words, london_date, now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together
from rasso_tracker.people.versions import touch

FOLLOW_UP_DUE = LadderKind.CLINIC_FOLLOW_UP.value
FOLLOW_UP_CHANGED = "follow_up_changed"  # a kind of notice: moved, given on, withdrawn, reopened


def locked_booking(by: Person, booking: ClinicBooking) -> ClinicBooking:
    """The booking as it now stands, its case locked first: deeds on one case follow each other."""
    case = locked(by, booking.case_id)
    rows = ClinicBooking.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "clinic__host", "slot"
    )
    found: ClinicBooking = rows.get(pk=booking.pk)
    found.case = case
    return found


@deed
def record_clinic_result(
    *,
    by: Person,
    booking: ClinicBooking,
    status: str,
    outcome: str = "",
    absent: str = "",
    attended: Sequence[Person] = (),
    advice: str = "",
    advice_kind: str = "",
    countersign_wanted: bool = False,
    note: str = "",
    follow_ups: Sequence[Mapping[str, Any]] = (),
    document_date: date | None = None,
    at: datetime | None = None,
) -> ClinicBooking:
    """Record what came of a booking, once its clinic began. `status` is heard, not_reached, did_not_attend.

    Heard says its outcome (ClinicOutcome) and who `attended`; advice becomes the first version of CPS's
    advice on the booking. Police enter it from the clinic's note of `document_date`, the day of the clinic
    unless another is given. Not heard closes the case to the clinic's people again, to one of them who
    recorded it a day later. `follow_ups` are rows of `what`, `owner` and `due_on`. Raises NotAllowed, or
    Invalid by field.
    """
    at = at or now()
    booking = locked_booking(by, booking)
    rules.check_can_record(by, booking, at)
    people = list({one.pk: one for one in attended}.values())
    closing = booking if status != BookingStatus.HEARD else None
    together(
        partial(
            rules.check_result,
            status,
            outcome=outcome,
            absent=absent,
            attended=people,
            advice=advice,
            advice_kind=advice_kind,
        ),
        partial(rules.check_missed, booking, status, at),
        partial(check_attended, booking, people),
        partial(check_advice_of_clinic, by, booking, outcome, advice_kind, document_date, at),
        partial(rules.check_follow_ups, follow_ups, at),
        *(
            partial(check_owner_sees, f"follow_ups-{place}-owner", one.get("owner"), booking.case, closing)
            for place, one in enumerate(follow_ups)
        ),
    )
    heard = status == BookingStatus.HEARD
    booking.status, booking.outcome, booking.absent = status, outcome, absent
    booking.recorded_at, booking.recorded_by = at, by
    booking.heard_at = heard_at(booking, at) if heard else None
    booking.note_sealed = (
        Sealer(booking.case_id).seal(Label.CLINIC_NOTE, booking.pk, note) if note.strip() else None
    )
    booking.save()
    write_attendance(booking, people)
    if outcome == ClinicOutcome.ADVICE:
        write_first_advice(
            by,
            booking,
            text=advice,
            kind=advice_kind,
            countersign_wanted=countersign_wanted,
            document_date=document_date,
            at=at,
        )
    _add(booking, follow_ups, by, at)
    settle(subject_id=booking.pk, by=by, at=at, kinds=[NEAR])
    record(
        by=by,
        action=Action.CLINIC_RESULT_RECORDED,
        case=booking.case,
        subjects=[booking.pk, booking.clinic_id],
    )
    if not heard:
        close_unheard(booking, by=by, at=at)
    return booking


def heard_at(booking: ClinicBooking, at: datetime) -> datetime:
    """When a case is heard: as its slot begins."""
    assert booking.slot is not None, "the table refuses a result without a slot"
    return min(at, booking.slot.starts_at)


def write_attendance(booking: ClinicBooking, people: Sequence[Person]) -> None:
    ClinicAttendance.objects.bulk_create(
        ClinicAttendance(id=uuid7(), case=booking.case, booking=booking, person=one) for one in people
    )


def check_advice_of_clinic(
    by: Person,
    booking: ClinicBooking,
    outcome: str,
    kind: str,
    document_date: date | None,
    at: datetime,
) -> None:
    """Raises Invalid for advice that the case leaves no room for, or a note of another day than it can be."""
    if outcome != ClinicOutcome.ADVICE:
        return
    together(
        partial(check_towards, kind, open_to_cps_now(booking.case), "advice_kind"),
        partial(
            check_document,
            by,
            booking.case,
            document_name=CpsDocument.CLINIC_NOTE,
            document_date=document_date or _day_of(booking),
            at=at,
            answers=Answers(heard_at(booking, at), "the case was heard"),
        ),
    )


def write_first_advice(
    by: Person,
    booking: ClinicBooking,
    *,
    text: str,
    kind: str,
    countersign_wanted: bool,
    document_date: date | None,
    at: datetime,
) -> Advice:
    """The advice that was given when the case was heard; police enter it from the clinic's note."""
    written: Advice = write_advice(
        by=by,
        booking=booking,
        text=text,
        kind=kind,
        countersign_wanted=countersign_wanted,
        given_at=booking.heard_at,
        document_name=CpsDocument.CLINIC_NOTE,
        document_date=document_date or _day_of(booking),
        at=at,
    )
    return written


def _day_of(booking: ClinicBooking) -> date:
    return london_date(booking.clinic.starts_at)


def _add(
    booking: ClinicBooking, given: Sequence[Mapping[str, Any]], by: Person, at: datetime
) -> list[ClinicFollowUp]:
    """Follow-ups of a booking, each owed on its case."""
    last = booking.follow_ups.aggregate(last=Max("number"))["last"] or 0
    made, sealer = [], Sealer(booking.case_id)
    for place, one in enumerate(given):
        row = ClinicFollowUp(
            id=uuid7(),
            case=booking.case,
            booking=booking,
            number=last + place + 1,
            owner=one.get("owner") or booking.officer,
            due_on=one["due_on"],
            set_at=at,
            set_by=by,
        )
        row.what_sealed = sealer.seal(Label.FOLLOW_UP, row.pk, one["what"])
        row.save(force_insert=True)
        owe_follow_up(row, at)
        record(by=by, action=Action.FOLLOW_UP_ADDED, case=booking.case, subjects=[row.pk, booking.pk])
        made.append(row)
    return made


def owe_follow_up(row: ClinicFollowUp, at: datetime) -> None:
    """Its owner owes it by its date, and it climbs; a date that did not move keeps its ladder. In a deed."""
    raise_dues(case=row.case, owed=[follow_up_owed(row)], at=at)


def follow_up_owed(row: ClinicFollowUp) -> Owed:
    return Owed(
        source=row.pk,
        code=FOLLOW_UP_DUE,
        what=f"Follow-up {row.number} of the advice clinic of {day_words(row.booking.clinic.starts_at)}",
        due_on=row.due_on,
        owner=row.owner,
        started_on=london_date(row.set_at),
    )


@deed
def write_clinic_advice(
    *,
    by: Person,
    booking: ClinicBooking,
    text: str,
    kind: str,
    countersign_wanted: bool = False,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> Advice:
    """Write the next version of the advice that was given at a clinic; those before stay.

    Raises NotAllowed where the case was not heard, Invalid by field.
    """
    at = at or now()
    booking = locked_booking(by, booking)
    advice: Advice = write_advice(
        by=by,
        booking=booking,
        text=text,
        kind=kind,
        countersign_wanted=countersign_wanted,
        document_name=document_name,
        document_date=document_date,
        at=at,
    )
    record(by=by, action=Action.ADVICE_WRITTEN, case=booking.case, subjects=[booking.pk, booking.clinic_id])
    return advice


@deed
def add_follow_up(
    *,
    by: Person,
    booking: ClinicBooking,
    what: str,
    due_on: date,
    owner: Person | None = None,
    at: datetime | None = None,
) -> ClinicFollowUp:
    """One more thing to do after a clinic; the officer who was booked owes it unless `owner` is named.

    It climbs when its date passes. Raises NotAllowed before the result was recorded, Invalid by field.
    """
    at = at or now()
    booking = locked_booking(by, booking)
    rules.check_can_follow_up(by, booking)
    together(
        partial(rules.check_follow_up, what, due_on, at),
        partial(check_owner_sees, "owner", owner, booking.case),
    )
    (row,) = _add(booking, [{"what": what, "due_on": due_on, "owner": owner}], by, at)
    return row


def locked_follow_up(by: Person, follow_up: ClinicFollowUp) -> ClinicFollowUp:
    """The follow-up as it now stands, its case locked first."""
    case = locked(by, follow_up.case_id)
    rows = ClinicFollowUp.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "booking__clinic", "owner"
    )
    found: ClinicFollowUp = rows.get(pk=follow_up.pk)
    found.case = case
    return found


@deed
def finish_follow_up(
    *, by: Person, follow_up: ClinicFollowUp, done: str, at: datetime | None = None
) -> ClinicFollowUp:
    """It was done; `done` says what was. Nothing is owed any more and its ladder ends. Raises NotAllowed."""
    at = at or now()
    row = locked_follow_up(by, follow_up)
    rules.check_can_finish_follow_up(by, row)
    row.done_at, row.done_by = at, by
    row.done_sealed = Sealer(row.case_id).seal(Label.FOLLOW_UP_DONE, row.pk, done)
    touch(row, "done_at", "done_by", "done_sealed")
    settle_due(source=row.pk, code=FOLLOW_UP_DUE, at=at)
    settle(subject_id=row.pk, by=by, at=at, kinds=[FOLLOW_UP_CHANGED])
    record(by=by, action=Action.FOLLOW_UP_DONE, case=row.case, subjects=[row.pk, row.booking_id])
    return row


def end_clinics_of(case: Case, *, by: Person, at: datetime) -> None:
    """A closed case is heard at no clinic and owes no follow-up. Inside the deed that closed it."""
    live = [BookingStatus.WAITING, BookingStatus.BOOKED]
    for booking in ClinicBooking.objects.filter(case=case, status__in=live).select_related("slot"):
        booking.case, booking.clinic = case, lock_clinic(booking.clinic)
        leave_slot(booking, CancelledBecause.CASE_CLOSED, by=by, at=at)
    for pk in ClinicFollowUp.objects.filter(case=case, done_at__isnull=True).values_list("pk", flat=True):
        settle_due(source=pk, code=FOLLOW_UP_DUE, at=at, fell_away=CASE_CLOSED)
