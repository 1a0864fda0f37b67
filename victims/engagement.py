"""Whether a victim takes part, as a sequence of choices: pure functions of events and a moment.

A withdrawal may follow a withdrawal (a person may first step back, then take back the account); taking part
again always answers a withdrawal. Lost contact is no choice and is not in the sequence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise


class Choice(StrEnum):
    WITHDREW = "withdrew"
    TAKES_PART_AGAIN = "takes_part_again"


@dataclass(frozen=True, order=True)
class Event:
    at: datetime
    choice: Choice


class OutOfOrder(ValueError):
    """The sequence cannot be: `event` is a re-engagement that answers no withdrawal."""

    def __init__(self, event: Event) -> None:
        self.event = event
        super().__init__("A re-engagement answers a withdrawal before it.")


class SameMoment(ValueError):
    """Two choices of one person at one moment: nobody could tell which came last."""

    def __init__(self, event: Event) -> None:
        self.event = event
        super().__init__("Two choices at one moment.")


def check_sequence(events: Iterable[Event]) -> None:
    """Raises SameMoment, or OutOfOrder with the first re-engagement that answers no withdrawal."""
    ordered = sorted(events)
    for before, event in pairwise(ordered):
        if before.at == event.at:
            raise SameMoment(event)
    last: Event | None = None
    for event in ordered:
        if event.choice is Choice.TAKES_PART_AGAIN and (
            last is None or last.choice is Choice.TAKES_PART_AGAIN
        ):
            raise OutOfOrder(event)
        last = event


def last_choice(events: Iterable[Event], at: datetime) -> Event | None:
    """The choice that holds at `at`; None for somebody who never withdrew."""
    return max((event for event in events if event.at <= at), default=None)
