"""What the API answers of advice clinics."""

from __future__ import annotations

import uuid

from actionplans.models import Clinic, ClinicBooking, ClinicCorrection, ClinicFollowUp, FollowUpChange
from actionplans.represent.values import JSON, key, said
from actionplans.seals import Label, Sealer
from actionplans.shown.clinic_warnings import clinic_warnings
from actionplans.shown.clinic_words import also_booked, of_booking, of_clinic
from actionplans.shown.clinics import ended_unseen
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person


def clinic(row: Clinic, person: Person) -> JSON:
    """With its slots: whether each is free, never by whom it is taken."""
    free = sum(not one.taken for one in row.slots.all())
    sittings = [one for one in row.sittings.all() if one.left_at is None]
    return {
        "id": key(row.pk),
        "district": row.district.code,
        "cps_unit": key(row.cps_unit_id),
        "place": row.place,
        "starts_at": said(row.starts_at),
        "ends_at": said(row.ends_at),
        "slot_minutes": row.slot_minutes,
        "lawyers": [key(one.person_id) for one in sittings],
        "host": key(row.host_id),
        "host_changes": [
            {
                "left": key(one.left_id),
                "host": key(one.host_id),
                "because": one.because,
                "changed_at": said(one.changed_at),
                "changed_by": key(one.changed_by_id),
            }
            for one in row.host_changes.all()
        ],
        "slots": [
            {
                "id": key(one.pk),
                "number": one.number,
                "starts_at": said(one.starts_at),
                "ends_at": said(one.ends_at),
                "free": not one.taken,
            }
            for one in row.slots.all()
        ],
        "can_be_booked": of_clinic(row, free, person, now()),
        "cancelled_at": said(row.cancelled_at),
        "cancelled_because": row.cancelled_because or None,
    }


def warned(ids: list[uuid.UUID], person: Person) -> dict[uuid.UUID, JSON]:
    """What looks wrong about each of these clinics, together."""
    rows = Clinic.objects.visible_to(person).filter(pk__in=ids).select_related("host")
    found = clinic_warnings(rows, now())
    return {pk: {"warnings": found.get(pk, [])} for pk in ids}


def clinic_with_warnings(row: Clinic, person: Person) -> JSON:
    return {**clinic(row, person), "warnings": clinic_warnings([row], now()).get(row.pk, [])}


def clinic_in_full(row: Clinic, person: Person) -> JSON:
    return {**clinic_with_warnings(row, person), "bookings_ended_unseen": ended_unseen(person, row)}


def booking(row: ClinicBooking, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "clinic": key(row.clinic_id),
        "slot": key(row.slot_id),
        "kind": row.kind,
        "status": row.status,
        "officer": key(row.officer_id),
        "booked_at": said(row.booked_at),
        "booked_by": key(row.booked_by_id),
        "moved_from": key(row.moved_from_id),
        "cancelled_at": said(row.cancelled_at),
        "cancelled_because": row.cancelled_because or None,
        "heard_at": said(row.heard_at),
        "outcome": row.outcome or None,
        "absent": row.absent or None,
        "recorded_at": said(row.recorded_at),
        "recorded_by": key(row.recorded_by_id),
        "kept_until": said(row.kept_until),
        "version": row.version,
    }


def booking_in_full(row: ClinicBooking, person: Person) -> JSON:
    sealer = Sealer(row.case_id)
    return {
        **booking(row, person),
        "asks": sealer.open(Label.CLINIC_ASKS, row.pk, row.asks_sealed),
        "possible_now": of_booking(row, now()) or None,
        "also_booked": also_booked(row).strip() or None,
        "note": sealer.open(Label.CLINIC_NOTE, row.pk, row.note_sealed),
        "attended": [key(one.person_id) for one in row.attended.filter(corrected_in__isnull=True)],
        "corrections": [
            correction(one, sealer) for one in row.corrections.prefetch_related("attended").all()
        ],
        "advice": [key(one.pk) for one in row.advice.all()],
        "follow_ups": [follow_up(one, person) for one in row.follow_ups.all()],
    }


def correction(row: ClinicCorrection, sealer: Sealer) -> JSON:
    """What was recorded before, and why it was wrong."""
    return {
        "number": row.number,
        "status": row.status,
        "outcome": row.outcome or None,
        "absent": row.absent or None,
        "note": sealer.open(Label.CORRECTION_NOTE, row.pk, row.note_sealed),
        "attended": [key(one.person_id) for one in row.attended.all()],
        "recorded_at": said(row.recorded_at),
        "recorded_by": key(row.recorded_by_id),
        "reason": sealer.open(Label.CORRECTION_REASON, row.pk, row.reason_sealed),
        "corrected_at": said(row.corrected_at),
        "corrected_by": key(row.corrected_by_id),
    }


def follow_up(row: ClinicFollowUp, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "booking": key(row.booking_id),
        "number": row.number,
        "owner": key(row.owner_id),
        "due_on": said(row.due_on),
        "set_at": said(row.set_at),
        "done_at": said(row.done_at),
        "withdrawn_at": said(row.withdrawn_at),
        "version": row.version,
    }


def follow_up_in_full(row: ClinicFollowUp, person: Person) -> JSON:
    sealer = Sealer(row.case_id)
    return {
        **follow_up(row, person),
        "what": sealer.open(Label.FOLLOW_UP, row.pk, row.what_sealed),
        "done": sealer.open(Label.FOLLOW_UP_DONE, row.pk, row.done_sealed),
        "changes": [change(one, sealer) for one in row.changes.all()],
    }


def change(row: FollowUpChange, sealer: Sealer) -> JSON:
    """What stood before a change, and why it was changed."""
    return {
        "kind": row.kind,
        "due_on": said(row.due_on),
        "owner": key(row.owner_id),
        "done_at": said(row.done_at),
        "done_by": key(row.done_by_id),
        "done": sealer.open(Label.FOLLOW_UP_DONE_BEFORE, row.pk, row.done_sealed),
        "reason": sealer.open(Label.FOLLOW_UP_REASON, row.pk, row.reason_sealed),
        "changed_at": said(row.changed_at),
        "changed_by": key(row.changed_by_id),
    }
