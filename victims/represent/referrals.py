"""Support by API: a referral with every step of it, voided ones marked."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from victims.models import SupportEvent, SupportReferral, SupportService
from victims.pathway import in_order
from victims.represent.heads import head, iso, recorded, voided
from victims.rules.support_services import who_works_there


def referral_shown(row: SupportReferral, person: Person) -> dict[str, Any]:
    events = list(row.events.all())
    standing = in_order(events)
    return {
        **head(row),
        "kind": row.kind,
        "opened_at": iso(row.opened_at),
        "counts": row.victim.merged_into_id is None,  # of a merged record: kept as it was, and not counted
        "stands_at": standing[-1].step if standing else None,
        "stands_since": iso(standing[-1].happened_on) if standing else None,
        "events": [event_shown(one, person) for one in events],
    }


def event_shown(row: SupportEvent, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "referral": str(row.referral_id),
        "step": row.step,
        "happened_on": iso(row.happened_on),
        "service": row.service.name if row.service else None,
        "because": row.because or None,
        "again_on": iso(row.again_on),
        **recorded(row),
        **voided(row),
    }


def service_in_full(row: SupportService, person: Person) -> dict[str, Any]:
    """Who works there too: what a change of the service would replace."""
    return {**service_shown(row, person), "advisers": [str(pk) for pk in who_works_there(row)]}


def service_shown(row: SupportService, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "kinds": row.kinds,
        "district": row.district.code if row.district else None,
        "closed_on": iso(row.closed_on),
    }
