"""What somebody still holds, and how it passes on: each app registers its own kinds (AppConfig.ready).

Counts say how much work waits, never which case: the administrator who asks sees no case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db.models import Q

from rasso_tracker.people.access import system
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import Person


class HandOver(Protocol):
    """Pass on all of a kind to `to`, or to the team with None, in a fixed number of statements.

    Called inside a deed, in the system's context; records its own events. Returns how many passed on; raises
    Invalid by field ("goes_to") when `to` cannot take them.
    """

    def __call__(self, *, by: Person, person: Person, to: Person | None, at: datetime) -> int: ...


@dataclass(frozen=True)
class Holding:
    """`title` is of several, `one` of a single. `team` says what becomes of it when it goes to the team."""

    code: str
    title: str
    one: str
    count: Callable[[Person], int]
    hand_over: HandOver
    team: str


@dataclass(frozen=True)
class Held:
    holding: Holding
    count: int

    @property
    def words(self) -> str:
        """`12 open cases as officer in charge`."""
        return f"{self.count:,} {self.holding.one if self.count == 1 else self.holding.title}"


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    _holdings[holding.code] = holding


def held_by(person: Person) -> list[Held]:
    """What a person still holds, the kinds of which there is something. One statement a kind."""
    with system("an administrator sees how much a leaver still holds, and nothing of a case"):
        counted = [Held(one, one.count(person)) for one in _holdings.values()]
    return [one for one in counted if one.count]


def pass_on(*, by: Person, person: Person, held: list[Held], to: Person | None, at: datetime) -> None:
    """Pass on what a person holds, kind after kind. Called inside a deed. Raises Invalid."""
    with system("the work of a leaver passes to somebody else, whatever cases the administrator may see"):
        for one in held:
            one.holding.hand_over(by=by, person=person, to=to, at=at)


def team_head(person: Person, day: date) -> Person | None:
    """Who leads somebody's team: their supervisor, the team's sergeant, or the district's inspector."""
    serving = Person.objects.filter(in_post(day), kind="person").exclude(pk=person.pk).order_by("username")
    choices = [
        Q(pk=person.supervisor_id),
        Q(post=Post.DETECTIVE_SERGEANT, team=person.team_id, team__isnull=False),
        Q(post=Post.DETECTIVE_INSPECTOR, district=person.district_id, district__isnull=False),
    ]
    found = (serving.filter(one).first() for one in choices)
    return next((one for one in found if one is not None), None)
