"""When somebody is on duty: pure facts of patterns, single days, leave and bank holidays at a moment.

Times are read off a London clock. An hour that spring skips begins as the clocks have gone forward; of the
hour that comes twice in autumn the first is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from rasso_tracker.clocks import LONDON, london_date

ONE_DAY = timedelta(days=1)
LOOK_AHEAD = 14  # days: somebody with no duty in so many is as good as away
WEEKEND = 5  # Saturday; Monday is 0


@dataclass(frozen=True)
class Hours:
    """From `starts` to `ends`; on the next day where the end is not later than the start."""

    starts: time
    ends: time


@dataclass(frozen=True)
class Week:
    """A pattern that holds from a day on: Monday to Sunday, None on a rest day."""

    from_on: date
    days: tuple[Hours | None, ...]
    bank_holidays_off: bool = False


@dataclass(frozen=True)
class Shift:
    """One spell of duty; `day` is the day on which it begins, in London."""

    day: date
    begins: datetime
    ends: datetime


# [A] Without a pattern of their own or of their team people work in office hours.
FORCE_WEEK = Week(
    from_on=date.min,
    days=tuple(Hours(time(8), time(16)) if day < WEEKEND else None for day in range(7)),
    bank_holidays_off=True,
)


def first_instant(day: date, wall: time) -> datetime:
    """The first instant, in UTC, at which a London clock shows `wall` or later on that day."""
    instant = datetime.combine(day, wall, tzinfo=LONDON).astimezone(UTC)
    if instant.astimezone(LONDON).time() != wall:  # London skips from 01:00 to 02:00, on the hour in UTC
        return instant.replace(minute=0, second=0, microsecond=0)
    return instant


@dataclass(frozen=True)
class Duty:
    """All that is known of one person's duty. Their own week comes before the team's, a single day before
    both, and leave before all.
    """

    own: tuple[Week, ...] = ()
    team: tuple[Week, ...] = ()
    days: Mapping[date, Hours | None] = field(default_factory=dict)
    leave: tuple[tuple[date, date], ...] = ()  # first and last day
    holidays: frozenset[date] = frozenset()

    def is_on_leave(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.leave)

    def week_on(self, day: date) -> Week:
        """The week that holds on a day."""
        for weeks in (self.own, self.team):
            begun = [week for week in weeks if week.from_on <= day]
            if begun:
                return max(begun, key=lambda week: week.from_on)
        return FORCE_WEEK

    def hours_on(self, day: date) -> Hours | None:
        """The hours that begin on a day; None when it is a rest day or leave."""
        if self.is_on_leave(day):
            return None
        if day in self.days:
            return self.days[day]
        week = self.week_on(day)
        if week.bank_holidays_off and day in self.holidays:
            return None
        return week.days[day.weekday()]

    def shift_on(self, day: date) -> Shift | None:
        hours = self.hours_on(day)
        if hours is None:
            return None
        last = day + ONE_DAY if hours.ends <= hours.starts else day
        return Shift(day, first_instant(day, hours.starts), first_instant(last, hours.ends))

    def begun(self, at: datetime) -> Shift | None:
        """The spell of duty that began last, while its day lasts or it still runs: a night's till it ends."""
        today = london_date(at)
        shift = self.shift_on(today)
        if shift is not None and shift.begins <= at:
            return shift
        night = self.shift_on(today - ONE_DAY)
        return night if night is not None and night.begins <= at < night.ends else None

    def rests(self, at: datetime) -> bool:
        """No duty begins today, and none of last night's is left."""
        return self.begun(at) is None and self.shift_on(london_date(at)) is None

    def next_shift(self, at: datetime) -> Shift | None:
        """The next spell of duty that begins after `at`; None when there is none for LOOK_AHEAD days."""
        today = london_date(at)
        shifts = (self.shift_on(today + timedelta(days=ahead)) for ahead in range(LOOK_AHEAD + 1))
        return next((shift for shift in shifts if shift is not None and shift.begins > at), None)
