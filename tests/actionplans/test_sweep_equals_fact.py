"""What the one statement writes is what the pure fact says, whatever the dates, clocks and holidays."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplans.enums import STEPS, DateBecause, DateKind
from actionplans.ladder import current_ladder, due_step, due_steps, step_moments
from actionplans.models import ActionPlan, Escalation, PlanDate
from actionplans.services import raise_reminders, restate_moments, set_ladder_step
from actionplans.services.standing import restate, set_date
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import end_of_day, tables
from rasso_tracker.clocks.services import add_bank_holiday
from rasso_tracker.messages.models import Raised
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import REVIEW_ON, moment
from tests.clocks.oracle import london_midnight_after, months_later, nth_working_day, printed_holidays

# Weeks around both clock changes, Christmas, Easter and the leap day of 2028; and any other day.
AWKWARD = [
    date(2026, 3, 28),
    date(2026, 3, 29),
    date(2026, 4, 2),
    date(2026, 10, 24),
    date(2026, 10, 25),
    date(2026, 12, 24),
    date(2026, 12, 28),
    date(2027, 3, 25),
    date(2027, 10, 31),
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2026, 3, 31),
    date(2026, 11, 30),
]
days = st.sampled_from(AWKWARD) | st.dates(date(2026, 3, 2), date(2028, 6, 30))
offsets = st.integers(-2, 70)
moments = st.integers(0, 24 * 60 * 60 * 1_000_000 - 1)
facts = settings(max_examples=120)
# The ladder in words of model.md, for the oracle: working days, or months for a target from step 2.
WORKING = {"review": [0, 2, 5, 10, 20], "next_act": [0, 2, 5, 10, 20], "target": [0, 5, None, None, None]}
MONTHS = {"target": [None, None, 1, 2, 3]}


@pytest.fixture(autouse=True)
def _read_the_holidays_again() -> Iterator[None]:
    """A holiday that a test added is rolled back; what the process holds in memory must follow."""
    yield
    tables.forget()


def oracle(kind: str, due_on: date, from_step: int) -> list[datetime | None]:
    holidays = printed_holidays()
    found: list[datetime | None] = []
    for step in STEPS:
        if step < from_step:
            found.append(None)
            continue
        working = WORKING[kind][step]
        if working is None:
            day = months_later(due_on, MONTHS[kind][step] or 0)
        else:
            less = WORKING[kind][from_step] or 0
            day = nth_working_day(due_on, working - less, holidays)
        found.append(london_midnight_after(day))
    return found


@facts
@given(kind=st.sampled_from(["review", "target", "next_act"]), due_on=days, from_step=st.integers(0, 4))
def test_step_moments_are_those_of_a_pencil_and_a_calendar(
    db: None, kind: str, due_on: date, from_step: int
) -> None:
    if kind != "next_act":
        from_step = 0
    assert list(current_ladder().moments(kind, due_on, from_step)) == oracle(kind, due_on, from_step)


@facts
@given(
    review=days,
    target=days,
    promised=st.none() | days,
    from_step=st.integers(1, 4),
    offset=offsets,
    within=moments,
)
def test_the_sweep_writes_exactly_the_steps_that_the_pure_fact_calls_due(
    plan: ActionPlan,
    alice: Person,
    review: date,
    target: date,
    promised: date | None,
    from_step: int,
    offset: int,
    within: int,
) -> None:
    at = datetime(review.year, review.month, review.day, tzinfo=UTC) + timedelta(
        days=offset, microseconds=within
    )
    dates = {DateKind.REVIEW: review, DateKind.TARGET: target}
    if promised:
        dates[DateKind.NEXT_ACT] = promised
    with open_door("a test sets dates"):
        PlanDate.objects.filter(plan=plan).update(superseded_at=moment(date(2026, 3, 2), 15))
        for kind, due_on in dates.items():
            set_date(
                plan=plan,
                kind=kind,
                due_on=due_on,
                because=DateBecause.ISSUED,
                by=alice,
                at=moment(date(2026, 3, 2), 14),
                from_step=from_step if kind == DateKind.NEXT_ACT else 0,
            )
        restate(plan)
    running = list(PlanDate.objects.filter(plan=plan, superseded_at__isnull=True))
    ladder = current_ladder()
    expected = {(one.pk, step) for one in running for step in due_steps(one, plan, at, ladder)}
    swept = raise_reminders(at=at)
    written = set(
        Escalation.objects.filter(plan=plan, plan_date__in=running).values_list("plan_date", "step")
    )
    assert written == expected
    assert (swept.due, swept.written, swept.already) == (len(expected), len(expected), 0)
    plan.refresh_from_db()
    reached = [due_step(one, plan, at, ladder) for one in running]
    assert plan.step == max((step for step in reached if step is not None), default=None)
    later = [
        moment_
        for one in running
        for moment_ in ladder.moments(one.kind, one.due_on, one.from_step)
        if moment_ is not None and moment_ > at
    ]
    assert plan.next_step_at == min(later, default=None)
    assert plan.is_lapsed(at) == (min(end_of_day(review), end_of_day(target)) <= at)
    stored = (plan.step, plan.next_step_at, plan.lapses_at, plan.urgency)
    with open_door("a test computes the stored copies again"):
        restate(plan)
    assert (plan.step, plan.next_step_at, plan.lapses_at, plan.urgency) == stored


def test_both_clock_changes_end_the_day_at_london_midnight(db: None) -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    ladder = current_ladder()
    assert ladder.moments("review", spring)[0] == datetime(2026, 3, 29, 23, tzinfo=UTC)
    assert ladder.moments("review", autumn)[0] == datetime(2026, 10, 26, 0, tzinfo=UTC)


def test_a_new_bank_holiday_moves_the_steps_that_are_still_to_come(plan: ActionPlan, adam: Person) -> None:
    """The review date is Monday 16 March; step 1 falls due two working days past it."""
    raise_reminders(at=end_of_day(REVIEW_ON))
    add_bank_holiday(by=adam, date=date(2026, 3, 17), title="A day of mourning", source="Proclamation")
    plan.refresh_from_db()
    assert plan.next_step_at == end_of_day(date(2026, 3, 19))
    assert raise_reminders(at=end_of_day(date(2026, 3, 18))).written == 0
    assert raise_reminders(at=end_of_day(date(2026, 3, 19))).written == 1


def test_a_new_ladder_counts_for_dates_that_fall_due_from_that_day_on(plan: ActionPlan, adam: Person) -> None:
    at = moment(date(2026, 3, 5))
    changed = {"kind": "review", "step": 1, "amount": 1, "unit": "working_days"}
    posts = {"police_posts": ["gatekeeper"], "cps_posts": ["legal_manager"]}
    set_ladder_step(by=adam, in_force_from=date(2026, 3, 17), at=at, **changed, **posts)  # type: ignore[arg-type]  # the fields of one step
    assert step_1(plan) == end_of_day(date(2026, 3, 18))  # the review date falls before the change
    set_ladder_step(
        by=adam,
        kind="review",
        step=2,
        amount=6,
        unit="working_days",
        in_force_from=date(2026, 3, 16),
        at=at,
        **posts,
    )
    row = PlanDate.objects.get(plan=plan, kind="review")
    assert row.step_due_at[2] == end_of_day(date(2026, 3, 24))
    assert tuple(row.step_due_at) == step_moments(REVIEW_ON, current_ladder().of("review", REVIEW_ON))


def step_1(plan: ActionPlan) -> datetime:
    return PlanDate.objects.get(plan=plan, kind="review").step_due_at[1]


def test_computing_moments_again_changes_nothing_when_nothing_changed(plan: ActionPlan) -> None:
    with open_door("a test computes moments again"):
        assert restate_moments() == 0


def test_every_ledger_row_has_an_outbox_row_and_no_other_is_there(plan: ActionPlan) -> None:
    raise_reminders(at=end_of_day(date(2026, 12, 1)))
    sources = set(Raised.objects.filter(kind="plan_lapsed").values_list("source", flat=True))
    ledger: set[uuid.UUID] = set(Escalation.objects.values_list("pk", flat=True))
    assert sources == ledger
    assert len(ledger) == 10
