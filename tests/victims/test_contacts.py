from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from cases.models import DueItem, Victim
from rasso_tracker.clocks import deadline
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.victims.conftest import LATER, Withdraw, on
from victims import services
from victims.models import Contact

Log = Callable[..., Contact]


@pytest.fixture
def log(victim: Victim, alice: Person) -> Log:
    def do(**given: object) -> Contact:
        values = {
            "by": alice,
            "victim": victim,
            "occurred_at": on(10),
            "direction": "out",
            "method": "phone",
            "reached": True,
            "about": ["update"],
            "at": on(10, hour=13),
            **given,
        }
        return services.record_contact(**values)

    return do


def open_items() -> list[tuple[str, date, str]]:
    rows = DueItem.objects.filter(settled_at__isnull=True, code="victim_update")
    return list(rows.values_list("what", "due_on", "rule"))


def test_update_sets_the_next_by_the_clock(log: Log, case: object, alice: Person) -> None:
    log()
    due = deadline("victim_update", on(10)).due_on
    assert open_items() == [("Tell Victim 1 how the case stands", due, "victim_update")]
    assert DueItem.objects.get(code="victim_update").owner == alice


def test_update_with_an_agreed_date_sets_that_date(log: Log) -> None:
    log()
    log(occurred_at=on(10, minute=30), next_due_on=date(2026, 3, 17))
    assert open_items() == [("Tell Victim 1 how the case stands", date(2026, 3, 17), "")]
    assert DueItem.objects.filter(settled_at__isnull=False).count() == 1


def test_attempt_settles_nothing(log: Log) -> None:
    log()
    before = open_items()
    log(occurred_at=on(10, minute=30), reached=False)
    assert open_items() == before


def test_a_voided_update_is_owed_again_by_the_day_that_it_had(log: Log, alice: Person) -> None:
    log(next_due_on=date(2026, 3, 12))
    before = open_items()
    wrong = log(occurred_at=on(20), at=on(20))
    assert open_items() != before
    services.void_contact(by=alice, contact=wrong, reason="Another victim.", at=on(21))
    assert open_items() == before
    first = log(occurred_at=on(22), at=on(22))
    log(occurred_at=on(23), at=on(23))
    later = open_items()
    services.void_contact(by=alice, contact=first, reason="Another victim.", at=on(24))
    assert open_items() == later  # they were told since


def test_contact_about_something_else_sets_no_date(log: Log) -> None:
    log(about=["arranging"])
    assert open_items() == []


def test_update_after_a_withdrawal_sets_no_date_by_itself(log: Log, withdraw: Withdraw) -> None:
    withdraw(occurred_at=on(9))
    log(occurred_at=on(11), at=LATER)
    assert open_items() == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"occurred_at": on(11)}, "occurred_at"),
        ({"direction": "in", "reached": False}, "reached"),
        ({"next_due_on": date(2026, 3, 9)}, "next_due_on"),
    ],
)
def test_contact_that_cannot_have_been_is_refused_by_field(
    log: Log, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        log(**given)
    assert set(refusal.value.fields) == {field}
    assert Contact.objects.count() == 0


def test_contact_is_not_logged_by_a_gatekeeper(log: Log, gita: Person) -> None:
    with pytest.raises(NotAllowed):
        log(by=gita)


def test_voided_contact_stays_and_is_voided_once(log: Log, alice: Person) -> None:
    row = services.void_contact(by=alice, contact=log(), reason="Wrong victim.", at=LATER)
    assert Contact.objects.get().void_reason == "Wrong victim."
    with pytest.raises(Stale):
        services.void_contact(by=alice, contact=row, reason="Again.", at=LATER)
