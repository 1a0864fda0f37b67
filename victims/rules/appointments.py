"""Joint appointments that can be, and who may change them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from cases.models import Victim
from rasso_tracker.clocks import in_london, london_date, moment_words, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from victims.appointment_enums import Joins, WillTell
from victims.enums import MEETING_WAYS, CommunicationMethod
from victims.hooks import untold_for_good
from victims.models import JointAppointment
from victims.rules.channels import Reach
from victims.rules.sight import check_can, is_client

FRIDAY, EVENING = 4, time(16)  # [A]: nobody is there to help over the weekend
FURTHEST = timedelta(days=184)  # [A] half a year
PASSED = (
    "This appointment was for {when}, which has passed: an answer comes too late. If it did not take place, "
    "tell the officer in charge."
)
AHEAD = (
    "This appointment is for {when}, which has not come yet. If you met at another time, move it or call it "
    "off, and record the contact by itself."
)
ARRANGED_ALREADY = "This ISVA is asked to an appointment with the victim at this time already."


def check_can_arrange(by: Person, victim: Victim) -> None:
    check_can(by, "arrange_appointment", "arrange an appointment", victim)


def check_can_answer(by: Person, appointment: JointAppointment, at: datetime | None = None) -> None:
    """Before its hour alone: the answer lets the officer move it or bring somebody else."""
    check_can(by, "answer_appointment", "answer for an appointment", appointment.victim)
    if not by.is_service and appointment.isva_id != by.pk:
        raise NotAllowed(f"{appointment.isva.name} was asked to this appointment, and answers.")
    _check_open(appointment)
    if appointment.has_come(at or now()):
        raise Stale(PASSED.format(when=moment_words(appointment.starts_at)))


def check_can_move(by: Person, appointment: JointAppointment) -> None:
    check_can(by, "move_appointment", "move an appointment", appointment.victim)
    _check_open(appointment)


def check_can_cancel(by: Person, appointment: JointAppointment) -> None:
    check_can(by, "cancel_appointment", "cancel an appointment", appointment.victim)
    _check_open(appointment)


def check_can_record_held(by: Person, appointment: JointAppointment, at: datetime | None = None) -> None:
    """From its hour on: what was held before it was another meeting."""
    check_can(by, "record_appointment_held", "record an appointment as held", appointment.victim)
    _check_open(appointment)
    if not appointment.has_come(at or now()):
        raise Stale(AHEAD.format(when=moment_words(appointment.starts_at)))


def _check_open(appointment: JointAppointment) -> None:
    if not appointment.is_open:
        raise Stale(f"This appointment has ended already: {appointment.get_ended_display().lower()}.")


def check_held(appointment: JointAppointment, occurred_at: datetime) -> None:
    """Raises Invalid for a contact on another day than the one arranged: that was another meeting."""
    if london_date(occurred_at) < london_date(appointment.starts_at):
        raise Invalid(
            {
                "occurred_at": f"It was arranged for {moment_words(appointment.starts_at)}. Enter that day "
                "or later, or record a contact by itself."
            }
        )


def is_friday_evening(moment: datetime) -> bool:
    local = in_london(moment)
    return local.weekday() == FRIDAY and local.time() >= EVENING


def check_time(starts_at: datetime, victim_asked: bool, at: datetime) -> None:
    """Raises Invalid for a time that has passed, is too far off, or a Friday evening not asked for."""
    if starts_at <= at:
        raise Invalid({"starts_at": "Enter a time to come. Record a contact for what has been."})
    if starts_at > at + FURTHEST:
        raise Invalid({"starts_at": "Enter a time within half a year."})
    if is_friday_evening(starts_at) and not victim_asked:
        raise Invalid(
            {
                "victim_asked": "This is a Friday evening, with nobody there over the weekend. Choose "
                "another time, or say that the victim asked for it."
            }
        )


def check_appointment(
    by: Person,
    victim: Victim,
    isva: Person,
    *,
    will_tell: str,
    starts_at: datetime,
    method: str,
    victim_asked: bool,
    at: datetime,
    moved: JointAppointment | None = None,
) -> None:
    """Raises Invalid for an ISVA who does not support the victim, a way that is not safe, or a bad time.

    `moved` is the one that gets the time, which may keep it and change the way.
    """
    if not is_client(isva, victim):
        raise Invalid({"isva": f"{isva.name} does not support {victim.label} now."})
    if method not in MEETING_WAYS:
        raise Invalid({"method": "Choose a way in which all of you talk: in person, by video or by phone."})
    if will_tell == WillTell.DECISION and (untold := untold_for_good.asked(victim=victim, at=at)):
        raise Invalid({"starts_at" if moved else "will_tell": untold[0]})
    check_time(starts_at, victim_asked, at)
    there = JointAppointment.objects.filter(victim=victim, isva=isva, starts_at=starts_at, ended_at=None)
    if there.exclude(pk=moved.pk if moved else None).exists():
        raise Invalid({"starts_at": ARRANGED_ALREADY})
    if why := Reach(by, victim, at).why_plan_is_closed(CommunicationMethod(method)):
        raise Invalid({"method": why})


def why_closed(appointment: JointAppointment, at: datetime) -> str:
    """Why an appointment that is ahead cannot be kept in its way; "" where it can, or its hour has come."""
    if not appointment.is_open or appointment.has_come(at):
        return ""
    reach = Reach(None, appointment.victim, at)
    return reach.why_plan_is_closed(CommunicationMethod(appointment.method))


def check_joins(answer: str, cannot_because: str) -> None:
    if answer == Joins.CANNOT and not cannot_because:
        raise Invalid({"cannot_because": "Choose why, so that the officer can find another way."})
    if answer == Joins.JOINS and cannot_because:
        raise Invalid({"cannot_because": "You said that you join: leave this empty."})
