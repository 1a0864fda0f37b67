"""A week of leave and duty cover: who is away, who answers on which days, and where nobody does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from rasso_tracker.people.cover import Rota, in_post, rotas_between
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import DutyCover, Leave, Person
from rasso_tracker.people.models.duty import held_within

# Posts that differ by case, or that the ladder never calls.
OF_NO_PLACE = (Post.INVESTIGATOR, Post.REVIEWING_PROSECUTOR, Post.OTHER)
PLACE = ("district", "team", "cps_unit")
Row = TypeVar("Row", Leave, DutyCover)


@dataclass(frozen=True)
class Days:
    """Some days in a row, and who answers on them: None when nobody does."""

    first: date
    last: date
    answers: Person | None


@dataclass(frozen=True)
class Absence:
    """One person in the week. `leaves` and `covers` are what was recorded; `days` what comes of it."""

    person: Person
    leaves: tuple[Leave, ...]
    covers: tuple[DutyCover, ...]
    days: tuple[Days, ...]

    @property
    def has_gap(self) -> bool:
        return any(one.answers is None for one in self.days)


@dataclass(frozen=True)
class Unheld:
    """A post that nobody at work holds on some days of the week."""

    post: str
    place: str
    days: tuple[date, ...]


@dataclass(frozen=True)
class Week:
    first: date
    absences: tuple[Absence, ...]
    unheld: tuple[Unheld, ...]

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(day: date, district: UUID | None = None) -> Week:
    """The week that `day` lies in, of one district or all. Five statements however many people."""
    first = monday_of(day)
    last = first + timedelta(days=6)
    rotas = rotas_between(first, last)
    within = held_within(first, last)
    leaves = _by_person(Leave.objects.filter(within).select_related("cover").order_by("starts_on"))
    covers = _by_person(DutyCover.objects.filter(within).select_related("covered_by").order_by("starts_on"))
    known = {pk for rota in rotas.values() for pk in {*rota.covers, *rota.away, *rota.stand_ins()}}
    holders = Q(post__in=set(Post) - set(OF_NO_PLACE)) & in_post(first)
    found = Person.objects.filter(Q(pk__in=known) | holders, kind="person").select_related(*PLACE)
    people = {one.pk: one for one in found}
    absences = [
        Absence(
            person=people[pk],
            leaves=tuple(leaves.get(pk, ())),
            covers=tuple(covers.get(pk, ())),
            days=_days(people[pk], rotas, people),
        )
        for pk in {*leaves, *covers}
        if pk in people and district in (None, people[pk].district_id)
    ]
    absences.sort(key=lambda one: (not one.has_gap, one.person.name, one.person.username))
    return Week(first, tuple(absences), tuple(_unheld(rotas, people, district)))


def _by_person(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _days(person: Person, rotas: Mapping[date, Rota], people: Mapping[UUID, Person]) -> tuple[Days, ...]:
    """The days on which the person is away or covered for, those of one answer in a row put together."""
    counting = [day for day, rota in rotas.items() if person.pk in rota.away or person.pk in rota.covers]
    answers = {day: rotas[day].answering_for(person, people) for day in counting}
    runs = []
    for _, run in groupby(
        enumerate(counting), key=lambda one: (answers[one[1]], one[1].toordinal() - one[0])
    ):
        days = [day for _, day in run]
        runs.append(Days(days[0], days[-1], answers[days[0]]))
    return tuple(runs)


def _unheld(
    rotas: Mapping[date, Rota], people: Mapping[UUID, Person], district: UUID | None
) -> Iterable[Unheld]:
    held: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for one in people.values():
        if one.post not in OF_NO_PLACE and district in (None, one.district_id):
            where = one.district or one.cps_unit
            held[Post(one.post).label, where.name if where else "The whole force"].append(one)
    for (post, place), holders in sorted(held.items()):
        days = tuple(
            day
            for day, rota in rotas.items()
            if not any(rota.answering_for(one, people) is not None for one in holders)
        )
        if days:
            yield Unheld(post, place, days)
