"""Telling a story forward in time: a clock that stops at the moment of the demo, and who is at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from actionplans.ladder import Ladder, Moments
from actionplans.roster import Roster
from cases.enums import MilestoneKind as Kind
from rasso_tracker.clocks import in_london, start_of_day
from rasso_tracker.demo.clinics import Diary
from rasso_tracker.demo.events import Happened, Life
from rasso_tracker.demo.force import Force
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import Person

T = TypeVar("T")
SATURDAY = 5


class Stopped(Exception):
    """The next thing lies past the moment at which this part of the story ends."""


@dataclass
class World:
    """What every story shares. `now` is the moment of the demo: 00:00 in London on the as-of day."""

    force: Force
    ladder: Ladder
    now: datetime
    diary: Diary
    moments_known: dict[tuple[str, date, int], Moments] = field(default_factory=dict)
    rosters: dict[date, Roster] = field(default_factory=dict)  # of rows_told.py

    @cached_property
    def people(self) -> dict[UUID, Person]:
        return {one.pk: one for one in self.force.people}

    @cached_property
    def by_post(self) -> dict[str, list[Person]]:
        found = defaultdict(list)
        for one in sorted(self.force.people, key=lambda one: one.username):
            found[one.post].append(one)
        return found

    def moments(self, kind: str, due_on: date, from_step: int) -> Moments:
        key = (kind, due_on, from_step)
        found = self.moments_known.get(key)
        if found is None:
            found = self.moments_known[key] = self.ladder.moments(kind, due_on, from_step)
        return found


@lru_cache(maxsize=4096)
def _midnight(day: date) -> datetime:
    return start_of_day(day)


def pick(rng: Random, weights: Mapping[T, float]) -> T:
    """One key, by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


@dataclass
class Story:
    """One case being told. `at` is where the story has come; `go` moves it on or raises Stopped."""

    life: Life
    world: World
    rng: Random
    at: datetime
    stop: datetime

    @property
    def force(self) -> Force:
        return self.world.force

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def office(self, moment: datetime, *, working: bool = False) -> datetime:
        """A moment in office hours on that day; `working` moves a weekend to the Monday after."""
        day = in_london(moment).date()
        if working and day.weekday() >= SATURDAY:
            day += timedelta(days=7 - day.weekday())
        return _midnight(day) + timedelta(minutes=8 * 60 + int(self.rng.random() * 600))

    def go(self, low: float, high: float | None = None, *, working: bool = True) -> datetime:
        """On by `low` to `high` days. Raises Stopped, and then nothing has moved."""
        days = low if high is None else low + (high - low) * self.rng.random()
        return self.be(self.office(self.at + timedelta(days=days), working=working))

    def be(self, moment: datetime) -> datetime:
        """At `moment`, or a little after where the story is when that comes later."""
        if moment <= self.at:
            moment = self.at + timedelta(minutes=20 + int(self.rng.random() * 70))
        if moment >= self.stop:
            raise Stopped
        self.at = moment
        return moment

    def later(self, moment: datetime, low: float, high: float, *, working: bool = True) -> datetime | None:
        """A moment after another, beside the story's own thread; None when it lies past the end."""
        found = self.office(moment + timedelta(days=low + (high - low) * self.rng.random()), working=working)
        if found <= moment:
            found = moment + timedelta(minutes=20 + int(self.rng.random() * 90))
        return found if found < self.world.now else None

    def mark(self, kind: str, *, by: Person | None = None, at: datetime | None = None, **said: Any) -> None:
        self.life.milestones.append(Happened(kind, at or self.at, by or self.life.officer, **said))

    def mark_each(self, kind: str, *, by: Person, at: datetime | None = None) -> None:
        """The same milestone on every allegation, as the deeds of CPS and of decisions write it."""
        for place in range(len(self.life.allegations)):
            self.mark(kind, by=by, at=at, allegation=place)

    def has(self, kind: Kind) -> bool:
        return any(one.kind == kind for one in self.life.milestones)

    @property
    def sto(self) -> Person:
        """The specially trained officer now, else the officer in charge."""
        for one in reversed(self.life.on_duty):
            if one.duty == "sto" and one.ended is None:
                return one.person
        return self.life.officer

    def supervisor(self, *, but: Person | None = None) -> Person:
        """One of the team's sergeants or the district's inspectors, never `but`."""
        life, force = self.life, self.force
        sergeants = force.at(Post.DETECTIVE_SERGEANT, life.team)
        inspectors = force.at(Post.DETECTIVE_INSPECTOR, life.district)
        found = [*sergeants, *sergeants, *inspectors]
        if life.restricted:
            named = [one.person for one in life.named]
            found = [one for one in found if one in named] or found
        return self.rng.choice([one for one in found if one is not but])

    def gatekeeper(self) -> Person:
        return self.rng.choice(self.force.at(Post.GATEKEEPER))
