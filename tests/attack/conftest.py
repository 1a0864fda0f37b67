"""Told cases in a database of the module's own, for attacks that read a great deal of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from rasso_tracker.people.models import Person
from tests.attack.asking import doer
from tests.attack.forms import surfaces
from tests.chain.library import Told, stories_told
from tests.visitors import Visitor, signed_in_once


@pytest.fixture(scope="module")
def stories(home_database: str, template_database: str, django_db_blocker: Any) -> Iterator[Told]:
    """Every story of the library."""
    with (
        django_db_blocker.unblock(),
        stories_told(home_database, template_database, "attack") as found,
        signed_in_once(),
    ):
        yield found


@pytest.fixture(scope="module")
def doers_of(stories: Told) -> dict[str, tuple[Person, Any]]:
    """Who does each deed on which record, by the deed's name; the few that nobody may do are not there."""
    found = ((surface.name, *doer(stories, surface)) for surface in surfaces())
    return {name: (person, subject) for name, person, subject in found if person is not None}


@pytest.fixture(scope="module")
def browser_of(stories: Told) -> Callable[[Person], Visitor]:
    return cache(Visitor)
