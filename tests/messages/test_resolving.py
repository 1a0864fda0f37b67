"""From the outbox into inboxes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from rasso_tracker.audit.doors import WriteOutsideDeed, open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.ids import uuid7
from rasso_tracker.messages import DIGEST, NONE, Addressee, Due, Gone, health
from rasso_tracker.messages.enums import EmailState, Outcome
from rasso_tracker.messages.models import Message, Raised
from rasso_tracker.messages.services import raise_notice, settle, tell
from rasso_tracker.messages.services.resolving import deliver_raised
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.models import Person
from tests.messages.conftest import KIND, MONDAY_NOON, Facts, put_in_outbox

pytestmark = pytest.mark.usefixtures("noon")


def resolve(at: datetime = MONDAY_NOON) -> Tally:
    tally = Tally()
    while deliver_raised(at=at, tally=tally):
        pass
    return tally


def inbox(person: Person) -> list[Message]:
    return list(Message.objects.visible_to(person).order_by("pk"))


def test_raised_notice_reaches_each_recipient_with_their_own_why(
    alice: Person, sam: Person, facts: Facts
) -> None:
    source = facts.raised(alice, sam)

    tally = resolve()

    assert [(one.source, one.why) for one in inbox(alice)] == [(source, "You look after it, Alice.")]
    assert [(one.source, one.why) for one in inbox(sam)] == [(source, "You look after it, Sam.")]
    assert Raised.objects.get(source=source).outcome == Outcome.DELIVERED
    assert tally.posted == 2
    posted = AuditEvent.objects.filter(action="MESSAGES_POSTED").get()
    assert set(posted.subjects) == {inbox(alice)[0].pk, inbox(sam)[0].pk}


def test_raising_the_same_source_twice_writes_once(alice: Person, facts: Facts) -> None:
    source = facts.raised(alice)
    put_in_outbox(source, uuid7())

    resolve()
    resolve()

    assert len(inbox(alice)) == 1


def test_raising_outside_a_deed_is_refused(facts: Facts, db: None) -> None:
    with pytest.raises(WriteOutsideDeed):
        raise_notice(kind=KIND, source=uuid7(), subject_id=uuid7(), at=MONDAY_NOON)


def test_what_no_longer_stands_reaches_nobody_and_says_why(alice: Person, facts: Facts) -> None:
    source = facts.raised(alice)
    facts[source] = Gone("The review was recorded on 1 June 2026.")

    tally = resolve()

    assert inbox(alice) == []
    assert dict(tally.skipped) == {"The review was recorded on 1 June 2026.": 1}
    assert Raised.objects.get(source=source).outcome == Outcome.DROPPED


def test_source_that_its_app_does_not_find_is_dropped(alice: Person, facts: Facts) -> None:
    source = facts.raised(alice)
    del facts[source]

    assert dict(resolve().skipped) == {"No longer found.": 1}


def test_catch_up_of_a_subject_sends_each_recipient_the_highest_step_only(
    alice: Person, sam: Person, dina: Person, facts: Facts
) -> None:
    plan = uuid7()
    facts.raised(alice, rank=0, subject=plan)
    step_1 = facts.raised(alice, sam, rank=1, subject=plan)
    step_2 = facts.raised(alice, dina, rank=2, subject=plan)

    resolve()

    assert [one.source for one in inbox(alice)] == [step_2]
    assert [one.source for one in inbox(sam)] == [step_1]
    assert [one.source for one in inbox(dina)] == [step_2]
    assert sorted(Raised.objects.values_list("outcome", flat=True)) == ["covered", "delivered", "delivered"]


def test_two_subjects_are_two_notices(alice: Person, facts: Facts) -> None:
    facts.raised(alice)
    facts.raised(alice)

    resolve()

    assert len(inbox(alice)) == 2


def test_question_that_fails_for_one_source_holds_up_no_other(
    alice: Person, facts: Facts, noon: datetime
) -> None:
    broken, sound = facts.raised(alice), facts.raised(alice)
    facts[broken] = RuntimeError("holds what somebody typed")

    tally = resolve()

    assert [one.source for one in inbox(alice)] == [sound]
    waiting = Raised.objects.get(source=broken)
    assert (waiting.outcome, waiting.attempts, tally.failed) == ("", 1, 1)
    assert waiting.next_attempt_at == noon + timedelta(minutes=1)
    assert waiting.failure.startswith("RuntimeError at conftest.py:")
    assert "typed" not in waiting.failure


def test_question_that_keeps_failing_is_given_up_and_turns_health_red(
    alice: Person, facts: Facts, noon: datetime
) -> None:
    source = facts.raised(alice)
    facts[source] = RuntimeError()

    for _ in range(8):
        Raised.objects.get(source=source)
        with open_door("a test lets time pass"):
            Raised.objects.filter(source=source).update(next_attempt_at=None)
        resolve()

    assert Raised.objects.get(source=source).outcome == Outcome.DEAD
    assert "1 notices of the last 7 days reached nobody." in health.state(noon).reasons


def test_kind_that_no_app_registers_fails_and_waits(facts: Facts, db: None) -> None:
    with open_door("a test raises"):
        raise_notice(kind="unheard_of", source=uuid7(), subject_id=uuid7(), at=MONDAY_NOON)

    assert resolve().failed == 1
    assert Raised.objects.get().failure == "No app registers the notice kind 'unheard_of'."


def test_person_who_left_is_not_told(alice: Person, sam: Person, facts: Facts) -> None:
    with open_door("a test lets Alice leave"):
        Person.objects.filter(pk=alice.pk).update(left_on="2026-05-29")
    facts.raised(alice, sam)

    resolve()

    assert (inbox(alice), len(inbox(sam))) == ([], 1)


def test_notice_to_nobody_is_a_failure_and_never_silent(alice: Person, facts: Facts) -> None:
    with open_door("a test lets Alice leave"):
        Person.objects.filter(pk=alice.pk).update(left_on="2026-05-29")
    source = facts.raised(alice)

    assert resolve().failed == 1
    assert Raised.objects.get(source=source).failure == "Nobody in post was named to hear of it."


def test_facts_are_asked_for_at_the_later_of_now_and_the_moment_raised_for(
    alice: Person, facts: Facts
) -> None:
    tomorrow = MONDAY_NOON + timedelta(days=1)
    facts.raised(alice, raised_for=MONDAY_NOON - timedelta(days=3))
    facts.raised(alice, raised_for=tomorrow)

    resolve()

    assert sorted(facts.asked) == [MONDAY_NOON, tomorrow]


@pytest.mark.parametrize(
    ("urgency", "state"), [("now", "pending"), (DIGEST, EmailState.HELD), (NONE, EmailState.NONE)]
)
def test_urgency_decides_what_becomes_of_the_email(
    alice: Person, facts: Facts, urgency: str, state: str
) -> None:
    facts.raised(alice, urgency=urgency)

    resolve()

    assert inbox(alice)[0].email_state == state


def test_person_without_address_has_the_notice_in_the_inbox_alone(alice: Person, facts: Facts) -> None:
    with open_door("a test takes the address away"):
        Person.objects.filter(pk=alice.pk).update(email="")
    facts.raised(alice)

    resolve()

    assert inbox(alice)[0].email_state == EmailState.NONE


def test_told_in_a_deed_is_in_the_inbox_at_once(alice: Person, facts: Facts) -> None:
    source = facts.due(alice)
    due = facts[source]
    assert isinstance(due, Due)
    with open_door("a test tells"):
        assert tell(kind=KIND, source=source, due=due, at=MONDAY_NOON) == 1
        assert tell(kind=KIND, source=source, due=due, at=MONDAY_NOON) == 1

    assert [one.source for one in inbox(alice)] == [source]


def test_telling_nobody_is_refused(facts: Facts, alice: Person) -> None:
    due = facts[facts.due(alice)]
    assert isinstance(due, Due)
    nobody = Due(**{**due.__dict__, "recipients": (Addressee(uuid7(), "Nobody."),)})

    with open_door("a test tells"), pytest.raises(ValueError, match="nobody to tell"):
        tell(kind=KIND, source=uuid7(), due=nobody, at=MONDAY_NOON)


def test_settling_a_subject_quiets_it_for_everyone_and_drops_the_email(
    alice: Person, sam: Person, facts: Facts, noon: datetime
) -> None:
    plan = uuid7()
    facts.raised(alice, sam, subject=plan)
    facts.raised(alice)
    resolve()

    with open_door("a test settles"):
        assert settle(subject_id=plan, by=alice, at=noon) == 2

    quiet, other = inbox(alice)
    assert (quiet.handled_at, quiet.handled_by, quiet.handled_why) == (noon, alice, "Dealt with by Alice.")
    assert (quiet.email_state, other.email_state) == (EmailState.DROPPED, EmailState.PENDING)
    assert other.handled_at is None
    assert inbox(sam)[0].handled_by == alice
