"""A suspect in custody: CPS answers within three hours, a clock that every page of the case can show."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases.deadlines import deadline_of
from cases.models import DueItem
from rasso_tracker.clocks import now
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import a_case, submitted


def test_the_three_hours_of_a_priority_submission_show_on_the_case_and_on_homes(
    alice: Person, unit: CpsUnit, sign_in: Any
) -> None:
    at = now()
    row = submitted(a_case(alice), alice, unit, kind="priority", at=at)
    clock = deadline_of(DueItem.objects.get(source=row.pk))
    assert (clock.due_at, clock.due_on) == (at + timedelta(hours=3), row.due_on)
    client = sign_in(alice)
    for address in ("/", f"/cases/{row.case_id}/", f"/submissions/{row.pk}/"):
        assert client.get(address).status_code == 200
