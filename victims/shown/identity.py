"""The pages of who a victim is and how to reach them."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.vault import case_key
from victims.models import (
    ContactDetails,
    Identity,
    Spokesperson,
)
from victims.sealed import opened
from victims.shown.record import against_preferred, open_alerts

SEALED = ("phone", "email", "address", "safe_times", "language", "unsafe_addresses", "companion")


def identity_context(person: Person, victim: Victim) -> dict[str, Any]:
    rows = list(
        Identity.objects.visible_to(person)
        .filter(victim=victim)
        .select_related("recorded_by")
        .order_by("-recorded_at")
    )
    standing = next((row for row in rows if row.superseded_at is None), None)
    key = case_key(victim.case_id) if standing else None
    born = opened(standing, "date_of_birth", key) if standing else ""
    return {
        "victim": victim,
        "standing": standing,
        "earlier": [row for row in rows if row.superseded_at is not None],
        "name": opened(standing, "name", key) if standing else "",
        "known_as": opened(standing, "known_as", key) if standing else "",
        "date_of_birth": date.fromisoformat(born) if born else None,
        "may_record": person.role.may("record_identity"),
        "ids": [standing.pk] if standing else [],
    }


def contact_details_context(person: Person, victim: Victim) -> dict[str, Any]:
    rows = list(
        ContactDetails.objects.visible_to(person)
        .filter(victim=victim)
        .select_related("recorded_by")
        .order_by("-recorded_at")
    )
    standing = next((row for row in rows if row.superseded_at is None), None)
    speaks = Spokesperson.objects.visible_to(person).filter(victim=victim, ended_at__isnull=True).first()
    key = case_key(victim.case_id) if standing or speaks else None
    return {
        "victim": victim,
        "standing": standing,
        **against_preferred(victim, standing),
        "alerts": open_alerts(person, victim),
        "speaks": speaks,
        "speaker": opened(speaks, "name", key) if speaks else "",
        "speaker_reach": _on_one_line(opened(speaks, "reach", key)) if speaks else "",
        "earlier": [row for row in rows if row.superseded_at is not None],
        "may_record": person.role.may("record_contact_details"),
        "ids": [row.pk for row in (standing, speaks) if row],
        **{name: _on_one_line(opened(standing, name, key)) if standing else "" for name in SEALED},
    }


def _on_one_line(text: str) -> str:
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())
