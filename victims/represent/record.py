"""A victim's record by API: alerts, circumstances, who speaks for them. Codes; sealed words stay on pages."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import (
    Characteristics,
    Circumstances,
    ContactAlert,
    NeedsAssessment,
    RightsChoice,
    Spokesperson,
)
from victims.represent.heads import head, iso, recorded
from victims.sealed import opened


def alert_shown(row: ContactAlert, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "about": row.about,
        "stops": list(row.stops),
        "reached": [str(one) for one in row.reached],
        "raised_at": iso(row.raised_at),
        "raised_by": row.raised_by.username,
        "safe_again": list(row.safe_again),
        "confirmed_at": iso(row.confirmed_at),
    }


def circumstances_shown(row: Circumstances, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        **recorded(row),
        "under_18": row.under_18,
        "died_on": iso(row.died_on),
        "family": row.family or None,
    }


def spokesperson_shown(row: Spokesperson, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "is_their": row.is_their,
        "because": row.because,
        "tie": row.tie,
        "since": iso(row.since),
        "named_at": iso(row.named_at),
        "agreed_at": iso(row.agreed_at),
        "ended_at": iso(row.ended_at),
    }


def spokesperson_in_full(row: Spokesperson, person: Person) -> dict[str, Any]:
    """With the name and how they are reached, as the page of how to reach the victim shows them: while they
    speak or wait to. Only a ReadDetail that logs CONTACT_DETAILS_VIEWED uses this.
    """
    stands = row.ended_at is None
    return {
        **spokesperson_shown(row, person),
        "name": opened(row, "name") if stands else None,
        "reach": (opened(row, "reach") or None) if stands else None,
    }


def characteristics_shown(row: Characteristics, person: Person) -> dict[str, Any]:
    """Which were answered and which not; the answers themselves stay on the page."""
    return {**head(row), **recorded(row), "answered": list(row.answered), "not_said": list(row.not_said)}


def assessment_shown(row: NeedsAssessment, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        **recorded(row),
        "assessed_at": iso(row.assessed_at),
        "because": row.because,
        "needs": list(row.needs),
        "next_due_on": iso(row.next_due_on),
    }


def rights_choice_shown(row: RightsChoice, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        **recorded(row),
        "takes_up": row.takes_up,
        "chosen_at": iso(row.chosen_at),
        "told_by": row.told_by,
    }
