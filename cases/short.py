"""Restricted cases of whose named people too few are at work: two, one a gatekeeper (safety.md 4).

A pure question of grants, roles, leave and last days, for many cases at once: three statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from cases.models import Case, NamedAccess
from cases.rules.named import LEAST_NAMED
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import Rota, rotas_between
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import GATEKEEPER, ROLES

AHEAD = timedelta(days=13)


def named_on(cases: Iterable[UUID]) -> dict[UUID, list[Person]]:
    """Who is named on each case and holds a role that sees it by name, each once. Two statements."""
    ids: dict[UUID, set[UUID]] = defaultdict(set)
    grants = NamedAccess.objects.filter(case__in=list(cases), ended_at__isnull=True)
    for case, person in grants.values_list("case", "person"):
        ids[case].add(person)
    people = Person.objects.in_bulk({pk for each in ids.values() for pk in each})
    return {
        case: [people[pk] for pk in sorted(each) if pk in people and _may_see(people[pk])]
        for case, each in ids.items()
    }


def _may_see(person: Person) -> bool:
    return any(ROLES[code].named and ROLES[code].reads(Part.CASE) for code in person.roles)


def is_short(named: Iterable[Person], rota: Rota) -> bool:
    """Fewer than two of them at work, or no gatekeeper among those."""
    at_work = [one for one in named if rota.is_at_work(one)]
    return len(at_work) < LEAST_NAMED or not any(GATEKEEPER.code in one.roles for one in at_work)


def short_days(named: Mapping[UUID, list[Person]], first: date, last: date) -> dict[UUID, list[date]]:
    """The days from `first` to `last` on which each case is short; cases that never are are left out."""
    rotas = rotas_between(first, last)
    found = {
        case: [day for day, rota in rotas.items() if is_short(people, rota)] for case, people in named.items()
    }
    return {case: days for case, days in found.items() if days}


def days_short(case: Case) -> list[date]:
    """The days of the next fortnight on which a restricted case is short, for its page."""
    today = london_date(now())
    return short_days(named_on([case.pk]), today, today + AHEAD).get(case.pk, [])
