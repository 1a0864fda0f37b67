"""The kinds of notice, registered by upper apps: the kernel knows no plans and no decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from rasso_tracker.messages.notices import Due, Gone

Answer = Due | Gone
NOT_FOUND = Gone("No longer found.")


class Recheck(Protocol):
    def __call__(self, sources: Sequence[UUID], at: datetime, /) -> Mapping[UUID, Answer]: ...


class Noticed(Protocol):
    """What a title depends on: the kind, the row of the upper app, and the step that it reached."""

    pk: Any
    kind: str
    source: UUID
    rank: int


class Titles(Protocol):
    """Titles by source, which say more of one notice than the kind's own; asked for all of them at once."""

    def __call__(self, notices: Sequence[Noticed], /) -> Mapping[UUID, str]: ...


@dataclass(frozen=True)
class Kind:
    """`recheck` is a question, never a change: it is asked again before each e-mail."""

    code: str
    title: str
    recheck: Recheck
    titles: Titles | None = None


_kinds: dict[str, Kind] = {}


class UnknownKind(LookupError):
    """Rows of a kind that no installed app registered."""


def register(code: str, *, title: str, recheck: Recheck, titles: Titles | None = None) -> None:
    """Declare a kind. Raises ValueError when another app took the code."""
    standing = _kinds.get(code)
    if standing is not None and standing.recheck is not recheck:
        raise ValueError(f"The notice kind {code!r} is registered twice.")
    _kinds[code] = Kind(code, title, recheck, titles)


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


def titles_of(notices: Iterable[Noticed]) -> dict[UUID, str]:
    """What a reader calls each of these notices, by its id. A kind that says more is asked once."""
    by_kind: dict[str, list[Noticed]] = {}
    for one in notices:
        by_kind.setdefault(one.kind, []).append(one)
    found: dict[UUID, str] = {}
    for code, group in by_kind.items():
        own = _kinds[code].titles if code in _kinds else None
        said = own(group) if own else {}
        found |= {one.pk: said.get(one.source, title(code)) for one in group}
    return found
