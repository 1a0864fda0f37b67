"""By when: the dates and spans of time that a request sets, counted from the date of the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from actionplans.reading.found import Due
from rasso_tracker.clocks import OutsideCalendar, add_months, add_working_days

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
NUMBERS = {word: number for number, word in enumerate(_WORDS.split(), start=1)}
NUMBERS |= {"a": 1, "an": 1, "couple of": 2, "twenty": 20, "twenty-one": 21, "twenty-eight": 28, "thirty": 30}

_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY_NAME = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}"
_COUNT = (
    r"(?P<count>\d{1,3}|twenty-one|twenty-eight|twenty|thirty|a couple of|couple of|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|an?)"
)
_DATES = re.compile(
    r"(?<![\d/.-])(?:"
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<numeric>\d{1,2}[./-]\d{1,2}[./-]\d{2,4})"
    r"|(?P<short>\d{1,2}/\d{1,2})"
    r")(?![\d/])"
    rf"|(?P<end>end of )(?:the )?(?:(?P<of>week|month)"
    rf"|(?P<endmonth>{'|'.join(MONTHS)})[a-z]{{0,6}}(?: (?P<endyear>\d{{4}}))?)\b"
    rf"|(?:{_DAY_NAME},? )?(?:the )?\b(?P<day>\d{{1,2}}) ?(?:st|nd|rd"
    rf"|th)?(?: day)?(?: of)? {_MONTH}\b,?(?: (?P<year>\d{{4}}))?"
    rf"|\b(?P<next>next |this )?(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday"
    rf"|sunday|mon|tues?|weds?|thurs?|fri)\b"
)
_SPANS = re.compile(
    rf"(?:\b(?P<cue>within|inside|in|over)"
    rf"|[,-])? ?(?:the )?(?:next )?(?<![\w/]){_COUNT} ?(?P<working>working |clear working "
    rf"|business )?"
    r"(?P<unit>days?|weeks?|months?|wd|fortnight|week|month)'?s?\b(?P<after>(?:'? time)"
    r"|(?: (?:of|from) (?:today|receipt|this|the date|now|issue)\b)|)"
)
_CUE = re.compile(
    r"(?:\bby|\bbefore|no later than|not later than|\bon or before|\bdue(?: by| on| for)?"
    r"|\buntil|deadline|\btarget(?: date)?|\blatest|w/c"
    r"|week commencing|\bcob|close of play(?: on)?|close of business(?: on)?)(?: the| is| of"
    r"| on|:| -){0,2} ?$"
)
# A date that stands after one of these is of something that happened.
_OF_AN_EVENT = re.compile(
    r"\b(?:of|on|from|dated|between|and|to|since|for|in|until|at|sent|received|completed|done|\d)\s*$"
)
_SAME = re.compile(r"\b(?:by |the )?(?:the )?same (?:date|day|deadline)\b")


@dataclass(frozen=True)
class _Told:
    start: int
    end: int
    on: date
    cued: bool
    sure: bool = True


def due_of(
    view: str,
    text: str,
    on: date,
    holidays: frozenset[date] | None,
    *,
    terse: bool,
    before: Due | None = None,
) -> Due | None:
    """The day by which a request is due, or None where it sets none that is still to come.

    `on` is the date of the document; `before` the day that the last request was due by, for "the same date".
    In a list or table (`terse`) a date at the end of a line is a deadline without a word that says so.
    """
    told = [
        one for one in _all(view, on, holidays) if one.on >= on and (one.cued or (terse and _ends(view, one)))
    ]
    if not told:
        same = _SAME.search(view)
        return (
            Due(same.start(), same.end(), before.on, text[same.start() : same.end()])
            if same and before
            else None
        )
    cued = [one for one in told if one.cued] or told
    last = cued[-1]
    sure = last.sure and len({one.on for one in cued}) == 1
    return Due(last.start, last.end, last.on, text[last.start : last.end], sure)


def first_day(view: str, text: str, on: date, holidays: frozenset[date] | None) -> Due | None:
    """The first day to come that the words name, whatever they say of it."""
    days = sorted((one for one in _all(view, on, holidays) if one.on >= on), key=lambda one: one.start)
    return next((Due(one.start, one.end, one.on, text[one.start : one.end], one.sure) for one in days), None)


def days_to_come(view: str, on: date, holidays: frozenset[date] | None) -> Iterator[tuple[int, int]]:
    """The places of days to come that a word such as "by" makes a deadline."""
    for one in _all(view, on, holidays):
        if one.cued and one.on >= on:
            yield one.start, one.end


def no_days(view: str, on: date) -> Iterator[tuple[int, int]]:
    """The places of what is written as a day and is none: "31 February", "31/02/2026".

    Two numbers alone may be anything ("24/7"), so they count only as a deadline.
    """
    for found in _DATES.finditer(view):
        if found["weekday"] or found["end"] or _day(found, on)[0] is not None:
            continue
        cued = _CUE.search(view[max(0, found.start() - 32) : found.start()]) is not None
        if cued or found["iso"] or found["month"] or (found["numeric"] and "/" in found["numeric"]):
            yield found.span()


def _ends(view: str, told: _Told) -> bool:
    """Nothing but a name, an owner or a bracket follows, and it is no date of an event."""
    rest = view[told.end :].strip(" .,;|)(")
    return len(rest) <= 24 and not _OF_AN_EVENT.search(view[max(0, told.start - 24) : told.start])


def _all(view: str, on: date, holidays: frozenset[date] | None) -> Iterator[_Told]:
    for found in _DATES.finditer(view):
        cue = _CUE.search(view[max(0, found.start() - 32) : found.start()])
        day, sure = _day(found, on)
        if day is not None and (cue or not (found["weekday"] or found["end"])):
            yield _Told(found.start(), found.end(), day, cue is not None, sure)
    for found in _SPANS.finditer(view):
        day = _after(found, on, holidays)
        cued = bool(found["cue"] or found["after"])
        if day is not None and (cued or found[0][0] in ",-" or _ends(view, _Told(*found.span(), day, False))):
            yield _Told(found.start(), found.end(), day, cued)


def _day(found: re.Match[str], on: date) -> tuple[date | None, bool]:
    """The day of a match, and whether it can mean but one."""
    if found["iso"]:
        return _real(*(int(part) for part in found["iso"].split("-"))), True
    if found["numeric"] or found["short"]:
        parts = [int(part) for part in re.split(r"[./-]", found["numeric"] or found["short"])]
        year = (parts[2] + 2000 if parts[2] < 100 else parts[2]) if len(parts) == 3 else None
        return _in_year(parts[0], parts[1], year, on), True
    if found["weekday"]:
        ahead = (DAYS.index(found["weekday"][:3]) - on.weekday()) % 7 or 7
        following = found["next"] == "next "
        return on + timedelta(days=ahead), not following
    if found["end"]:
        return _end_of(found, on), True
    return _in_year(
        int(found["day"]), MONTHS.index(found["month"]) + 1, int(found["year"]) if found["year"] else None, on
    ), True


def _end_of(found: re.Match[str], on: date) -> date | None:
    if found["of"] == "week":
        return on + timedelta(days=(4 - on.weekday()) % 7)
    month = MONTHS.index(found["endmonth"]) + 1 if found["endmonth"] else on.month
    first = _in_year(1, month, int(found["endyear"]) if found["endyear"] else on.year, on)
    if first is None:
        return None
    last = add_months(first, 1) - timedelta(days=1)
    return last if last >= on or found["endyear"] else add_months(first, 13) - timedelta(days=1)


def _in_year(day: int, month: int, year: int | None, on: date) -> date | None:
    """That day; of the year to come where none is said and it has passed by more than two months."""
    if year is not None:
        return _real(year, month, day)
    found = _real(on.year, month, day)
    if found is not None and found < on - timedelta(days=60):
        return _real(on.year + 1, month, day)
    return found


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_UNITS: dict[str, Callable[[date, int], date]] = {
    "d": lambda on, count: on + timedelta(days=count),
    "w": lambda on, count: on + timedelta(weeks=count),
    "f": lambda on, count: on + timedelta(weeks=2 * count),
    "m": add_months,
}


def _after(found: re.Match[str], on: date, holidays: frozenset[date] | None) -> date | None:
    count = (
        int(found["count"]) if found["count"].isdigit() else NUMBERS.get(found["count"].removeprefix("a "), 1)
    )
    try:
        if found["working"] or found["unit"] == "wd":
            return add_working_days(on, count, holidays)
        return _UNITS[found["unit"][0]](on, count)
    except (OutsideCalendar, OverflowError, ValueError):
        return None  # beyond the table of bank holidays: no day is better than a wrong one
