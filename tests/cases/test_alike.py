"""Names, dates of birth and phones as the index of suspects compares them, measured on pairs made by hand."""

from __future__ import annotations

from datetime import date

import pytest

from cases.alike import Known, keys_of, names_alike, phones_in
from cases.alike.names import parts_of
from tests.cases.name_pairs import ONE_PERSON, TWO_PEOPLE

# What the measure does not tell right: each is known, and a new one is a change to be looked at.
NOT_FOUND = [
    ("Ryan Schofield", "Rian Scholfield"),
    ("Kyle Hinchliffe", "Kyle Hinchcliffe"),
    ("Michal Wisniewski", "Mikael Vishnevski"),
]
TAKEN_FOR_ONE = [
    ("Ali Khan", "Ali Kane"),
    ("Mark Brown", "Mark Braun"),
    ("Lee Marsden", "Leo Marsden"),
    ("Ben Carter", "Bin Carter"),
    ("Jack Turner", "Jake Turner"),
    ("Faisal Rafiq", "Fazal Rafiq"),
    ("Kamil Nowak", "Kamal Nowak"),
    ("Wayne Lister", "Wayne Lester"),
    ("Scott Parkin", "Scott Perkin"),
]


def test_of_the_measured_pairs_these_alone_are_told_wrong() -> None:
    assert (len(ONE_PERSON), len(TWO_PEOPLE)) == (75, 52)
    assert [pair for pair in ONE_PERSON if not names_alike(*pair)] == NOT_FOUND
    assert [pair for pair in TWO_PEOPLE if names_alike(*pair)] == TAKEN_FOR_ONE


@pytest.mark.parametrize("pair", ONE_PERSON)
def test_names_are_alike_either_way_round(pair: tuple[str, str]) -> None:
    assert names_alike(*pair) == names_alike(*reversed(pair))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Dr. Zoë O'Hara-Smith", ["zoe", "ohara", "smith"]),
        ("Van der Berg, Pieter", ["vanderberg", "pieter"]),
        ("Zia ul Haq", ["zia", "haq"]),
        ("Abdul Rahman", ["abdul", "rahman"]),
        ("ABDULRAHMAN", ["rahman"]),
        ("Bell", ["bell"]),
        ("", []),
        ("  ?  ", []),
        ("O", ["o"]),
    ],
)
def test_a_name_comes_apart(name: str, parts: list[str]) -> None:
    assert parts_of(name) == parts


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("07700 900123", ["7700900123"]),
        ("+44 (0)7700 900123; 0044 7700 900123", ["7700900123"]),
        ("+48 601 234 567 or 0113 496 0001", ["+48601234567", "1134960001"]),
        ("", []),
    ],
)
def test_a_phone_has_one_form(text: str, numbers: list[str]) -> None:
    assert phones_in(text) == numbers


def agree(one: Known, other: Known) -> set[str]:
    """The kinds of keys that two share."""
    first, second = keys_of(one), keys_of(other)
    return {
        kind
        for kind in ("names", "dated", "near", "phones")
        if set(getattr(first, kind)) & set(getattr(second, kind))
    }


BORN = date(1990, 4, 3)


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (Known("Bob Hartley", born=BORN), {"names", "dated", "near"}),
        (Known("Bob Hartley", born=date(1990, 3, 4)), {"names", "dated"}),  # day and month changed places
        (Known("Bob Hartley", born=date(1991, 4, 3)), {"names", "near"}),
        (Known("Bob Hartley", born=date(1971, 12, 25)), {"names"}),
        (Known("Carl Hartley", born=BORN), {"dated", "near"}),
        (Known("Carl Marsden", born=BORN), {"near"}),
        (Known("Carl Marsden", other_names="Bobby Hartley, CJ"), {"names"}),
        (Known("", phones="0113 496 0001, 07700 900123"), {"phones"}),
        (Known(""), set()),
    ],
)
def test_what_two_suspects_share(other: Known, shared: set[str]) -> None:
    assert agree(Known("Robert Hartley", born=BORN, phones="+44 7700 900123"), other) == shared
