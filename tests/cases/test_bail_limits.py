"""Bail goes as far as whoever set its limit may give it: a dated rule, counted from the first release."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cases import services
from cases.models import Case, Milestone
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
BAILED = datetime(2026, 3, 12, 15, tzinfo=UTC)
Do = Callable[..., Milestone]


@pytest.fixture
def bail(opened: Any, alice: Person) -> Do:
    case: Case = opened()
    services.add_suspect(by=alice, case=case, name="A", at=NOW)

    def do(limit_on: date, set_by: str = "", kind: str = "bailed", at: datetime = BAILED) -> Milestone:
        more = {"limit_on": limit_on, "limit_set_by": set_by} if kind == "bailed" else {}
        return services.record_milestone(by=alice, case=case, kind=kind, occurred_at=at, at=NOW, **more)

    do(BAILED.date(), kind="arrested")
    return do


@pytest.mark.parametrize(
    ("set_by", "last"),
    [
        ("", date(2026, 6, 12)),
        ("standard", date(2026, 6, 12)),
        ("inspector", date(2026, 9, 12)),
        ("superintendent", date(2026, 12, 12)),
    ],
)
def test_each_may_go_so_far_and_no_further(bail: Do, set_by: str, last: date) -> None:
    with pytest.raises(Invalid) as refusal:
        bail(last.replace(day=13), set_by)
    assert set(refusal.value.fields) == {"limit_on"}
    assert f"{last.day} {last:%B %Y}" in refusal.value.fields["limit_on"]
    row = bail(last, set_by)
    assert (row.limit_on, row.limit_set_by) == (last, set_by or "standard")


def test_a_court_goes_as_far_as_it_says(bail: Do) -> None:
    assert bail(date(2027, 6, 1), "court").limit_set_by == "court"


def test_an_extension_counts_from_the_first_release_and_a_new_bail_from_its_own(bail: Do) -> None:
    bail(date(2026, 6, 12))
    extended = datetime(2026, 6, 10, 9, tzinfo=UTC)
    with pytest.raises(Invalid):
        bail(date(2026, 9, 13), "inspector", at=extended)
    assert bail(date(2026, 9, 12), "inspector", at=extended).limit_set_by == "inspector"
    bail(BAILED.date(), kind="bail_ended", at=datetime(2026, 7, 1, 9, tzinfo=UTC))
    again = datetime(2026, 8, 3, 9, tzinfo=UTC)
    assert bail(date(2026, 11, 3), at=again).limit_on == date(2026, 11, 3)


def test_nothing_else_says_who_set_a_limit(opened: Any, alice: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        services.record_milestone(
            by=alice, case=opened(), kind="first_account", occurred_at=BAILED, limit_set_by="court", at=NOW
        )
    assert set(refusal.value.fields) == {"limit_set_by"}
