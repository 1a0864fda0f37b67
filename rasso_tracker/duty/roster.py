"""The roster of a team in a week, as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from rasso_tracker.duty.facts import Duty, Hours, Shift
from rasso_tracker.duty.reading import duties_of
from rasso_tracker.people.models import Person

A_WEEK = 7


@dataclass(frozen=True)
class Cell:
    """One day of one person: hours, leave, or a rest day. `differs`: not as in their week."""

    day: date
    hours: Hours | None
    leave: bool
    differs: bool

    @property
    def words(self) -> str:
        if self.leave:
            return "Leave"
        return f"{self.hours.starts:%H:%M} to {self.hours.ends:%H:%M}" if self.hours else "Rest day"


@dataclass(frozen=True)
class Line:
    person: Person
    cells: tuple[Cell, ...]


def lines(people: Iterable[Person], monday: date) -> list[Line]:
    """Each person's seven days from `monday`; as many statements for many people as for one."""
    people = list(people)
    duties = duties_of(people, monday, ahead=A_WEEK)
    days = [monday + timedelta(days=number) for number in range(A_WEEK)]
    return [Line(one, tuple(_cell(duties[one.pk], day) for day in days)) for one in people]


def _cell(duty: Duty, day: date) -> Cell:
    hours = duty.hours_on(day)
    differs = hours != replace(duty, days={}).hours_on(day)
    return Cell(day, hours, duty.is_on_leave(day), differs)


def nobody_on(found: Iterable[Line]) -> list[date]:
    """The days of the week on which nobody of these people is on duty."""
    rows = list(found)
    days = [cell.day for cell in rows[0].cells] if rows else []
    return [day for at, day in enumerate(days) if not any(line.cells[at].hours for line in rows)]


def next_duty(person: Person, at: datetime, today: date) -> Shift | None:
    """The duty that runs or begins next: when a person's digest came or comes."""
    duty = duties_of([person], today)[person.pk]
    return duty.begun(at) or duty.next_shift(at)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
