"""The kinds of notice, registered by upper apps: the kernel knows no plans and no decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from rasso_tracker.messages.notices import Due, Gone

Answer = Due | Gone
NOT_FOUND = Gone("No longer found.")


class Recheck(Protocol):
    def __call__(self, sources: Sequence[UUID], at: datetime, /) -> Mapping[UUID, Answer]: ...


@dataclass(frozen=True)
class Kind:
    """`recheck` is a question, never a change: it is asked again before each e-mail."""

    code: str
    title: str
    recheck: Recheck


_kinds: dict[str, Kind] = {}


class UnknownKind(LookupError):
    """Rows of a kind that no installed app registered."""


def register(code: str, *, title: str, recheck: Recheck) -> None:
    """Declare a kind. Raises ValueError when another app took the code."""
    standing = _kinds.get(code)
    if standing is not None and standing.recheck is not recheck:
        raise ValueError(f"The notice kind {code!r} is registered twice.")
    _kinds[code] = Kind(code, title, recheck)


def unregister(code: str) -> None:
    """For tests that bring their own kind."""
    _kinds.pop(code, None)


def get(code: str) -> Kind:
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(f"No app registers the notice kind {code!r}.") from None


def titles() -> dict[str, str]:
    """Every kind that an app registered, by what a reader calls it."""
    return {one.code: one.title for one in sorted(_kinds.values(), key=lambda one: one.title)}


def title(code: str) -> str:
    """What a reader calls the kind; the code itself when its app is gone."""
    return _kinds[code].title if code in _kinds else code
