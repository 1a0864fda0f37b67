"""E-mail over real SMTP: once, in plain words, and one bad row in nobody's way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.duty.models import DutyDay
from rasso_tracker.messages import DIGEST, Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.enums import EmailState
from rasso_tracker.messages.models import Message, SweepRun
from rasso_tracker.messages.retry import MAX_ATTEMPTS
from rasso_tracker.messages.senders import NO_RELAY, RELAY_FAILS
from rasso_tracker.messages.services.leasing import LEFT, NOT_YOURS
from rasso_tracker.messages.services.resolving import deliver_raised
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from tests.messages.conftest import MONDAY_NOON, Facts, Sink

pytestmark = pytest.mark.usefixtures("noon")


def only(person: Person) -> Message:
    return Message.objects.visible_to(person).get()


def change(person: Person, **values: object) -> None:
    with open_door("a test changes a person"):
        Person.objects.filter(pk=person.pk).update(**values)


def posted(at: datetime = MONDAY_NOON) -> None:
    """Into the inboxes, but not yet by e-mail."""
    deliver_raised(at=at, tally=Tally())


def test_delivery_sends_marks_and_leaves_its_row(
    alice: Person, facts: Facts, sink: Sink, noon: datetime
) -> None:
    facts.raised(alice)

    tally = deliver()

    message = only(alice)
    assert (message.email_state, message.sent_at, message.attempts) == (EmailState.SENT, noon, 0)
    assert [(one.to, one.message_id) for one in sink.letters] == [
        ("alice@example.test", f"<{message.pk}@westyorkshire.example>")
    ]
    assert tally.as_dict() == {"posted": 1, "sent": 1, "held": 0, "failed": 0, "skipped": {}}
    run = SweepRun.objects.get(kind="delivery")
    assert (run.written, run.sent, run.finished_at) == (1, 1, noon)
    event = AuditEvent.objects.get(action="MESSAGES_DELIVERED")
    assert (event.subjects, event.recipient, event.case_id) == ([message.pk], str(alice.pk), message.case_id)


def test_second_delivery_sends_nothing(alice: Person, facts: Facts, sink: Sink) -> None:
    facts.raised(alice)
    deliver()

    assert deliver().as_dict() == {"posted": 0, "sent": 0, "held": 0, "failed": 0, "skipped": {}}
    assert sink.recipients == ["alice@example.test"]


def test_email_says_what_to_do_by_when_why_and_what_ends_it(
    alice: Person, facts: Facts, sink: Sink, settings: Any
) -> None:
    settings.RASSO_ORIGIN = "https://rasso.example"
    facts.raised(alice)

    deliver()

    (letter,) = sink.letters
    assert letter.subject == "R/2026/000123: Record a review of the action plan (due 1 June 2026)"
    assert letter.text.split("\n") == [
        "OFFICIAL-SENSITIVE",
        "",
        "Alice,",
        "",
        "Record a review of the action plan.",
        "",
        "Reference: R/2026/000123",
        "By: the end of 1 June 2026",
        "Why you got this: You look after it, Alice.",
        "This ends when a review is recorded.",
        "",
        "Open it in the tracker: https://rasso.example/action-plans/",
        "",
        "This e-mail was sent by a machine and nobody reads replies to it. It holds no details of the case:",
        "they are in the tracker.",
        "",
    ]


def test_email_of_a_date_that_has_passed_says_so(
    alice: Person, facts: Facts, sink: Sink, noon: datetime
) -> None:
    facts.raised(alice)
    with time_machine.travel(noon + timedelta(days=1), tick=False):
        deliver()

    (letter,) = sink.letters
    assert letter.subject.endswith("(was due 1 June 2026)")
    assert "Was due by: the end of 1 June 2026" in letter.text


def test_what_was_dealt_with_before_sending_is_not_sent_and_goes_quiet(
    alice: Person, facts: Facts, sink: Sink
) -> None:
    source = facts.raised(alice)
    posted()
    facts[source] = Gone("The plan was completed on 1 June 2026.")

    tally = deliver()

    message = only(alice)
    assert (message.email_state, message.handled_why) == (
        EmailState.DROPPED,
        "The plan was completed on 1 June 2026.",
    )
    assert dict(tally.skipped) == {"The plan was completed on 1 June 2026.": 1}
    assert sink.letters == []


def test_what_moved_to_somebody_else_is_told_to_them_instead(
    alice: Person, bob: Person, facts: Facts, sink: Sink
) -> None:
    source = facts.raised(alice)
    posted()
    facts[source] = facts[facts.due(bob)]

    tally = deliver()

    assert (only(alice).email_state, only(alice).handled_why) == (EmailState.DROPPED, NOT_YOURS)
    assert (only(bob).source, only(bob).email_state) == (source, EmailState.SENT)
    assert (sink.recipients, dict(tally.skipped)) == (["bob@example.test"], {NOT_YOURS: 1})


def test_person_who_left_before_sending_gets_no_email(alice: Person, facts: Facts, sink: Sink) -> None:
    facts.raised(alice)
    posted()
    change(alice, left_on="2026-05-29")

    assert (dict(deliver().skipped), sink.letters) == ({LEFT: 1}, [])


def test_refused_message_is_dead_and_the_others_go_out(
    alice: Person, bob: Person, sam: Person, facts: Facts, sink: Sink
) -> None:
    sink.answers["bob@example.test"] = "550 No such mailbox"
    facts.raised(alice, bob, sam)

    tally = deliver()

    assert (tally.sent, tally.failed) == (2, 1)
    assert sorted(sink.recipients) == ["alice@example.test", "sam@example.test"]
    assert (only(bob).email_state, only(bob).failure) == (EmailState.DEAD, "550 No such mailbox")
    assert deliver().failed == 0, "a dead letter is in nobody's way"


def test_message_that_cannot_be_written_down_is_dead_and_the_others_go_out(
    alice: Person, bob: Person, facts: Facts, sink: Sink
) -> None:
    change(bob, email="bob@example.test\nBcc: everyone@example.test")
    facts.raised(alice, bob)

    tally = deliver()

    assert (tally.sent, tally.failed, sink.recipients) == (1, 1, ["alice@example.test"])
    assert only(bob).email_state == EmailState.DEAD


def test_passing_trouble_is_tried_again_under_the_same_message_id(
    alice: Person, facts: Facts, sink: Sink, noon: datetime
) -> None:
    sink.answers["alice@example.test"] = "451 Try again later"
    facts.raised(alice)
    deliver()
    failed = only(alice)
    assert (failed.email_state, failed.attempts, failed.failure) == ("failed", 1, "451 Try again later")
    assert failed.next_attempt_at == noon + timedelta(minutes=1)

    assert deliver().sent == 0, "not before its time"
    sink.answers.clear()
    with time_machine.travel(noon + timedelta(minutes=2), tick=False):
        assert deliver().sent == 1

    assert [letter.message_id for letter in sink.letters] == [failed.message_id_header]


def test_trouble_that_does_not_pass_is_given_up(
    alice: Person, facts: Facts, sink: Sink, noon: datetime
) -> None:
    sink.answers["alice@example.test"] = "451 Try again later"
    facts.raised(alice)

    for hour in range(MAX_ATTEMPTS):
        with time_machine.travel(noon + timedelta(hours=2 * hour), tick=False):
            deliver()

    assert (only(alice).email_state, only(alice).failure) == (EmailState.DEAD, "451 Try again later")


def test_relay_that_is_away_counts_against_no_message(
    alice: Person, facts: Facts, sink: Sink, settings: pytest.FixtureRequest, noon: datetime
) -> None:
    facts.raised(alice)
    settings.EMAIL_PORT = 1  # nothing listens there

    tally = deliver()

    waiting = only(alice)
    assert (waiting.email_state, waiting.attempts) == (EmailState.PENDING, 0)
    assert dict(tally.skipped) == {NO_RELAY: 1}
    settings.EMAIL_PORT = sink.port
    with time_machine.travel(noon + timedelta(minutes=2), tick=False):
        assert deliver().sent == 1


def test_recipient_on_whom_the_relay_hangs_holds_up_no_other(
    alice: Person, bob: Person, facts: Facts, sink: Sink, settings: pytest.FixtureRequest
) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    sink.answers["alice@example.test"] = "hang"
    facts.raised(alice, bob)

    tally = deliver()

    assert (tally.sent, tally.failed, sink.recipients) == (1, 1, ["bob@example.test"])
    assert (only(alice).email_state, only(alice).attempts) == (EmailState.FAILED, 1)


def test_relay_that_fails_three_times_in_a_row_is_left_alone_for_a_while(
    alice: Person, bob: Person, sam: Person, dina: Person, facts: Facts, sink: Sink
) -> None:
    for person in (alice, bob, sam, dina):
        sink.answers[person.email] = "451 Try again later"
    facts.raised(alice, bob, sam, dina)

    tally = deliver()

    assert (tally.failed, dict(tally.skipped)) == (3, {RELAY_FAILS: 1})
    untried = Message.objects.get(email_state=EmailState.PENDING)
    assert untried.attempts == 0


def test_one_connection_serves_a_batch(
    alice: Person, bob: Person, sam: Person, facts: Facts, sink: Sink
) -> None:
    facts.raised(alice, bob, sam)
    facts.raised(alice, bob, sam)

    deliver()

    assert (len(sink.letters), sink.connections) == (6, 1)


def test_future_moment_is_refused_outside_a_demo(
    facts: Facts, sink: Sink, settings: pytest.FixtureRequest, noon: datetime, db: None
) -> None:
    settings.RASSO_DEMO = False

    with pytest.raises(NotAllowed, match="demo and test databases"):
        deliver(at=noon + timedelta(days=1))


def test_held_notices_are_counted(alice: Person, facts: Facts, sink: Sink, noon: datetime) -> None:
    with open_door("a test sets a day"):
        DutyDay.objects.create(
            person=alice, day=noon.date(), starts="22:00", ends="06:00", set_by=alice, set_at=noon
        )
    facts.raised(alice, urgency=DIGEST)

    assert (deliver().held, sink.letters) == (1, [])


@pytest.mark.parametrize("moment", ["tomorrow", "2026-13-01T12:00:00Z", "20"])
def test_command_asks_for_a_moment_that_is_one(moment: str, db: None) -> None:
    with pytest.raises(CommandError, match="Give a moment such as"):
        call_command("deliver_messages", at=moment)
