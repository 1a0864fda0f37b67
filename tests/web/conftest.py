"""Cases to try pages, API and lists on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases.models import Case
from cases.services import open_case
from rasso_tracker.people.models import District, Person, Team
from tests.stories import at_hand, story
from tests.web.trial import settings_urls, trial

__all__ = ["settings_urls", "trial"]


@pytest.fixture
@at_hand
def open_one(alice: Person, leeds: District, leeds_a: Team) -> Any:
    """`open_one(3)` opens a case of Leeds A with the third crime reference."""

    def opened(number: int, **changes: Any) -> Case:
        values = {
            "district": leeds,
            "team": leeds_a,
            "reported_on": date(2026, 3, 2),
            "officer_in_charge": alice,
            "crime_reference": f"13269{number:06d}",
            "offence_type": "rape_adult",
        }
        return open_case(by=alice, **{**values, **changes})

    return opened


@story
def case(open_one: Any) -> Case:
    return open_one(1)
