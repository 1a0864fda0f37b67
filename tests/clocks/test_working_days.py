from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given, settings
from hypothesis import strategies as st

from rasso_tracker.clocks.working_days import (
    OutsideCalendar,
    add_months,
    add_working_days,
    full_years,
    is_working_day,
    working_days_between,
)
from tests.clocks import oracle

HOLIDAYS = frozenset(
    entry["date"]
    for entry in BankHolidays(use_cached_holidays=True).get_holidays(BankHolidays.ENGLAND_AND_WALES)
)
any_day = st.dates(date(2012, 1, 1), date(2028, 12, 31))
inner_day = st.dates(date(2012, 7, 1), date(2028, 6, 30))


def test_bundled_holidays_are_those_printed_in_the_domain_reference() -> None:
    bundled = {day for day in HOLIDAYS if 2020 <= day.year <= 2028}

    assert bundled == oracle.printed_holidays()


def test_full_years_of_the_bundled_holidays_are_2012_to_2028() -> None:
    assert full_years(HOLIDAYS) == (2012, 2028)


@settings(max_examples=400)
@given(start=inner_day, count=st.integers(-100, 100))
def test_add_working_days_agrees_with_a_day_by_day_walk(start: date, count: int) -> None:
    assert add_working_days(start, count, HOLIDAYS) == oracle.nth_working_day(start, count, set(HOLIDAYS))


@settings(max_examples=300)
@given(start=any_day, end=any_day)
def test_working_days_between_agrees_with_a_day_by_day_count(start: date, end: date) -> None:
    counted = working_days_between(start, end, HOLIDAYS)

    assert counted == oracle.number_of_working_days(start, end, set(HOLIDAYS))


@settings(max_examples=300)
@given(start=inner_day, count=st.integers(0, 60))
def test_adding_and_counting_are_inverse(start: date, count: int) -> None:
    assert working_days_between(start, add_working_days(start, count, HOLIDAYS), HOLIDAYS) == count


@settings(max_examples=300)
@given(day=any_day)
def test_is_working_day_agrees_with_the_oracle(day: date) -> None:
    assert is_working_day(day, HOLIDAYS) == oracle.counts(day, set(HOLIDAYS))


@settings(max_examples=400)
@given(start=any_day, months=st.integers(0, 24))
def test_add_months_agrees_with_a_walk_through_the_months(start: date, months: int) -> None:
    assert add_months(start, months) == oracle.months_later(start, months)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 31), 9, date(2026, 9, 30)),
    ],
)
def test_add_months_clamps_to_the_end_of_the_month(start: date, months: int, expected: date) -> None:
    assert add_months(start, months) == expected


def test_day_of_decision_is_day_nought_even_on_a_working_day() -> None:
    thursday = date(2026, 4, 2)

    assert add_working_days(thursday, 0, HOLIDAYS) == thursday
    assert add_working_days(thursday, 1, HOLIDAYS) == date(2026, 4, 7), (
        "Good Friday to Easter Monday do not count"
    )


def test_decision_on_a_saturday_starts_counting_on_monday() -> None:
    assert add_working_days(date(2026, 5, 2), 1, HOLIDAYS) == date(2026, 5, 5), "4 May 2026 is a bank holiday"


def test_thirty_working_days_without_a_holiday_are_six_weeks() -> None:
    assert add_working_days(date(2026, 6, 1), 30, HOLIDAYS) == date(2026, 6, 1) + timedelta(weeks=6)


@pytest.mark.parametrize("day", [date(2011, 12, 30), date(2029, 1, 2)])
def test_counting_outside_the_table_says_where_it_ends(day: date) -> None:
    with pytest.raises(OutsideCalendar, match=r"covers 2012 to 2028.*Enter an earlier day"):
        working_days_between(day, date(2026, 1, 5), HOLIDAYS)


def test_counting_past_the_end_of_the_table_is_refused() -> None:
    with pytest.raises(OutsideCalendar, match="5 working days from 28 December 2028"):
        add_working_days(date(2028, 12, 28), 5, HOLIDAYS)


def test_a_half_loaded_year_does_not_count_as_loaded() -> None:
    with_one_of_2029 = HOLIDAYS | {date(2029, 1, 1)}

    with pytest.raises(OutsideCalendar):
        is_working_day(date(2029, 1, 2), with_one_of_2029)


def test_no_holidays_at_all_is_refused() -> None:
    with pytest.raises(OutsideCalendar):
        add_working_days(date(2026, 1, 1), 1, frozenset())
