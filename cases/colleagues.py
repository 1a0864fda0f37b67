"""Whether somebody may hear of a case in a colleague's place: in a role that reads it and its plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from cases.models import Case, NamedAccess
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import ROLES


def may_know(pairs: Sequence[tuple[UUID, Person]]) -> set[tuple[UUID, UUID]]:
    """Of these pairs of a case's id and a person, those that may; two statements."""
    cases = Case.objects.in_bulk({case_id for case_id, _ in pairs})
    named: defaultdict[UUID, set[UUID]] = defaultdict(set)
    grants = NamedAccess.objects.filter(case__in=cases, ended_at__isnull=True)
    for case_id, person_id in grants.values_list("case", "person"):
        named[case_id].add(person_id)
    return {
        (case_id, person.pk)
        for case_id, person in pairs
        if case_id in cases and _reads(person, cases[case_id], named[case_id])
    }


def _reads(person: Person, case: Case, named: set[UUID]) -> bool:
    return any(
        all(role_sees(person, ROLES[code], case, part, named) for part in (Part.CASE, Part.PLANS))
        for code in person.roles
    )
