"""A story is told once for a file, and each test has it as it was told."""

from __future__ import annotations

import pytest

from cases.models import Case, Victim
from cases.services import add_victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from tests.cases.conftest import AT, Opener, opened
from tests.stories import story

__all__ = ["opened"]  # a fixture of these tests too

TOLD: list[str] = []


@story
def case(opened: Opener) -> Case:
    TOLD.append("case")
    return opened()


@story
def victim(case: Case, alice: Person) -> Victim:
    TOLD.append("victim")
    return add_victim(by=alice, case=case, at=AT)


@story
def noted(case: Case) -> None:
    TOLD.append("noted")


def moved(case: Case) -> None:
    """What a test does to its rows and to what it was given is gone in the next."""
    assert case.version == Case.objects.get().version < 99
    with open_door("a test changes what another has too"):
        Case.objects.update(version=99)
    case.version = 99


@pytest.mark.parametrize("turn", range(3))
def test_one_chapter(turn: int, case: Case) -> None:
    moved(case)
    assert TOLD == ["case"]


@pytest.mark.parametrize("turn", range(3))
def test_a_second_stands_on_it(turn: int, victim: Victim, case: Case) -> None:
    moved(case)
    assert TOLD == ["case", "victim"]


@pytest.mark.parametrize("turn", range(2))
def test_another_takes_its_place_and_may_return_nothing(turn: int, noted: None, case: Case) -> None:
    assert not Victim.objects.exists()
    assert TOLD == ["case", "victim", "noted"]


def test_who_asks_for_none_finds_nothing(db: None) -> None:
    assert not Case.objects.exists()
