"""Asking a victim again on the day on which they said they would welcome it: owed until somebody asks."""

from __future__ import annotations

from datetime import datetime

from cases.models import Case, Victim
from cases.services import raise_due, settle_dues
from victims.bereaved import death_of
from victims.enums import ContactAbout, DueCode
from victims.models import Contact, Reengagement, Withdrawal
from victims.owning import contact_owner


def restate_recontact(case: Case, victim: Victim, at: datetime) -> None:
    """Owe what the victim's last word says, and nothing else. Called inside each deed that changes that word.

    The last word is the latest withdrawal that stands: an earlier promise ends when a later one has no day,
    or says that hearing from us is not welcome. Nothing is owed to somebody who takes part again, or who was
    asked since it was recorded, or who has died.
    """
    rows = Withdrawal.objects.filter(victim=victim).order_by("-occurred_at")
    last = rows.filter(voided_at__isnull=True).select_related("victim").first()
    promised = last if last is not None and last.recontact_on is not None else None
    if promised is not None and (_answered(victim, promised) or death_of(victim) is not None):
        promised = None
    gone = [pk for pk in rows.values_list("pk", flat=True) if promised is None or pk != promised.pk]
    settle_dues(sources=gone, code=DueCode.RECONTACT.value, at=at)
    if promised is not None and promised.recontact_on is not None:
        raise_due(
            case=case,
            source=promised.pk,
            code=DueCode.RECONTACT.value,
            what=f"Ask {promised.victim.label} again, as they welcome",
            due_on=promised.recontact_on,
            owner=contact_owner(victim),
            at=at,
        )


def _answered(victim: Victim, promised: Withdrawal) -> bool:
    """They take part again since, or were reached about their wishes: later than that, and recorded since."""
    again = Reengagement.objects.standing().filter(victim=victim, occurred_at__gt=promised.occurred_at)
    asked = Contact.objects.standing().filter(
        victim=victim,
        reached=True,
        about__contains=[ContactAbout.WISHES.value],
        occurred_at__gt=promised.occurred_at,
        recorded_at__gte=promised.recorded_at,
    )
    return again.exists() or asked.exists()
