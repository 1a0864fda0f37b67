"""Rows of several tables in one statement: a case begins with many, and each statement costs a round trip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from cases.services.stored import need_door


def insert_together(rows: Sequence[Model]) -> None:
    """Insert unsaved rows of any models at once. What they point at is there, or is among them.

    The database checks the same as for one at a time; any refusal refuses all.
    """
    need_door("insert_together")
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    inserts, values = [], []
    for place, (model, ones) in enumerate(by_model.items()):
        fields: Any = [one for one in model._meta.local_concrete_fields if not one.generated]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        marks = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(ones))
        table = model._meta.db_table
        inserts.append(f'w{place} AS (INSERT INTO "{table}" ({columns}) VALUES {marks})')
        values += [
            field.get_db_prep_save(field.pre_save(row, True), connection) for row in ones for field in fields
        ]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(inserts)} SELECT 1", values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
