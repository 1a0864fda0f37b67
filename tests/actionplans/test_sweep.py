"""The sweep: every missed step once, in order, and nothing that a recorded act has stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from actionplans.enums import DateKind, ReviewOutcome
from actionplans.ladder import current_ladder, due_steps
from actionplans.models import ActionPlan, ActionPlanItem, Escalation, PlanDate
from actionplans.services import (
    Swept,
    acknowledge_escalation,
    complete_plan,
    outstanding,
    raise_reminders,
    record_plan_review,
    return_items,
    set_plan_date,
)
from cases.models import Case
from rasso_tracker.audit import Action
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import end_of_day, now
from rasso_tracker.messages import health
from rasso_tracker.messages.models import Raised, SweepRun
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from tests.actionplans.conftest import REVIEW_ON, TARGET_ON, moment

MINUTE = timedelta(minutes=1)
LAPSED = end_of_day(REVIEW_ON)


def ledger(plan: ActionPlan) -> list[tuple[str, int]]:
    return list(Escalation.objects.filter(plan=plan).order_by("id").values_list("plan_date__kind", "step"))


def test_nothing_is_due_until_the_review_date_has_ended_in_london(plan: ActionPlan) -> None:
    assert raise_reminders(at=LAPSED - timedelta(microseconds=1)) == Swept(due=0, written=0, already=0)
    assert not plan.is_lapsed(LAPSED - timedelta(microseconds=1))
    assert raise_reminders(at=LAPSED) == Swept(due=1, written=1, already=0)
    assert plan.is_lapsed(LAPSED)
    assert ledger(plan) == [("review", 0)]


def test_a_sweep_again_writes_none(plan: ActionPlan) -> None:
    raise_reminders(at=LAPSED)
    assert raise_reminders(at=LAPSED) == Swept(due=0, written=0, already=0)
    assert raise_reminders(at=LAPSED + MINUTE) == Swept(due=0, written=0, already=0)
    assert ledger(plan) == [("review", 0)]


def test_a_sweep_run_100_times_never_repeats_a_step(
    plan: ActionPlan, make_plan: Callable[..., ActionPlan]
) -> None:
    other = make_plan()
    for minutes in range(100):
        raise_reminders(at=LAPSED + timedelta(hours=8 * minutes))
    whole = [(one.kind, step) for one in PlanDate.objects.filter(plan=plan) for step in range(5)]
    last = LAPSED + timedelta(hours=8 * 99)
    expected = [
        (kind, step)
        for kind, step in whole
        if any(
            step in due_steps(one, plan, last, current_ladder())
            for one in PlanDate.objects.filter(plan=plan, kind=kind)
        )
    ]
    assert sorted(ledger(plan)) == sorted(expected)
    assert sorted(ledger(other)) == sorted(expected)
    assert Raised.objects.filter(kind="plan_lapsed").count() == Escalation.objects.count()


def test_an_outage_is_caught_up_with_every_missed_step_in_order(plan: ActionPlan) -> None:
    """No sweep for months, as after a lost server: nothing is capped and nothing is looked back for."""
    swept = raise_reminders(at=end_of_day(date(2026, 9, 30)))
    assert swept == Swept(due=10, written=10, already=0)
    assert ledger(plan) == [
        ("review", 0),  # 16 March, the review date
        ("review", 1),  # 18 March, 2 working days past
        ("review", 2),  # 23 March, 5 working days past
        ("target", 0),  # 30 March, the target date
        ("review", 3),  # 30 March, 10 working days past the review date
        ("target", 1),  # 8 April: Good Friday and Easter Monday do not count
        ("review", 4),  # 15 April, 20 working days past the review date
        ("target", 2),  # 30 April
        ("target", 3),  # 30 May
        ("target", 4),  # 30 June
    ]
    plan.refresh_from_db()
    assert (plan.step, plan.next_step_at) == (4, None)


def test_the_ledger_is_in_the_order_in_which_the_steps_fell_due(plan: ActionPlan) -> None:
    raise_reminders(at=end_of_day(date(2026, 9, 30)))
    rows = list(Escalation.objects.filter(plan=plan).order_by("id").values_list("due_at", flat=True))
    assert rows == sorted(rows)
    assert rows[0] == LAPSED


def test_each_ledger_row_has_one_row_in_the_outbox_for_the_moment_it_fell_due(plan: ActionPlan) -> None:
    raise_reminders(at=end_of_day(date(2026, 3, 25)))
    rows = dict(Escalation.objects.values_list("pk", "due_at"))
    raised = Raised.objects.filter(kind="plan_lapsed")
    assert {row.source: row.raised_for for row in raised} == rows
    assert {row.subject_id for row in raised} == {plan.pk}


def test_one_audit_event_tells_of_a_whole_sweep(
    plan: ActionPlan, make_plan: Callable[..., ActionPlan]
) -> None:
    other = make_plan()
    raise_reminders(at=LAPSED)
    events = list(AuditEvent.objects.filter(action=Action.REMINDERS_RAISED.name))
    assert [set(event.subjects) for event in events] == [{plan.pk, other.pk}]


def test_a_sweep_that_finds_nothing_leaves_a_run_and_no_event(plan: ActionPlan) -> None:
    raise_reminders(at=moment(REVIEW_ON, hour=11))  # the supervisor's first review is owed since February
    events = AuditEvent.objects.filter(action=Action.REMINDERS_RAISED.name)
    before = events.count()
    raise_reminders(at=moment(REVIEW_ON))
    run = SweepRun.objects.filter(kind="reminders").latest("at")
    assert (run.due, run.written, run.already, run.finished_at is not None) == (0, 0, 0, True)
    assert events.count() == before


def test_viewing_does_not_stop_the_ladder(
    plan: ActionPlan, alice: Person, sign_in: Callable[..., Client]
) -> None:
    raise_reminders(at=LAPSED)
    client = sign_in(alice)
    assert client.get(f"/action-plans/{plan.pk}/").status_code == 200
    assert raise_reminders(at=end_of_day(date(2026, 3, 18))).written == 1
    assert ledger(plan) == [("review", 0), ("review", 1)]


@pytest.mark.parametrize(
    "act",
    ["review", "new_dates", "complete", "acknowledge"],
)
def test_a_recorded_act_stops_the_ladder(
    act: str, plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    raise_reminders(at=LAPSED)
    at, later, until = LAPSED + timedelta(hours=9), date(2026, 6, 1), date(2026, 5, 29)
    if act == "review":
        record_plan_review(
            by=gita,
            plan=plan,
            outcome=ReviewOutcome.NEW_DATE,
            note="",
            next_review_on=later,
            new_target_on=later,
            reason="The laboratory needs longer.",
            at=at,
        )
    elif act == "new_dates":
        for kind in (DateKind.TARGET, DateKind.REVIEW):
            set_plan_date(by=alice, plan=plan, kind=kind, due_on=later, reason="Waiting on the bank.", at=at)
    elif act == "complete":
        return_items(by=alice, plan=plan, items=list(ActionPlanItem.objects.filter(plan=plan)), at=at)
        complete_plan(by=lena, plan=plan, at=at)
    else:
        set_plan_date(by=alice, plan=plan, kind=DateKind.TARGET, due_on=later, reason="Bank.", at=at)
        acknowledge_escalation(
            by=alice,
            escalation=Escalation.objects.get(plan=plan),
            next_act="Chase the bank.",
            next_act_on=date(2026, 4, 14),  # four weeks, which is as long as an answer holds it
            at=at,
        )
        until = date(2026, 4, 13)
    assert raise_reminders(at=end_of_day(until)).written == 0
    assert ledger(plan) == [("review", 0)]


def test_a_promise_that_is_missed_climbs_on_from_the_step_above(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    raise_reminders(at=end_of_day(date(2026, 3, 18)))
    assert ledger(plan) == [("review", 0), ("review", 1)]
    promised = date(2026, 3, 20)
    acknowledge_escalation(
        by=alice,
        escalation=Escalation.objects.get(plan=plan, step=1),
        next_act="Ask the bank again.",
        next_act_on=promised,
        at=end_of_day(date(2026, 3, 18)) + timedelta(hours=9),
    )
    set_plan_date(
        by=alice,
        plan=plan,
        kind=DateKind.TARGET,
        due_on=date(2026, 12, 1),
        reason="Bank.",
        at=end_of_day(date(2026, 3, 18)) + timedelta(hours=10),
    )
    assert raise_reminders(at=end_of_day(promised) - MINUTE).written == 0
    assert raise_reminders(at=end_of_day(promised)).written == 1
    assert ledger(plan) == [("review", 0), ("review", 1), ("next_act", 2)]
    # Step 3 keeps its distance to step 2: five working days (27 March), and so does step 4.
    assert raise_reminders(at=end_of_day(date(2026, 3, 26))).written == 0
    assert raise_reminders(at=end_of_day(date(2026, 3, 27))).written == 1
    plan.refresh_from_db()
    assert plan.step == 3


def test_returning_every_item_stops_the_target_and_not_the_review(plan: ActionPlan, alice: Person) -> None:
    return_items(
        by=alice,
        plan=plan,
        items=list(ActionPlanItem.objects.filter(plan=plan)),
        at=moment(date(2026, 3, 10)),
    )
    raise_reminders(at=end_of_day(date(2026, 9, 30)))
    assert {kind for kind, _ in ledger(plan)} == {"review"}


def test_a_target_with_one_item_still_open_lapses(plan: ActionPlan, alice: Person) -> None:
    first = ActionPlanItem.objects.filter(plan=plan).first()
    return_items(by=alice, plan=plan, items=[first], at=moment(date(2026, 3, 10)))
    raise_reminders(at=end_of_day(TARGET_ON))
    assert ("target", 0) in ledger(plan)


def test_only_a_review_since_the_date_was_set_counts(plan: ActionPlan, gita: Person) -> None:
    """An early review sets the next date; the old one never falls due again."""
    record_plan_review(
        by=gita,
        plan=plan,
        outcome=ReviewOutcome.ON_TRACK,
        note="",
        next_review_on=date(2026, 3, 20),
        at=moment(date(2026, 3, 9)),
    )
    assert raise_reminders(at=end_of_day(REVIEW_ON)).written == 0
    assert raise_reminders(at=end_of_day(date(2026, 3, 20))).written == 1
    assert Escalation.objects.get(plan=plan).plan_date.because == "reviewed"


def test_a_future_moment_is_refused_outside_a_demo(plan: ActionPlan, settings: Any) -> None:
    settings.RASSO_DEMO = False
    with pytest.raises(NotAllowed, match="demo and test databases only"):
        raise_reminders(at=now() + timedelta(days=1))
    assert not Escalation.objects.exists()


def test_health_counts_what_is_owed_a_step(plan: ActionPlan, case: Case) -> None:
    assert outstanding(LAPSED) == 1
    raise_reminders(at=LAPSED)
    assert outstanding(LAPSED) == 0
    assert "reminders" in health._watched


def test_the_stored_step_puts_the_highest_first_and_then_the_oldest(
    plan: ActionPlan, make_plan: Callable[..., ActionPlan]
) -> None:
    later = make_plan(review_date=date(2026, 3, 18))
    slow = make_plan(review_date=date(2026, 3, 23))
    raise_reminders(at=end_of_day(date(2026, 3, 23)))
    order = list(
        ActionPlan.objects.filter(urgency__isnull=False).order_by("urgency").values_list("pk", "step")
    )
    assert order == [(plan.pk, 2), (later.pk, 1), (slow.pk, 0)]
