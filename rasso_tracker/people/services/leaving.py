"""Somebody leaves: their work passes on, their access ends. And comes back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.hooks import person_left, presence_changed
from rasso_tracker.people.models import DutyCover, Leave, Move, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import ADMINISTRATOR
from rasso_tracker.people.rules import check_may
from rasso_tracker.people.services.details import ADMINISTRATORS_ONLY, change, locked_person
from rasso_tracker.people.services.handing import hand_over
from rasso_tracker.people.services.roles import check_administrators_left
from rasso_tracker.people.services.spells import end_early

FURTHEST = timedelta(days=366)  # a last day further away than this is a slip of the pen


@deed
def deactivate_person(
    *,
    by: Person,
    person: Person,
    last_day: date,
    work: str = "",
    goes_to: Person | None = None,
    at: datetime | None = None,
) -> Person:
    """Somebody leaves after `last_day`. All that they hold passes on now: to `goes_to`, or to the team.

    A last day of today ends the access at once: sessions, API tokens and roles; a later one ends sign-in and
    tokens as it passes. Raises NotAllowed for one's own record, and Invalid: a past day, somebody who has
    left, work that nobody was named for or that the named person cannot take, too few administrators left.
    """
    at = at or now()
    check_may(by, "deactivate_person", ADMINISTRATORS_ONLY)
    if by.pk == person.pk:
        raise NotAllowed("You cannot end your own access. Ask another administrator.")
    person = locked_person(person)
    today = london_date(at)
    _check_last_day(person, last_day, today)
    if ADMINISTRATOR.code in person.roles:
        check_administrators_left(person, at, field="last_day")
    hand_over(by=by, person=person, work=work, goes_to=goes_to, until=last_day, at=at)
    _end_what_is_set(by, person, last_day, at)
    if last_day == today:
        change(person, by, at, left_on=last_day, is_active=False, roles=[], sessions_ended_at=at)
        person_left(person=person, by=by, at=at)
    else:
        change(person, by, at, left_on=last_day)
    after = last_day + timedelta(days=1)
    presence_changed(person=person, by=by, at=at, source=person.pk, since=after, until=None)
    record(by=by, action=Action.PERSON_DEACTIVATED, subjects=[person.pk])
    return person


def _check_last_day(person: Person, last_day: date, today: date) -> None:
    if not person.serves_on(today):
        raise Invalid({"last_day": f"{person.name} has left already."})
    if last_day < today:
        raise Invalid({"last_day": "The last day is today at the earliest."})
    if last_day - today > FURTHEST:
        raise Invalid({"last_day": "Enter a last day within a year."})


def _end_what_is_set(by: Person, person: Person, last_day: date, at: datetime) -> None:
    """Leave of theirs, cover by them and a move to come end with their last day."""
    after = last_day + timedelta(days=1)
    rows: list[DutyCover | Leave] = [
        *DutyCover.objects.filter(covered_by=person, ends_on__gt=last_day, ended_early_on__isnull=True),
        *DutyCover.objects.filter(person=person, ends_on__gt=last_day, ended_early_on__isnull=True),
        *Leave.objects.filter(person=person, ends_on__gt=last_day, ended_early_on__isnull=True),
    ]
    for row in rows:
        end_early(row, after, by, at, field="last_day")
    Move.objects.filter(
        person=person, moves_on__gt=last_day, applied_at__isnull=True, cancelled_at__isnull=True
    ).update(cancelled_at=at, cancelled_by=by)


@deed
def reactivate_person(*, by: Person, person: Person, at: datetime | None = None) -> Person:
    """Somebody who left comes back, without a role: each is proposed and approved anew by two people.

    Raises NotAllowed, and Invalid for somebody who has not left.
    """
    at = at or now()
    check_may(by, "reactivate_person", ADMINISTRATORS_ONLY)
    person = locked_person(person)
    if person.serves_on(london_date(at)):
        raise Invalid({"": f"{person.name} is in post already."})
    change(person, by, at, left_on=None, is_active=True, roles=[], sessions_ended_at=at)
    record(by=by, action=Action.PERSON_REACTIVATED, subjects=[person.pk])
    return person
