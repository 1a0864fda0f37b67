"""An act that CPS says it never made leaves a case as it is without it, whatever was entered beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplans.services.in_step import keep_in_step
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.access import system
from rasso_tracker.people.models import CpsUnit, Person
from tests.reviews.walks import ACTS, DAY, FIRST, Act, People, World

BOTH, ONE_ITEM, TWO_ITEMS = 2, 0, 1


@pytest.fixture
def people(alice: Person, gita: Person, sam: Person, lena: Person, unit: CpsUnit) -> People:
    return People(alice, gita, sam, lena, unit)


class Compared(NamedTuple):
    done: list[int]
    gone: list[int]
    now_is: dict[str, Any]
    expected: dict[str, Any]


def with_and_without(people: People, acts: Sequence[Act], never: Sequence[int]) -> Compared | None:
    """How the case is once CPS said that these of the acts never were, in that order, and how it is where
    they were not entered; None where it does not come to that: CPS may not say so, or what followed cannot.
    """
    with transaction.atomic():
        world = World(people)
        done = [place for place, act in enumerate(acts) if world.enter(place, act)]
        at = FIRST + len(acts) * 2 * DAY
        gone = [one for turn, one in enumerate(never) if one in done and world.never(one, at + turn * DAY)]
        now_is = world.as_it_is()
        with system("a test computes it again"), open_door("a test computes it again"):
            keep_in_step(world.case, by=people.gita, at=at + 9 * DAY)
        assert world.as_it_is() == now_is
        transaction.set_rollback(True)
    left = [place for place in done if place not in gone]
    with transaction.atomic():
        without = World(people, world.entered)
        same = left == [place for place in left if without.enter(place, acts[place])]
        expected = without.as_it_is()
        transaction.set_rollback(True)
    return Compared(done, gone, now_is, expected) if gone and same else None


SENT = Act("submit", about=BOTH)
PLAN = Act("issue", ONE_ITEM)
NFA, NFA_A, NFA_B = Act("decide", about=BOTH), Act("decide", about=0), Act("decide", about=1)
LIFTED = Act("lift", about=BOTH)
CHARGED_A = Act("charge", 1, 0)  # which ends the plan
WALKS = {
    "withdrawn between two decisions": ([SENT, PLAN, NFA_A, Act("withdraw"), NFA_B], [3]),
    "withdrawn before two decisions": ([SENT, PLAN, Act("withdraw"), NFA_A, NFA_B], [2]),
    "complete before two decisions": (
        [SENT, PLAN, Act("give_back"), Act("complete"), NFA_A, NFA_B],
        [3],
    ),
    "withdrawn, decided, opened again": ([SENT, PLAN, Act("withdraw"), NFA, LIFTED], [2]),
    "closed, decided, opened again": (
        [SENT, PLAN, Act("triage"), Act("finalise"), NFA, LIFTED],
        [3],
    ),
    "complete, decided, opened again, decided": (
        [SENT, PLAN, Act("give_back"), Act("complete"), NFA, LIFTED, Act("decide", about=BOTH)],
        [3, 6],
    ),
    "closed and decided": ([SENT, PLAN, Act("triage"), Act("finalise"), NFA], [3]),
    "the only item withdrawn, decided, opened again": (
        [SENT, PLAN, Act("withdraw_item"), NFA, LIFTED],
        [2],
    ),
    "ended by a charge, the rest decided, opened again": (
        [SENT, PLAN, CHARGED_A, NFA_B, Act("lift", about=1)],
        [2],
    ),
    "closed, opened again, ended by a charge": (
        [SENT, PLAN, Act("finalise"), Act("open_again"), CHARGED_A],
        [3, 2],
    ),
    "one item withdrawn before the record was closed": (
        [SENT, Act("issue", TWO_ITEMS), Act("withdraw_item", 1), Act("finalise")],
        [2],
    ),
    "the only item withdrawn of a plan that never was": ([SENT, PLAN, Act("withdraw_item")], [1, 2]),
    "advice that wants a second lawyer, entered once it was closed": (
        [SENT, Act("triage"), NFA_A, NFA_B, Act("advise", 1, back=3)],
        [2],
    ),
    "a question, and the first of two decisions": ([SENT, Act("ask"), NFA_B, NFA_A], [2]),
    "a dispute accepted before the decision": (
        [SENT, PLAN, Act("dispute"), Act("answer", about=1), NFA, LIFTED],
        [3],
    ),
    "an item accepted before the decision": (
        [SENT, Act("issue", TWO_ITEMS), Act("give_back"), Act("check"), NFA, LIFTED],
        [3],
    ),
}


@pytest.mark.parametrize("walk", WALKS)
def test_what_cps_never_did_leaves_nothing(walk: str, people: People) -> None:
    acts, never = WALKS[walk]
    compared = with_and_without(people, acts, never)
    assert compared is not None
    assert compared.done == list(range(len(acts)))
    assert compared.gone == never
    assert compared.now_is == compared.expected


@settings(max_examples=25)
@given(
    acts=st.lists(ACTS, min_size=3, max_size=7),
    never=st.lists(st.integers(1, 8), min_size=1, max_size=4, unique=True),
)
def test_whatever_was_entered_in_whatever_order(
    acts: Sequence[Act], never: Sequence[int], people: People
) -> None:
    compared = with_and_without(people, [SENT, PLAN, *acts], never)
    if compared is not None:
        assert compared.now_is == compared.expected
