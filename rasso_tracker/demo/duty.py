"""When the people of the demo work: late and early turns, nights, rest days in the week [A]."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from rasso_tracker.demo.force import Force
from rasso_tracker.duty.models import DutyDay, DutyPattern
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import Person

EARLY, LATE, NIGHT = (time(7), time(15)), (time(14), time(22)), (time(22), time(6))
TURNS = (EARLY, EARLY, EARLY, LATE, EARLY, NIGHT)
RESTS = ((5, 6), (), (0, 1), (), (2, 3), (4, 5))  # Monday is 0; none: the week of the team


def patterns(force: Force, new_id: Callable[[], UUID]) -> list[DutyPattern]:
    """A week for each team, Monday to Friday by turns, and one of their own for half of its officers."""
    since = force.as_of - timedelta(days=2 * 365)
    found = []
    for teams in force.teams.values():
        for number, team in enumerate(teams):
            found.append(_pattern(new_id(), force, since, TURNS[number % 4], (5, 6), team=team))
    officers = [one for one in force.people if one.post == Post.INVESTIGATOR]
    for number, officer in enumerate(officers):
        if RESTS[number % 6]:
            found.append(
                _pattern(new_id(), force, since, TURNS[number % 6], RESTS[number % 6], person=officer)
            )
    return found


def days_that_differ(force: Force, new_id: Callable[[], UUID]) -> list[DutyDay]:
    """This week some swap a day: a rest day here, a late turn there."""
    officers = [one for one in force.people if one.post == Post.INVESTIGATOR and one.left_on is None]
    return [
        _day(new_id(), force, officer, force.as_of + timedelta(days=number % 5), rests=number % 2 == 0)
        for number, officer in enumerate(officers[::9])
    ]


def _pattern(
    pk: UUID, force: Force, since: date, turn: tuple[time, time], rests: tuple[int, ...], **whose: object
) -> DutyPattern:
    starts, ends = ([None if day in rests else turn[at] for day in range(7)] for at in (0, 1))
    return DutyPattern(
        id=pk,
        in_force_from=since,
        starts=starts,
        ends=ends,
        bank_holidays_off="team" in whose,
        set_by=force.clockwork,
        set_at=_morning(since),
        **whose,
    )


def _day(pk: UUID, force: Force, officer: Person, day: date, *, rests: bool) -> DutyDay:
    starts, ends = (None, None) if rests else LATE
    by = officer.supervisor or force.clockwork
    moment = _morning(force.as_of - timedelta(days=7))
    return DutyDay(id=pk, person=officer, day=day, starts=starts, ends=ends, set_by=by, set_at=moment)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)
