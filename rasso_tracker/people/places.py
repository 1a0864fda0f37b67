"""The districts, teams and CPS units, which half of the pages offer as a filter.

Held in memory as the clocks are: one small query a request says whether they still stand (clocks/tables.py).
"""

from __future__ import annotations

from typing import Any, TypeVar

from rasso_tracker.clocks.tables import state_of, watch
from rasso_tracker.people.models import CpsUnit, District, Team

Place = TypeVar("Place", District, Team, CpsUnit)
_held: dict[type[Any], tuple[str, list[Any]]] = {}


def districts() -> list[District]:
    """All of them by name."""
    return _all(District)


def teams() -> list[Team]:
    """All of them by name."""
    return _all(Team)


def units() -> list[CpsUnit]:
    """All of them by name."""
    return _all(CpsUnit)


def every_district() -> list[tuple[str, str]]:
    """The choices of a list that may be narrowed to a district, by code."""
    return [("", "Every district"), *((one.code, one.name) for one in districts())]


def watch_places() -> None:
    """Look at these tables with the clocks'."""
    for model in (District, Team, CpsUnit):
        watch(model._meta.db_table)


def _all(model: type[Place]) -> list[Place]:
    state = state_of(model._meta.db_table)
    known = _held.get(model)
    if known is None or known[0] != state:
        known = _held[model] = state, list(model._default_manager.all())
    return known[1]
