"""When a person's rostered duty starts: the moment of their one digest (experience.md)."""

from datetime import date, datetime, time
from typing import Protocol

from rasso_tracker.clocks import LONDON, is_working_day, london_date


class Rostered(Protocol):
    """What is asked of a person here. `rest_days` counts Monday as 0."""

    duty_starts: time
    rest_days: list[int]


def is_duty_day(person: Rostered, day: date) -> bool:
    """True when the person is on duty that day.

    Without rest days of their own a person works Monday to Friday except bank holidays [A].
    """
    if person.rest_days:
        return day.weekday() not in person.rest_days
    return is_working_day(day)


def duty_begun_on(person: Rostered, at: datetime) -> date | None:
    """Today in London when the person's duty of today has begun by `at`, else None."""
    today = london_date(at)
    begins = datetime.combine(today, person.duty_starts, tzinfo=LONDON)
    return today if at >= begins and is_duty_day(person, today) else None
