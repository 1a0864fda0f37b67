"""One deed, one door: `@deed` opens the only door through which rows change.

A deed is one transaction: it sets the database's access context, lets writes through, and refuses to commit
when nothing was recorded in the audit log. Outside a deed the guard refuses every write of the
application's role.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from rasso_tracker.people.access import acting

P = ParamSpec("P")
R = TypeVar("R")


class WriteOutsideDeed(RuntimeError):
    """Code tried to change rows outside a deed. This is a defect, never a person's mistake."""


class NothingRecorded(RuntimeError):
    """A deed changed the world and wrote no audit event, so it is rolled back (audit fails closed)."""


@dataclass
class Door:
    deed: str
    recorded: int = 0


_door: ContextVar[Door | None] = ContextVar("rasso_door", default=None)

# What Django itself writes for a signed-in person, and the log, which is written through record() alone.
FREE_TABLES = {"django_session", "audit_event"}
_WRITE = re.compile(
    r"""\s*(?:WITH\b.*?)?\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|COPY)\s+"?(\w+)"?""", re.I | re.S
)
_STARTS = ("INSERT", "UPDATE", "DELETE", "WITH", "COPY")


def current_door() -> Door | None:
    return _door.get()


@contextmanager
def open_door(name: str) -> Iterator[Door]:
    """Let writes through for the named deed. Deeds nest: an inner one shares the outer's transaction."""
    door = Door(name)
    token = _door.set(door)
    try:
        yield door
    finally:
        _door.reset(token)


def deed(service: Callable[P, R]) -> Callable[P, R]:
    """Make a service the one door to its change.

    The service is keyword-only and takes `by`, the person who acts. Raises NothingRecorded when it returns
    without an audit event of its own, and whatever the service raises; either way nothing is kept.
    """

    @functools.wraps(service)
    def through(*args: P.args, **kwargs: P.kwargs) -> R:
        if args or "by" not in kwargs:
            raise TypeError(f"{service.__name__} is a deed: keyword arguments only, with by=")
        by: Any = kwargs["by"]
        with acting(by), open_door(service.__name__) as door:
            result = service(*args, **kwargs)
            if not door.recorded:
                raise NothingRecorded(service.__name__)
            return result

    through.is_deed = True  # type: ignore[attr-defined]  # read by the one-door test
    return through


def _guard(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if _door.get() is None:
        text = sql if isinstance(sql, str) else str(sql)
        if text.lstrip()[:6].upper().startswith(_STARTS):
            written = _WRITE.match(text)
            if written and written.group(2).lower() not in FREE_TABLES and written.group(2).upper() != "OF":
                raise WriteOutsideDeed(f"{written.group(1).upper()} {written.group(2)} outside a deed")
    return execute(sql, params, many, context)


def guard_connection(*, connection: Any, **_: Any) -> None:
    """Set the guard on a new connection. The owner's connection (migrations) has none."""
    if connection.alias == "default" and _guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(_guard)
