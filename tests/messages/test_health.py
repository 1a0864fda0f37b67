"""A silent sweep is an alarm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.messages import DIGEST, health
from rasso_tracker.messages.bounces import bad_addresses
from rasso_tracker.messages.enums import EmailState
from rasso_tracker.messages.models import Message
from rasso_tracker.messages.services import finish_run, start_run
from rasso_tracker.messages.services.resolving import deliver_raised
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.models import Person
from tests.messages.conftest import MONDAY_NOON, Facts

KIND = "test sweep"
SignIn = Callable[[Person], Any]


@pytest.fixture
def owed() -> list[int]:
    """How many things are past their date with no step; a test sets it."""
    return [0]


@pytest.fixture(autouse=True)
def _only_the_test_sweep(db: None, owed: list[int], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(health, "_watched", {})
    health.watch(KIND, interval=timedelta(minutes=5), outstanding=lambda at: owed[0])
    yield
    health.unwatch(KIND)


def ran(began: datetime, **did: int) -> None:
    with time_machine.travel(began, tick=False):
        finish_run(start_run(kind=KIND, at=began), **did)


def reasons(after: timedelta = timedelta(0)) -> list[str]:
    return health.state(MONDAY_NOON + after).reasons


def test_sweep_that_never_ran_is_red() -> None:
    assert reasons() == ["The test sweep run has never finished."]


def test_sweep_that_ran_in_time_is_not_red() -> None:
    ran(MONDAY_NOON)

    assert reasons(timedelta(minutes=15)) == []


def test_sweep_that_missed_three_intervals_is_red() -> None:
    ran(MONDAY_NOON)

    assert reasons(timedelta(minutes=16)) == ["The last test sweep run that finished began 16 minutes ago."]


def test_run_that_died_does_not_count_as_a_run() -> None:
    with time_machine.travel(MONDAY_NOON, tick=False):
        start_run(kind=KIND, at=MONDAY_NOON)

    assert reasons() == ["The test sweep run has never finished."]


def test_nothing_written_while_things_are_past_their_date_is_red(owed: list[int]) -> None:
    ran(MONDAY_NOON)
    owed[0] = 12

    assert reasons() == ["12 things are past their date and the test sweep run wrote nothing."]


def test_sweep_that_works_through_what_is_owed_is_not_red(owed: list[int]) -> None:
    ran(MONDAY_NOON, written=3)
    owed[0] = 12

    assert reasons() == []


def test_raised_notices_that_reach_no_inbox_are_red(alice: Person, facts: Facts) -> None:
    ran(MONDAY_NOON)
    facts.raised(alice)

    assert reasons(timedelta(minutes=4)) == []
    assert reasons(timedelta(minutes=6)) == ["Notices that were raised have not reached an inbox."]


def test_email_that_waits_while_none_is_sent_is_red_but_a_held_one_is_not(
    alice: Person, facts: Facts
) -> None:
    ran(MONDAY_NOON + timedelta(minutes=10))
    facts.raised(alice)
    facts.raised(alice, urgency=DIGEST)
    with time_machine.travel(MONDAY_NOON, tick=False):
        deliver_raised(at=MONDAY_NOON, tally=Tally())

    assert reasons(timedelta(minutes=14)) == []
    assert reasons(timedelta(minutes=16)) == ["1 e-mails wait, and none was sent in the last 15 minutes."]


def test_dead_letters_are_a_warning(alice: Person, facts: Facts) -> None:
    ran(MONDAY_NOON)
    facts.raised(alice)
    deliver_raised(at=MONDAY_NOON, tally=Tally())
    with open_door("a test buries"):
        Message.objects.update(email_state=EmailState.DEAD)

    state = health.state(MONDAY_NOON)

    assert (state.red, state.warnings) == (
        False,
        ["1 e-mails of the last 7 days failed for good; the inboxes have them."],
    )


def test_end_of_the_bank_holidays_is_foretold(alice: Person) -> None:
    late = datetime.fromisoformat("2028-02-01T12:00:00+00:00")
    ran(late)

    assert health.state(late).warnings == [
        "The bank holidays end within a year. An administrator can add more."
    ]


def bury_email(person: Person, said: str, at: datetime) -> None:
    with open_door("a test buries"):
        newest = Message.objects.visible_to(person).order_by("-created_at")[0]
        Message.objects.filter(pk=newest.pk).update(email_state=EmailState.DEAD, failure=said, created_at=at)


def test_people_whose_email_does_not_arrive_are_told_latest_first(
    alice: Person, bob: Person, facts: Facts
) -> None:
    for hours, person in ((2, bob), (1, alice), (3, bob)):
        facts.raised(person)
        deliver_raised(at=MONDAY_NOON, tally=Tally())
        bury_email(person, f"550 No such mailbox {hours}", MONDAY_NOON - timedelta(hours=hours))

    found = bad_addresses(MONDAY_NOON)

    assert [(one.person, one.times, one.said) for one in found] == [
        (alice, 1, "550 No such mailbox 1"),
        (bob, 2, "550 No such mailbox 2"),
    ]
    assert found[0].last_at == MONDAY_NOON - timedelta(hours=1)
    assert bad_addresses(MONDAY_NOON + timedelta(days=8)) == []


def test_address_that_works_again_is_no_longer_told(alice: Person, facts: Facts) -> None:
    for _ in range(2):
        facts.raised(alice)
    deliver_raised(at=MONDAY_NOON, tally=Tally())
    bury_email(alice, "550 No such mailbox", MONDAY_NOON - timedelta(hours=1))
    with open_door("a test sends"):
        Message.objects.exclude(email_state=EmailState.DEAD).update(
            email_state=EmailState.SENT, sent_at=MONDAY_NOON
        )

    assert bad_addresses(MONDAY_NOON) == []


def test_administrator_reads_whose_email_does_not_arrive_and_nobody_else_does(
    alice: Person, adam: Person, facts: Facts, sign_in: SignIn
) -> None:
    facts.raised(alice, at=now())
    deliver_raised(at=now(), tally=Tally())
    bury_email(alice, "550 No such mailbox", now() - timedelta(hours=1))

    page = sign_in(adam).get("/").content.decode()

    assert "alice@example.test" in page
    assert "550 No such mailbox" in page
    assert "R/2026/000123" not in page, "nothing of what it said"
    event = AuditEvent.objects.get(action="LIST_VIEWED", person=adam)
    assert (event.subjects, event.reason) == ([alice.pk], "addresses that refuse e-mail")
    assert "550 No such mailbox" not in sign_in(alice).get("/").content.decode()
