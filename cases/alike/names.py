"""A name as it is compared: its parts in any order, each by how it sounds and what it is short for."""

from __future__ import annotations

import re
from itertools import combinations, product

from cases.alike.short_names import STANDS_FOR
from cases.alike.sounds import sound_of
from rasso_tracker.vault import normalise

# What stands before a name and says nothing of who it is.
_TITLES = {
    "mr", "mrs", "miss", "ms", "dr", "prof", "sir", "rev", "fr", "pc", "ds", "dc",
    "hafiz", "haji", "hajji", "syed", "sayed", "sayyid", "sheikh", "shaikh", "mian", "maulana",
}  # fmt: skip
_LITTLE = {"al", "el", "ul", "ur", "bin", "ibn", "bint", "ud", "us", "as", "uz", "e", "y", "i", "and"}
_JOINED = {"o", "mc", "mac", "de", "da", "di", "la", "le", "van", "von", "der", "den", "ter", "st", "san"}
_SERVANT = re.compile(r"^ab[du]+[aeu][lr]-?(?=[a-z]{3})")  # Abdulrahman is Abdul Rahman is Rahman
_MARKS = re.compile(r"['`\u2019\u02bc]")
_MOST_PARTS = 6


def parts_of(name: str) -> list[str]:
    """The parts of a name that count, normalised: without accents, titles and little words."""
    words = normalise(_MARKS.sub("", name)).split()
    found: list[str] = []
    held = ""
    for place, word in enumerate(words):
        last = place == len(words) - 1
        if word in _JOINED and not last:
            held += word
        elif held:
            found.append(held + word)
            held = ""
        elif (word in _TITLES or word in _LITTLE) and len(words) > 2:
            continue
        else:
            found.append(_SERVANT.sub("", word) or word)
    if held:
        found.append(held)
    return list(dict.fromkeys(found))[:_MOST_PARTS]


def sounds_of(part: str) -> frozenset[str]:
    """How the part sounds, and how the names sound that it may be short for."""
    return frozenset({sound_of(part), *(sound_of(full) for full in STANDS_FOR.get(part, ()))})


def single_keys(name: str) -> frozenset[str]:
    """A key for each part of the name: two names share one where a part of them is alike."""
    return frozenset().union(*(sounds_of(part) for part in parts_of(name)))


def whole_keys(name: str) -> frozenset[str]:
    """A key for every two parts of the name, in no order: names share one where both parts are alike."""
    sounds = [sounds_of(part) for part in parts_of(name)]
    found = set()
    for one, other in combinations(sounds, 2):
        found |= {" ".join(sorted(pair)) for pair in product(one, other) if pair[0] != pair[1]}
    return frozenset(found)


def names_alike(one: str, other: str) -> bool:
    """Whether two whole names may be one person's, by the sound of two parts of each. Pure."""
    return bool(whole_keys(one) & whole_keys(other))
