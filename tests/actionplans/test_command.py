"""The command and the task are the same sweep."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from actionplans.models import ActionPlan, Escalation
from actionplans.tasks import raise_reminders as task
from rasso_tracker.celery import app
from rasso_tracker.clocks import end_of_day, now
from rasso_tracker.messages import health
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import REVIEW_ON, a_case, issued, submitted


def run(*arguments: str) -> dict[str, int]:
    out = StringIO()
    call_command("raise_reminders", *arguments, stdout=out)
    (line,) = out.getvalue().splitlines()
    answer: dict[str, int] = json.loads(line)
    return answer


def test_the_command_prints_one_line_of_json_and_then_writes_none(plan: ActionPlan) -> None:
    at = end_of_day(REVIEW_ON).isoformat()
    assert run("--at", at) == {"due": 1, "written": 1, "already": 0, "due_soon": 0}
    assert run("--at", at) == {"due": 0, "written": 0, "already": 0, "due_soon": 0}


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("2026-03-16", 1),  # a date is its end in London
        ("2026-03-15", 0),
        ("2026-03-16T23:59:59", 0),  # without a zone it is read off a London clock
        ("2026-03-17T00:00:00", 1),
        ("2026-03-17T00:00:00+01:00", 0),
        ("2026-03-17T00:00:00Z", 1),
    ],
)
def test_the_moment_may_be_given_in_any_of_these_ways(text: str, steps: int, plan: ActionPlan) -> None:
    assert run("--at", text)["written"] == steps


@pytest.mark.parametrize("text", ["tomorrow", "2026-02-30", "2026-13-01T00:00:00", "20"])
def test_a_moment_that_is_none_gets_a_sentence(text: str, db: None) -> None:
    with pytest.raises(CommandError, match="Give a moment such as"):
        run("--at", text)


def test_a_future_moment_outside_a_demo_is_refused_with_a_sentence(db: None, settings: Any) -> None:
    settings.RASSO_DEMO = False
    with pytest.raises(CommandError, match="demo and test databases only"):
        run("--at", (now() + timedelta(days=3)).isoformat())


def test_the_task_of_beat_is_the_sweep(alice: Person, lena: Person, unit: CpsUnit) -> None:
    plan = issued(submitted(a_case(alice), alice, unit), lena, now() - timedelta(days=16))
    task()
    assert list(Escalation.objects.filter(plan=plan).values_list("step", flat=True)) == [0]
    names = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert task.name == "actionplans.raise_reminders"
    assert task.name in names


def test_a_sweep_that_writes_nothing_while_plans_lapse_turns_health_red(
    alice: Person, lena: Person, unit: CpsUnit
) -> None:
    issued(submitted(a_case(alice), alice, unit), lena, now() - timedelta(days=16))
    task()
    assert not [why for why in health.state(now()).reasons if "reminders" in why]
    issued(submitted(a_case(alice), alice, unit), lena, now() - timedelta(days=16))
    later = now() + timedelta(hours=1)
    reasons = [why for why in health.state(later).reasons if "reminders" in why]
    assert any("wrote nothing" in why for why in reasons)
    assert any("minutes ago" in why for why in reasons)


def test_two_moments_of_one_plan_are_swept_in_any_order(
    plan: ActionPlan, make_plan: Callable[..., ActionPlan]
) -> None:
    make_plan()
    late, early = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 3, 20, tzinfo=UTC)
    written = run("--at", late.isoformat())["written"]
    assert run("--at", early.isoformat()) == {"due": 0, "written": 0, "already": 0, "due_soon": 0}
    assert run("--at", late.isoformat()) == {"due": 0, "written": 0, "already": 0, "due_soon": 0}
    assert Escalation.objects.count() == written
