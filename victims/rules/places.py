"""Places at which a victim is not safe, and the ways of reaching them that lead there. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rasso_tracker.vault import normalise
from victims.enums import CommunicationMethod

Way = CommunicationMethod
# The detail on record that a way leads to, where that may be among the places that are not safe.
LEADS_TO = {Way.POST: "address", Way.IN_PERSON_HOME: "address", Way.EMAIL: "email"}

_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?)[\s-]?([0-9][a-z]{2})\b")
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_FLAT = re.compile(r"\b(?:flat|flt|apartment|apt|unit|room) ?([0-9]+[a-z]?|[a-z])\b")
_NUMBER = re.compile(r"\b([0-9]{1,4})(?: ?[-–/] ?([0-9]{1,4}))? ?([a-z])?\b")  # 14, 14a, 12-14
_HOUSE_NUMBER = re.compile(r"\b(?:house )?(?:no|nr|num|number) (?=[0-9])")
_NO_FLAT = "".join(rf"(?<!\b{one} )" for one in ("flat", "flt", "apartment", "apt", "unit", "room"))
_SEVERAL = re.compile(rf"{_NO_FLAT}\b[0-9]{{1,4}}(?: ?(?:,|&|\band\b|\bor\b|\bto\b) ?[0-9]{{1,4}}\b)+")
_STUCK = re.compile(r"\b([0-9]{1,4})([a-z]{2,})")  # "14Oak Road"
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"[,;:()\n]| [-–/] ")  # between the parts of what somebody wrote of a place
_LINES = re.compile(r"[\n\r;()]")
_MARKS = str.maketrans("", "", ".'’")
# What is said beside a place, or between two, and is of no address: "14 Oak Road (he moved there from BD1)".
_BESIDE = re.compile(
    r"[\n();&]|\b(?:and|or|also|at|from|to|then|now|before|after|since|formerly|moved|lives?|lived|works?|is|was"
    r"|has|had|he|she|they|his|her|hers|him|their|my|own|in|on|of|near|by|all|any|whole)\b"
)
# One spelling of the words that people shorten, whichever of them it is.
_SHORT = {
    "road": "rd", "street": "st", "saint": "st", "avenue": "ave", "av": "ave", "lane": "ln", "drive": "dr",
    "close": "cl", "court": "ct", "gardens": "gdns", "garden": "gdns", "gdn": "gdns", "place": "pl",
    "crescent": "cres", "square": "sq", "terrace": "terr", "ter": "terr", "grove": "gr", "mount": "mt",
    "north": "nth", "south": "sth", "great": "gt", "cottage": "cott", "cottages": "cott", "house": "hse",
    "building": "bldg", "buildings": "bldg",
}  # fmt: skip
_KINDS = {
    "rd", "st", "ave", "ln", "dr", "cl", "ct", "gdns", "pl", "cres", "sq", "terr", "gr", "mt",
    "way", "row", "hill", "view", "walk", "mews", "green",
}  # fmt: skip
_BEFORE_A_NAME = {"st", "old", "new", "upper", "lower", "gt", "little"}
_KINDS_OF_HOUSE = {"the", "pub", "inn", "hotel", "hostel", "hospital", "school", "shop", "bldg"}
_HOUSES = {"cott", "hse", "farm", "lodge", "barn", "hall", "villa", "bungalow", "grange", "manor"}


def ways_not_safe(places: Mapping[str, str], unsafe: str) -> set[Way]:
    """The ways that lead to one of the places recorded as not safe; `places` has the address and e-mail."""
    return {way for way, name in LEADS_TO.items() if is_among(places[name], unsafe)}


def ends_in_postcode(address: str) -> bool:
    """Whether the last line of a postal address is a postcode of the United Kingdom and nothing else."""
    lines = [line.strip() for line in address.replace(",", "\n").splitlines() if line.strip()]
    return bool(lines) and bool(_POSTCODE.fullmatch(normalise(lines[-1])))


def is_among(place: str, unsafe: str) -> bool:
    """Whether an address is one of those that were recorded as not safe: any that is named anywhere in what
    was written of them.
    """
    home = _Text(place)
    return any(_same(home, _Text(one)) for one in _pieces(unsafe))


def same_place(one: str, other: str) -> bool:
    """The same place however it is written: they name one e-mail address, the words of one are in the other,
    or they name the same house, by its number or its name. In doubt it is the same: whoever writes it down as
    not safe may leave out the postcode, the number or the letter of a house.
    """
    return _same(_Text(one), _Text(other))


def _pieces(text: str) -> Iterator[str]:
    """The whole, its lines, and what is left of each without what is said beside it, cut before each house:
    one line may hold two places, each with a postcode and a flat of its own. Where such a part names no
    house ("street, LS1 4AB" of "1 His Street, LS1 4AB"), its postcode is of another.
    """
    yield text
    for line in _LINES.split(text):
        yield line
        for piece in _BESIDE.split(_plain(_MAIL.sub(" ", line))):
            numbers = [one.start() for one in _NUMBER.finditer(_without(piece))]
            cuts = [0, *(_with_its_flat(piece, start) for start in numbers[1:]), len(piece)]
            houses = [piece[begin:end] for begin, end in pairwise(cuts)]
            yield from houses if numbers else [_POSTCODE.sub(",", piece)]


def _with_its_flat(piece: str, start: int) -> int:
    """Where a house begins whose number stands at `start`: "flat 3, 12 high street"."""
    flats = [one for one in _FLAT.finditer(piece, 0, start) if not piece[one.end() : start].strip(" ,")]
    return flats[-1].start() if flats else start


@dataclass(frozen=True)
class _House:
    """A house by its number, or by the first and last of a range, with the words of its street."""

    first: int
    last: int
    letter: str
    street: Sequence[str]

    def shares_number(self, other: _House) -> bool:
        letters = {self.letter, other.letter}
        return self.first <= other.last and other.first <= self.last and (len(letters) == 1 or "" in letters)

    def is_of_street(self, other: _House) -> bool:
        """The kind of a street may be left out: the words of one begin those of the other."""
        length = min(len(self.street), len(other.street))
        return length > 0 and self.street[:length] == other.street[:length] and self.shares_number(other)


class _Text:
    """What a text says of a place."""

    def __init__(self, text: str) -> None:
        self.mails = {one.casefold() for one in _MAIL.findall(text)}
        self._plain = _plain(_MAIL.sub(" ", text))
        self.words = _words(self._plain)
        self.flats = set(_FLAT.findall(self._plain))
        self.postcodes = {(one[1], one[2]) for one in _POSTCODE.finditer(self._plain)}
        self._parts = [one for one in _BREAKS.split(_without(self._plain)) if normalise(one)]

    @property
    def first(self) -> list[str]:
        """The words of its first part: the house or the street, not the town."""
        return _words(self._parts[0]) if self._parts else []

    @cached_property
    def houses(self) -> list[_House]:
        around = ["", *self._parts, ""]
        each = zip(around, self._parts, around[2:], strict=False)
        return [house for before, part, after in each for house in _houses(part, before, after)]

    @cached_property
    def names(self) -> list[list[str]]:
        """What it may be known by instead of a number: its first part where that is a name of two words, or
        of one before a street ("Hazelwood, Mill Lane"), and the name of any house. Never the street of a
        house that has a number.
        """
        parts = [_words(one) for one in self._parts]
        first, then = (*parts, [], [])[:2]
        found = [name for name in zip(self.words, self.words[1:], strict=False) if name[1] in _HOUSES]
        names = [list(one) for one in found if len(one[0]) > 2]
        of_a_number = self.houses and (_is_street(first) or _NUMBER.search(self._parts[0]))
        if not of_a_number and (len(first) > 1 or _is_street(then)):
            names.append(first)
        return [one for one in names if _holds(self.words, one)]

    def only_a_town_of(self, other: _Text) -> bool:
        """Nothing but a name, and the other has it after its street: a town or a county."""
        parts = [_words(one) for one in other._parts]
        of_street = (
            at
            for at, words in enumerate(parts)
            if _is_street(words) or (len(words) > 1 and _NUMBER.search(other._parts[at]))
        )
        after = parts[next(of_street, len(parts)) + 1 :]
        return not _is_street(self.words) and self.words in after


def _same(a: _Text, b: _Text) -> bool:
    if a.mails & b.mails:
        return True
    if a.only_a_town_of(b) or b.only_a_town_of(a):
        return False
    if a.words == b.words != [] or _contained(a, b) or _contained(b, a):
        return True
    if _differ(a.flats, b.flats) or _differ({out for out, _ in a.postcodes}, {out for out, _ in b.postcodes}):
        return False
    if any(_holds(y.words, name) for x, y in ((a, b), (b, a)) for name in x.names):
        return True
    if any(x.is_of_street(y) for x in a.houses for y in b.houses):
        return True
    numbered = a.houses and b.houses
    return bool(a.postcodes & b.postcodes) and (
        not numbered or any(x.shares_number(y) for x in a.houses for y in b.houses)
    )


def _contained(some: _Text, whole: _Text) -> bool:
    """Nothing is said that the other does not say; one word alone is a street ("Kirkgate"), the name of the
    house ("The Grange, Otley") or a town.
    """
    if len(some.words) != 1:
        return _holds(whole.words, some.words)
    return some.words == whole.first or any(one.street == some.words for one in whole.houses)


def _holds(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the words have the name, and not as a part of the name of a street ("9 Red Lion Street")."""
    ends = range(len(name), len(words) + 1)
    return bool(name) and any(
        list(words[end - len(name) : end]) == list(name) and not {*words[end : end + 1]} & _KINDS
        for end in ends
    )


