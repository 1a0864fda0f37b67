"""Places at which a victim is not safe, and the ways of reaching them that lead there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rasso_tracker.vault import normalise
from victims.enums import CommunicationMethod

Way = CommunicationMethod
_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2})\b")
_NUMBER = re.compile(r"\b[0-9]+[a-z]?\b")
# The detail on record that a way leads to, where that may be among the places that are not safe.
LEADS_TO = {Way.POST: "address", Way.IN_PERSON_HOME: "address", Way.EMAIL: "email"}


def ways_not_safe(places: Mapping[str, str], unsafe: str) -> set[Way]:
    """The ways that lead to one of the places recorded as not safe; `places` has the address and e-mail."""
    return {way for way, name in LEADS_TO.items() if is_among(places[name], unsafe)}


def same_place(one: str, other: str) -> bool:
    """The same address however it is written: one holds the other, or postcode and number agree."""
    a, b = normalise(one), normalise(other)
    if not a or not b:
        return False
    if _NUMBER.search(a) and _NUMBER.search(b) and (f" {a} " in f" {b} " or f" {b} " in f" {a} "):
        return True
    if a == b:
        return True
    return bool(_postcode(a)) and _postcode(a) == _postcode(b) and _first_number(a) == _first_number(b)


def ends_in_postcode(address: str) -> bool:
    """Whether the last line of a postal address is a postcode of the United Kingdom and nothing else."""
    lines = [line.strip() for line in address.replace(",", "\n").splitlines() if line.strip()]
    return bool(lines) and bool(_POSTCODE.fullmatch(normalise(lines[-1])))


def is_among(place: str, unsafe: str) -> bool:
    """Whether an address is one of those that were recorded as not safe, line by line or as a whole."""
    return any(same_place(place, one) for one in _entries(unsafe))


def _entries(text: str) -> Iterator[str]:
    yield text
    yield from (line for line in text.splitlines() if line.strip())


def _postcode(text: str) -> str:
    found = _POSTCODE.search(text)
    return found[1].replace(" ", "") if found else ""


def _first_number(text: str) -> str:
    found = _NUMBER.search(text)
    return found[0] if found else ""
