"""Once a colleague dealt with it: quiet in every inbox, and in no e-mail that is not yet on its way."""

from __future__ import annotations

from datetime import UTC, datetime

import time_machine

from rasso_tracker.audit.doors import open_door
from rasso_tracker.messages import DIGEST, NOW
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.enums import EmailState
from rasso_tracker.messages.models import Digest, Message
from rasso_tracker.messages.services import settle, unread_count
from rasso_tracker.messages.services.digests import NOTHING_LEFT, claim_digests, open_digests
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.models import Person
from tests.messages.conftest import Facts, Sink

SUNDAY_EVENING = datetime(2026, 5, 31, 19, tzinfo=UTC)
MONDAY_EIGHT = datetime(2026, 6, 1, 7, tzinfo=UTC)  # 08:00 in London
BY_BOB = "Dealt with by Bob."


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def dealt_with(source: object, by: Person) -> None:
    message = Message.objects.filter(source=source).first()
    assert message is not None
    with open_door("a test settles"):
        settle(subject_id=message.subject_id, by=by, at=MONDAY_EIGHT)


def test_what_is_dealt_with_after_the_digest_was_opened_is_left_out_of_it(
    alice: Person, bob: Person, facts: Facts, sink: Sink
) -> None:
    """The facts still say that it is due: what a colleague did counts at once."""
    with at(SUNDAY_EVENING):
        done, left = (facts.raised(alice, urgency=DIGEST, at=SUNDAY_EVENING) for _ in range(2))
        deliver()
    with at(MONDAY_EIGHT):
        assert open_digests(at=MONDAY_EIGHT) == 1
        dealt_with(done, bob)
        deliver()

    (letter,) = sink.letters
    assert letter.subject == "Your list for 1 June 2026: 1 thing to do"
    states = dict(Message.objects.values_list("source", "email_state"))
    assert states == {done: EmailState.DROPPED, left: EmailState.SENT}
    assert Message.objects.get(source=done).handled_why == BY_BOB
    assert unread_count(alice) == 1


def test_a_digest_whose_last_notice_was_dealt_with_before_it_went_is_not_sent(
    alice: Person, bob: Person, facts: Facts, sink: Sink
) -> None:
    with at(SUNDAY_EVENING):
        done = facts.raised(alice, urgency=DIGEST, at=SUNDAY_EVENING)
        deliver()
    with at(MONDAY_EIGHT):
        open_digests(at=MONDAY_EIGHT)
        dealt_with(done, bob)
        deliver()

    assert sink.letters == []
    digest = Digest.objects.get()
    assert (digest.email_state, digest.failure) == (EmailState.DROPPED, NOTHING_LEFT)
    assert unread_count(alice) == 0


def test_a_digest_that_was_claimed_and_lost_is_said_anew_without_what_was_dealt_with(
    alice: Person, bob: Person, facts: Facts, sink: Sink
) -> None:
    """Its deliverer took it and was never heard of again; meanwhile a colleague acted."""
    with at(SUNDAY_EVENING):
        done, left = (facts.raised(alice, urgency=DIGEST, at=SUNDAY_EVENING) for _ in range(2))
        deliver()
    with at(MONDAY_EIGHT):
        open_digests(at=MONDAY_EIGHT)
        ((_, told),) = claim_digests(at=MONDAY_EIGHT, tally=Tally()) or []
        assert {one.source for one in told} == {done, left}
        dealt_with(done, bob)
    with at(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        deliver()

    (letter,) = sink.letters
    assert letter.subject == "Your list for 1 June 2026: 1 thing to do"


def test_an_email_at_once_that_waits_to_be_tried_again_is_dropped_once_dealt_with(
    alice: Person, bob: Person, facts: Facts, sink: Sink
) -> None:
    sink.answers[alice.email] = "451 try again later"
    with at(MONDAY_EIGHT):
        done = facts.raised(alice, urgency=NOW, at=MONDAY_EIGHT)
        deliver()
        assert Message.objects.get().email_state == EmailState.FAILED
        dealt_with(done, bob)
    sink.answers.clear()
    with at(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        deliver()

    assert sink.letters == []
    assert Message.objects.get().email_state == EmailState.DROPPED
