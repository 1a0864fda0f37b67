"""Saying when somebody works: the week of a person or a team, and a day that differs from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.duty import rules
from rasso_tracker.duty.facts import Hours
from rasso_tracker.duty.models import DAYS_OF_A_WEEK, DutyDay, DutyPattern
from rasso_tracker.people.models import Person, Team
from rasso_tracker.people.refusals import Invalid


@deed
def set_duty_pattern(
    *,
    by: Person,
    person: Person | None = None,
    team: Team | None = None,
    in_force_from: date,
    week: Sequence[Hours | None],
    bank_holidays_off: bool = False,
    at: datetime | None = None,
) -> DutyPattern:
    """The week of a person, or of everybody of a team who has none of their own, from a day on.

    `week` is Monday to Sunday, None on a rest day. One that was set for the same day is superseded. Raises
    NotAllowed (rules), and Invalid for neither or both of person and team, a day that has passed, or a week
    of rest days only.
    """
    at = at or now()
    if (person is None) == (team is None):
        raise Invalid({"person": "Choose a person, or a team, whose week this is."})
    if person is not None:
        rules.check_duty_of(by, person)
    if team is not None:
        rules.check_duty_of_team(by, team)
    rules.check_day("in_force_from", in_force_from, at)
    if len(week) != DAYS_OF_A_WEEK or not any(week):
        raise Invalid({"week": "Give hours for at least one day of the week. Somebody away is on leave."})
    same = DutyPattern.objects.filter(person=person, team=team, in_force_from=in_force_from)
    same.filter(superseded_at__isnull=True).update(superseded_at=at)
    row = DutyPattern(
        person=person,
        team=team,
        in_force_from=in_force_from,
        starts=[hours and hours.starts for hours in week],
        ends=[hours and hours.ends for hours in week],
        bank_holidays_off=bank_holidays_off,
        set_by=by,
        set_at=at,
    )
    row.save(force_insert=True)
    whose = person.pk if person is not None else team.pk if team is not None else row.pk
    record(by=by, action=Action.DUTY_SET, subjects=[row.pk, whose])
    return row


@deed
def set_duty_day(
    *,
    by: Person,
    person: Person,
    day: date,
    hours: Hours | None = None,
    at: datetime | None = None,
) -> DutyDay:
    """One day of somebody's duty: its hours, or without hours a rest day. It takes the place of their week.

    Raises NotAllowed (rules), and Invalid for a day that has passed.
    """
    at = at or now()
    rules.check_duty_of(by, person)
    rules.check_day("day", day, at)
    same = DutyDay.objects.filter(person=person, day=day, superseded_at__isnull=True)
    same.update(superseded_at=at)
    row = DutyDay(
        person=person,
        day=day,
        starts=hours.starts if hours else None,
        ends=hours.ends if hours else None,
        set_by=by,
        set_at=at,
    )
    row.save(force_insert=True)
    record(by=by, action=Action.DUTY_SET, subjects=[row.pk, person.pk])
    return row
