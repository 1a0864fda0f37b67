"""The keys of one suspect, in four kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.alike.known import Known
from cases.alike.names import single_keys, whole_keys
from cases.alike.phones import phones_in


@dataclass(frozen=True)
class Keys:
    """What two suspects may share. `near` is () for one whose date of birth is not known, else three.

    Two whose `dated` meet have a date of birth and a part of the name in common; `names` meet where whole
    names are alike; two of whom the dates of birth are known share one of `near` where at most one of day,
    month and year differs.
    """

    names: frozenset[str]
    dated: frozenset[str]
    near: tuple[str, ...]
    phones: frozenset[str]


def keys_of(known: Known) -> Keys:
    """Of a suspect who is known by this. Pure."""
    wholes: frozenset[str] = frozenset().union(*(whole_keys(name) for name in known.names))
    singles: frozenset[str] = frozenset().union(*(single_keys(name) for name in known.names))
    born = known.born
    dated = frozenset(f"{_any_order(born)} {one}" for one in singles) if born else frozenset[str]()
    return Keys(names=wholes, dated=dated, near=_near(born), phones=frozenset(phones_in(known.phones)))


def _any_order(born: date) -> str:
    """The date with day and month the smaller first: 3 April and 4 March are often one written two ways."""
    low, high = sorted((born.day, born.month))
    return f"{born.year} {low} {high}"


def _near(born: date | None) -> tuple[str, ...]:
    if born is None:
        return ()
    return (f"ym {born.year} {born.month}", f"yd {born.year} {born.day}", f"md {born.month} {born.day}")
