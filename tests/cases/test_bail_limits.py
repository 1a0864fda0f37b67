"""Bail goes as far as whoever set its limit may give it, counted from the day after the arrest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cases import services
from cases.enums import BailSetBy
from cases.models import Case, Milestone
from cases.rules.bail import last_day_of_bail
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.decisions import by_cps, with_cps

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


def test_an_extension_counts_from_the_arrest_and_so_does_bail_given_again(bail: Do) -> None:
    bail(date(2026, 6, 12))
    extended = datetime(2026, 6, 10, 9, tzinfo=UTC)
    with pytest.raises(Invalid):
        bail(date(2026, 9, 13), "inspector", at=extended)
    assert bail(date(2026, 9, 12), "inspector", at=extended).limit_set_by == "inspector"
    bail(BAILED.date(), kind="bail_ended", at=datetime(2026, 7, 1, 9, tzinfo=UTC))
    again = datetime(2026, 8, 3, 9, tzinfo=UTC)
    with pytest.raises(Invalid, match="the arrest of 12 March 2026"):
        bail(date(2026, 11, 3), at=again)
    bail(BAILED.date(), kind="arrested", at=again - timedelta(hours=5))
    assert bail(date(2026, 11, 3), at=again).limit_on == date(2026, 11, 3)


def test_an_extension_goes_beyond_the_bail_that_stands(bail: Do) -> None:
    bail(date(2026, 6, 12))
    later, extended = date(2026, 7, 12), datetime(2026, 6, 10, 9, tzinfo=UTC)
    for set_by in ("inspector", "superintendent", "court"):
        for day in (date(2026, 6, 11), date(2026, 6, 12)):
            with pytest.raises(Invalid, match="Bail runs to 12 June 2026 already") as refusal:
                bail(day, set_by, at=extended)
            assert set(refusal.value.fields) == {"limit_on"}
    assert bail(later, "court", at=extended).limit_on == later
    # Brought forward by whoever set it, and once it has run out or ended whoever sets it anew says how far.
    assert bail(date(2026, 7, 1), "court", at=extended + timedelta(days=1)).limit_on == date(2026, 7, 1)
    bail(BAILED.date(), kind="bail_ended", at=datetime(2026, 6, 20, 9, tzinfo=UTC))
    assert bail(date(2026, 6, 25), "inspector", at=datetime(2026, 6, 21, 9, tzinfo=UTC)).limit_set_by == (
        "inspector"
    )


def test_an_arrest_for_breach_of_bail_does_not_begin_the_period_anew(bail: Do) -> None:
    bail(date(2026, 6, 12))
    bail(BAILED.date(), kind="arrested", at=datetime(2026, 5, 1, 9, tzinfo=UTC))
    with pytest.raises(Invalid, match="12 June 2026 at the latest: 3 calendar months"):
        bail(date(2026, 6, 13), at=datetime(2026, 5, 1, 15, tzinfo=UTC))


# Counted by hand from section 47ZB: the period begins with the day after the arrest, that day included.
@pytest.mark.parametrize(
    ("arrested", "set_by", "last"),
    [
        (
            date(2026, 3, 12),
            "standard",
            date(2026, 6, 12),
        ),  # 13 March is the first day
        (date(2026, 2, 28), "standard", date(2026, 5, 31)),  # begins on 1 March
        (date(2026, 1, 31), "standard", date(2026, 4, 30)),  # begins on 1 February
        (date(2025, 11, 28), "standard", date(2026, 2, 28)),  # begins on 29 November: February has no 29th
        (date(2025, 11, 29), "standard", date(2026, 2, 28)),
        (date(2025, 11, 30), "standard", date(2026, 2, 28)),  # begins on 1 December
        (date(2025, 8, 30), "inspector", date(2026, 2, 28)),
        (date(2027, 11, 28), "standard", date(2028, 2, 28)),  # a leap year: begins on 29 November
        (date(2025, 5, 30), "superintendent", date(2026, 2, 28)),
        (date(2025, 12, 31), "superintendent", date(2026, 9, 30)),
    ],
)
def test_the_last_day_of_bail(db: None, arrested: date, set_by: str, last: date) -> None:
    assert last_day_of_bail(BailSetBy(set_by), arrested)[0] == last


def test_no_period_runs_while_cps_decides(bail: Do, alice: Person) -> None:
    with pytest.raises(Invalid, match="Nothing went to CPS") as refusal:
        bail(date(2027, 6, 1), "cps_decides")
    assert set(refusal.value.fields) == {"limit_set_by"}
    bail(date(2026, 6, 12))
    case = Case.objects.get()
    with_cps(alice, case, datetime(2026, 5, 1, 9, tzinfo=UTC))
    row = bail(date(2026, 12, 20), "cps_decides", at=datetime(2026, 5, 2, 9, tzinfo=UTC))
    assert (row.limit_on, row.limit_set_by) == (date(2026, 12, 20), "cps_decides")
    assert row.happened == "Suspect bailed"
    on = datetime(2026, 5, 20, 9, tzinfo=UTC)
    services.record_milestone(by=alice, case=case, kind="charged", occurred_at=on, at=NOW, **by_cps(on))
    with pytest.raises(Invalid, match="“Charged” was on 20 May 2026") as refusal:
        bail(date(2026, 12, 20), "cps_decides", at=datetime(2026, 5, 21, 9, tzinfo=UTC))
    assert set(refusal.value.fields) == {"limit_set_by"}


def test_nothing_else_says_who_set_a_limit(opened: Any, alice: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        services.record_milestone(
            by=alice, case=opened(), kind="first_account", occurred_at=BAILED, limit_set_by="court", at=NOW
        )
    assert set(refusal.value.fields) == {"limit_set_by"}
