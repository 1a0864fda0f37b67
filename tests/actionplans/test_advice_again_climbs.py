"""Advice that is to be written again, and is not, climbs on both sides until its next version stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from actionplans.ladder import current_ladder
from actionplans.models import Advice, Climb, ClimbEscalation
from actionplans.services import (
    acknowledge_due_escalation,
    confirm_advice,
    confirm_countersignature,
    countersign_advice,
    raise_reminders,
    write_advice,
)
from actionplans.shown.calls import called_in
from cases.models import DueItem
from cases.services import name_person, restrict_case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import start_of_day
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import CpsUnit, District, Person
from tests.actionplans.conftest import moment
from tests.stories import story

REFUSED = moment(date(2026, 3, 4))
DUE_ON = date(2026, 3, 9)  # three working days later
# As each begins: the day after it, then 2, 5, 10 and 20 working days (Easter among them) past it.
STEPS = [start_of_day(day) for day in (
    date(2026, 3, 10), date(2026, 3, 12), date(2026, 3, 17), date(2026, 3, 24), date(2026, 4, 9),
)]  # fmt: skip
WORDS = "Get advice written again: CPS owed another version by a date that has passed"


def refuse(advice: Advice, by: Person, at: datetime = REFUSED, **more: Any) -> Any:
    return countersign_advice(by=by, advice=advice, holds=False, words="Not of the phone.", at=at, **more)


@story
def refused(advice: Advice, chief: Person, nora: Person, unit: CpsUnit) -> Advice:
    """Nora is the unit's district prosecutor."""
    with open_door("a test gives a post"):
        Person.objects.filter(pk=nora.pk).update(post=Post.DISTRICT_CROWN_PROSECUTOR, cps_unit=unit)
    refuse(advice, chief)
    return advice


def sweep(*moments: datetime) -> None:
    for at in moments:
        for _ in range(2):  # a second run at the same moment says nothing twice
            raise_reminders(at=at)
            deliver(at=at)


def steps_told(**asked: Any) -> dict[int, list[str]]:
    """By step, whoever has a message of it, each as often as they have one."""
    steps = dict(ClimbEscalation.objects.filter(climb__code="advice_again").values_list("pk", "step"))
    rows = Message.objects.filter(kind="due_climbed", source__in=steps, **asked)
    found = defaultdict(list)
    for source, name in rows.order_by("recipient__name").values_list("source", "recipient__username"):
        found[steps[source]].append(name)
    return dict(found)


def standing() -> Climb | None:
    return Climb.objects.filter(code="advice_again", superseded_at__isnull=True).first()


def test_each_step_tells_the_named_people_of_both_sides_once(refused: Advice) -> None:
    sweep(STEPS[0] - timedelta(seconds=1))
    assert steps_told() == {}
    sweep(*STEPS)
    assert steps_told() == {
        0: ["alice", "lena"],
        1: ["gita", "max", "sam"],
        2: ["dina", "nora"],
        3: ["hugh"],  # nobody holds a post of step 3 or, at CPS, one above it
        4: ["hugh"],
    }
    first = Message.objects.get(kind="due_climbed", recipient__username="lena")
    assert (first.headline, first.why) == (
        WORDS,
        "You are the lawyer who is to write advice again for this case.",
    )


def test_after_an_outage_every_step_is_in_the_ledger_and_the_highest_is_told(refused: Advice) -> None:
    sweep(STEPS[2])
    rows = ClimbEscalation.objects.filter(climb__code="advice_again")
    assert list(rows.order_by("step").values_list("step", flat=True)) == [0, 1, 2]
    told = steps_told()
    assert told[2] == ["dina", "nora"]
    everybody = [name for names in told.values() for name in names]
    assert len(everybody) == len(set(everybody))


def test_another_version_ends_it_and_quiets_the_inbox(refused: Advice, lena: Person, chief: Person) -> None:
    sweep(*STEPS[:2])
    at = STEPS[1] + timedelta(hours=9)
    write_advice(by=lena, submission=refused.submission, text="See the phone.", kind="nfa", at=at)
    assert standing() is None
    assert steps_told(handled_at__isnull=True) == {}
    sweep(STEPS[2])
    assert 2 not in steps_told()


def test_it_starts_again_where_cps_supersedes_the_version_that_ended_it(
    refused: Advice, gita: Person, lena: Person
) -> None:
    sweep(*STEPS[:2])
    at = STEPS[1] + timedelta(hours=9)
    paper: Any = {"document_name": "email", "document_date": at.date()}
    second = write_advice(by=gita, submission=refused.submission, text="Go on.", at=at, **paper)
    confirm_advice(by=lena, advice=second, stands=False, at=at)
    again = standing()
    assert again is not None
    assert (again.step, again.due_on) == (None, date(2026, 3, 17))
    sweep(start_of_day(date(2026, 3, 18)))
    assert steps_told(handled_at__isnull=True) == {0: ["alice", "lena"]}


def test_it_ends_where_cps_supersedes_the_refusal_that_police_entered(
    advice: Advice, gita: Person, lena: Person
) -> None:
    row = refuse(advice, gita, document_name="email", document_date=REFUSED.date())
    sweep(STEPS[0])
    assert 0 in steps_told(handled_at__isnull=True)
    confirm_countersignature(by=lena, countersignature=row, stands=False, at=STEPS[0] + timedelta(hours=9))
    assert standing() is None
    assert steps_told(handled_at__isnull=True) == {}


