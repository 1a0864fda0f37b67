"""Places at which a victim is not safe, and the ways of reaching them that lead there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rasso_tracker.vault import normalise
from victims.enums import CommunicationMethod

Way = CommunicationMethod
_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2})\b")
_NUMBER = re.compile(r"\b[0-9]+[a-z]?\b")
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_FLAT = re.compile(r"\b(?:flat|apartment|apt|unit|room) ([0-9]+[a-z]?|[a-z])\b")
_IN_FULL = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "cl": "close",
    "ct": "court", "gdns": "gardens", "gdn": "garden", "pl": "place", "cres": "crescent", "sq": "square",
    "terr": "terrace", "ter": "terrace", "gr": "grove", "mt": "mount",
}  # fmt: skip
_KINDS = sorted({*_IN_FULL, *_IN_FULL.values(), "way", "row", "hill", "view", "walk", "mews", "green"})
_HOUSE = re.compile(rf"\b([0-9]+[a-z]?) ((?:[a-z]+ ){{0,3}}?[a-z]+) ({'|'.join(_KINDS)})\b")
# The detail on record that a way leads to, where that may be among the places that are not safe.
LEADS_TO = {Way.POST: "address", Way.IN_PERSON_HOME: "address", Way.EMAIL: "email"}


def ways_not_safe(places: Mapping[str, str], unsafe: str) -> set[Way]:
    """The ways that lead to one of the places recorded as not safe; `places` has the address and e-mail."""
    return {way for way, name in LEADS_TO.items() if is_among(places[name], unsafe)}


def same_place(one: str, other: str) -> bool:
    """The same place however it is written, and whatever is said beside it ("he has a key"): one holds the
    other, they name one e-mail address, or the same house of a street or postcode. In doubt it is the same:
    whoever writes it down as not safe may leave the postcode out.
    """
    a, b = normalise(one), normalise(other)
    if not a or not b:
        return False
    if a == b or _mails(one) & _mails(other):
        return True
    if _NUMBER.search(a) and _NUMBER.search(b) and (f" {a} " in f" {b} " or f" {b} " in f" {a} "):
        return True
    if _differ(_flats(a), _flats(b)) or _differ(_postcodes(a), _postcodes(b)):
        return False
    if _houses(a) & _houses(b):
        return True
    return bool(_postcodes(a) & _postcodes(b)) and _first_number(a) == _first_number(b)


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


def _mails(text: str) -> set[str]:
    return {one.casefold() for one in _MAIL.findall(text)}


def _postcodes(text: str) -> set[str]:
    return {one.replace(" ", "") for one in _POSTCODE.findall(text)}


def _flats(text: str) -> set[str]:
    return set(_FLAT.findall(text))


def _houses(text: str) -> set[tuple[str, str, str]]:
    """Number, name and kind of each street: ("14", "oak", "road"), with "rd" as "road"."""
    return {(number, name, _IN_FULL.get(kind, kind)) for number, name, kind in _HOUSE.findall(text)}


def _differ(some: set[str], others: set[str]) -> bool:
    """Both say it, and nothing that they say agrees."""
    return bool(some) and bool(others) and not some & others


def _first_number(text: str) -> str:
    found = _NUMBER.search(text)
    return found[0] if found else ""
