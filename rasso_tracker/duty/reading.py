"""The duty of many people, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from rasso_tracker.clocks.tables import current
from rasso_tracker.duty.facts import LOOK_AHEAD, Duty, Hours, Week
from rasso_tracker.duty.models import DutyDay, DutyPattern
from rasso_tracker.people.models import Leave, Person
from rasso_tracker.people.models.duty import held_within


def duties_of(people: Iterable[Person], day: date, ahead: int = LOOK_AHEAD) -> dict[UUID, Duty]:
    """What is known of the duty of `people` from the day before `day` to `ahead` days after it."""
    known = {person.pk: person for person in people}
    first, last = day - timedelta(days=1), day + timedelta(days=ahead)
    weeks = _weeks(known.values(), last)
    days: defaultdict[UUID, dict[date, Hours | None]] = defaultdict(dict)
    single = DutyDay.objects.filter(person__in=known, superseded_at__isnull=True, day__range=(first, last))
    for person, when, starts, ends in single.values_list("person", "day", "starts", "ends"):
        days[person][when] = None if starts is None or ends is None else Hours(starts, ends)
    leave: defaultdict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for one in Leave.objects.filter(held_within(first, last), person__in=known):
        leave[one.person_id].append((one.starts_on, one.last_day))
    holidays = current().holidays
    return {
        pk: Duty(
            own=tuple(weeks[pk]),
            team=tuple(weeks[person.team_id]) if person.team_id else (),
            days=days[pk],
            leave=tuple(leave[pk]),
            holidays=holidays,
        )
        for pk, person in known.items()
    }


def _weeks(people: Iterable[Person], last: date) -> defaultdict[UUID, list[Week]]:
    """By person and by team; ids of both in one look."""
    found: defaultdict[UUID, list[Week]] = defaultdict(list)
    people = list(people)
    whose = Q(person__in=[one.pk for one in people]) | Q(team__in={one.team_id for one in people} - {None})
    for row in DutyPattern.objects.filter(whose, superseded_at__isnull=True, in_force_from__lte=last):
        whom = row.person_id or row.team_id
        assert whom is not None  # a constraint: it is somebody's or a team's
        found[whom].append(week_of(row))
    return found


def week_of(row: DutyPattern) -> Week:
    """The row as a plain value."""
    hours = (
        None if starts is None else Hours(starts, ends)
        for starts, ends in zip(row.starts, row.ends, strict=True)
    )
    return Week(row.in_force_from, tuple(hours), row.bank_holidays_off)
