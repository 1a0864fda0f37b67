"""Whether a victim takes part, as a sequence of choices: pure functions of events and a moment.

A withdrawal may follow a withdrawal (a person may first step back, then take back the account); taking part
again always answers a withdrawal. Lost contact is no choice and is not in the sequence; how a victim stands
says both.
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


class State(StrEnum):
    """How a victim stands: one word for it on every page and by API (STATE_WORDS)."""

    TAKES_PART = "takes_part"
    WITHDREW = "withdrew"
    TAKES_PART_AGAIN = "takes_part_again"
    CONTACT_LOST = "contact_lost"


STATE_WORDS = {
    State.TAKES_PART: "Takes part",
    State.WITHDREW: "Withdrew",
    State.TAKES_PART_AGAIN: "Takes part again",
    State.CONTACT_LOST: "Contact lost",
}


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


@dataclass(frozen=True)
class Standing:
    """The choice that holds at a moment, and since when contact is lost, if it is."""

    choice: Event | None
    lost: datetime | None

    @property
    def withdrew(self) -> bool:
        return self.choice is not None and self.choice.choice is Choice.WITHDREW

    @property
    def choice_at(self) -> datetime | None:
        return self.choice.at if self.choice else None

    @property
    def state(self) -> State:
        """Of somebody who withdrew that stays the answer, also where contact is lost since."""
        if self.lost is not None and not self.withdrew:
            return State.CONTACT_LOST
        return State(self.choice.choice) if self.choice else State.TAKES_PART

    @property
    def since(self) -> datetime | None:
        return self.lost if self.state is State.CONTACT_LOST else self.choice_at

    @property
    def said(self) -> list[tuple[str, datetime | None]]:
        """The words and since when; of somebody who withdrew before contact was lost, both."""
        words = [(STATE_WORDS[self.state], self.since)]
        if self.withdrew and self.lost:
            words.append((STATE_WORDS[State.CONTACT_LOST], self.lost))
        return words


def standing(
    choices: Iterable[Event], lost: Iterable[datetime], reached: Iterable[datetime], at: datetime
) -> Standing:
    """How a victim stands at `at`: contact noted as lost stays lost until somebody reached them, or until a
    choice of theirs became known, after it.
    """
    last = last_choice(choices, at)
    noted = max((moment for moment in lost if moment <= at), default=None)
    if noted is not None:
        heard = [*reached, *([last.at] if last else [])]
        if any(noted < moment <= at for moment in heard):
            noted = None
    return Standing(last, noted)
