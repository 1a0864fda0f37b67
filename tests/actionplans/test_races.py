"""Two at once, in two real connections that commit: one reminder, and nothing for a plan that was just
reviewed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from actionplans.enums import ReviewOutcome
from actionplans.models import ActionPlan, ClimbEscalation, Escalation
from actionplans.services import Swept, raise_reminders, record_plan_review
from cases.models import Case, DueItem
from cases.services import raise_due, settle_due
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import end_of_day
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message, Raised, SweepRun
from rasso_tracker.people.access import system
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import OPENED, REVIEW_ON, a_case, issued, submitted

LAPSED = end_of_day(REVIEW_ON)


def person(username: str) -> Person:
    return Person.objects.select_related("district", "team", "cps_unit").get(username=username)


@pytest.fixture
def plans(own_database: str) -> Iterator[list[ActionPlan]]:
    """Three lapsed plans, committed."""
    with system("a test makes plans"):
        alice, lena, unit = person("alice"), person("lena"), CpsUnit.objects.get(code="yh-rasso")
        made = [issued(submitted(a_case(alice), alice, unit), lena) for _ in range(3)]
    yield made
    connections.close_all()


def side_by_side(*works: Callable[[], object]) -> list[object]:
    """Run each in a thread with a connection of its own, all from the same instant."""
    barrier = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=20)
            results[place] = work()
        except BaseException as trouble:
            results[place] = trouble
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_two_sweeps_at_once_write_one_reminder_a_plan(plans: list[ActionPlan]) -> None:
    results = side_by_side(*[lambda: raise_reminders(at=LAPSED)] * 2)
    assert sorted(one.written for one in results if isinstance(one, Swept)) == [0, 3]
    with system("a test counts"):
        assert Escalation.objects.count() == 3
        assert Raised.objects.filter(kind="plan_lapsed").count() == 3
        assert SweepRun.objects.filter(kind="reminders", finished_at__isnull=False).count() == 2


def test_eight_sweeps_and_two_deliveries_at_once_tell_each_person_once(plans: list[ActionPlan]) -> None:
    side_by_side(*[lambda: raise_reminders(at=LAPSED)] * 8, *[lambda: deliver(at=LAPSED)] * 2)
    deliver(at=LAPSED)
    with system("a test counts"):
        told = Message.objects.filter(kind="plan_lapsed").values_list("subject_id", "recipient__username")
        assert sorted(told) == sorted((plan.pk, name) for plan in plans for name in ("alice", "lena"))


def test_a_plan_that_is_being_reviewed_while_the_sweep_runs_is_left_alone(plans: list[ActionPlan]) -> None:
    """The sweep neither waits for the review nor says that the plan lapsed, then or later."""
    reviewed, at = plans[0], LAPSED + timedelta(hours=1)
    with system("a test finds a person"):
        gita = person("gita")
    with transaction.atomic():
        record_plan_review(
            by=gita,
            plan=reviewed,
            outcome=ReviewOutcome.ON_TRACK,
            note="",
            next_review_on=date(2026, 4, 1),
            at=at,
        )
        beside = Beside(lambda: raise_reminders(at=at))
        beside.goes_on()
    assert beside.result() == Swept(due=2, written=2, already=0)
    assert raise_reminders(at=at) == Swept(due=0, written=0, already=0)
    with system("a test counts"):
        assert not Escalation.objects.filter(plan=reviewed).exists()
        reviewed.refresh_from_db()
        assert reviewed.step is None


class Beside:
    """Work in a thread with a connection of its own, while this one holds its transaction open."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.found: list[object] = []
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(work,))
        self.thread.start()

    def _run(self, work: Callable[[], object]) -> None:
        try:
            self.found.append(work())
        except Exception as trouble:
            self.found.append(trouble)
        finally:
            connections.close_all()
            self.done.set()

    def goes_on(self) -> None:
        """Until it is done, or waits for a lock that this connection holds (no sleep)."""
        with connection.cursor() as cursor:
            while not self.done.is_set():
                cursor.execute(
                    "SELECT count(*) FROM pg_locks"
                    " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
                )
                if cursor.fetchone()[0]:
                    return

    def result(self) -> object:
        self.thread.join(timeout=60)
        return self.found[0] if self.found else None


AT = end_of_day(date(2026, 3, 2))
CLIMBS, SOON = ("safeguarding", date(2026, 3, 2)), ("victim_update", date(2026, 3, 4))


@pytest.fixture
def own_case(own_database: str) -> Iterator[Case]:
    """A case of which everything that was due has been said."""
    with system("a test makes a case"):
        made = a_case(person("alice"))
    raise_reminders(at=AT)
    yield made
    connections.close_all()


def owe(case: Case, code: str, due_on: date) -> DueItem:
    with system("a test owes"), open_door("a test owes"):
        return raise_due(case=case, source=uuid4(), code=code, what="Something", due_on=due_on, at=OPENED)


def say_done(item: DueItem) -> None:
    with system("a test settles"), open_door("a test settles"):
        settle_due(source=item.source, at=AT)


@pytest.mark.parametrize("later", [SOON, CLIMBS], ids=["climb and due soon", "two climbs"])
@pytest.mark.parametrize("kept", [True, False], ids=["kept", "taken back"])
def test_a_deed_and_the_sweep_that_meet_the_same_rows_in_turn_both_end(
    kept: bool, later: tuple[str, date], own_case: Case
) -> None:
    """The deed holds what the sweep comes to later, and goes on to what the sweep takes before that. What the
    sweep passed by it finds again where the deed came to nothing.
    """
    ahead, held = owe(own_case, *CLIMBS), owe(own_case, *later)
    with transaction.atomic():
        say_done(held)
        beside = Beside(lambda: raise_reminders(at=AT))
        beside.goes_on()
        say_done(ahead)
        transaction.set_rollback(not kept)
    first, second = beside.result(), raise_reminders(at=AT)
    left = (0, 0) if kept else (0, 1) if later == SOON else (1, 0)
    assert isinstance(first, Swept), first
    assert (first.written, first.due_soon) == (1, 0)
    assert (second.written, second.due_soon) == left
    with system("a test reads"):
        said = ClimbEscalation.objects.filter(climb__item=ahead)
        assert list(said.values_list("step", flat=True)) == [2]


def test_a_deed_on_several_plans_and_the_sweep_both_end(plans: list[ActionPlan]) -> None:
    held, *others = plans
    with transaction.atomic(), system("a test holds plans"):
        rows = ActionPlan.objects.select_for_update(no_key=True, of=("self",))
        rows.get(pk=held.pk)
        beside = Beside(lambda: raise_reminders(at=LAPSED))
        beside.goes_on()
        for one in others:
            rows.get(pk=one.pk)
    assert (beside.result(), raise_reminders(at=LAPSED)) == (
        Swept(due=2, written=2, already=0),
        Swept(due=1, written=1, already=0),
    )
