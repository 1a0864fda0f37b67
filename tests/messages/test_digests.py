"""One digest for a person at the start of duty."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import time_machine

from rasso_tracker.ids import uuid7
from rasso_tracker.messages import DIGEST, Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.enums import EmailState
from rasso_tracker.messages.models import Digest, Message
from rasso_tracker.messages.services.digests import NOTHING_LEFT
from rasso_tracker.people.models import Person
from tests.messages.conftest import MONDAY_NOON, Facts, Sink

SUNDAY_EVENING = datetime(2026, 5, 31, 19, tzinfo=UTC)
MONDAY_EIGHT = datetime(2026, 6, 1, 7, tzinfo=UTC)  # 08:00 in London


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def test_held_notices_go_out_in_one_email_when_duty_starts(alice: Person, facts: Facts, sink: Sink) -> None:
    with at(SUNDAY_EVENING):
        for _ in range(3):
            facts.raised(alice, urgency=DIGEST, at=SUNDAY_EVENING)
        assert (deliver().held, sink.letters) == (3, [])
    with at(MONDAY_EIGHT - timedelta(seconds=1)):
        assert (deliver().sent, sink.letters) == (0, [])
    with at(MONDAY_EIGHT):
        assert deliver().sent == 1

    (letter,) = sink.letters
    assert letter.subject == "Your list for 1 June 2026: 3 things to do"
    assert letter.text.count("R/2026/000123: Record a review of the action plan") == 3
    assert set(Message.objects.visible_to(alice).values_list("email_state", "sent_at")) == {
        (EmailState.SENT, MONDAY_EIGHT)
    }


def test_there_is_one_digest_a_duty_day_and_later_notices_wait(
    alice: Person, facts: Facts, sink: Sink
) -> None:
    with at(MONDAY_NOON):
        facts.raised(alice, urgency=DIGEST)
        deliver()
        facts.raised(alice, urgency=DIGEST)
        assert (deliver().held, len(sink.letters)) == (1, 1)
    with at(MONDAY_NOON + timedelta(days=1)):
        assert deliver().sent == 1

    assert list(Digest.objects.order_by("duty_on").values_list("duty_on", flat=True)) == [
        date(2026, 6, 1),
        date(2026, 6, 2),
    ]


def test_each_person_has_their_own_digest(alice: Person, sam: Person, facts: Facts, sink: Sink) -> None:
    with at(MONDAY_NOON):
        facts.raised(alice, sam, urgency=DIGEST)
        facts.raised(alice, urgency=DIGEST)
        assert deliver().sent == 2

    assert sorted(sink.recipients) == ["alice@example.test", "sam@example.test"]


def test_digest_says_the_highest_step_of_a_subject_only(alice: Person, facts: Facts, sink: Sink) -> None:
    plan = uuid7()
    with at(SUNDAY_EVENING):
        facts.raised(alice, urgency=DIGEST, rank=0, subject=plan, at=SUNDAY_EVENING)
        deliver()
        facts.raised(alice, urgency=DIGEST, rank=1, subject=plan, at=SUNDAY_EVENING)
        deliver()
    with at(MONDAY_EIGHT):
        deliver()

    assert sink.letters[0].subject == "Your list for 1 June 2026: 1 thing to do"
    assert Message.objects.filter(email_state=EmailState.SENT).count() == 2


def test_what_was_dealt_with_overnight_is_left_out(alice: Person, facts: Facts, sink: Sink) -> None:
    with at(SUNDAY_EVENING):
        done = facts.raised(alice, urgency=DIGEST, at=SUNDAY_EVENING)
        facts.raised(alice, urgency=DIGEST, at=SUNDAY_EVENING)
        deliver()
    facts[done] = Gone("A review was recorded.")
    with at(MONDAY_EIGHT):
        assert dict(deliver().skipped) == {"A review was recorded.": 1}

    assert sink.letters[0].subject == "Your list for 1 June 2026: 1 thing to do"


def test_digest_with_nothing_left_is_not_sent(alice: Person, facts: Facts, sink: Sink) -> None:
    with at(SUNDAY_EVENING):
        done = facts.raised(alice, urgency=DIGEST, at=SUNDAY_EVENING)
        deliver()
    facts[done] = Gone("A review was recorded.")
    with at(MONDAY_EIGHT):
        deliver()

    assert sink.letters == []
    assert Digest.objects.get().failure == NOTHING_LEFT


def test_digest_that_is_refused_is_dead_and_so_are_its_notices(
    alice: Person, facts: Facts, sink: Sink
) -> None:
    sink.answers[alice.email] = "550 No such mailbox"
    with at(MONDAY_NOON):
        facts.raised(alice, urgency=DIGEST)
        deliver()

    assert Digest.objects.get().email_state == EmailState.DEAD
    assert Message.objects.get().email_state == EmailState.DEAD


def test_digest_that_failed_is_tried_again_with_what_stands_then(
    alice: Person, facts: Facts, sink: Sink
) -> None:
    sink.answers[alice.email] = "451 Try again later"
    with at(MONDAY_NOON):
        done = facts.raised(alice, urgency=DIGEST)
        facts.raised(alice, urgency=DIGEST)
        deliver()
    sink.answers.clear()
    facts[done] = Gone("A review was recorded.")
    with at(MONDAY_NOON + timedelta(minutes=5)):
        deliver()

    (letter,) = sink.letters
    assert letter.subject == "Your list for 1 June 2026: 1 thing to do"
    assert Digest.objects.get().email_state == EmailState.SENT
