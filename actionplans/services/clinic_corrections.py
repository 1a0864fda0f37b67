"""Correcting what came of a booking: what was recorded is kept, and what followed from it follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db.models import Max

from actionplans.advising import ReadingOutcome
from actionplans.clinic_enums import BookingStatus, ClinicOutcome
from actionplans.models import (
    Advice,
    AdviceReading,
    ClinicAttendance,
    ClinicBooking,
    ClinicCorrection,
    Countersignature,
)
from actionplans.rules import clinic_corrections as rules
from actionplans.rules.clinics import check_missed, check_result
from actionplans.seals import Label, Sealer
from actionplans.services.clinic_access import (
    check_attended,
    close_case_to_countersigners,
    close_unheard,
    hearers,
    open_case_to,
)
from actionplans.services.clinic_results import (
    check_advice_of_clinic,
    heard_at,
    locked_booking,
    write_attendance,
    write_first_advice,
)
from actionplans.services.countersigning import no_countersignature_owed
from actionplans.services.early_advice import no_early_advice_at_clinic
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together
from rasso_tracker.people.versions import touch

CORRECTED = "clinic_corrected"  # a kind of notice: to who was part of the booking and may see the case
NOT_SO = "What came of a booking at an advice clinic was corrected."  # why milestones are voided


@deed
def correct_clinic_result(
    *,
    by: Person,
    booking: ClinicBooking,
    status: str,
    reason: str,
    outcome: str = "",
    absent: str = "",
    attended: Sequence[Person] = (),
    advice: str = "",
    advice_kind: str = "",
    countersign_wanted: bool = False,
    note: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> ClinicBooking:
    """Record anew, whole, what came of a booking, with the reason; what was recorded stays as a correction.

    Values are those of record_clinic_result. No longer heard closes the case to the clinic's people, and its
    advice was not given there: it is superseded and owes nothing. Heard after all opens the case to them as a
    booking does. Advice that stands keeps its versions. Raises NotAllowed while nothing is recorded, Invalid
    by field: also without a change, or for advice that something rests on or that is for CPS to take back.
    """
    at = at or now()
    booking = locked_booking(by, booking)
    rules.check_can_correct(by, booking)
    people = list({one.pk: one for one in attended}.values())
    sealer = Sealer(booking.case_id)
    had_advice, gives_advice = (one == ClinicOutcome.ADVICE for one in (booking.outcome, outcome))
    on_record = had_advice and gives_advice
    standing = _standing(booking) if had_advice and not gives_advice else []
    together(
        partial(rules.check_reason, reason),
        partial(
            check_result,
            status,
            outcome=outcome,
            absent=absent,
            attended=people,
            advice=advice,
            advice_kind=advice_kind,
            on_record=on_record,
        ),
        partial(check_missed, booking, status, at),
        partial(check_attended, booking, people),
        partial(
            rules.check_says_something_else,
            _as_recorded(booking, sealer),
            [status, outcome, absent, {one.pk for one in people}, note.strip()],
        ),
        partial(
            rules.check_not_given,
            by,
            standing,
            "outcome" if status == BookingStatus.HEARD else "status",
            **_resting_on(standing),
        ),
        partial(
            check_advice_of_clinic, by, booking, "" if on_record else outcome, advice_kind, document_date, at
        ),
    )
    kept = booking.kept_until is not None
    was_heard, is_heard = (one == BookingStatus.HEARD for one in (booking.status, status))
    correction = _keep(booking, sealer, reason, by, at)
    _write(booking, status, outcome, absent, note, sealer, by, at)
    write_attendance(booking, people)
    _take_back(booking, standing, correction, by, at)
    if is_heard and not was_heard:
        open_case_to(booking, hearers(booking.clinic), by=by, at=at)
    if gives_advice and not had_advice:
        write_first_advice(
            by,
            booking,
            text=advice,
            kind=advice_kind,
            countersign_wanted=countersign_wanted,
            document_date=document_date,
            at=at,
        )
    settle(subject_id=booking.pk, by=by, at=at, kinds=[CORRECTED])
    raise_notice(kind=CORRECTED, source=correction.pk, subject_id=booking.pk, at=at)
    record(
        by=by,
        action=Action.CLINIC_RESULT_CORRECTED,
        case=booking.case,
        subjects=[booking.pk, booking.clinic_id, correction.pk, *(one.pk for one in standing)],
    )
    if not is_heard and (was_heard or kept):  # kept: who recorded it is another now
        close_unheard(booking, by=by, at=at)
    if standing:
        close_case_to_countersigners(booking, by=by, at=at)
    return booking


def _standing(booking: ClinicBooking) -> list[Advice]:
    rows = Advice.objects.select_for_update(no_key=True, of=("self",)).filter(booking=booking)
    return list(rows.filter(superseded_at__isnull=True).order_by("version"))


def _resting_on(advice: Sequence[Advice]) -> dict[str, set[UUID]]:
    """Which of these versions were countersigned, and which acted on."""
    keys = [one.pk for one in advice]
    signed = Countersignature.objects.filter(advice__in=keys, superseded_at__isnull=True, holds=True)
    acted = AdviceReading.objects.filter(advice__in=keys, outcome=ReadingOutcome.ACTED_ON)
    return {
        "countersigned": set(signed.values_list("advice", flat=True)),
        "acted_on": set(acted.values_list("advice", flat=True)),
    }


def _as_recorded(booking: ClinicBooking, sealer: Sealer) -> list[object]:
    there = ClinicAttendance.objects.filter(booking=booking, corrected_in__isnull=True)
    note = sealer.open(Label.CLINIC_NOTE, booking.pk, booking.note_sealed)
    people = set(there.values_list("person", flat=True))
    return [booking.status, booking.outcome, booking.absent, people, note.strip()]


def _keep(booking: ClinicBooking, sealer: Sealer, reason: str, by: Person, at: datetime) -> ClinicCorrection:
    """What is recorded now, as a row of its own, with who was there."""
    last = booking.corrections.aggregate(last=Max("number"))["last"] or 0
    assert booking.recorded_at is not None, "check_can_correct"
    assert booking.recorded_by is not None, "the table sets the two together"
    row = ClinicCorrection(
        id=uuid7(),
        case=booking.case,
        booking=booking,
        number=last + 1,
        status=booking.status,
        outcome=booking.outcome,
        absent=booking.absent,
        recorded_at=booking.recorded_at,
        recorded_by=booking.recorded_by,
        corrected_at=at,
        corrected_by=by,
    )
    if booking.note_sealed is not None:
        note = sealer.open(Label.CLINIC_NOTE, booking.pk, booking.note_sealed)
        row.note_sealed = sealer.seal(Label.CORRECTION_NOTE, row.pk, note)
    row.reason_sealed = sealer.seal(Label.CORRECTION_REASON, row.pk, reason)
    row.save(force_insert=True)
    ClinicAttendance.objects.filter(booking=booking, corrected_in__isnull=True).update(corrected_in=row)
    return row


def _write(
    booking: ClinicBooking,
    status: str,
    outcome: str,
    absent: str,
    note: str,
    sealer: Sealer,
    by: Person,
    at: datetime,
) -> None:
    if status != BookingStatus.HEARD:
        booking.heard_at = None
    elif booking.heard_at is None:
        booking.heard_at = heard_at(booking, at)
    booking.status, booking.outcome, booking.absent = status, outcome, absent
    booking.recorded_at, booking.recorded_by, booking.kept_until = at, by, None
    booking.note_sealed = sealer.seal(Label.CLINIC_NOTE, booking.pk, note) if note.strip() else None
    result = ("status", "outcome", "absent", "heard_at", "note_sealed")
    touch(booking, *result, "recorded_at", "recorded_by", "kept_until")


def _take_back(
    booking: ClinicBooking, standing: Sequence[Advice], correction: ClinicCorrection, by: Person, at: datetime
) -> None:
    """These versions were not given there: superseded, with what they owe and the milestones they made."""
    if not standing:
        return
    for one in standing:
        one.superseded_at, one.superseded_by, one.not_given_in = at, by, correction
        one.save(update_fields=["superseded_at", "superseded_by", "not_given_in"])
    keys = [one.pk for one in standing]
    no_countersignature_owed(keys, by=by, at=at, fell_away="the advice was not given")
    no_early_advice_at_clinic(booking, by=by, reason=NOT_SO, at=at)
