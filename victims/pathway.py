"""The steps of a referral in their order, and what they say at a day: pure functions of its events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar
from uuid import UUID

from victims.support_enums import FIRST_STEPS, SUPPORT_CHANGES, WAITS, SupportStep


class Event(Protocol):
    """What is asked of a step; SupportEvent is one."""

    @property
    def pk(self) -> UUID: ...
    @property
    def step(self) -> str: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def stands(self) -> bool: ...


E = TypeVar("E", bound=Event)


class OutOfOrder(ValueError):
    """`step` cannot follow `before` (None: cannot be the first)."""

    def __init__(self, before: SupportStep | None, step: SupportStep) -> None:
        self.before, self.step = before, step
        super().__init__(f"{step} after {before}")


@dataclass(frozen=True)
class Placed:
    """A step that is being recorded, among those that stand: later ids come after earlier ones of a day."""

    pk: UUID
    step: str
    happened_on: date
    stands: bool = True


def in_order(events: Iterable[E]) -> list[E]:
    """Those that stand, by day and then as they were recorded."""
    return sorted((one for one in events if one.stands), key=lambda one: (one.happened_on, one.pk))


def check_steps(events: Iterable[Event]) -> None:
    """Raises OutOfOrder with the first step that cannot be where it is."""
    steps = [SupportStep(one.step) for one in in_order(events)]
    if steps and steps[0] not in FIRST_STEPS:
        raise OutOfOrder(None, steps[0])
    for before, step in pairwise(steps):
        if step not in SUPPORT_CHANGES[before]:
            raise OutOfOrder(before, step)


def may_follow(events: Iterable[Event]) -> frozenset[SupportStep]:
    """What may be recorded next."""
    ordered = in_order(events)
    return SUPPORT_CHANGES[SupportStep(ordered[-1].step)] if ordered else FIRST_STEPS


def last_by(events: Iterable[E], day: date) -> E | None:
    """Where the referral stood at the end of `day`; None before its first step."""
    known = [one for one in in_order(events) if one.happened_on <= day]
    return known[-1] if known else None


def is_in_place(events: Iterable[Event], day: date) -> bool:
    """Support had started and had not ended: on the day of its start yes, on the day of its end no."""
    last = last_by(events, day)
    return last is not None and last.step == SupportStep.STARTED


def waiting_since(events: Sequence[Event], day: date) -> date | None:
    """The day on which the referral was sent that the victim still waits on; None when they do not wait."""
    last = last_by(events, day)
    if last is None or last.step not in WAITS:
        return None
    sent = [one for one in in_order(events) if one.step == SupportStep.SENT and one.happened_on <= day]
    return sent[-1].happened_on
