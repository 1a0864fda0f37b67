"""Deliverers and deeds that touch the same notices at the same moment: none waits for another crosswise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from rasso_tracker.audit.doors import open_door
from rasso_tracker.messages import DIGEST
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.enums import EmailState
from rasso_tracker.messages.models import Digest, Message
from rasso_tracker.messages.services import settle
from rasso_tracker.messages.services.leasing import take
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from tests.actionplans.test_races import side_by_side
from tests.messages.conftest import MONDAY_NOON, Facts, Sink


@pytest.fixture
def held(own_database: str, facts: Facts, sink: Sink) -> Iterator[Person]:
    """Somebody with a digest that goes out, committed: its letter failed, so it is tried again later."""
    with system("a test makes a digest"):
        alice = Person.objects.get(username="alice")
        with time_machine.travel(MONDAY_NOON, tick=False):
            for _ in range(3):
                facts.raised(alice, urgency=DIGEST)
            sink.answers[alice.email] = "451 Later"
            assert deliver().failed == 1
    yield alice
    connections.close_all()


def test_a_notice_can_point_at_a_digest_that_somebody_holds(held: Person) -> None:
    """One deliverer marks a digest while another commits a notice of it: the lock of the first lets it."""
    with (
        time_machine.travel(MONDAY_NOON + timedelta(hours=2), tick=False),
        system("a test holds a digest"),
        open_door("a_test"),
    ):
        (digest,) = take(Digest, Tally()) or []

        def point() -> int:
            with system("a test points at it"), open_door("a_test"):
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '5s'")
                Message.objects.update(digest=None)  # else nothing changes, and no key is asked for
                return Message.objects.update(digest=digest)

        assert side_by_side(point) == [3]


def test_what_is_locked_together_is_locked_in_the_order_of_its_keys(held: Person, sink: Sink) -> None:
    sink.answers.clear()
    with (
        time_machine.travel(MONDAY_NOON + timedelta(hours=2), tick=False),
        CaptureQueriesContext(connection) as said,
        system("a test delivers"),
        open_door("a_test"),
    ):
        assert deliver().sent == 1
        settle(by=held, at=MONDAY_NOON, subjects=Message.objects.values_list("subject_id", flat=True))
    locks = [
        one["sql"]
        for one in said
        if "FOR NO KEY UPDATE" in one["sql"]
        and 'FROM "notices_message"' in one["sql"]
        and "SKIP LOCKED" not in one["sql"]
    ]
    assert len(locks) == 3  # those told of, those marked, those that went quiet
    by_key = ('ORDER BY "notices_message"."id" ASC', 'SELECT "notices_message"."id" AS "pk" FROM')
    assert [one for one in locks if not any(words in one for words in by_key) or "ORDER BY" not in one] == []


def test_a_notice_is_told_in_one_digest_though_its_letter_is_late(
    alice: Person, facts: Facts, sink: Sink
) -> None:
    """Yesterday's digest failed and is tried again: today's tells of today's alone."""
    sink.answers[alice.email] = "451 Later"
    with time_machine.travel(MONDAY_NOON, tick=False):
        facts.raised(alice, urgency=DIGEST)
        assert deliver().failed == 1
    sink.answers.clear()
    with time_machine.travel(MONDAY_NOON + timedelta(days=1), tick=False):
        facts.raised(alice, urgency=DIGEST, at=MONDAY_NOON + timedelta(days=1))
        assert deliver().sent == 2
    told = Message.objects.order_by("pk").values_list("email_state", "digest__duty_on__day")
    assert list(told) == [(EmailState.SENT, 1), (EmailState.SENT, 2)]
    assert sorted(letter.subject for letter in sink.letters) == [
        "Your list for 1 June 2026: 1 thing to do",
        "Your list for 2 June 2026: 1 thing to do",
    ]