def _is_street(words: Sequence[str]) -> bool:
    return len(words) > 1 and not {*words[1:]}.isdisjoint(_KINDS)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().translate(_MARKS)
    return _SEVERAL.sub(_as_range, _HOUSE_NUMBER.sub("", _SPACES.sub(" ", text)))


def _as_range(several: re.Match[str]) -> str:
    """ "29 and 31 Weaver Street" as "29-31": each is meant, and in doubt what lies between."""
    numbers = sorted(int(one) for one in re.findall("[0-9]+", several[0]))
    return f"{numbers[0]}-{numbers[-1]}"


def _words(text: str) -> list[str]:
    words = [_SHORT.get(one, one) for one in normalise(text).split()]
    return [one for one in words if one not in _KINDS_OF_HOUSE]


def _without(text: str) -> str:
    """The same text, in which flats and postcodes have given way to as many commas."""
    for found in (_POSTCODE, _FLAT):
        text = found.sub(lambda one: "," * len(one[0]), text)
    return text


def _houses(part: str, before: str, after: str) -> Iterator[_House]:
    """The houses of one part of an address. The street stands after the number, before it, or, where the
    number stands alone, in the part that follows ("14, Oak Road") or the one before ("Oak Road, 14").
    """
    part = _STUCK.sub(r"\1 \2", part)
    found = list(_NUMBER.finditer(part))
    ends = [*(one.start() for one in found[1:]), len(part)]
    for at, end in zip(found, ends, strict=False):  # none where it has no number
        said = [_street(part[at.end() : end]), _street(part[: at.start()]) if at is found[0] else []]
        beside = sorted((_street(after), _street(before)), key=_is_street, reverse=True)
        first, last = int(at[1]), int(at[2] or at[1])
        street = next(filter(None, (*said, *beside)), [])
        yield _House(min(first, last), max(first, last), at[3] or "", street)


def _street(text: str) -> list[str]:
    """The words up to the kind of the street ("High Street", "Hill View Road"); without one, its name."""
    words = _words(text)
    end = next((at for at in range(1, min(len(words), 5)) if words[at] in _KINDS), None)
    if end is None:
        return words[: 2 if words and words[0] in _BEFORE_A_NAME else 1]
    while words[end + 1 : end + 2] and words[end + 1] in _KINDS:
        end += 1
    return words[: end + 1]


def _differ(some: set[str], others: set[str]) -> bool:
    """Both say it, and nothing that they say agrees."""
    return bool(some) and bool(others) and not some & others
