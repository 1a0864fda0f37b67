"""Who answers today: posts resolved by district or unit, leavers and duty cover. One statement each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from rasso_tracker.people.models import DutyCover, Person


def in_post(day: date) -> Q:
    """Filter of Person: active, started, not left by `day`."""
    return Q(is_active=True, starts_on__lte=day) & (Q(left_on__isnull=True) | Q(left_on__gte=day))


def covers_on(day: date) -> dict[UUID, UUID]:
    """Person to the one who answers for them on `day`. A chain of cover (A by B, B by C) is followed to
    its end.
    """
    direct = dict(
        DutyCover.objects.filter(starts_on__lte=day, ends_on__gte=day)
        .exclude(ended_early_on__lte=day)
        .values_list("person", "covered_by")
    )
    resolved = {}
    for person in direct:
        seen, stands_in = {person}, direct[person]
        while stands_in in direct and stands_in not in seen:
            seen.add(stands_in)
            stands_in = direct[stands_in]
        resolved[person] = stands_in
    return resolved


def answering(people: Iterable[Person], day: date) -> list[Person]:
    """`people` in post on `day`, each replaced by who covers for them; nobody twice, in order."""
    covers = covers_on(day)
    wanted = [covers.get(person.pk, person.pk) for person in people if person.serves_on(day)]
    found = Person.objects.filter(in_post(day)).in_bulk(wanted)
    return [found[pk] for pk in dict.fromkeys(wanted) if pk in found]
