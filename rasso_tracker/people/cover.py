"""Who answers today: duty cover, leave and leavers, resolved for everybody at once in one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, UUIDField, Value

from rasso_tracker.people.models import DutyCover, Leave, Person
from rasso_tracker.people.models.duty import held_within

ON_LEAVE = ", on leave today"  # behind a name in a list


def in_post(day: date) -> Q:
    """Filter of Person: active, started, not left by `day`."""
    return Q(is_active=True, starts_on__lte=day) & (Q(left_on__isnull=True) | Q(left_on__gte=day))


@dataclass(frozen=True)
class Rota:
    """Who is away on `day`, and who was asked to answer for whom. Plain values: nothing here asks the
    database.
    """

    day: date
    covers: Mapping[UUID, UUID] = field(default_factory=dict)  # person to who covers for them, as it was set
    away: frozenset[UUID] = frozenset()  # on leave

    def line(self, person: UUID) -> tuple[UUID, ...]:
        """Who may answer in a person's place, the first choice first and the person last.

        Cover is followed to its end (A by B, B by C: C), a circle once round; then back along it.
        """
        found = [person]
        while (following := self.covers.get(found[-1])) is not None and following not in found:
            found.append(following)
        return tuple(reversed(found))

    def is_at_work(self, person: Person) -> bool:
        """In post on the day and not on leave."""
        return person.serves_on(self.day) and person.pk not in self.away

    def answering_for(
        self, person: Person, people: Mapping[UUID, Person], may: Callable[[Person], bool] = lambda one: True
    ) -> Person | None:
        """Who answers in a person's place: the first of their line in `people` who is at work and `may`."""
        known = {person.pk: person, **people}
        line = (known[pk] for pk in self.line(person.pk) if pk in known)
        return next((one for one in line if self.is_at_work(one) and may(one)), None)

    def stand_ins(self) -> set[UUID]:
        """Everybody who covers for somebody."""
        return set(self.covers.values())


def rota_on(day: date) -> Rota:
    """The rota of a day, in one statement."""
    return rotas_between(day, day)[day]


def rotas_between(first: date, last: date) -> dict[date, Rota]:
    """The rota of each day from `first` to `last`, both included, in one statement."""
    within = held_within(first, last)
    days = ("starts_on", "ends_on", "ended_early_on")
    covers = DutyCover.objects.filter(within).values_list("person", "covered_by", *days)
    nobody = Value(None, output_field=UUIDField(null=True))
    leaves = Leave.objects.filter(within).annotate(nobody=nobody).values_list("person", "nobody", *days)
    rows = list(covers.union(leaves, all=True))
    return {day: _rota(day, rows) for day in days_between(first, last)}


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def on_leave(people: Iterable[UUID], first: date, last: date) -> list[Leave]:
    """Leave of these people on some day from `first` to `last`, in one statement."""
    return list(Leave.objects.filter(held_within(first, last), person__in=list(people)))


def _rota(day: date, rows: list[Any]) -> Rota:
    holding = [
        (person, by)
        for person, by, starts_on, ends_on, early in rows
        if starts_on <= day <= ends_on and (early is None or day < early)
    ]
    return Rota(
        day=day,
        covers={person: by for person, by in holding if by is not None},
        away=frozenset(person for person, by in holding if by is None),
    )


def stand_ins(people: Iterable[Person], day: date, able: Q | None = None) -> dict[UUID, Person]:
    """Person to who answers for them on `day`, of those that `able` takes; without anybody: not in it.

    Two statements, however many people.
    """
    people, rota = list(people), rota_on(day)
    wanted = {pk for one in people for pk in rota.line(one.pk)}
    found = Person.objects.filter(in_post(day)).filter(able or Q()).in_bulk(wanted)
    answers = {one.pk: rota.answering_for(one, found, lambda each: each.pk in found) for one in people}
    return {pk: one for pk, one in answers.items() if one is not None}


def answering(people: Iterable[Person], day: date) -> list[Person]:
    """`people` in post on `day`, each replaced by who answers for them; nobody twice, in order."""
    serving = [person for person in people if person.serves_on(day)]
    found = stand_ins(serving, day)
    return list({found[one.pk].pk: found[one.pk] for one in serving if one.pk in found}.values())
