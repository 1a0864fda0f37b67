"""When duty begins, runs and rests: against a clock that is watched minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasso_tracker.duty.facts import FORCE_WEEK, LOOK_AHEAD, Duty, Hours, Week, first_instant

LONDON = ZoneInfo("Europe/London")
NIGHT = Hours(time(22), time(6))
EVERY_NIGHT = Week(date(2020, 1, 1), (NIGHT,) * 7)
HALF_PAST_ONE = time(1, 30)
MINUTE = timedelta(minutes=1)
# Both clock changes, Christmas, the turn of a year and a leap day.
AWKWARD = [
    date(2026, 3, 28),
    date(2026, 3, 29),
    date(2026, 10, 24),
    date(2026, 10, 25),
    date(2026, 12, 25),
    date(2026, 12, 31),
    date(2028, 2, 29),
]
days = st.sampled_from(AWKWARD) | st.dates(date(2026, 1, 2), date(2028, 6, 30))
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
hours = st.none() | st.builds(Hours, times, times)
weeks = st.builds(Week, st.dates(date(2025, 12, 1), date(2026, 6, 1)), st.tuples(*[hours] * 7), st.booleans())


def watched(day: date, wall: time) -> datetime:
    """The first minute of the day, walked in UTC, at which a clock in London shows `wall` or later."""
    minute = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=2)
    while True:
        shown = minute.astimezone(LONDON)
        if shown.date() > day or (shown.date() == day and shown.time() >= wall):
            return minute
        minute += MINUTE


def oracle(duty: Duty, day: date) -> Hours | None:
    """The hours of a day in the order of what comes before what, in plain words."""
    for first, last in duty.leave:
        if first <= day <= last:
            return None
    if day in duty.days:
        return duty.days[day]
    for known in (duty.own, duty.team):
        latest = None
        for week in known:
            if week.from_on <= day and (latest is None or week.from_on > latest.from_on):
                latest = week
        if latest is not None:
            return None if latest.bank_holidays_off and day in duty.holidays else latest.days[day.weekday()]
    return Hours(time(8), time(16)) if day.weekday() < 5 and day not in duty.holidays else None


@settings(max_examples=60)
@given(days, times)
def test_a_time_is_the_first_minute_that_a_london_clock_shows_it(day: date, wall: time) -> None:
    assert first_instant(day, wall) == watched(day, wall)


@st.composite
def duties(draw: st.DrawFn) -> tuple[Duty, datetime]:
    day = draw(days)
    near = st.integers(-3, 3).map(lambda n: day + timedelta(days=n))
    unique = st.lists(weeks, max_size=2, unique_by=lambda week: week.from_on).map(tuple)
    leave = st.lists(st.tuples(near, st.integers(0, 3)), max_size=1)
    duty = Duty(
        own=draw(unique),
        team=draw(unique),
        days=draw(st.dictionaries(near, hours, max_size=3)),
        leave=tuple((first, first + timedelta(days=n)) for first, n in draw(leave)),
        holidays=frozenset(draw(st.lists(near, max_size=1))),
    )
    minutes = draw(st.integers(0, 24 * 60 - 1))
    return duty, datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes)


@settings(max_examples=150)
@given(duties())
def test_what_has_begun_rests_and_comes_next_is_what_a_watch_would_say(case: tuple[Duty, datetime]) -> None:
    duty, at = case
    today = at.astimezone(LONDON).date()
    spells = []
    for ahead in range(-1, LOOK_AHEAD + 1):
        day = today + timedelta(days=ahead)
        worked = oracle(duty, day)
        assert duty.hours_on(day) == worked
        if worked is not None:
            last = day + timedelta(days=1) if worked.ends <= worked.starts else day
            spells.append((day, watched(day, worked.starts), watched(last, worked.ends)))
    of_today = [one for one in spells if one[0] == today]
    of_night = [one for one in spells if one[0] == today - timedelta(days=1)]
    begun = [one for one in of_today if one[1] <= at] or [one for one in of_night if one[1] <= at < one[2]]
    coming = [one for one in spells if one[0] >= today and one[1] > at]

    found, coming_found = duty.begun(at), duty.next_shift(at)
    assert (found and (found.day, found.begins, found.ends)) == (begun[0] if begun else None)
    assert duty.rests(at) == (not begun and not of_today)
    assert (coming_found and coming_found.begins) == (coming[0][1] if coming else None)


def test_a_night_is_of_the_day_on_which_it_begins_until_it_ends() -> None:
    duty = Duty(own=(EVERY_NIGHT,), days={date(2026, 6, 2): None})
    begun = duty.begun(datetime(2026, 6, 2, 4, 59, tzinfo=UTC))  # 05:59 in London
    assert begun is not None
    assert begun.day == date(2026, 6, 1)
    assert not duty.rests(datetime(2026, 6, 2, 4, 59, tzinfo=UTC))
    assert duty.rests(datetime(2026, 6, 2, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 1, tzinfo=UTC)),  # 01:30 does not exist: 02:00 summer time
        (date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # 01:30 comes twice: the first
    ],
)
def test_an_hour_that_is_skipped_or_comes_twice(day: date, begins: datetime) -> None:
    assert first_instant(day, HALF_PAST_ONE) == begins


def test_without_a_word_the_force_works_in_office_hours_but_not_on_bank_holidays() -> None:
    duty = Duty(holidays=frozenset({date(2026, 5, 25)}))
    assert duty.hours_on(date(2026, 6, 1)) == Hours(time(8), time(16))
    assert [duty.hours_on(day) for day in (date(2026, 6, 6), date(2026, 5, 25))] == [None, None]
    assert duty.week_on(date(2026, 6, 1)) is FORCE_WEEK


def test_nobody_is_looked_for_further_than_two_weeks() -> None:
    away = Duty(leave=((date(2026, 6, 1), date(2026, 6, 30)),))
    assert away.next_shift(datetime(2026, 6, 1, tzinfo=UTC)) is None
    assert away.next_shift(datetime(2026, 6, 18, tzinfo=UTC)) is not None
