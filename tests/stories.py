"""Stories told once: what a `@story` fixture makes by the services stays in the database from test to test.

Most tests begin with the same few deeds: a case, a victim, a decision. A test file tells each such story
once, inside a savepoint of its own, one chapter on top of the other. A test runs on top of the chapters that
it asks for and is rolled back to them; the next test keeps the chapters that both begin with, and gets copies
of what they returned. The tests of a file run in the order in which they share most.

A story depends on other stories and on what is at hand alone (people, functions), and is told before any
other fixture of a test: what depends on a moved clock or on settings is an ordinary fixture.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
from django.db import connection, transaction

from rasso_tracker.clocks.tables import look_again
from rasso_tracker.people.access import system

F = TypeVar("F", bound=Callable[..., Any])
STORIES: set[Callable[..., Any]] = set()
AT_HAND: set[Callable[..., Any]] = set()
Title = tuple[str, Any]  # a fixture's name and its definition


def story(tell: F) -> F:
    """A fixture that makes rows by services, told once for as many tests as begin with it."""
    STORIES.add(tell)
    return pytest.fixture(tell)


def at_hand(find: F) -> F:
    """A fixture on which a story may depend: it makes no rows (a person who is there from the start, or a
    function that makes rows when it is called), and each chapter gets its own.
    """
    AT_HAND.add(find)
    return find


def outline(item: pytest.Item) -> list[Title]:
    """The stories that a test asks for, each after those that it depends on."""
    known = _definitions(item)
    found: dict[str, Title] = {}

    def may_be_told(name: str) -> bool:
        if name in found or name == "db":
            return True
        if name not in known or (len(known[name]) > 1 and name in known[name][-1].argnames):
            return False
        definition = known[name][-1]
        needs = [may_be_told(one) for one in definition.argnames]
        if not all(needs):
            return False
        if definition.func in STORIES:
            found[name] = (name, definition)
        return name in found or definition.func in AT_HAND

    for name in getattr(item, "fixturenames", ()):
        may_be_told(name)
    return list(found.values())


def _definitions(item: pytest.Item) -> dict[str, Any]:
    """By name, the definitions of the fixtures that a test can ask for; the last is the nearest."""
    return dict(item._fixtureinfo.name2fixturedefs) if isinstance(item, pytest.Function) else {}


@dataclass
class Chapter:
    """A story that was told: its savepoint, and what it and those before it returned."""

    title: Title
    savepoint: transaction.Atomic
    values: list[Any]


@dataclass
class Book:
    """The chapters that stand in the database of this process, in one transaction that is never committed."""

    cover: transaction.Atomic | None = None
    chapters: list[Chapter] = field(default_factory=list)
    given: dict[Any, Any] = field(default_factory=dict)
    coming: pytest.Item | None = None

    def turn_to(self, item: pytest.Item) -> None:
        """Leave those chapters that `item` begins with, and tell the others that it asks for."""
        titles = outline(item)
        if self.cover is None:
            self.cover = _begun()
        kept = 0
        while kept < min(len(titles), len(self.chapters)) and self.chapters[kept].title == titles[kept]:
            kept += 1
        while len(self.chapters) > kept:
            _undone(self.chapters.pop().savepoint)
        values = deepcopy(self.chapters[-1].values) if self.chapters else []
        for title in titles[kept:]:
            self._tell(title, dict(zip([name for name, _ in titles], values, strict=False)), values, item)
        self.given = {definition: value for (_, definition), value in zip(titles, values, strict=True)}

    def _tell(self, title: Title, told: dict[str, Any], values: list[Any], item: pytest.Item) -> None:
        savepoint = _begun()
        try:
            look_again()
            with system("a test tells a story"):
                needs = {one: _found(one, item, told) for one in title[1].argnames}
                values.append(title[1].func(**needs))
            connection.check_constraints()
        except BaseException:
            _undone(savepoint)
            raise
        self.chapters.append(Chapter(title, savepoint, deepcopy(values)))

    def close(self) -> None:
        """Before the connection is led elsewhere."""
        while self.chapters:
            _undone(self.chapters.pop().savepoint)
        if self.cover is not None:
            _undone(self.cover)
            self.cover = None


def _found(name: str, item: pytest.Item, told: dict[str, Any]) -> Any:
    if name in told or name == "db":
        return told.get(name)
    definition = _definitions(item)[name][-1]
    return definition.func(**{one: _found(one, item, told) for one in definition.argnames})


def _begun() -> transaction.Atomic:
    block = transaction.atomic()
    block.__enter__()
    return block


def _undone(block: transaction.Atomic) -> None:
    connection.set_rollback(True)
    block.__exit__(None, None, None)


book = Book()


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """Within each file, tests that begin with the same stories follow each other."""
    places: dict[Any, int] = {}

    def place(item: pytest.Item) -> tuple[int, ...]:
        return tuple(places.setdefault(one, len(places)) for one in (item.path, *outline(item)))

    return sorted(items, key=place)


def goes_on(item: pytest.Item, coming: pytest.Item | None) -> bool:
    """Whether the next test is of the same file and uses the database too: else fixtures of the file end."""
    return (
        coming is not None
        and coming.path == item.path
        and "_django_db_helper" in getattr(coming, "fixturenames", ())
    )
