"""The database refuses what a victim's record cannot be; the rows are in record_rows.py."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from tests.victims.record_rows import IMPOSSIBLE, MADE, OTHER, TWICE
from tests.victims.test_constraints import refused

_BY_NAME = [f"{row[0]}-{number}" for number, row in enumerate(IMPOSSIBLE)]


def save(model: Any, victim: Victim, by: Person, other: Person, given: dict[str, Any]) -> Any:
    """A row that stands but for `given`; "" there is whoever made it, OTHER somebody else."""
    made_by, values = MADE[model]
    people = {"": by, OTHER: other}
    given = {key: people.get(one, one) if key.endswith("_by") else one for key, one in given.items()}
    with open_door("test"):
        row = model(case=victim.case, victim=victim, **{made_by: by, **values, **given})
        row.save(force_insert=True)
    return row


@pytest.mark.parametrize(("constraint", "model", "given"), IMPOSSIBLE, ids=_BY_NAME)
def test_a_row_that_cannot_be_is_refused(
    victim: Victim, alice: Person, bob: Person, constraint: str, model: type, given: dict[str, Any]
) -> None:
    refused(constraint, lambda: save(model, victim, alice, bob, given))


@pytest.mark.parametrize(("constraint", "model"), TWICE)
def test_a_second_row_of_the_same_is_refused(
    victim: Victim, alice: Person, bob: Person, constraint: str, model: type
) -> None:
    save(model, victim, alice, bob, {})
    refused(constraint, lambda: save(model, victim, alice, bob, {}))
