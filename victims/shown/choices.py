"""A victim's choices in the order they were made, and what they say together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from cases.models import Victim
from rasso_tracker.people.models import Person
from victims.engagement import Choice, Event
from victims.enums import Welcome
from victims.facts import contact_lost_since
from victims.models import (
    Reengagement,
    Withdrawal,
)
from victims.rules import choice_of


def choices_made(rows: Iterable[Withdrawal | Reengagement]) -> list[Event]:
    """The sequence of choices in rows at hand, without a statement."""
    return [
        choice_of(row) for row in rows if row.stands and (isinstance(row, Reengagement) or row.is_withdrawal)
    ]


def withdrew(last: Event | None) -> bool:
    return last is not None and last.choice is Choice.WITHDREW


def state_in_words(last: Event | None) -> str:
    if last is None:
        return "Takes part"
    return "Withdrew" if last.choice is Choice.WITHDREW else "Takes part again"


def lost_since(
    victim: Victim, withdrawals: Iterable[Withdrawal], last: Event | None, at: datetime
) -> datetime | None:
    """When contact was lost that is lost now; None also where the victim made a choice known since."""
    if not any(row.stands and not row.is_withdrawal for row in withdrawals):
        return None
    lost = contact_lost_since(victim, at)
    return lost if lost and (last is None or last.at < lost) else None


def unwelcome(withdrawals: Iterable[Withdrawal], last: Event | None) -> bool:
    """Whether the victim, at the withdrawal that holds, asked not to hear from us again."""
    if last is None or not withdrew(last):
        return False
    return any(
        row.stands and row.occurred_at == last.at and row.recontact_welcome == Welcome.NO
        for row in withdrawals
    )


def choices_shown(
    person: Person, withdrawals: list[Withdrawal], again: list[Reengagement]
) -> list[dict[str, Any]]:
    """Withdrawals and re-engagements together, the latest first."""
    may_void = person.role.may("void_re_engagement")
    shown: list[dict[str, Any]] = [
        {
            "row": row,
            "title": row.get_kind_display(),
            "is_withdrawal": True,
            "href": reverse("withdrawal", args=[row.pk]),
            "state": state_of(row),
            "stage": row.get_stage_display(),
        }
        for row in withdrawals
    ]
    shown += [
        {
            "row": row,
            "title": "Takes part again",
            "is_withdrawal": False,
            "href": reverse("void_re_engagement", args=[row.pk]) if may_void and row.stands else "",
            "state": "" if row.stands else "Voided",
            "stage": "",
        }
        for row in again
    ]
    return sorted(shown, key=lambda one: one["row"].occurred_at, reverse=True)


def state_of(row: Withdrawal) -> str:
    """Nobody is asked to corroborate that contact was lost: that has no state."""
    if not row.stands:
        return "Voided"
    if row.is_corroborated:
        return "Corroborated"
    return "Not corroborated" if row.is_withdrawal else ""
