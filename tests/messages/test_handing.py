"""On a rest day the team hears, the person's own message waits, and what was dealt with is quiet for all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rasso_tracker.audit.doors import open_door
from rasso_tracker.duty.facts import Hours
from rasso_tracker.duty.models import DutyDay, DutyPattern
from rasso_tracker.duty.services import set_duty_day, set_duty_pattern
from rasso_tracker.ids import uuid7
from rasso_tracker.messages import DIGEST, NOW, Due, Gone, colleagues
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.messages.services import settle
from rasso_tracker.messages.services.handing import hand_on
from rasso_tracker.messages.services.leasing import BACK
from rasso_tracker.people.models import DutyCover, Leave, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.messages.conftest import Facts, Sink

SATURDAY, SUNDAY, MONDAY = date(2026, 6, 6), date(2026, 6, 7), date(2026, 6, 8)
MORNING, EVENING = time(7), time(19)


def moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


SATURDAY_NOON = moment(SATURDAY, 11)


@pytest.fixture(autouse=True)
def _every_case_may_be_known() -> Any:
    before = list(colleagues._answer)
    colleagues.register(lambda pairs: {(case_id, person.pk) for case_id, person in pairs})
    yield
    colleagues._answer[:] = before


def works(person: Person, *days: date) -> None:
    with open_door("a test sets days"):
        for day in days:
            DutyDay.objects.create(
                person=person, day=day, starts=MORNING, ends=EVENING, set_by=person, set_at=moment(day, 1)
            )


def supervised(person: Person, by: Person) -> None:
    with open_door("a test sets a supervisor"):
        Person.objects.filter(pk=person.pk).update(supervisor=by)


def delivered(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        return deliver()


def inboxes() -> list[tuple[str, str]]:
    rows = Message.objects.order_by("recipient__username").values_list("recipient__username", "email_state")
    return list(rows)


def test_the_team_on_duty_hears_in_the_place_of_who_rests(
    alice: Person,
    bob: Person,
    dora: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    works(bob, SATURDAY)
    works(dora, SATURDAY)  # of another team
    facts.raised(alice, urgency=DIGEST, at=moment(SATURDAY, 1))

    delivered(moment(SATURDAY, 1))
    assert inboxes() == [("alice", "held"), ("bob", "held")]
    delivered(moment(SATURDAY, 6))  # seven in London: Bob's duty begins

    (letter,) = sink.letters
    assert letter.to == bob.email
    assert "R/2026/000123: For Alice, on a rest day: Record a review of the action plan" in letter.text
    assert "Why you got this: Alice is on a rest day, and you are on duty in the same team." in letter.text


def test_it_is_handed_on_once_a_day_and_goes_to_its_owner_when_their_duty_begins(
    alice: Person,
    bob: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    works(bob, SATURDAY)
    facts.raised(alice, urgency=DIGEST, at=SATURDAY_NOON)
    for minutes in range(3):
        delivered(SATURDAY_NOON + timedelta(minutes=minutes))
    assert inboxes() == [("alice", "held"), ("bob", "sent")]

    delivered(moment(MONDAY, 7))  # eight in London

    assert inboxes() == [("alice", "sent"), ("bob", "sent")]
    assert [letter.to for letter in sink.letters] == [bob.email, alice.email]


def test_who_was_told_themselves_is_not_told_again_for_somebody_who_rests(
    alice: Person,
    bob: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    """Of the same plan, step 1 is Alice's and step 2 is Bob's; he is on duty."""
    works(bob, SATURDAY)
    plan = uuid7()
    facts.raised(alice, urgency=DIGEST, rank=1, subject=plan, at=SATURDAY_NOON)
    facts.raised(bob, urgency=DIGEST, rank=2, subject=plan, at=SATURDAY_NOON)
    delivered(SATURDAY_NOON)
    assert inboxes() == [("alice", "held"), ("bob", "sent")]


@pytest.mark.parametrize(("urgency", "states"), [(DIGEST, ["sent"]), (NOW, ["sent", "sent"])])
def test_a_higher_step_than_their_own_reaches_a_colleague_where_it_goes_at_once(
    urgency: Any,
    states: list[str],
    alice: Person,
    bob: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    """By digest both would stand in one letter, and ask the same of them."""
    works(bob, SATURDAY)
    plan = uuid7()
    facts.raised(alice, urgency=urgency, rank=2, subject=plan, at=SATURDAY_NOON)
    facts.raised(bob, urgency=DIGEST, rank=1, subject=plan, at=SATURDAY_NOON)
    delivered(SATURDAY_NOON)
    assert list(Message.objects.filter(recipient=bob).values_list("email_state", flat=True)) == states


def test_of_two_who_rest_and_owe_the_same_a_colleague_hears_once(
    alice: Person,
    bob: Person,
    charlie: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    works(bob, SATURDAY)
    with open_door("a test moves somebody into the team"):
        Person.objects.filter(pk=charlie.pk).update(
            team=bob.team, cps_unit=None, district=bob.district, post=bob.post, rank=bob.rank
        )
    plan = uuid7()
    for rank, person in enumerate((alice, charlie)):
        facts.raised(person, urgency=DIGEST, rank=rank, subject=plan, at=SATURDAY_NOON)
    delivered(SATURDAY_NOON)
    assert inboxes() == [("alice", "held"), ("bob", "sent"), ("charlie", "held")]


def test_what_a_colleague_dealt_with_is_quiet_for_who_rested(
    alice: Person,
    bob: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    works(bob, SATURDAY)
    source = facts.raised(alice, urgency=DIGEST, at=SATURDAY_NOON)
    delivered(SATURDAY_NOON)
    due = facts[source]
    assert isinstance(due, Due)
    with open_door("a test deals with it"):
        settle(subject_id=due.subject_id, by=bob, at=SATURDAY_NOON)

    delivered(moment(MONDAY, 7))

    assert inboxes() == [("alice", "dropped"), ("bob", "sent")]
    assert [letter.to for letter in sink.letters] == [bob.email]
    assert set(Message.objects.values_list("handled_why", flat=True)) == {"Dealt with by Bob."}


def test_a_high_step_goes_to_the_team_at_once_as_well(
    alice: Person,
    bob: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    works(bob, SATURDAY)
    facts.raised(alice, urgency=NOW, at=SATURDAY_NOON)
    delivered(SATURDAY_NOON)
    assert sorted(letter.to for letter in sink.letters) == [alice.email, bob.email]


def test_a_colleague_who_may_not_know_of_the_case_hears_nothing(
    alice: Person,
    bob: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    colleagues.register(lambda pairs: set())
    works(bob, SATURDAY)
    facts.raised(alice, urgency=DIGEST, at=SATURDAY_NOON)
    delivered(SATURDAY_NOON)
    assert inboxes() == [("alice", "held")]


def test_with_nobody_of_the_team_on_duty_the_next_supervisor_on_duty_hears(
    alice: Person,
    sam: Person,
    dina: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    supervised(alice, sam)
    supervised(sam, dina)
    works(dina, SATURDAY)
    facts.raised(alice, urgency=DIGEST, at=SATURDAY_NOON)
    delivered(SATURDAY_NOON)
    assert inboxes() == [("alice", "held"), ("dina", "sent")]
    assert "you supervise them" in Message.objects.get(recipient=dina).why


def test_with_nobody_at_all_on_duty_it_waits_for_its_owner(
    alice: Person,
    sam: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    supervised(alice, sam)
    facts.raised(alice, urgency=DIGEST, at=SATURDAY_NOON)
    delivered(SATURDAY_NOON)
    assert inboxes() == [("alice", "held")]
    delivered(moment(MONDAY, 7))
    assert inboxes() == [("alice", "sent")]


def test_of_somebody_on_leave_the_cover_hears_before_the_team(
    alice: Person,
    bob: Person,
    dora: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    works(bob, SATURDAY)
    works(dora, SATURDAY)
    with open_door("a test sends somebody on leave"):
        spell = {"person": alice, "starts_on": SATURDAY, "ends_on": date(2026, 6, 19)}
        cover = DutyCover.objects.create(**spell, covered_by=dora, set_by=alice)
        Leave.objects.create(**spell, cover=cover, recorded_by=alice, recorded_at=moment(SATURDAY, 1))
    facts.raised(alice, urgency=DIGEST, at=SATURDAY_NOON)
    delivered(SATURDAY_NOON)
    assert inboxes() == [("alice", "held"), ("dora", "sent")]


def test_somebody_with_no_duty_for_two_weeks_and_nobody_above_still_hears(
    gita: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    with open_door("a test empties a roster"):
        for number in range(20):
            DutyDay.objects.create(
                person=gita, day=MONDAY + timedelta(days=number), set_by=gita, set_at=SATURDAY_NOON
            )
    facts.raised(gita, urgency=DIGEST, at=moment(MONDAY, 7))
    delivered(moment(MONDAY, 7))
    assert inboxes() == [("gita", "sent")]


def test_a_colleagues_copy_is_dropped_once_its_owner_is_on_duty_again(
    alice: Person,
    bob: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    works(bob, SATURDAY)
    facts.raised(alice, urgency=DIGEST, at=moment(SATURDAY, 5))
    delivered(moment(SATURDAY, 5))  # Bob's digest would come an hour later, but no delivery runs until Monday
    delivered(moment(MONDAY, 7))
    assert inboxes() == [("alice", "sent"), ("bob", "dropped")]
    assert Message.objects.get(recipient=bob).failure == BACK


def test_a_copy_goes_with_what_it_was_for(
    alice: Person,
    bob: Person,
    facts: Facts,
    sink: Sink,
) -> None:
    works(bob, SATURDAY)
    source = facts.raised(alice, urgency=DIGEST, at=moment(SATURDAY, 5))
    delivered(moment(SATURDAY, 5))
    facts[source] = Gone("A review was recorded.")
    delivered(moment(SATURDAY, 6))
    assert sink.letters == []
    assert Message.objects.get(recipient=bob).handled_why == "A review was recorded."


def test_it_costs_the_same_for_three_people_as_for_one(
    alice: Person,
    bob: Person,
    dora: Person,
    charlie: Person,
    facts: Facts,
) -> None:
    def cost(*people: Person) -> int:
        from rasso_tracker.messages.services.resolving import deliver_raised
        from rasso_tracker.messages.tally import Tally

        facts.raised(*people, urgency=DIGEST, at=SATURDAY_NOON)
        deliver_raised(at=SATURDAY_NOON, tally=Tally())
        with CaptureQueriesContext(connection) as queries:
            hand_on(at=SATURDAY_NOON)
        return len(queries)

    works(bob, SATURDAY)
    one = cost(alice)
    assert cost(alice, dora, charlie) <= one


class TestSetting:
    def test_a_supervisor_sets_the_week_of_the_team_and_a_day_of_somebody(
        self, sam: Person, alice: Person
    ) -> None:
        early = Hours(time(7), time(15))
        week = [early] * 5 + [None, None]
        row = set_duty_pattern(by=sam, team=sam.team, in_force_from=MONDAY, week=week, at=SATURDAY_NOON)
        assert (row.starts[0], row.ends[6], row.set_by) == (time(7), None, sam)
        again = set_duty_pattern(
            by=sam, team=sam.team, in_force_from=MONDAY, week=week, at=SATURDAY_NOON + timedelta(hours=1)
        )
        assert list(DutyPattern.objects.filter(superseded_at__isnull=True)) == [again]
        day = set_duty_day(by=sam, person=alice, day=MONDAY, hours=None, at=SATURDAY_NOON)
        assert (day.starts, day.ends) == (None, None)

    def test_others_may_not_and_days_that_passed_stay(
        self, sam: Person, alice: Person, charlie: Person
    ) -> None:
        with pytest.raises(NotAllowed, match="cannot set duty"):
            set_duty_day(by=alice, person=alice, day=MONDAY, at=SATURDAY_NOON)
        with pytest.raises(NotAllowed, match="Ask Charlie's supervisor"):
            set_duty_day(by=sam, person=charlie, day=MONDAY, at=SATURDAY_NOON)
        with pytest.raises(NotAllowed, match="week of your own team"):
            set_duty_pattern(
                by=sam, team=charlie.team, in_force_from=MONDAY, week=[None] * 7, at=SATURDAY_NOON
            )
        with pytest.raises(Invalid, match="have passed stay"):
            set_duty_day(by=sam, person=alice, day=date(2026, 6, 5), at=SATURDAY_NOON)
        with pytest.raises(Invalid, match="at least one day"):
            set_duty_pattern(by=sam, person=alice, in_force_from=MONDAY, week=[None] * 7, at=SATURDAY_NOON)
        with pytest.raises(Invalid, match="a person, or a team"):
            set_duty_pattern(by=sam, in_force_from=MONDAY, week=[None] * 7, at=SATURDAY_NOON)
