"""Pages by keyset: a statement that walks each branch's index from where the last page ended.

`OFFSET` on a deep page of a million rows took 537 ms where this takes 1 (docs/adr); so does an access rule
written as OR. Each branch is its own ordered and limited subquery; the database merges them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, Func

from rasso_tracker import prepared
from rasso_tracker.prepared import Slot
from rasso_tracker.web.cursors import Cursor, Order

__all__ = ["Kept", "Order", "Page", "count_up_to", "read_page"]


@dataclass(frozen=True)
class Page:
    """One page of rows as dicts, with the cursors of its neighbours ("" when there is none)."""

    rows: list[dict[str, Any]]
    next: str
    previous: str


@dataclass(frozen=True)
class Kept:
    """A statement that is compiled once a process: `key` names all that it depends on but cursor and slots.

    `planned` keeps the database's plan of it too, for a statement that serves every value of its parameters.
    """

    key: Hashable
    slots: Mapping[str, Any]
    planned: bool


class RowCompare(Func):
    """`(a, id) > (x, y)` or `<`: the comparison that an index on (a, id) answers by one descent."""

    output_field = BooleanField()

    def __init__(self, *expressions: Any, sign: str) -> None:
        super().__init__(*expressions)
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # the stub is narrower
        parts, params = [], []
        for expression in self.source_expressions:
            sql, used = compiler.compile(expression)
            parts.append(sql)
            params += used
        half = len(parts) // 2
        return f"({', '.join(parts[:half])}) {self.sign} ({', '.join(parts[half:])})", params


def read_page(
    branches: Callable[[], Sequence[Any]],
    *,
    order: Order,
    descending: bool,
    fields: Sequence[str],
    size: int,
    cursor: Cursor | None = None,
    kept: Kept | None = None,
) -> Page:
    """One page of the union of `branches`, each row once.

    One statement; a second one where a nullable order passes from rows with a value to rows without.
    """
    walk = _Walk(order, descending, cursor)
    columns = [name for name in dict.fromkeys([*fields, order.field]) if name not in ("id", "pk")] + ["pk"]
    found: list[Any] = []
    saturated: set[int] = set()
    for stretch in range(walk.length):
        compiled = partial(_compile, branches, columns, walk, size + 1, stretch)
        statement = _remembered(kept, walk.shape(stretch), compiled)
        ahead, saturated = _in_order(_run(statement, kept, cursor), columns, size + 1)
        found += ahead
        if saturated or len({row["pk"] for row, _ in found}) > size:
            break  # the next stretch lies beyond this page
    rows, more = _each_once(found, saturated, size)
    back = cursor is not None and cursor.back
    if back:
        rows.reverse()
    has_next, has_previous = (True, more) if back else (more, cursor is not None)

    def at(row: dict[str, Any], going_back: bool) -> str:
        return Cursor(order.code, descending, row[order.field], row["pk"], going_back).text()

    return Page(
        rows=rows,
        next=at(rows[-1], False) if rows and has_next else "",
        previous=at(rows[0], True) if rows and has_previous else "",
    )


def count_up_to(branches: Callable[[], Sequence[Any]], most: int, kept: Kept | None = None) -> int:
    """How many distinct rows the branches hold, counting no further than `most` + 1."""
    statement = _remembered(kept, ("count", most), partial(_compile_count, branches, most))
    found = _run(statement, kept, None)
    return int(found[0][0]) if found else 0


def _compile_count(branches: Callable[[], Sequence[Any]], most: int) -> Statement:
    statements: list[str] = []
    params: list[Any] = []
    for branch in branches():
        sql_params = _compiled(branch.order_by().values_list("pk")[: most + 1])
        if sql_params:
            statements.append(f"({sql_params[0]})")
            params += sql_params[1]
    if not statements:
        return "", ()
    union = " UNION ".join(statements)  # not ALL: a row of two branches counts once
    return f"SELECT count(*) FROM (SELECT 1 FROM ({union}) u LIMIT {most + 1:d}) c", tuple(params)


class _Walk:
    """The direction of one page, and the two stretches of a nullable order: with a value, then without."""

    def __init__(self, order: Order, descending: bool, cursor: Cursor | None) -> None:
        self.order, self.cursor = order, cursor
        self.back = cursor is not None and cursor.back
        self.downwards = descending != self.back
        self.sign = "<" if self.downwards else ">"

        self.ahead = self._stretches()

    def _stretches(self) -> list[str]:
        """What lies ahead, nearest first."""
        if not self.order.nullable or (self.cursor is None and not self.downwards):
            return ["all"]  # such an index has its nulls last already
        if self.cursor is None:
            return ["filled", "empty"]
        if self.back:
            return ["empty", "filled"] if self.cursor.value is None else ["filled"]
        return ["empty"] if self.cursor.value is None else ["filled", "empty"]

    @property
    def length(self) -> int:
        return len(self.ahead)

    def shape(self, stretch: int) -> tuple[Any, ...]:
        """All that the text of a statement depends on here; the cursor's value and id fill its slots."""
        cursor = self.cursor
        return (stretch, self.ahead[stretch], self.back, self.downwards, cursor and cursor.value is None)

    def pieces(self, branches: Sequence[Any], stretch: int) -> list[Any]:
        """A walk along the index of each branch, for one stretch."""
        is_null = f"{self.order.field}__isnull"
        match self.ahead[stretch]:
            case "filled":
                return [self._after(branch.filter(**{is_null: False})) for branch in branches]
            case "empty":
                return [self._after_empty(branch.filter(**{is_null: True})) for branch in branches]
            case _:
                return [self._after(branch) for branch in branches]

    def _after(self, rows: Any) -> Any:
        if self.cursor is None or self.cursor.value is None:
            return rows
        return rows.filter(
            RowCompare(
                F(self.order.field),
                F("pk"),
                Slot("value", output_field=self.order.kind(rows.model)),
                Slot("pk", output_field=rows.model._meta.pk),
                sign=self.sign,
            )
        )

    def _after_empty(self, rows: Any) -> Any:
        if self.cursor is None or self.cursor.value is not None:
            return rows
        after = Slot("pk", output_field=rows.model._meta.pk)
        return rows.filter(**{"pk__lt" if self.downwards else "pk__gt": after})

    def ordering(self) -> list[str]:
        minus = "-" if self.downwards else ""
        return [f"{minus}{self.order.field}", f"{minus}pk"]


