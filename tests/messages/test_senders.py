"""Two connections at once: every letter comes back once, whatever becomes of the connections."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.messages.composing import Email
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.enums import EmailState
from rasso_tracker.messages.models import Message
from rasso_tracker.messages.relay import Refused
from rasso_tracker.messages.senders import CUT_SHORT, MANY, NO_RELAY, OUT_OF_LEASE, Letter, Senders, Untried
from rasso_tracker.people.models import Person
from tests.messages.conftest import Facts, Sink


def letters(count: int, *, to: str = "alice@example.test", minutes: int = 5) -> list[Letter]:
    send_by = now() + timedelta(minutes=minutes)
    return [
        Letter(Message(), [], Email(to, f"Subject: {number}\r\nTo: {to}\r\n\r\nb\r\n".encode()), send_by)
        for number in range(count)
    ]


def all_back(senders: Senders) -> list[Letter]:
    found: list[Letter] = []
    while senders.out:
        found += senders.come_back()
    return found


def test_every_letter_comes_back_once_and_arrives_once(sink: Sink) -> None:
    given = letters(3 * MANY)
    with Senders() as senders:
        senders.hand_over(given)
        back = all_back(senders)

    assert {id(one) for one in back} == {id(one) for one in given}
    assert len(back) == len(given)
    assert {one.trouble for one in back} == {None}
    assert Counter(one.subject for one in sink.letters) == Counter(str(one) for one in range(3 * MANY))
    assert sink.connections <= 2


def test_refused_letter_comes_back_with_the_answer_and_the_others_arrive(sink: Sink) -> None:
    sink.answers["bad@example.test"] = "550 No such mailbox"
    with Senders() as senders:
        senders.hand_over([*letters(2), *letters(1, to="bad@example.test"), *letters(2)])
        troubles = [one.trouble for one in all_back(senders)]

    assert [str(one) for one in troubles if one] == ["550 No such mailbox"]
    assert [type(one) for one in troubles if one] == [Refused]
    assert len(sink.letters) == 4


def test_relay_that_is_away_gives_all_of_them_back_untried(sink: Sink, settings: Any) -> None:
    settings.EMAIL_PORT = 1  # nothing listens there
    with Senders() as senders:
        senders.hand_over(letters(2 * MANY))
        back = all_back(senders)

    assert {(type(one.trouble), str(one.trouble)) for one in back} == {(Untried, NO_RELAY)}
    assert senders.stopped == NO_RELAY


def test_letter_whose_lease_is_nearly_over_is_not_begun(sink: Sink) -> None:
    with Senders() as senders:
        senders.hand_over(letters(1, minutes=-1))
        (back,) = all_back(senders)

    assert (str(back.trouble), sink.letters) == (OUT_OF_LEASE, [])


def test_delivery_that_fails_half_way_leaves_no_connection_behind(sink: Sink) -> None:
    senders, switch = Senders(), sys.getswitchinterval()

    def fail_half_way() -> None:
        with senders:
            senders.hand_over(letters(3 * MANY))
            senders.come_back()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()

    assert (senders.stopped, sys.getswitchinterval()) == (CUT_SHORT, switch)
    assert not any(thread.is_alive() for thread in senders._threads)


@pytest.mark.usefixtures("noon")
def test_each_letter_marked_together_has_its_own_event(
    alice: Person, bob: Person, sam: Person, facts: Facts, sink: Sink
) -> None:
    for _ in range(MANY):
        facts.raised(alice, bob, sam)

    assert deliver().sent == 3 * MANY

    assert {*Message.objects.values_list("email_state", flat=True)} == {EmailState.SENT}
    events = AuditEvent.objects.filter(action="MESSAGES_DELIVERED").values_list(
        "subjects", "recipient", "case_id"
    )
    told = Message.objects.values_list("pk", "recipient_id", "case_id")
    assert sorted(events) == sorted(([pk], str(person), case) for pk, person, case in told)
