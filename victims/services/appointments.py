"""Joint appointments: arranged with the ISVA asked to join, answered, moved, cancelled, held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from cases.models import Victim
from cases.services import locked, raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import add_working_days, end_of_day, london_date, now
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together
from victims.appointment_enums import CancelledBecause, Ended
from victims.enums import Direction, DueCode
from victims.models import JointAppointment
from victims.notices.appointments import ANSWERED, ASKED, OFF
from victims.owning import contact_owner
from victims.rules import appointments as rules
from victims.rules import check_contact
from victims.sealed import opened, seal_into
from victims.services.contact import record_contact
from victims.services.held import row_held


@deed
def arrange_appointment(
    *,
    by: Person,
    victim: Victim,
    isva: Person,
    starts_at: datetime,
    method: str,
    will_tell: str,
    place: str = "",
    victim_asked: bool | None = False,
    at: datetime | None = None,
) -> JointAppointment:
    """Arrange to tell a victim something with their ISVA there, who is asked at once.

    Raises NotAllowed, and Invalid (a way that is not safe, a time that has passed or a Friday evening that
    the victim did not ask for, an ISVA who does not support them).
    """
    at = at or now()
    rules.check_can_arrange(by, victim)
    locked(by, victim.case_id)
    asked = bool(victim_asked)
    rules.check_appointment(
        by,
        victim,
        isva,
        will_tell=will_tell,
        starts_at=starts_at,
        method=method,
        victim_asked=asked,
        at=at,
    )
    row = JointAppointment(
        case_id=victim.case_id,
        victim=victim,
        isva=isva,
        starts_at=starts_at,
        method=method,
        will_tell=will_tell,
        victim_asked=asked,
        arranged_at=at,
        arranged_by=by,
    )
    return _ask(by, row, place, at, Action.APPOINTMENT_ARRANGED)


def _ask(by: Person, row: JointAppointment, place: str, at: datetime, action: Action) -> JointAppointment:
    if place.strip():
        seal_into(row, place=place)
    row.save(force_insert=True)
    raise_due(
        case=row.victim.case,
        source=row.pk,
        code=DueCode.APPOINTMENT.value,
        what=to_keep(row),
        due_on=record_by(row.starts_at),
        owner=contact_owner(row.victim),
        at=at,
    )
    raise_notice(kind=ASKED, source=row.pk, subject_id=row.pk, at=at)
    record(by=by, action=action, case=row.case_id, subjects=[row.victim_id, row.pk])
    return row


@deed
def answer_appointment(
    *,
    by: Person,
    appointment: JointAppointment,
    answer: str,
    cannot_because: str = "",
    at: datetime | None = None,
) -> JointAppointment:
    """The ISVA says whether they join; the last answer counts, and the officer hears at once.

    Raises NotAllowed, Invalid and Stale (it has ended, or its hour has come).
    """
    at = at or now()
    row = _held(by, appointment)
    rules.check_can_answer(by, row, at)
    rules.check_joins(answer, cannot_because)
    row.answer, row.cannot_because, row.answered_at = answer, cannot_because, at
    row.save(update_fields=["answer", "cannot_because", "answered_at"])
    settle(by=by, at=at, subject_id=row.pk)
    raise_notice(kind=ANSWERED, source=row.pk, subject_id=row.pk, at=at)
    record(by=by, action=Action.APPOINTMENT_ANSWERED, case=row.case_id, subjects=[row.victim_id, row.pk])
    return row


@deed
def move_appointment(
    *,
    by: Person,
    appointment: JointAppointment,
    starts_at: datetime,
    method: str,
    place: str = "",
    victim_asked: bool | None = False,
    at: datetime | None = None,
) -> JointAppointment:
    """Give it another time or way. The old row stays as it was, and the ISVA is asked again.

    Returns the new row. Raises NotAllowed, Stale, and Invalid as arrange_appointment does.
    """
    at = at or now()
    old = _held(by, appointment)
    rules.check_can_move(by, old)
    asked = bool(victim_asked)
    rules.check_appointment(
        by,
        old.victim,
        old.isva,
        will_tell=old.will_tell,
        starts_at=starts_at,
        method=method,
        victim_asked=asked,
        at=at,
        moved=old,
    )
    if (starts_at, method) == (old.starts_at, old.method):
        raise Invalid({"starts_at": "Nothing is changed: enter another time, or choose another way."})
    _end(by, old, Ended.MOVED, at)
    row = JointAppointment(
        case_id=old.case_id,
        victim=old.victim,
        isva=old.isva,
        starts_at=starts_at,
        method=method,
        will_tell=old.will_tell,
        victim_asked=asked,
        arranged_at=at,
        arranged_by=by,
        moved_from=old,
    )
    return _ask(by, row, place or opened(old, "place"), at, Action.APPOINTMENT_MOVED)


@deed
def cancel_appointment(
    *, by: Person, appointment: JointAppointment, because: str, at: datetime | None = None
) -> JointAppointment:
    """Call it off; the ISVA hears at once. Raises NotAllowed and Stale."""
    at = at or now()
    row = _held(by, appointment)
    rules.check_can_cancel(by, row)
    _call_off(by, row, because, at)
    return row


def call_off_after_death(victim: Victim, died_on: date, by: Person, at: datetime) -> None:
    """Called inside a deed from which the death is known: what was arranged for after it is off, and the ISVA
    hears. What was arranged for that day may have been held before it.
    """
    later = JointAppointment.objects.filter(
        victim=victim, ended_at__isnull=True, starts_at__gt=end_of_day(died_on)
    )
    for row in later.select_related("victim", "isva"):
        _call_off(by, row, CancelledBecause.DIED.value, at)


def _call_off(by: Person, row: JointAppointment, because: str, at: datetime) -> None:
    row.cancelled_because = because
    _end(by, row, Ended.CANCELLED, at)
    raise_notice(kind=OFF, source=row.pk, subject_id=row.pk, at=at)
    record(by=by, action=Action.APPOINTMENT_CANCELLED, case=row.case_id, subjects=[row.victim_id, row.pk])


@deed
def record_appointment_held(
    *,
    by: Person,
    appointment: JointAppointment,
    occurred_at: datetime,
    method: str,
    about: Sequence[str],
    summary: str = "",
    next_due_on: date | None = None,
    at: datetime | None = None,
) -> JointAppointment:
    """Record the contact that it became; both stand or fall together.

    Raises NotAllowed, Stale (it has ended, or lies ahead), Invalid (on an earlier day), and what
    record_contact raises.
    """
    at = at or now()
    row = _held(by, appointment)
    rules.check_can_record_held(by, row, at)
    together(
        partial(rules.check_held, row, occurred_at),
        partial(
            check_contact,
            by,
            row.victim,
            about=about,
            direction=Direction.OUT.value,
            method=method,
            reached=True,
            left_message=False,
            occurred_at=occurred_at,
            next_due_on=next_due_on,
            at=at,
        ),
    )
    row.contact = record_contact(
        by=by,
        victim=row.victim,
        occurred_at=occurred_at,
        direction=Direction.OUT.value,
        method=method,
        reached=True,
        about=about,
        summary=summary,
        next_due_on=next_due_on,
        at=at,
    )
    _end(by, row, Ended.HELD, at)
    subjects = [row.victim_id, row.pk, row.contact.pk]
    record(by=by, action=Action.APPOINTMENT_HELD, case=row.case_id, subjects=subjects)
    return row


def _held(by: Person, appointment: JointAppointment) -> JointAppointment:
    return row_held(by, appointment, "victim__case", "victim__merged_into", "isva")


def to_keep(row: JointAppointment) -> str:
    """What is owed of an appointment, in words."""
    return f"Keep the appointment with {row.victim.label}, and record it"


def record_by(starts_at: datetime) -> date:
    """What came of an appointment is recorded by the end of the next working day [A]; then it climbs."""
    return add_working_days(london_date(starts_at), 1)


def _end(by: Person, row: JointAppointment, how: Ended, at: datetime) -> None:
    row.ended, row.ended_at, row.ended_by = how.value, at, by
    row.save(update_fields=["ended", "ended_at", "ended_by", "cancelled_because", "contact"])
    fell_away = "the appointment was cancelled" if how == Ended.CANCELLED else ""
    settle_due(source=row.pk, code=DueCode.APPOINTMENT.value, at=at, fell_away=fell_away)
    settle(by=by, at=at, subject_id=row.pk)