def test_a_promise_stops_it_until_its_day_and_goes_on_from_the_step_above(
    refused: Advice, lena: Person
) -> None:
    sweep(STEPS[0])
    at, step = STEPS[0] + timedelta(hours=9), ClimbEscalation.objects.get(climb__code="advice_again")
    acknowledge_due_escalation(
        by=lena, escalation=step, next_act="I write it.", next_act_on=date(2026, 3, 13), at=at
    )
    assert steps_told(handled_at__isnull=True) == {}
    sweep(STEPS[1])
    assert steps_told(handled_at__isnull=True) == {}
    sweep(start_of_day(date(2026, 3, 18)))  # two working days past the promise: step 1
    assert steps_told(handled_at__isnull=True) == {1: ["gita", "max", "sam"]}


def test_with_its_author_gone_the_unit_hears_from_the_first_step(refused: Advice) -> None:
    with open_door("a test ends a service"):
        Person.objects.filter(username="lena").update(left_on=date(2026, 3, 6))
    sweep(STEPS[0])
    assert steps_told() == {0: ["alice", "max"]}


def test_advice_that_police_entered_is_owed_by_the_unit(
    submission: Any, alice: Person, chief: Person
) -> None:
    """Nobody of CPS is known to have written it, and no plan names a prosecutor of the case."""
    paper: Any = {"document_name": "mg3", "document_date": date(2026, 3, 2)}
    entered = write_advice(by=alice, submission=submission, text="No.", kind="nfa",
                           at=moment(date(2026, 3, 3)), **paper)  # fmt: skip
    refuse(entered, chief)
    sweep(STEPS[0])
    assert steps_told() == {0: ["alice", "max"]}


def test_on_a_restricted_case_it_climbs_among_the_named_alone(
    refused: Advice, alice: Person, gita: Person, lena: Person, sam: Person
) -> None:
    at = REFUSED + timedelta(hours=1)
    restrict_case(by=sam, case=refused.case, people=[alice, gita, sam], reason="Police suspect.", at=at)
    sweep(STEPS[0])
    assert steps_told() == {0: ["alice"]}
    name_person(by=sam, case=refused.case, person=lena, reason="To advise.", at=STEPS[0])
    sweep(*STEPS[1:])
    told = steps_told()
    named = {"alice", "gita", "sam", "lena"}
    assert {name for names in told.values() for name in names} <= named
    assert told[1] == ["gita", "sam"]
    assert all(told[step] for step in range(5))


@pytest.mark.parametrize("username", ["alice", "lena", "gita"])
def test_the_page_says_by_when_and_on_which_step_and_whom_each_reached(
    username: str, refused: Advice, sign_in: Callable[..., Any]
) -> None:
    client, path = sign_in(Person.objects.get(username=username)), f"/submissions/{refused.submission_id}/"
    before = client.get(path).content.decode()
    assert "CPS writes another version by" in before
    assert "9 March 2026" in before
    assert "of the ladder" not in before
    sweep(*STEPS[:2])
    item = DueItem.objects.get(code="advice_again", settled_at__isnull=True)
    page = client.get(path).content.decode()
    assert f'href="/due-items/{item.pk}/">Step 1 of the ladder<' in page
    due = client.get(f"/due-items/{item.pk}/").content.decode()
    assert "Advice to be written again" in due
    for name in ("Lena", "Alice", "Gita", "Sam", "Max"):
        assert name in due
    listed = client.get("/due-items/", {"kind": "advice_again"}).content.decode()
    assert f"/due-items/{item.pk}/" in listed


def test_a_countersignature_that_stays_away_says_its_step_there_too(
    advice: Advice, alice: Person, sign_in: Callable[..., Any]
) -> None:
    raise_reminders(at=STEPS[1])
    item = DueItem.objects.get(code="countersign")
    page = sign_in(alice).get(f"/submissions/{advice.submission_id}/").content.decode()
    assert f'href="/due-items/{item.pk}/">Step 1 of the ladder<' in page


def test_the_administrator_sees_its_ladder_and_whom_it_tells_today(
    refused: Advice, adam: Person, leeds: District, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(adam)
    assert "Advice to be written again" in client.get("/action-plans/ladder/").content.decode()
    ladder = current_ladder()
    rungs = ladder.of("advice_again", STEPS[0].date())
    found = client.get("/action-plans/ladder/called/", {"kind": "advice_again", "district": "leeds"})
    [(_, steps)] = called_in(rungs, ladder, leeds, STEPS[0].date())
    assert [
        (one.rung.step, one.of_each_case, [told.person.username for told in one.told]) for one in steps
    ] == [
        (0, ("The officer in charge of each case", "Who is to write the advice again on each case"), []),
        (1, (), ["max", "gita", "sam"]),
        (2, (), ["nora", "dina"]),
        (3, (), ["hugh"]),
        (4, (), ["hugh"]),
    ]
    assert "Who is to write the advice again on each case" in found.content.decode()
