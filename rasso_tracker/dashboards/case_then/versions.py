"""Editable rows of a case as they stood at a moment, out of the versions that are kept (ADR 0006)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from cases.models import CaseBearing
from cases.whole import made
from rasso_tracker.audit.models import RowVersion

Row = TypeVar("Row", bound=CaseBearing)


class AsTheyStood:
    """One statement for a case: of each row edited since `at`, the version that the first edit replaced."""

    def __init__(self, case_id: UUID, models: Collection[type[CaseBearing]], at: datetime) -> None:
        tables = [model._meta.db_table for model in models]
        kept = RowVersion.objects.filter(case_id=case_id, table_name__in=tables, replaced_at__gt=at)
        rows = kept.order_by("row_id", "version").distinct("row_id").values_list("row_id", "row")
        self._kept: dict[UUID, dict[str, Any]] = dict(rows)

    def row(self, row: Row) -> Row:
        """The row as it stood; the very same where nobody edited it since."""
        kept = self._kept.get(row.pk)
        return row if kept is None else made(type(row), kept)

    def was_edited(self, row: CaseBearing) -> bool:
        return row.pk in self._kept
