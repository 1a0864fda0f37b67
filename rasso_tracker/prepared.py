"""Statements whose plan the database keeps: planned once a connection, not once a page.

Under row-level security the planner works three to ten times as long on a page of rows as running it takes
(docs/performance.md). The settings ask for generic plans, which do not depend on the values: so only
statements that walk one index whatever the values belong here, not those with a filter that somebody chose.
A pooler between us and the database must keep a session on one connection.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

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
        name = known.get(sql)
        if name is None:
            name = f"kept_{next(_numbers)}"
            if len(known) >= _MOST:
                cursor.execute("DEALLOCATE ALL")
                known.clear()
            cursor.execute(f"PREPARE {name} AS {_numbered(sql)}")
            known[sql] = name
        given = f" ({', '.join(['%s'] * len(params))})" if params else ""
        cursor.execute(f"EXECUTE {name}{given}", params or None)
        return cursor.fetchall()


def _numbered(sql: str) -> str:
    if not sql.lstrip(" \n(").startswith("SELECT"):
        raise ValueError(f"only a SELECT can be kept: {sql[:60]}")
    first, *rest = sql.split("%s")
    return (first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))).replace("%%", "%")
