"""What passed to somebody else, or was shut to who was told, is told to whoever it falls to now: once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from rasso_tracker.messages import Addressee, Due, Gone
from rasso_tracker.messages.models import Message, Raised

IS_PROMISED = "Do what was promised by its date: it is with you now"
PROMISE_ENDS = "it is done, its date moves, or the promised day is missed and the step above is told"
TOLD_ALREADY = "Whoever it falls to now was told already."


def subjects_passed(kind: str, sources: Iterable[UUID]) -> dict[UUID, UUID]:
    """Source to subject, of notices that raise_again() raised."""
    wanted = list(sources)
    rows = Raised.objects.filter(kind=kind, source__in=wanted).values_list("source", "subject_id")
    return dict(rows) if wanted else {}


def posts_passed(kind: str, sources: Iterable[UUID]) -> dict[UUID, str]:
    """Source to whose place somebody took, of notices that raise_again() raised with that."""
    rows = Raised.objects.filter(kind=kind, source__in=list(sources)).exclude(to_post="")
    return dict(rows.values_list("source", "to_post"))


def with_owner(due: Due, owe: Mapping[UUID, str]) -> tuple[Addressee, ...]:
    """Whoever owes it now, and why, whatever posts its step goes to, before who hears of the step."""
    return (*addressed(owe), *(one for one in due.recipients if one.person_id not in owe))


def addressed(owe: Mapping[UUID, str]) -> tuple[Addressee, ...]:
    """Whoever owes it now, each with why."""
    return tuple(Addressee(person, f"It is with you now. {why}") for person, why in owe.items())


@dataclass(frozen=True)
class Heard:
    """Who has a notice of something that stands: its source, its subject and the recipient."""

    standing: frozenset[tuple[UUID, UUID, UUID]]

    def rest_of(self, due: Due, source: UUID) -> Due | Gone:
        """`due` to those alone who have none from another source."""
        have = {who for other, what, who in self.standing if what == due.subject_id and other != source}
        rest = tuple(one for one in due.recipients if one.person_id not in have)
        return replace(due, recipients=rest) if rest else Gone(TOLD_ALREADY)


def heard_of(kind: str, subjects: Collection[UUID]) -> Heard:
    rows = Message.objects.filter(kind=kind, subject_id__in=subjects, handled_at__isnull=True)
    found = rows.values_list("source", "subject_id", "recipient") if subjects else ()
    return Heard(frozenset(found))
