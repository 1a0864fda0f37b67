"""The ladder as pure functions of dates: when each step falls due, and which step is due at a moment
(model.md).

Nothing here reads a stored copy, so that what the sweep wrote can be checked against it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from actionplans.enums import STEPS, TOP_STEP, DateKind, LadderKind, LadderUnit
from rasso_tracker.clocks import add_months, add_working_days, end_of_day, start_of_day, tables

if TYPE_CHECKING:
    from actionplans.models import ActionPlan, LadderStep, PlanDate

Moments = tuple[datetime | None, ...]


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of the ladder of one kind of date, as a plain value; LadderStep is its row."""

    kind: LadderKind
    step: int
    amount: int
    unit: LadderUnit
    police_posts: tuple[str, ...]
    cps_posts: tuple[str, ...]
    in_force_from: date
    in_force_until: date | None = None

    def is_in_force(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_until is None or day < self.in_force_until)


@dataclass(frozen=True)
class Ladder:
    """Every dated rung. The rungs in force on the day that a date falls due are that date's ladder."""

    rungs: tuple[Rung, ...]

    def of(self, kind: str, due_on: date) -> tuple[Rung, ...]:
        """The rungs of a date, lowest first."""
        found = (rung for rung in self.rungs if rung.kind == kind and rung.is_in_force(due_on))
        return tuple(sorted(found, key=lambda rung: rung.step))

    def moments(
        self, kind: str, due_on: date, from_step: int = 0, holidays: frozenset[date] | None = None
    ) -> Moments:
        """When each of steps 0 to 4 falls due; None below `from_step`. Raises OutsideCalendar."""
        return step_moments(due_on, self.of(kind, due_on), from_step, holidays)

    def rung(self, kind: str, due_on: date, step: int) -> Rung | None:
        return next((rung for rung in self.of(kind, due_on) if rung.step == step), None)


def rung_of(row: LadderStep) -> Rung:
    return Rung(
        kind=LadderKind(row.kind),
        step=row.step,
        amount=row.amount,
        unit=LadderUnit(row.unit),
        police_posts=tuple(row.police_posts),
        cps_posts=tuple(row.cps_posts),
        in_force_from=row.in_force_from,
        in_force_until=row.in_force_until,
    )


_held: tuple[Any, Ladder] | None = None


def current_ladder() -> Ladder:
    """The ladder as it is configured, past and future rungs too, none that was withdrawn; held as the tables
    of the clocks are.
    """
    global _held
    state = tables.current().state
    if _held is None or _held[0] != state:
        from actionplans.models import LadderStep

        _held = (
            state,
            Ladder(tuple(rung_of(row) for row in LadderStep.objects.filter(voided_at__isnull=True))),
        )
    return _held[1]


def step_moments(
    due_on: date, rungs: Sequence[Rung], from_step: int = 0, holidays: frozenset[date] | None = None
) -> Moments:
    """When each step falls due: 24:00 in London on the day that lies the rung's amount past `due_on`.

    A rung that counts days before the date is due as its day begins: a limit is met ahead of it. From a step
    above 0 (a promised act that was missed) the first step is due as the date passes, and the steps above it
    keep their distance to it. Raises OutsideCalendar where the bank holidays end.
    """
    by_step = {rung.step: rung for rung in rungs}
    start = by_step.get(from_step)
    moments: list[datetime | None] = []
    for step in STEPS:
        rung = by_step.get(step)
        if rung is None or step < from_step:
            moments.append(None)
        elif step == from_step and from_step > 0:
            moments.append(end_of_day(due_on))
        else:
            same = start is not None and from_step > 0 and start.unit == rung.unit
            less = start.amount if same and start is not None else 0
            moments.append(_moment(due_on, rung, less, holidays))
    return tuple(moments)


def _moment(due_on: date, rung: Rung, less: int, holidays: frozenset[date] | None) -> datetime:
    if rung.unit == LadderUnit.WORKING_DAYS_BEFORE:
        return start_of_day(add_working_days(due_on, -rung.amount, holidays))
    return end_of_day(_past(due_on, rung, less, holidays))


def promised_moments(
    promised_on: date,
    rungs: Sequence[Rung],
    from_step: int,
    limit_on: date,
    set_at: datetime,
    holidays: frozenset[date] | None = None,
) -> Moments:
    """When the steps of a promised act fall due where a limit of the law stands behind it.

    The ladder waits for the promised day and then goes on as the limit's does; once the limit's last step is
    ahead, nothing waits longer than that. Raises OutsideCalendar.
    """
    limits = step_moments(limit_on, rungs, 0, holidays)
    promised = end_of_day(promised_on)
    last = next((moment for moment in reversed(limits) if moment is not None), None)
    capped = last if last is not None and last > set_at else None
    moments = (
        None if limit is None or step < from_step else max(limit, promised) if step > from_step else promised
        for step, limit in enumerate(limits)
    )
    return tuple(moment and (min(moment, capped) if capped else moment) for moment in moments)


def _past(due_on: date, rung: Rung, less: int, holidays: frozenset[date] | None) -> date:
    amount = max(rung.amount - less, 0)
    if rung.unit == LadderUnit.MONTHS:
        return add_months(due_on, amount)
    return add_working_days(due_on, amount, holidays)


def due_steps(
    plan_date: PlanDate,
    plan: ActionPlan,
    at: datetime,
    ladder: Ladder,
    holidays: frozenset[date] | None = None,
) -> tuple[int, ...]:
    """The steps of a date that have fallen due by `at`, lowest first; none while its ladder does not run."""
    if not plan_date.runs(plan):
        return ()
    moments = ladder.moments(plan_date.kind, plan_date.due_on, plan_date.from_step, holidays)
    return tuple(step for step, moment in enumerate(moments) if moment is not None and moment <= at)


def due_step(
    plan_date: PlanDate,
    plan: ActionPlan,
    at: datetime,
    ladder: Ladder,
    holidays: frozenset[date] | None = None,
) -> int | None:
    """The highest step that has fallen due by `at`, or None. The pure fact behind every reminder."""
    return max(due_steps(plan_date, plan, at, ladder, holidays), default=None)


def next_moment(
    plan: ActionPlan, dates: Iterable[PlanDate], raised: set[tuple[uuid.UUID, int]]
) -> datetime | None:
    """When the next step of a plan falls due that is not in the ledger yet, or None."""
    moments = (
        moment
        for one in dates
        if one.runs(plan)
        for step, moment in enumerate(one.step_due_at)
        if moment is not None and (one.pk, step) not in raised
    )
    return min(moments, default=None)


def lapse_moment(plan: ActionPlan, dates: Iterable[PlanDate]) -> datetime | None:
    """From when an open plan is lapsed: its review date passed with no review recorded since, or its target
    passed with items open; whichever comes first."""
    if not plan.is_open:
        return None
    counting = (
        one.due_at
        for one in dates
        if one.is_current
        and (one.kind == DateKind.REVIEW or (one.kind == DateKind.TARGET and plan.items_open > 0))
    )
    return min(counting, default=None)


def next_rung_up(step: int | None) -> int:
    """The step above; the top stays the top."""
    return 0 if step is None else min(step + 1, TOP_STEP)


STEP_WIDTH = 100_000_000_000  # more seconds than any date; one band of the board a step


def urgency(step: int | None, lapses_at: datetime) -> int:
    """The board's order as one number: highest step first, then longest lapsed."""
    return band(step) * STEP_WIDTH + int(lapses_at.timestamp())


def band(step: int | None) -> int:
    return TOP_STEP + 1 if step is None else TOP_STEP - step
