"""Days and moments as people read them, one way everywhere: on pages, in refusals, in letters and in mail."""

from __future__ import annotations

from datetime import date, datetime

from rasso_tracker.clocks.instants import in_london


def day_words(value: date | None) -> str:
    """`24 November 2026`; for an instant the day in London, nothing for None. Raises ValueError if naive."""
    if value is None:
        return ""
    day = _there(value)
    return f"{day.day} {day:%B %Y}"


def short_day(value: date | None) -> str:
    """`24 Nov 2026`, for a cell of a table."""
    if value is None:
        return ""
    day = _there(value)
    return f"{day.day} {day:%b %Y}"


def time_words(value: datetime) -> str:
    """`2:05pm`; twelve o'clock is a word, because 12am and 12pm are mistaken for one another."""
    local = in_london(value)
    if (local.hour, local.minute) in {(0, 0), (12, 0)}:
        return "midday" if local.hour else "midnight"
    return f"{local.hour % 12 or 12}:{local:%M}{'pm' if local.hour >= 12 else 'am'}"


def moment_words(value: date | None) -> str:
    """`24 November 2026, 2:05pm` for an instant, `24 November 2026` for a date."""
    return f"{day_words(value)}, {time_words(value)}" if isinstance(value, datetime) else day_words(value)


def _there(value: date) -> date:
    return in_london(value) if isinstance(value, datetime) else value