# A statement and its parameters; an empty one when no branch can hold a row.
Statement = tuple[str, tuple[Any, ...]]
_MOST_KEPT = 4000
_statements: dict[Any, Statement] = {}


def _remembered(kept: Kept | None, shape: Hashable, compiled: Callable[[], Statement]) -> Statement:
    if kept is None:
        return compiled()
    key = (kept.key, shape)
    statement = _statements.get(key)
    if statement is None:
        if len(_statements) >= _MOST_KEPT:
            _statements.clear()
        statement = _statements[key] = compiled()
    return statement


def _compile(
    branches: Callable[[], Sequence[Any]], columns: list[str], walk: _Walk, limit: int, stretch: int
) -> Statement:
    """The merged pieces, each row ending with the number of its piece."""
    pieces = walk.pieces(branches(), stretch)
    statements: list[str] = []
    params: list[Any] = []
    for number, rows in enumerate(pieces, stretch * len(pieces)):
        ordered = rows.order_by(*walk.ordering()).values_list(*columns)[:limit]
        compiled = _compiled(ordered)
        if compiled:
            statements.append(f"(SELECT *, {number:d} FROM ({compiled[0]}) b{number:d})")
            params += compiled[1]
    if not statements:
        return "", ()
    down = "DESC" if walk.downwards else "ASC"
    key, pk = columns.index(walk.order.field) + 1, columns.index("pk") + 1
    nulls = f"NULLS {'FIRST' if walk.back else 'LAST'}"  # last on the page, so first on the way back
    return f"{' UNION ALL '.join(statements)} ORDER BY {key} {down} {nulls}, {pk} {down}", tuple(params)


def _run(statement: Statement, kept: Kept | None, at: Cursor | None) -> list[tuple[Any, ...]]:
    sql, slots = statement
    if not sql:
        return []
    given = {**(kept.slots if kept else {}), **({"value": at.value, "pk": at.pk} if at else {})}
    params = [given[one.value] if isinstance(one, Slot) else one for one in slots]
    if kept is not None and kept.planned:
        return prepared.read(sql, params)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _in_order(found: list[tuple[Any, ...]], columns: list[str], limit: int) -> tuple[list[Any], set[int]]:
    """The rows as dicts, and the numbers of the pieces that came back full: they may hold more."""
    counts: dict[int, int] = {}
    for row in found:
        counts[row[-1]] = counts.get(row[-1], 0) + 1
    saturated = {number for number, count in counts.items() if count == limit}
    return [_named(columns, row) for row in found], saturated


def _named(columns: list[str], row: tuple[Any, ...]) -> Any:
    record = dict(zip(columns, row, strict=False))
    record["id"] = record["pk"]
    return record, row[-1]


def _each_once(found: list[Any], saturated: set[int], size: int) -> tuple[list[dict[str, Any]], bool]:
    """Rows without repeats, no further than is certain: a full piece may hold more after its last row."""
    rows: list[dict[str, Any]] = []
    seen: set[Any] = set()
    last_of = {number: index for index, (_, number) in enumerate(found)}
    certain = min((last_of[number] for number in saturated), default=len(found))
    for index, (row, _) in enumerate(found):
        if index > certain:
            break
        if row["pk"] not in seen:
            seen.add(row["pk"])
            rows.append(row)
    more = len(rows) > size or bool(saturated)
    return rows[:size], more


def _compiled(rows: Any) -> tuple[str, tuple[Any, ...]] | None:
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, params
