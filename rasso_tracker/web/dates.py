"""Dates and times as people type them, read strictly and answered kindly. Wall time is Europe/London."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from rasso_tracker.clocks import LONDON, day_words, london_date, now

EARLIEST_YEAR = 1900  # a victim's birth, or an offence decades ago
YEARS_AHEAD = 30
EXAMPLE = "for example 27 3 2026"
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ISO_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?\s*(am|pm)?\s*(bst|gmt)?", re.IGNORECASE)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}


class Unreadable(ValueError):
    """What was typed is no date or time. `parts` names the boxes at fault, the first one first; `day` is the
    date where that alone could be read.
    """

    def __init__(self, sentence: str, *parts: str, day: date | None = None) -> None:
        self.parts, self.day = parts or ("day",), day
        super().__init__(sentence)


@dataclass(frozen=True)
class Boxes:
    """What stands in the boxes of a date or a moment, as typed. `time` is None where there is no such box."""

    day: str = ""
    month: str = ""
    year: str = ""
    time: str | None = None

    def is_blank(self) -> bool:
        return not any(part and part.strip() for part in (self.day, self.month, self.year, self.time))

    @classmethod
    def of(cls, value: object, *, timed: bool) -> Boxes:
        """Boxes for a stored date or instant, an ISO text, or what was typed."""
        if isinstance(value, Boxes):
            return value
        if isinstance(value, str):
            try:
                value = read_iso_moment(value) if timed else read_iso_date(value)
            except Unreadable:
                return cls(time="" if timed else None)
        if isinstance(value, datetime):
            local = value.astimezone(LONDON)
            shown = f"{local:%H:%M}"
            if is_ambiguous(local.replace(tzinfo=None)):
                shown = f"{shown} {local.tzname()}"
            return cls(str(local.day), str(local.month), str(local.year), shown if timed else None)
        if isinstance(value, date):
            return cls(str(value.day), str(value.month), str(value.year), "" if timed else None)
        return cls(time="" if timed else None)


def read_date(boxes: Boxes) -> date:
    """The date in the boxes. Raises Unreadable with the boxes at fault."""
    missing = [part for part in ("day", "month", "year") if not getattr(boxes, part).strip()]
    if missing:
        wanted = " and ".join(f"a {part}" for part in missing)
        raise Unreadable(f"The date must include {wanted}, {EXAMPLE}.", *missing)
    day, month, year = boxes.day.strip(), boxes.month.strip(), boxes.year.strip()
    if not _is_number(day):
        raise Unreadable(f"Enter the day as a number, {EXAMPLE}.", "day")
    number = _MONTHS.get(month.lower(), int(month) if _is_number(month) else 0)
    if not 1 <= number <= 12:
        raise Unreadable(f"Enter the month as a number from 1 to 12, {EXAMPLE}.", "month")
    if not _is_number(year) or len(year) != 4:
        raise Unreadable(f"Enter the year with four digits, {EXAMPLE}.", "year")
    return _real_date(int(year), number, int(day))


def read_iso_date(text: str) -> date:
    """The date in an ISO 8601 text, `2026-03-27`. Raises Unreadable."""
    found = _ISO_DATE.fullmatch(text.strip())
    if found is None:
        raise Unreadable("Enter the date as year-month-day, for example 2026-03-27.")
    year, month, day = (int(part) for part in found.groups())
    if not 1 <= month <= 12:
        raise Unreadable(f"There is no month {month}. Enter a real date, for example 2026-03-27.", "month")
    return _real_date(year, month, day)


def read_moment(boxes: Boxes) -> datetime:
    """The instant (UTC) in the boxes. Raises Unreadable, of the date and of the time at once, and for the
    hour that the spring change skips.
    """
    troubles: list[Unreadable] = []
    day: date | None = None
    clock = (time(), "")
    try:
        day = read_date(boxes)
    except Unreadable as trouble:
        troubles.append(trouble)
    try:
        clock = _read_time((boxes.time or "").strip())
    except Unreadable as trouble:
        troubles.append(trouble)
    if day is None or troubles:
        parts = [part for one in troubles for part in one.parts]
        raise Unreadable(" ".join(str(one) for one in troubles), *parts, day=day)
    return from_wall(datetime.combine(day, clock[0]), clock[1])


def read_time(typed: str) -> time:
    """The London wall time that somebody typed by itself. Raises Unreadable, also for one with its zone."""
    wall, zone = _read_time(typed.strip())
    if zone:
        raise Unreadable(f"Enter the time alone, without {zone}.", "time")
    return wall


def _read_time(typed: str) -> tuple[time, str]:
    """The wall time, and BST, GMT or "". Raises Unreadable."""
    if not typed:
        raise Unreadable("Enter the time, for example 14:30.", "time")
    found = _TIME.fullmatch(typed)
    if found is None:
        raise Unreadable("Enter a real time, for example 14:30 or 2:30pm.", "time")
    hour, minute = int(found[1]), int(found[2] or 0)
    half, zone = (found[3] or "").lower(), (found[4] or "").upper()
    if half and not 1 <= hour <= 12:
        raise Unreadable("Enter a real time, for example 14:30 or 2:30pm.", "time")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if found[2] is None and not half:
        raise Unreadable("Enter the time with its minutes, for example 14:30.", "time")
    if hour > 23 or minute > 59:
        raise Unreadable("Enter a real time, for example 14:30 or 2:30pm.", "time")
    return time(hour, minute), zone


def read_iso_moment(text: str) -> datetime:
    """The instant (UTC) in an ISO 8601 text; without an offset it is London's. Raises Unreadable."""
    text = text.strip()
    if _ISO_MOMENT.fullmatch(text) is None:
        wanted = "Enter the date and time, for example 2026-03-27T14:30:00+00:00."
        raise Unreadable(wanted, day=_day_of(text))
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        wanted = "Enter a real date and time, for example 2026-03-27T14:30:00+00:00."
        raise Unreadable(wanted, day=_day_of(text)) from None
    check_year(value.year)
    return value.astimezone(UTC) if value.tzinfo else from_wall(value)


