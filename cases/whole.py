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
from functools import cache, cached_property, lru_cache, partial
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from cases.models import Case, CaseBearing
from rasso_tracker import prepared
from rasso_tracker.people.access import HIDDEN_WITH
from rasso_tracker.people.models import Person
from rasso_tracker.vault import case_key
from rasso_tracker.vault.models import DataKey

Row = TypeVar("Row", bound=CaseBearing)
HELD_AS = "_whole_of_the_page"


class Whole:
    """The rows of a case, each kind read when it is first asked for unless it was read with the others."""

    def __init__(self, case: Case, seen_by: Person | None = None) -> None:
        self.case = case
        self.seen_by = seen_by
        self._raw: dict[type[CaseBearing], list[dict[str, Any]]] = {}
        self._made: dict[type[CaseBearing], list[Any]] = {}
        self._by_key: dict[type[CaseBearing], dict[Any, Any]] = {}
        self._others: dict[type[models.Model], dict[Any, models.Model]] = {}
        for (
            one
        ) in case._state.fields_cache.values():  # its unit, team and officer, where they were read with it
            if one is not None and not isinstance(one, CaseBearing):
                self._others.setdefault(type(one), {})[one.pk] = one

    @cached_property
    def key(self) -> DataKey:
        """The data key of the case, for everything on the page that is sealed."""
        return case_key(self.case.pk)

    def read(self, kinds: Iterable[type[CaseBearing]]) -> None:
        """Read the rows of these models in one statement."""
        wanted = {model._meta.db_table: model for model in kinds if model not in self._raw}
        if not wanted:
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT rows_of_case(%s, %s)", [self.case.pk, list(wanted)])
            (found,) = cursor.fetchone()
        for table, model in wanted.items():
            self._raw[model] = (found[table] or []) if found else []

    def seen(self, model: type[Row], person: Person) -> list[Row]:
        """The rows that `visible_to` of a plain model gives: the case was found in the person's scope
        already.
        """
        if person.is_service:
            return self.rows(model)
        if not person.role.reads(model.part):
            return []
        found = self.rows(model)
        for name, part in HIDDEN_WITH:
            if hasattr(model, f"is_of_{name}") and not person.role.reads(part):
                found = [one for one in found if not getattr(one, f"is_of_{name}")]
        return found

    def rows(self, model: type[Row]) -> list[Row]:
        """Every row of a model on this case, voided ones too; what they point at is at hand."""
        if model not in self._made:
            self.read([model])
            found = _in_order(model, [made(model, row) for row in self._raw[model]])
            self._made[model] = found
            self._by_key[model] = {one.pk: one for one in found}
            for field in _keys(model) if found else ():
                if field.name not in model.not_told_with:
                    self._link(found, field)
        return list(self._made[model])

    def _link(self, rows: list[Any], field: models.ForeignKey[Any, Any]) -> None:
        target: Any = field.related_model
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
            if target not in self._by_key:
                self.rows(target)
            return self._by_key[target].get(key)
        known = self._others.setdefault(target, {})
        if key not in known:
            wanted = list(self._keys_of(target) - known.keys() | {key})
            found = prepared.found((_pointed_at, target), partial(_pointed_at, target), keys=wanted)
            known.update((one.pk, one) for one in found)
        return known.get(key)

    def _keys_of(self, target: type[models.Model]) -> set[Any]:
        """The keys of this kind (people, units) on every row that was read."""
        found = set()
        for model, rows in self._raw.items():
            for field in _keys(model) if rows else ():
                if field.related_model is target:
                    found |= {_uuid(row[field.column]) for row in rows if row[field.column]}
        return found


def _pointed_at(target: type[models.Model]) -> models.QuerySet[Any]:
    rows = target._default_manager.order_by().filter(prepared.among("pk", "keys", target._meta.pk))
    told_with = getattr(target, "told_with", ())
    return rows.select_related(*told_with) if told_with else rows  # of nothing, it would join everything


