"""A specially trained officer and the owner of contact by API."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import ContactOwner, StoDeployment
from victims.represent.heads import head, iso, recorded, voided


def deployment_shown(row: StoDeployment, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "asked_at": iso(row.asked_at),
        "officer": row.officer.username if row.officer else None,
        "deployed_at": iso(row.deployed_at),
        "met_at": iso(row.met_at),
        "ended_at": iso(row.ended_at),
        **recorded(row),
        **voided(row),
    }


def owner_shown(row: ContactOwner, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "owner": row.owner.username,
        "with_post": row.with_post,
        "since": iso(row.since),
        "ended_at": iso(row.ended_at),
    }
