"""The page of what an ISVA told for a victim."""

from __future__ import annotations

from typing import Any

from cases.deadlines import deadline_of
from cases.models import DueItem, Victim
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from victims.enums import DueCode, FromWhat
from victims.home_clients import named_to
from victims.models import IsvaSupport, WithdrawalTold
from victims.sealed import opened
from victims.words import reads_told_words


def from_what_in_words(row: WithdrawalTold) -> str:
    labels = [str(FromWhat(code).label) for code in row.from_what]
    return ", ".join(label if n == 0 else label[:1].lower() + label[1:] for n, label in enumerate(labels))


def about_told(person: Person, row: WithdrawalTold) -> dict[str, Any]:
    """What was told, by whom and when, with the words where this person reads them."""
    return {
        "row": row,
        "victim": row.victim,
        "from_what": from_what_in_words(row),
        "words": opened(row, "words") if reads_told_words(person, row) else "",
        "because": opened(row, "not_confirmed_because"),
        "supports": IsvaSupport.objects.filter(
            victim=row.victim_id, isva=row.told_by_id, ended_at__isnull=True
        ).exists(),
    }


def told_context(person: Person, row: WithdrawalTold) -> dict[str, Any]:
    owed = (
        DueItem.objects.visible_to(person)
        .filter(source=row.pk, code=DueCode.TOLD_WITHDRAWAL, settled_at__isnull=True)
        .first()
    )
    return {
        **about_told(person, row),
        "whose": named_to(person, row.victim),
        "at": now(),
        "deadline": deadline_of(owed) if owed else None,
        "withdrawal": address("withdrawal", row.withdrawal_id) if row.withdrawal_id else "",
        "victim_href": address("victim", row.victim_id),
    }


def told_of(person: Person, victim: Victim) -> list[dict[str, Any]]:
    """What ISVAs told for a victim, the latest first; codes alone. One statement."""
    rows = (
        WithdrawalTold.objects.visible_to(person)
        .filter(victim=victim)
        .select_related("told_by", "withdrawal")
    )
    return [
        {"row": row, "from_what": from_what_in_words(row), "href": address("told_withdrawal", row.pk)}
        for row in rows
    ]
