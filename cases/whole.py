"""The rows of one case out of many tables, read in one statement, for the page that shows all of them.

Each statement of its own costs about a millisecond and a half of processor time, most of it spent by the
ORM and by the planner under row-level security; the case page would need fifty. So `read_whole` asks once
for the rows of every table as JSON, under the same row-level security, and the models are made from that.
Rows of the case point at each other in memory, and the people on them are looked up together.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from cases.models import Case, CaseBearing
from rasso_tracker.people.models import Person

Row = TypeVar("Row", bound=CaseBearing)
HELD_AS = "_whole_of_the_page"


class Whole:
    """The rows of a case, each kind read when it is first asked for unless it was read with the others."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._raw: dict[type[CaseBearing], list[dict[str, Any]]] = {}
        self._made: dict[type[CaseBearing], list[Any]] = {}
        self._others: dict[type[models.Model], dict[Any, models.Model]] = {}

    def read(self, kinds: Iterable[type[CaseBearing]]) -> None:
        """Read the rows of these models, in the order that each model's Meta gives, in one statement."""
        wanted = [model for model in kinds if model not in self._raw]
        if not wanted:
            return
        asked = ", ".join(_asking(model) for model in wanted)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {asked}", [self.case.pk] * len(wanted))
            for model, rows in zip(wanted, cursor.fetchone(), strict=True):
                self._raw[model] = rows or []

    def seen(self, model: type[Row], person: Person) -> list[Row]:
        """The rows that `visible_to` of a plain model gives: the case was found in the person's scope
        already.
        """
        if not person.is_service and not person.role.reads(model.part):
            return []
        return self.rows(model)

    def rows(self, model: type[Row]) -> list[Row]:
        """Every row of a model on this case, voided ones too; what they point at is at hand."""
        if model not in self._made:
            self.read([model])
            made = [_made(model, row) for row in self._raw[model]]
            self._made[model] = made
            for field in model._meta.concrete_fields if made else ():
                if isinstance(field, models.ForeignKey):
                    self._link(made, field)
        return list(self._made[model])

    def _link(self, rows: list[Any], field: models.ForeignKey[Any, Any]) -> None:
        target = field.related_model
        keys = {getattr(row, field.attname) for row in rows} - {None}
        if not keys or not isinstance(target, type):
            return
        for row in rows:
            key = getattr(row, field.attname)
            if key is not None:
                found = self._pointed_at(target, key)
                if found is not None:
                    field.set_cached_value(row, found)

    def _pointed_at(self, target: type[models.Model], key: Any) -> Any:
        if target is Case:
            return self.case
        if issubclass(target, CaseBearing):
            return next((one for one in self.rows(target) if one.pk == key), None)
        known = self._others.setdefault(target, {})
        if key not in known:
            known.update(target._default_manager.in_bulk(self._keys_of(target) | {key}))
        return known.get(key)

    def _keys_of(self, target: type[models.Model]) -> set[Any]:
        """The keys of this kind (people, units) on every row that was read."""
        found = set()
        for model, rows in self._raw.items():
            for field in model._meta.concrete_fields if rows else ():
                if isinstance(field, models.ForeignKey) and field.related_model is target:
                    found |= {uuid.UUID(row[field.column]) for row in rows if row[field.column]}
        return found


def read_whole(case: Case, kinds: Collection[type[CaseBearing]]) -> Whole:
    """Read these kinds of rows of a case in one statement, and keep them with this instance of the case."""
    held = case.__dict__[HELD_AS] = Whole(case)
    held.read(kinds)
    return held


def whole_of(case: Case) -> Whole:
    """What the page read of this instance of a case; else a fresh look, which reads as it is asked."""
    held = case.__dict__.get(HELD_AS)
    return held if isinstance(held, Whole) else Whole(case)


def _asking(model: type[CaseBearing]) -> str:
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in model._meta.concrete_fields)
    order = ", ".join(_ordering(model, name) for name in (*model._meta.ordering, "id"))
    table = quoted(model._meta.db_table)
    return f"(SELECT json_agg(r) FROM (SELECT {columns} FROM {table} WHERE case_id = %s ORDER BY {order} OFFSET 0) r)"


def _ordering(model: type[CaseBearing], name: Any) -> str:
    assert isinstance(name, str), f"{model._meta.label} is ordered by more than its own columns"
    column = connection.ops.quote_name(model._meta.get_field(name.removeprefix("-")).column)  # type: ignore[union-attr]
    return f"{column} DESC" if name.startswith("-") else column


def _made(model: type[Row], row: dict[str, Any]) -> Row:
    """A model instance out of a row as JSON."""
    names, values = [], []
    for field in model._meta.concrete_fields:
        value = row[field.column]
        names.append(field.attname)
        values.append(value if value is None else _reader(field)(value))
    return model.from_db(connection.alias, names, values)


_readers: dict[models.Field[Any, Any], Callable[[Any], Any]] = {}


def _reader(field: Any) -> Callable[[Any], Any]:
    found = _readers.get(field)
    if found is None:
        found = _readers[field] = _new_reader(field)
    return found


def _new_reader(field: Any) -> Callable[[Any], Any]:
    """How a column's JSON becomes the Python value that the ORM would give."""
    if isinstance(field, models.ForeignKey):
        return _reader(field.target_field)
    if isinstance(field, ArrayField):
        inner = _new_reader(field.base_field)
        return lambda value: [one if one is None else inner(one) for one in value]
    for kind, reader in _READERS.items():
        if isinstance(field, kind):
            return reader
    assert isinstance(field, _AS_THEY_ARE), f"no way is known to read {field} out of JSON"
    return lambda value: value


_READERS: dict[type[models.Field[Any, Any]], Callable[[Any], Any]] = {
    models.UUIDField: uuid.UUID,
    models.DateTimeField: datetime.fromisoformat,  # before DateField, whose subclass it is
    models.DateField: date.fromisoformat,
    models.TimeField: time.fromisoformat,
    models.BinaryField: lambda value: bytes.fromhex(value.removeprefix("\\x")),
}
_AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.JSONField,
)
