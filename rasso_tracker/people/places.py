"""The districts, teams and CPS units, which half of the pages offer as a filter."""

from __future__ import annotations

from rasso_tracker import prepared
from rasso_tracker.people.models import CpsUnit, District, Team


def districts() -> list[District]:
    """All of them by name, in a statement that is kept."""
    return prepared.found(districts, District.objects.all)


def teams() -> list[Team]:
    """All of them by name, in a statement that is kept."""
    return prepared.found(teams, Team.objects.all)


def units() -> list[CpsUnit]:
    """All of them by name, in a statement that is kept."""
    return prepared.found(units, CpsUnit.objects.all)


def every_district() -> list[tuple[str, str]]:
    """The choices of a list that may be narrowed to a district, by code. One statement."""
    return [("", "Every district"), *((one.code, one.name) for one in districts())]
