"""Whether what is owed for a row is marked to be checked first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from cases.models import DueItem
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part

MARKED = DueItem.objects.filter(settled_at__isnull=True, check_first=True)


def with_marks(rows: Any) -> Any:
    """These rows, each with `check_first` of what is open for it, in the same statement."""
    return rows.annotate(check_first=Exists(MARKED.filter(source=OuterRef("pk"))))


def said_marked(ids: Sequence[UUID], person: Person) -> dict[UUID, dict[str, Any]]:
    """The same of rows by their ids, as the API says it; one statement."""
    return said_of({one: one for one in ids}, person)


def said_of(sources: Mapping[UUID, UUID | None], person: Person) -> dict[UUID, dict[str, Any]]:
    """The same of rows whose mark lies with another: by id of the row, its source, or None where nothing is
    owed for it any more. Not said to who reads no contact with victims.
    """
    if not (person.is_service or person.role.reads(Part.VICTIM_CONTACT)):
        return {one: {"check_first": None} for one in sources}
    asked = [one for one in sources.values() if one]
    marked = set(MARKED.filter(source__in=asked).values_list("source", flat=True))
    return {one: {"check_first": source in marked} for one, source in sources.items()}
