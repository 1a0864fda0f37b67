"""Whether what is owed for a row is marked to be checked first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from cases.models import DueItem

MARKED = DueItem.objects.filter(settled_at__isnull=True, check_first=True)


def with_marks(rows: Any) -> Any:
    """These rows, each with `check_first` of what is open for it, in the same statement."""
    return rows.annotate(check_first=Exists(MARKED.filter(source=OuterRef("pk"))))


def said_marked(ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The same of rows by their ids, as the API says it; one statement."""
    marked = set(MARKED.filter(source__in=ids).values_list("source", flat=True))
    return {one: {"check_first": one in marked} for one in ids}
