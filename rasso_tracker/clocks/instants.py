"""Instants in UTC, dates in Europe/London, and the only clock of the system."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date, parse_datetime

LONDON = ZoneInfo("Europe/London")


class NoSuchHour(ValueError):
    """A London wall time that the spring clock change skips. The message is a sentence for the user."""


def now() -> datetime:
    """The moment it is, aware, in UTC. Everything else takes `at`."""
    return datetime.now(UTC)  # noqa: TID251  # this is the one clock


def in_london(instant: datetime) -> datetime:
    """The same instant on a London wall clock. Raises ValueError for a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    return instant.astimezone(LONDON)


def london_date(instant: datetime) -> date:
    """The date in London at that instant."""
    return in_london(instant).date()


def start_of_day(day: date) -> datetime:
    """00:00 in London on that day, in UTC. London's clocks change at 01:00 and 02:00, so it always exists."""
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """24:00 in London: the first instant that no longer belongs to the day (a day has 23, 24 or 25 hours)."""
    return start_of_day(day + timedelta(days=1))


def london_instant(day: date, wall: time) -> datetime:
    """The instant, in UTC, of a time read off a London clock.

    In the hour that comes twice in autumn the first is meant. Raises NoSuchHour for the hour that spring
    skips.
    """
    local = datetime.combine(day, wall, tzinfo=LONDON)
    instant = local.astimezone(UTC)
    if instant.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchHour(
            f"{wall:%H:%M} did not exist on {day.day} {day:%B %Y}: the clocks went forward an hour at 01:00."
        )
    return instant


def no_earlier(typed: datetime, known: datetime | None) -> datetime:
    """`typed`, or `known` where both fall in one minute: people type minutes, the system knows microseconds.

    Without this, somebody told within the minute of a decision would seem to have been told before it.
    """
    if known is not None and typed < known and typed == known.replace(second=0, microsecond=0):
        return known
    return typed


def read_moment(text: str) -> datetime:
    """A moment as somebody at a keyboard writes it, in UTC: ISO 8601.

    Without a zone it is read off a London clock; a date alone is the end of that day. Raises ValueError (a
    sentence).
    """
    try:
        moment = parse_datetime(text) if len(text) > len("2026-03-01") else None
        if moment is not None:
            return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)
        if day := parse_date(text):
            return end_of_day(day)
    except ValueError:
        pass
    raise ValueError("Give a moment such as 2026-03-01T09:00:00+00:00, or a date such as 2026-03-01.")
