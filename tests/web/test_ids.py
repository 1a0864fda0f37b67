from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from rasso_tracker.clocks import now
from rasso_tracker.ids import lowest_of, made_at, uuid7


def test_an_id_says_when_it_was_made_and_sorts_by_it() -> None:
    before, made, after = now(), uuid7(), now()
    said = made_at(made)
    assert said is not None
    assert before - timedelta(milliseconds=1) <= said <= after
    assert lowest_of(before) <= made < lowest_of(after + timedelta(milliseconds=1))


@pytest.mark.parametrize(
    "other", [uuid.uuid4(), uuid.UUID(int=0), uuid.UUID("ffffffff-ffff-7fff-8000-000000000000")]
)
def test_an_id_of_another_kind_says_nothing(other: uuid.UUID) -> None:
    assert made_at(other) is None
