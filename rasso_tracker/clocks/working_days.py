"""Working days: Monday to Friday except bank holidays of England and Wales (domain.md 11).

Pure functions of dates and a frozenset of holidays. Day 0 is the day of the act; the count starts with the
next working day. Without `holidays` the table in the database is used (see tables.py).
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from functools import lru_cache

from rasso_tracker.clocks.words import day_words
from rasso_tracker.people.refusals import Invalid

Holidays = frozenset[date]

SATURDAY = 5
_REMEDY = "Enter an earlier day, or ask an administrator to add the missing bank holidays."
HOLIDAYS_IN_A_FULL_YEAR = 8  # England and Wales never have fewer; a year with fewer is not loaded yet


class OutsideCalendar(Invalid):
    """The bank-holiday table does not reach this date, so a count of working days would be a guess."""

    def __init__(self, sentence: str) -> None:
        super().__init__({"": sentence})


@lru_cache(maxsize=8)
def full_years(holidays: Holidays) -> tuple[int, int] | None:
    """First and last year of the unbroken run of fully loaded years, or None when there is none."""
    counts = Counter(day.year for day in holidays)
    years = sorted(year for year, count in counts.items() if count >= HOLIDAYS_IN_A_FULL_YEAR)
    if not years:
        return None
    last = years[0]
    while last + 1 in years:
        last += 1
    return years[0], last


@lru_cache(maxsize=8)
def _working_days(holidays: Holidays) -> tuple[date, ...]:
    years = full_years(holidays)
    if years is None:
        raise OutsideCalendar("No year of bank holidays has been loaded, so working days cannot be counted.")
    first = date(years[0], 1, 1)
    length = (date(years[1], 12, 31) - first).days + 1
    days = (first + timedelta(days=n) for n in range(length))
    return tuple(day for day in days if day.weekday() < SATURDAY and day not in holidays)


def caution_of_day_off(what: str, day: date) -> str:
    """That nobody may be there on a day that somebody chose, in a sentence; "" for a working day."""
    from rasso_tracker.clocks.tables import current

    name = current().names.get(day)
    if name is None and day.weekday() < SATURDAY:
        return ""
    kind = f"a bank holiday, {name}" if name is not None else f"a {day:%A}"
    return f"The {what}, {day_words(day)}, is {kind}: nobody may be there to keep it."


def _current() -> Holidays:
    from rasso_tracker.clocks.tables import current  # here: the tables need the app registry

    return current().holidays


def _check_covered(day: date, holidays: Holidays) -> None:
    first, last = full_years(holidays) or (day.year + 1, day.year - 1)
    if not first <= day.year <= last:
        raise OutsideCalendar(
            f"The table of bank holidays covers {first} to {last}, so working days cannot be counted to or "
            f"from {day.day} {day:%B} {day.year}. {_REMEDY}"
        )


def is_working_day(day: date, holidays: Holidays | None = None) -> bool:
    """Whether that day counts. Raises OutsideCalendar."""
    holidays = _current() if holidays is None else holidays
    _check_covered(day, holidays)
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(day: date, count: int, holidays: Holidays | None = None) -> date:
    """The count-th working day after `day` (before it when negative); 0 is the day itself, working or not.

    Raises OutsideCalendar where the table of bank holidays ends.
    """
    holidays = _current() if holidays is None else holidays
    _check_covered(day, holidays)
    if count == 0:
        return day
    days = _working_days(holidays)
    at = bisect_right(days, day) - 1 + count if count > 0 else bisect_left(days, day) + count
    if not 0 <= at < len(days):
        raise OutsideCalendar(
            f"{count} working days from {day.day} {day:%B} {day.year} lies outside the table of holidays,"
            f" which covers {days[0].year} to {days[-1].year}. {_REMEDY}"
        )
    return days[at]


def working_days_between(start: date, end: date, holidays: Holidays | None = None) -> int:
    """Working days after `start` up to and including `end`; negative when `end` comes first.

    `working_days_between(d, add_working_days(d, n)) == n`. Raises OutsideCalendar.
    """
    holidays = _current() if holidays is None else holidays
    _check_covered(start, holidays)
    _check_covered(end, holidays)
    if end < start:
        return -working_days_between(end, start, holidays)
    days = _working_days(holidays)
    return bisect_right(days, end) - bisect_right(days, start)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day: 31 January plus one is 28 or 29 February."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