def _day_of(text: str) -> date | None:
    """The date with which an ISO text begins; None where it begins with none."""
    try:
        return read_iso_date(text[:10])
    except Unreadable:
        return None


def from_wall(wall: datetime, zone: str = "") -> datetime:
    """The instant of a London wall time; `zone` is BST, GMT or "". Raises Unreadable."""
    first, second = (wall.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    when = f"{wall:%H:%M} on {day_words(wall.date())}"
    if first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != wall:
        raise Unreadable(
            f"There was no {when}: the clocks went forward from 1am to 2am. Enter a time before or after.",
            "time",
            day=wall.date(),
        )
    if first.utcoffset() == second.utcoffset():
        if zone and zone != first.tzname():
            raise Unreadable(f"{when} was {first.tzname()}, not {zone}. Enter the time alone.", "time")
        return first.astimezone(UTC)
    if not zone:
        raise Unreadable(
            f"{when} came twice: the clocks went back from 2am to 1am."
            f" Add BST for the first or GMT for the second, for example {wall:%H:%M} BST.",
            "time",
        )
    return (first if zone == "BST" else second).astimezone(UTC)


def is_ambiguous(wall: datetime) -> bool:
    first, second = (wall.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    return (
        first.utcoffset() != second.utcoffset()
        and first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == wall
    )


def check_year(year: int) -> None:
    """Raises Unreadable for a year that is a slip of the finger."""
    latest = london_date(now()).year + YEARS_AHEAD
    if not EARLIEST_YEAR <= year <= latest:
        raise Unreadable(f"Check the year: {year} is not between {EARLIEST_YEAR} and {latest}.", "year")


def _real_date(year: int, month: int, day: int) -> date:
    check_year(year)
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        name = calendar.month_name[month]
        raise Unreadable(f"{name} {year} has {days} days. Enter a real date, {EXAMPLE}.", "day")
    return date(year, month, day)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4
