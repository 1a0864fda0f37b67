"""Whom a notice reached, for those who may read what it is about: who and when, never what was said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rasso_tracker.messages.enums import Outcome
from rasso_tracker.messages.models import Message, Raised
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person

WAITS = "Nobody yet: it is about to be sent."
UNTOLD = {
    Outcome.COVERED: "Nobody anew: they heard of a later step at the same time.",
    Outcome.DROPPED: "Nobody: it was over before it was to be sent.",
    Outcome.DEAD: "Nobody: it could not be delivered. An administrator sees why.",
}
NOT_KEPT = "It is not recorded who was told."


@dataclass(frozen=True)
class Told:
    """One person whom a notice reached, and when; `for_whom` was at rest, and they heard in their place.
    `passed_on`: not as it was raised, but once it fell to them.
    """

    person: Person
    at: datetime
    for_whom: Person | None = None
    passed_on: bool = False


@dataclass(frozen=True)
class Reached:
    """Everybody whom one notice reached, the first one first; `nobody` says why, where it reached none."""

    told: tuple[Told, ...] = ()
    nobody: str = ""


def reached_by(kind: str, sources: Collection[UUID]) -> dict[UUID, Reached]:
    """By source, whom the notice of it reached. Two statements at most, however many there are.

    A message is its recipient's alone, so ask only about sources that the person may read: that somebody was
    told of a step, and when, belongs to the history of what climbed.
    """
    if not sources:
        return {}
    found: dict[UUID, list[Told]] = {}
    for row in _sent(kind, sources):
        found.setdefault(row.source, []).append(Told(row.recipient, row.created_at, row.on_behalf_of))
    others = [source for source in sources if source not in found]
    raised = Raised.objects.filter(kind=kind, source__in=others) if others else Raised.objects.none()
    outcomes = dict(raised.values_list("source", "outcome"))
    return {source: Reached(tuple(told)) for source, told in found.items()} | {
        source: Reached(nobody=_why(outcomes.get(source))) for source in others
    }


def reached_again(kind: str, subjects: Collection[UUID]) -> dict[UUID, list[tuple[int, Told]]]:
    """By subject, whom its notices reached once it fell to them (raise_again()), each with the rank of what
    they read; subjects without any are left out. As reached_by; two statements at most.
    """
    wanted = Raised.objects.filter(kind=kind, subject_id__in=subjects, again=True).exclude(outcome="")
    subject_of = dict(wanted.values_list("source", "subject_id")) if subjects else {}
    found: dict[UUID, list[tuple[int, Told]]] = {}
    for row in _sent(kind, subject_of) if subject_of else ():
        told = Told(row.recipient, row.created_at, row.on_behalf_of, passed_on=True)
        found.setdefault(subject_of[row.source], []).append((row.rank, told))
    return found


def _sent(kind: str, sources: Collection[UUID]) -> list[Message]:
    with system("who was told belongs to the history of what climbed"):
        rows = Message.objects.filter(kind=kind, source__in=sources).order_by("created_at", "recipient__name")
        shown = ("source", "rank", "created_at", "recipient__name", "recipient__post", "on_behalf_of__name")
        return list(rows.select_related("recipient", "on_behalf_of").only(*shown))


def _why(outcome: str | None) -> str:
    if outcome is None:
        return NOT_KEPT
    return UNTOLD.get(Outcome(outcome), NOT_KEPT) if outcome else WAITS
