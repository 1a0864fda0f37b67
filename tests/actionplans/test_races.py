"""Two at once, in two real connections that commit: one reminder, and nothing for a plan that was just
reviewed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.db import connection, connections, transaction

from actionplans.enums import ReviewOutcome
from actionplans.models import ActionPlan, Escalation
from actionplans.services import Swept, raise_reminders, record_plan_review
from rasso_tracker.clocks import end_of_day
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message, Raised, SweepRun
from rasso_tracker.people.access import system
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import REVIEW_ON, a_case, issued, submitted

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
    """The sweep has read the plan as lapsed when the review commits; it looks again and writes nothing for
    it.
    """
    reviewed, waiting = plans[0], threading.Event()
    with system("a test finds a person"):
        gita = person("gita")

    def review_slowly() -> None:
        with transaction.atomic():
            record_plan_review(
                by=gita,
                plan=reviewed,
                outcome=ReviewOutcome.ON_TRACK,
                note="",
                next_review_on=date(2026, 4, 1),
                at=LAPSED + timedelta(hours=1),
            )
            waiting.set()
            _until_somebody_waits_for_us()

    def sweep() -> Swept:
        assert waiting.wait(timeout=20)
        return raise_reminders(at=LAPSED + timedelta(hours=1))

    _, swept = side_by_side(review_slowly, sweep)
    assert swept == Swept(due=2, written=2, already=0)
    with system("a test counts"):
        assert not Escalation.objects.filter(plan=reviewed).exists()
        reviewed.refresh_from_db()
        assert reviewed.step is None


def _until_somebody_waits_for_us() -> None:
    """Hold the transaction open until another backend waits for its lock (no sleep)."""
    with connection.cursor() as cursor:
        for _ in range(20_000):
            cursor.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("the sweep never waited for the review")