def read_whole(case: Case, kinds: Collection[type[CaseBearing]], *, seen_by: Person | None = None) -> Whole:
    """Read these kinds of rows of a case, and those that they point at, in one statement, and keep them with
    this instance of the case, which was found in the scope of `seen_by`.
    """
    held = case.__dict__[HELD_AS] = Whole(case, seen_by)
    held.read(with_pointed_at(frozenset(kinds)))
    return held


def whole_of(case: Case) -> Whole:
    """What the page read of this instance of a case; else a fresh look, which reads as it is asked."""
    return held_of(case) or Whole(case)


def held_of(case: Case) -> Whole | None:
    """What the page that shows this instance of a case read of it; None outside such a page."""
    held = case.__dict__.get(HELD_AS)
    return held if isinstance(held, Whole) else None


def page_of(row: CaseBearing) -> Whole | None:
    """What the page that shows this instance of a row read of its case; None outside such a page."""
    case = row._state.fields_cache.get("case")
    return held_of(case) if isinstance(case, Case) else None


def seen_with(row: CaseBearing, person: Person) -> Whole | None:
    """What the page of this person read of the case of a row; None outside such a page."""
    held = page_of(row)
    return held if held is not None and held.seen_by == person else None


_uuid = lru_cache(maxsize=4096)(uuid.UUID)  # the same case, people and units stand on every row


def _in_order(model: type[Row], rows: list[Row]) -> list[Row]:
    """As the model's Meta orders them; no value comes last, or first where the order is downwards."""
    ordering: list[Any] = [*(model._meta.ordering or ()), "id"]
    for name in reversed(ordering):
        assert isinstance(name, str), f"{model._meta.label} is ordered by more than its own columns"
        field: Any = model._meta.get_field(name.removeprefix("-"))
        keyed = [(getattr(row, field.attname), row) for row in rows]
        keyed.sort(key=lambda pair: (pair[0] is None, pair[0]), reverse=name.startswith("-"))
        rows = [row for _, row in keyed]
    return rows


@cache
def _columns(model: type[CaseBearing]) -> tuple[list[str], list[tuple[str, Callable[[Any], Any]]]]:
    """The attributes of a model, and how each column's JSON is read."""
    fields: Any = model._meta.concrete_fields
    return [field.attname for field in fields], [(field.column, _reader(field)) for field in fields]


@cache
def with_pointed_at(kinds: frozenset[type[CaseBearing]]) -> frozenset[type[CaseBearing]]:
    """These kinds and every kind of row of the same case that one of them names."""
    found, looked_at = set(kinds), set[type[CaseBearing]]()
    while to_look_at := found - looked_at:
        for model in to_look_at:
            targets = (one.related_model for one in _keys(model) if one.name not in model.not_told_with)
            found |= {one for one in targets if one is not Case and issubclass(one, CaseBearing)}
        looked_at |= to_look_at
    return frozenset(found)


@cache
def _keys(model: type[CaseBearing]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))


def made(model: type[Row], row: dict[str, Any]) -> Row:
    """A model instance out of a row as JSON; what it points at is not looked up."""
    names, columns = _columns(model)
    values = [None if row[column] is None else read(row[column]) for column, read in columns]
    return model.from_db(connection.alias, names, values)


def _reader(field: Any) -> Callable[[Any], Any]:
    """How a column's JSON becomes the Python value that the ORM would give."""
    if isinstance(field, models.ForeignKey):
        return _reader(field.target_field)
    if isinstance(field, models.GeneratedField):
        return _reader(field.output_field)
    if isinstance(field, ArrayField):
        inner = _reader(field.base_field)
        return lambda value: [one if one is None else inner(one) for one in value]
    for kind, reader in _READERS.items():
        if isinstance(field, kind):
            return reader
    assert isinstance(field, _AS_THEY_ARE), f"no way is known to read {field} out of JSON"
    return lambda value: value


_READERS: dict[type[models.Field[Any, Any]], Callable[[Any], Any]] = {
    models.UUIDField: _uuid,
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
