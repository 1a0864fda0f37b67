"""Telling the new owner of contact with a victim, at once. The words go by e-mail: nothing of the victim."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from rasso_tracker.clocks import london_date
from rasso_tracker.messages import NOW, Addressee, Due, Gone
from rasso_tracker.people.cover import stand_ins
from victims.models import Contact, ContactOwner

CONTACT_GIVEN = "contact_given"
WHY = "Contact on this case was handed over to you."


def recheck_owners(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Who is still to hear that contact is theirs: whoever owns it, or their cover. Three statements."""
    rows = list(
        ContactOwner.objects.filter(pk__in=sources).select_related("case__officer_in_charge", "owner")
    )
    owners = {row.pk: row.case.officer_in_charge if row.with_post else row.owner for row in rows}
    since: dict[tuple[UUID, UUID], datetime] = {}
    spoken = Contact.objects.standing().filter(victim__in=[row.victim_id for row in rows])
    for victim, by, when in spoken.values_list("victim", "recorded_by", "recorded_at"):
        since[victim, by] = max(when, since.get((victim, by), when))
    covering = stand_ins(owners.values(), london_date(at))
    answers: dict[UUID, Due | Gone] = {}
    for row in rows:
        owner = owners[row.pk]
        recorded = since.get((row.victim_id, owner.pk))
        if row.ended_at is not None:
            answers[row.pk] = Gone("Contact was handed over again.")
        elif recorded is not None and recorded >= row.since:
            answers[row.pk] = Gone("They have been in touch since.")
        else:
            answers[row.pk] = Due(
                recipients=(Addressee(covering.get(owner.pk, owner).pk, WHY),),
                case_id=row.case_id,
                subject_id=row.pk,
                reference=row.case.reference,
                headline="Contact on this case is yours from now on",
                ends_when="you record a contact or hand it over",
                path=f"/victims/{row.victim_id}/",
                urgency=NOW,
            )
    return answers
