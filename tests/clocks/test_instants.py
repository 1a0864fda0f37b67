from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasso_tracker.clocks import (
    NoSuchHour,
    end_of_day,
    in_london,
    london_date,
    london_instant,
    no_earlier,
    now,
    read_moment,
    start_of_day,
)
from tests.clocks import oracle

CLOCKS_FORWARD = [
    date(2012, 3, 25),
    date(2020, 3, 29),
    date(2024, 3, 31),
    date(2026, 3, 29),
    date(2028, 3, 26),
]
CLOCKS_BACK = [
    date(2012, 10, 28),
    date(2020, 10, 25),
    date(2024, 10, 27),
    date(2026, 10, 25),
    date(2028, 10, 29),
]
any_day = st.one_of(
    st.dates(date(2012, 1, 1), date(2028, 12, 31)),
    st.sampled_from([*CLOCKS_FORWARD, *CLOCKS_BACK, date(2024, 2, 29), date(2028, 2, 29)]),
)


def test_now_is_aware_and_in_utc() -> None:
    assert now().tzinfo is UTC


@settings(max_examples=300)
@given(day=any_day)
def test_end_of_day_is_the_first_instant_of_the_next_london_day(day: date) -> None:
    assert end_of_day(day) == oracle.london_midnight_after(day)
    assert london_date(end_of_day(day)) == day + timedelta(days=1)
    assert london_date(end_of_day(day) - timedelta(microseconds=1)) == day


@pytest.mark.parametrize(("days", "hours"), [(CLOCKS_FORWARD, 23), (CLOCKS_BACK, 25)])
def test_day_of_a_clock_change_has_its_own_length(days: list[date], hours: int) -> None:
    lengths = {end_of_day(day) - start_of_day(day) for day in days}

    assert lengths == {timedelta(hours=hours)}


def test_london_date_in_summer_runs_ahead_of_utc() -> None:
    assert london_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert london_date(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)) == date(2026, 1, 31)


def test_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        in_london(datetime(2026, 1, 1))  # noqa: DTZ001  # the naive value is what is refused


def test_hour_that_spring_skips_is_refused_with_a_sentence() -> None:
    with pytest.raises(NoSuchHour, match=r"01:30 did not exist on 29 March 2026"):
        london_instant(date(2026, 3, 29), time(1, 30))


def test_hour_that_comes_twice_means_the_first() -> None:
    assert london_instant(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_ordinary_london_time_becomes_utc() -> None:
    assert london_instant(date(2026, 7, 1), time(9)) == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_a_minute_that_was_typed_is_no_earlier_than_a_moment_known_within_it() -> None:
    known = datetime(2026, 3, 2, 10, 15, 42, tzinfo=UTC)
    assert no_earlier(datetime(2026, 3, 2, 10, 15, tzinfo=UTC), known) == known
    for typed in (datetime(2026, 3, 2, 10, 14, tzinfo=UTC), datetime(2026, 3, 2, 10, 16, tzinfo=UTC)):
        assert no_earlier(typed, known) == typed
    assert no_earlier(known, None) == known


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01T09:00:00+00:00", datetime(2026, 3, 1, 9, tzinfo=UTC)),
        ("2026-07-01T09:00", datetime(2026, 7, 1, 8, tzinfo=UTC)),  # a London clock in summer
        ("2026-07-01", datetime(2026, 7, 1, 23, tzinfo=UTC)),  # the end of that London day
    ],
)
def test_a_moment_is_read_as_somebody_writes_it(text: str, moment: datetime) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30", "2026-13-01T09:00", "9" * 400])
def test_what_is_no_moment_gets_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="Give a moment such as"):
        read_moment(text)
