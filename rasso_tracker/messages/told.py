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
    """One person whom a notice reached, and when; `for_whom` was at rest, and they heard in their place."""

    person: Person
    at: datetime
    for_whom: Person | None = None


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
    with system("who was told belongs to the history of what climbed"):
        rows = Message.objects.filter(kind=kind, source__in=sources).select_related(
            "recipient", "on_behalf_of"
        )
        for row in rows.order_by("created_at", "recipient__name").only(
            "source", "created_at", "recipient__name", "recipient__post", "on_behalf_of__name"
        ):
            found.setdefault(row.source, []).append(Told(row.recipient, row.created_at, row.on_behalf_of))
    others = [source for source in sources if source not in found]
    raised = Raised.objects.filter(kind=kind, source__in=others) if others else Raised.objects.none()
    outcomes = dict(raised.values_list("source", "outcome"))
    return {source: Reached(tuple(told)) for source, told in found.items()} | {
        source: Reached(nobody=_why(outcomes.get(source))) for source in others
    }


def _why(outcome: str | None) -> str:
    if outcome is None:
        return NOT_KEPT
    return UNTOLD.get(Outcome(outcome), NOT_KEPT) if outcome else WAITS
