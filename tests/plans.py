"""The test processes keep the plan of a statement that comes again: PostgreSQL plans a walled statement for
longer than it runs on the few rows of a test (docs/adr/0009), and one connection serves thousands of tests.

The statement stays as it was written, and each value keeps the type that the driver's literal has. EXPLAIN,
and with it every test that judges a plan, is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg2
from psycopg2.extensions import TRANSACTION_STATUS_INTRANS, cursor

MOST = 1500  # on one connection: each holds some 50 kB over there
NOT_YET, NEVER = "", "-"
KINDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
_numbers = count(1)
_kept: WeakKeyDictionary[Any, dict[tuple[str, tuple[str, ...]], str]] = WeakKeyDictionary()


def type_of(value: Any) -> str | None:
    """The type that PostgreSQL gives the driver's literal of this value; None where that is not plain."""
    match value:
        case None | str():
            return "unknown"
        case bool():
            return "boolean"
        case int():
            longest = value.bit_length() if value >= 0 else (~value).bit_length()
            return "integer" if longest < 32 else "bigint" if longest < 64 else None
        case UUID():
            return "uuid"
        case datetime():
            return "timestamptz" if value.tzinfo else "timestamp"
        case date():
            return "date"
        case Decimal():
            return "numeric" if value.is_finite() else None
        case bytes() | memoryview():
            return "bytea"
        case list():
            kinds = {type_of(one) for one in value}
            kind = kinds.pop() if len(kinds) == 1 and None not in value else None
            return None if kind is None or "[" in kind else f"{kind.replace('unknown', 'text')}[]"
    return None


class Keeping(cursor):
    """A cursor whose statements are planned anew the first two times, and then no more."""

    _said: tuple[str, Sequence[Any]] | None = None

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002  # the driver's own name for it
        self._said = None
        known = _kept.setdefault(self.connection, {})
        if query == "DEALLOCATE ALL":
            known.clear()
        name = self._name_of(known, query, vars) if self.name is None and vars else NOT_YET
        if name in (NOT_YET, NEVER):
            super().execute(query, vars)
            return
        super().execute(f"EXECUTE {name} ({', '.join(['%s'] * len(vars))})", vars)
        self._said = query, vars

    @property
    def query(self) -> bytes | None:  # type: ignore[override]  # what was asked, for those who look at statements
        return super().query if self._said is None else self.mogrify(*self._said)

    def _name_of(self, known: dict[tuple[str, tuple[str, ...]], str], query: Any, values: Any) -> str:
        if not isinstance(query, str) or not query.lstrip(" \n(").startswith(KINDS):
            return NEVER
        types = tuple(type_of(value) or NEVER for value in values)
        if NEVER in types or not isinstance(values, list | tuple) or query.count("%s") != len(types):
            return NEVER
        if (query, types) not in known:
            known[query, types] = NOT_YET
        elif known[query, types] == NOT_YET:
            known[query, types] = self._prepared(query, types)
            if sum(name not in (NOT_YET, NEVER) for name in known.values()) > MOST:
                self._forget(known)
        return known.get((query, types), NEVER)

    def _prepared(self, query: str, types: tuple[str, ...]) -> str:
        """Its name, or that it is none to be prepared: the type of a value does not show from its place."""
        name = f"again_{next(_numbers)}"
        first, *rest = query.split("%s")
        numbered = first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))
        prepare = f"PREPARE {name} ({', '.join(types)}) AS {numbered.replace('%%', '%')}"
        inside = self.connection.get_transaction_status() == TRANSACTION_STATUS_INTRANS
        try:
            super().execute(f"SAVEPOINT {name}; {prepare}; RELEASE {name}" if inside else prepare)
        except psycopg2.Error:
            if inside:
                super().execute(f"ROLLBACK TO {name}; RELEASE {name}")
            return NEVER
        return name

    def _forget(self, known: dict[tuple[str, tuple[str, ...]], str]) -> None:
        names = [name for name in known.values() if name not in (NOT_YET, NEVER)]
        if names:
            super().execute("; ".join(f"DEALLOCATE {name}" for name in names))
        known.clear()
