"""May a colleague know of the case that a message is about? The kernel knows no cases: the app that has them
answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from rasso_tracker.people.models import Person

Pairs = Sequence[tuple[UUID, Person]]
Allowed = set[tuple[UUID, UUID]]

_answer: list[Callable[[Pairs], Allowed]] = []


def register(answer: Callable[[Pairs], Allowed]) -> None:
    """Say who answers, in a fixed number of statements, for pairs of a case's id and a person."""
    _answer[:] = [answer]


def may_know(pairs: Pairs) -> Allowed:
    """Those of the pairs (case, person) that may be told, by their ids; none while nobody answers."""
    return _answer[0](pairs) if pairs and _answer else set()
