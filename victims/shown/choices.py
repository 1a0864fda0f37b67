"""A victim's choices in the order they were made, and what they say together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from cases.models import Victim
from rasso_tracker.clocks import moment_words
from rasso_tracker.people.models import Person
from victims.engagement import Event, Standing, standing
from victims.enums import Welcome
from victims.facts import moments_reached
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


def standing_in(
    rows: Iterable[Withdrawal | Reengagement], reached: Iterable[datetime], at: datetime
) -> Standing:
    """How the victim of these rows stands; `reached` are the moments at which somebody reached them."""
    rows = list(rows)
    return standing(choices_made(rows), moments_lost(rows), reached, at)


def moments_lost(rows: Iterable[Withdrawal | Reengagement]) -> list[datetime]:
    """When contact was noted as lost."""
    return [
        row.occurred_at
        for row in rows
        if row.stands and isinstance(row, Withdrawal) and not row.is_withdrawal
    ]


def standing_of(victim: Victim, rows: Iterable[Withdrawal | Reengagement], at: datetime) -> Standing:
    """As standing_in; when they were reached is asked for only where contact was noted as lost."""
    rows = list(rows)
    return standing_in(rows, moments_reached(victim) if moments_lost(rows) else (), at)


def unwelcome(withdrawals: Iterable[Withdrawal], stands: Standing) -> bool:
    """Whether the victim, at the withdrawal that holds, asked not to hear from us again."""
    return stands.withdrew and any(
        row.stands and row.occurred_at == stands.choice_at and row.recontact_welcome == Welcome.NO
        for row in withdrawals
    )


def choices_shown(
    person: Person, withdrawals: list[Withdrawal], again: list[Reengagement]
) -> list[dict[str, Any]]:
    """Withdrawals and re-engagements together, the latest first."""
    may_void = person.role.may("void_re_engagement")
    may_correct = person.role.may("correct_re_engagement")
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
            "correct": reverse("correct_re_engagement", args=[row.pk]) if may_correct and row.stands else "",
            "state": _state_of_return(row, again),
            "stage": "",
        }
        for row in again
    ]
    return sorted(shown, key=lambda one: one["row"].occurred_at, reverse=True)


def _state_of_return(row: Reengagement, again: Iterable[Reengagement]) -> str:
    if not row.stands:
        return "Voided: corrected" if any(one.corrects_id == row.pk for one in again) else "Voided"
    wrong = next((one for one in again if one.pk == row.corrects_id), None)
    return f"Corrected from {moment_words(wrong.occurred_at)}" if wrong else ""


def state_of(row: Withdrawal) -> str:
    """Nobody is asked to corroborate that contact was lost: that has no state."""
    if not row.stands:
        return "Voided"
    if row.is_corroborated:
        return "Corroborated"
    return "Not corroborated" if row.is_withdrawal else ""
