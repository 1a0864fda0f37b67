"""Places at which a victim is not safe, and the ways of reaching them that lead there. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rasso_tracker.vault import normalise
from victims.enums import CommunicationMethod

Way = CommunicationMethod
_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?) ?([0-9][a-z]{2})\b")
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_FLAT = re.compile(r"\b(?:flat|apartment|apt|unit|room) ?([0-9]+[a-z]?|[a-z])\b")
_NUMBER = re.compile(r"\b([0-9]{1,4})(?: ?[-–/] ?([0-9]{1,4}))? ?([a-z])?\b")  # 14, 14a, 12-14
_HOUSE_NUMBER = re.compile(r"\b(?:house )?(?:no|nr|num|number) (?=[0-9])")
_STUCK = re.compile(r"\b([0-9]{1,4})([a-z]{2,})")  # "14Oak Road"
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"[,;:()\n]| [-–/] ")  # between the parts of what somebody wrote of a place
_MARKS = str.maketrans("", "", ".'’")
_IN_FULL = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "cl": "close",
    "ct": "court", "gdns": "gardens", "gdn": "garden", "pl": "place", "cres": "crescent", "sq": "square",
    "terr": "terrace", "ter": "terrace", "gr": "grove", "mt": "mount",
}  # fmt: skip
_KINDS = {*_IN_FULL, *_IN_FULL.values(), "way", "row", "hill", "view", "walk", "mews", "green"}
_OF_A_NAME = {"saint": "st", "mt": "mount", "nth": "north", "sth": "south", "gt": "great"}
_BEFORE_A_NAME = {"st", "the", "old", "new", "upper", "lower", "great", "little"}
_KINDS_OF_HOUSE = {
    "the",
    "pub",
    "inn",
    "hotel",
    "hostel",
    "hospital",
    "school",
    "shop",
    "building",
    "buildings",
}
_NAMED = re.compile(r"\b([a-z]{3,}) (cottage|house|farm|lodge|barn|hall|villa|bungalow|grange|manor)\b")
# The detail on record that a way leads to, where that may be among the places that are not safe.
LEADS_TO = {Way.POST: "address", Way.IN_PERSON_HOME: "address", Way.EMAIL: "email"}


def ways_not_safe(places: Mapping[str, str], unsafe: str) -> set[Way]:
    """The ways that lead to one of the places recorded as not safe; `places` has the address and e-mail."""
    return {way for way, name in LEADS_TO.items() if is_among(places[name], unsafe)}


def same_place(one: str, other: str) -> bool:
    """The same place however it is written, and whatever is said beside it ("he has a key"): they name one
    e-mail address, the same house of a street or postcode, or a house of the same name. In doubt it is the
    same: whoever writes it down as not safe may leave out the postcode or the letter of a house.
    """
    if _mails(one) & _mails(other):
        return True
    a, b = _read(one), _read(other)
    if _differ(a.flats, b.flats) or _differ({out for out, _ in a.postcodes}, {out for out, _ in b.postcodes}):
        return False
    if a.named & b.named or any(x.is_of_street(y) for x in a.houses for y in b.houses):
        return True
    if _called(a, one, other) or _called(b, other, one):
        return True
    numbered = a.houses and b.houses
    return bool(a.postcodes & b.postcodes) and (
        not numbered or any(x.shares_number(y) for x in a.houses for y in b.houses)
    )


def _called(place: _Place, text: str, other: str) -> bool:
    """Whether nothing but the name of a house or a street is said of this place, of two words at least ("Red
    Lion pub"), and the other has it too, not as a part of the name of a street ("9 Red Lion Street").
    """
    if place.flats or place.postcodes or place.houses or _mails(text):
        return False
    name = [word for word in normalise(_BREAKS.split(text)[0]).split() if word not in _KINDS_OF_HOUSE]
    words = [*normalise(other).split(), ""]
    ends = range(len(name), len(words))
    return len(name) > 1 and any(
        words[end - len(name) : end] == name and words[end] not in _KINDS for end in ends
    )


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


@dataclass(frozen=True)
class _House:
    """A house by its number, or by the first and last of a range, with the name and kind of its street."""

    first: int
    last: int
    letter: str
    street: str
    kind: str

    def shares_number(self, other: _House) -> bool:
        letters = {self.letter, other.letter}
        return self.first <= other.last and other.first <= self.last and (len(letters) == 1 or "" in letters)

    def is_of_street(self, other: _House) -> bool:
        kinds = {self.kind, other.kind}
        same_street = self.street == other.street != "" and (len(kinds) == 1 or "" in kinds)
        return same_street and self.shares_number(other)


@dataclass(frozen=True)
class _Place:
    """What a text says of a place; of a postcode both halves, of a house that has a name both words."""

    flats: set[str]
    postcodes: set[tuple[str, str]]
    named: set[tuple[str, str]]
    houses: list[_House]


def _read(text: str) -> _Place:
    text = _MAIL.sub(" ", unicodedata.normalize("NFKC", text)).casefold().translate(_MARKS)
    text = _SPACES.sub(" ", text)
    rest = _STUCK.sub(r"\1 \2", _HOUSE_NUMBER.sub("", _FLAT.sub(",", _POSTCODE.sub(",", text))))
    parts = _BREAKS.split(rest)
    return _Place(
        flats=set(_FLAT.findall(text)),
        postcodes={(one[1], one[2]) for one in _POSTCODE.finditer(text)},
        named=set(_NAMED.findall(normalise(text))),
        houses=[house for part, after in pairwise([*parts, ""]) for house in _houses(part, after)],
    )


def _houses(part: str, following: str) -> Iterator[_House]:
    """The houses of one part of an address. The street stands after the number, before it, or, where the
    number stands alone, in the part that follows: "14, Oak Road".
    """
    found = list(_NUMBER.finditer(part))
    ends = [*(one.start() for one in found[1:]), len(part)]
    for at, end in zip(found, ends, strict=False):  # none where it has no number
        said = (part[at.end() : end], part[: at.start()] if at is found[0] else "", following)
        words = next((words for one in said if (words := normalise(one).split())), [""])
        words = [_OF_A_NAME.get(one, one) for one in words]
        length = 2 if words[0] in _BEFORE_A_NAME else 1
        kind = next((one for one in words[length : length + 3] if one in _KINDS), "")
        first, last = int(at[1]), int(at[2] or at[1])
        street = " ".join(words[:length])
        yield _House(min(first, last), max(first, last), at[3] or "", street, _IN_FULL.get(kind, kind))


def _differ(some: set[str], others: set[str]) -> bool:
    """Both say it, and nothing that they say agrees."""
    return bool(some) and bool(others) and not some & others
