"""Who does something in a story, and when."""

from __future__ import annotations

from datetime import UTC, datetime

from rasso_tracker.people.models import Person


def person(username: str) -> Person:
    return Person.objects.select_related("district", "team", "cps_unit").get(username=username)


def at(month: int, day: int, hour: int = 10) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)
