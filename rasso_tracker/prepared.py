"""Statements whose plan the database keeps: planned once a connection, not once a page.

Under row-level security the planner works three to ten times as long on a page of rows as running it takes
(docs/performance.md). The settings ask for generic plans, which do not depend on the values: so only
statements that walk one index whatever the values belong here, not those with a filter that somebody chose.
A pooler between us and the database must keep a session on one connection.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.query import ValuesIterable, get_related_populators

_MOST = 200  # statements on one connection: far more than the product has; each holds memory over there
_numbers = count(1)
_prepared: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def read(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a SELECT with `%s` for each parameter.

    A parameter takes its type from its place, and a list passes only as an array of that very type. Raises
    ValueError for a statement that is no plain SELECT: the guard of the deeds could not see a write in it.
    """
    with connection.cursor() as cursor:
        known = _prepared.setdefault(connection.connection, {})
        if sql not in known and len(known) >= _MOST:
            cursor.execute("DEALLOCATE ALL")
            known.clear()
        name = known.get(sql) or f"kept_{next(_numbers)}"
        given = f" ({', '.join(['%s'] * len(params))})" if params else ""
        first = "" if sql in known else f"PREPARE {name} AS {_numbered(sql)}; "
        cursor.execute(f"{first}EXECUTE {name}{given}", params)
        known[sql] = name
        return cursor.fetchall()


class Slot(Value):
    """A place in a queryset's statement for a value that comes when the statement runs."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Constant(Value):
    """A word of ours written into the statement itself, for a plan that must know it: of a partial index."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        assert self.value.isidentifier(), "a code of ours, never what somebody typed"
        return f"'{self.value}'", []


def among(field: str, slot: str, kind: Any) -> Func:
    """A condition: the value of `field`, of this kind of model field, is one of the list in the slot."""
    values = Slot(slot, output_field=ArrayField(kind.__class__()))
    return Func(
        F(field),
        values,
        template="%(expressions)s)",
        arg_joiner=" = ANY (",
        output_field=BooleanField(),
    )


@dataclass(frozen=True)
class _Compiled:
    sql: str
    params: tuple[Any, ...]
    made: Callable[[tuple[Any, ...]], Any]


_MOST_COMPILED = 4000
_compiled: dict[Hashable, _Compiled | None] = {}


def found(key: Hashable, rows: Callable[[], QuerySet[Any]], **slots: Any) -> list[Any]:
    """The instances (or, of `values`, the dicts) of a queryset, compiled once a process and planned once a
    connection. `key` names all that the queryset depends on but its slots; nothing is prefetched.

    The ORM takes a millisecond to compile what the database finds in a tenth of one.
    """
    if key not in _compiled:
        if len(_compiled) >= _MOST_COMPILED:
            _compiled.clear()
        _compiled[key] = _compile(rows())
    statement = _compiled[key]
    if statement is None:
        return []
    params = [slots[one.value] if isinstance(one, Slot) else one for one in statement.params]
    return [statement.made(row) for row in read(statement.sql, params)]


def _compile(rows: QuerySet[Any]) -> _Compiled | None:
    """None where no row can be found."""
    compiler: Any = rows.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    convert = partial(_converted, compiler.get_converters([one[0] for one in compiler.select]))
    if rows._iterable_class is ValuesIterable:
        names = [*rows.query.values_select, *rows.query.annotation_select]
        return _Compiled(sql, params, lambda row: dict(zip(names, convert(row), strict=True)))
    kind, chosen = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    own = slice(chosen[0], chosen[-1] + 1)
    columns = [one[0].target.attname for one in compiler.select[own]]
    related = get_related_populators(compiler.klass_info, compiler.select, rows.db)  # type: ignore[call-arg]  # stubs of a later Django

    def instance(row: tuple[Any, ...]) -> Any:
        values = convert(row)
        made = kind.from_db(rows.db, columns, values[own])
        for populator in related:
            populator.populate(values, made)
        return made

    return _Compiled(sql, params, instance)


def _converted(converters: dict[int, Any], row: tuple[Any, ...]) -> tuple[Any, ...]:
    """As the ORM would: what the driver gives and the model's field does not take as it is."""
    if not converters:
        return row
    values = list(row)
    for position, (convert, expression) in converters.items():
        for one in convert:
            values[position] = one(values[position], expression, connection)
    return tuple(values)


def _numbered(sql: str) -> str:
    if not sql.lstrip(" \n(").startswith("SELECT"):
        raise ValueError(f"only a SELECT can be kept: {sql[:60]}")
    first, *rest = sql.split("%s")
    return first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))
