"""Who owns contact with a victim now: what homes and everything that is owed in words to a victim go by."""

from __future__ import annotations

from uuid import UUID

from cases.models import Case, Victim
from rasso_tracker.people.models import Person
from victims.models import ContactOwner


def contact_owner(victim: Victim) -> Person:
    """The officer in charge, unless a deed handed contact to somebody else."""
    row = (
        ContactOwner.objects.filter(victim=victim, ended_at__isnull=True, with_post=False)
        .select_related("owner")
        .first()
    )
    return row.owner if row is not None else victim.case.officer_in_charge


def owners_on(case: Case) -> dict[UUID, Person]:
    """By victim, of those whose contact is not with the officer in charge; one statement."""
    rows = ContactOwner.objects.filter(case=case, ended_at__isnull=True, with_post=False)
    return {row.victim_id: row.owner for row in rows.select_related("owner")}
