"""What is owed once nobody is there through whom a victim wants to be reached: to ask how else."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from cases.models import DueItem, Victim
from cases.services import Owed, raise_dues, settle_due
from rasso_tracker.clocks import ClockCode, deadline
from rasso_tracker.people.models import Person
from victims.bereaved import death_of
from victims.enums import DueCode
from victims.facts import unwelcome_since, without_isva_since
from victims.hooks import owed_to_victim
from victims.models import ContactDetails, EventTelling
from victims.owning import contact_owner


def restate_reach(victim: Victim, at: datetime) -> None:
    """Raise or settle it, as what they prefer and their support say: inside each deed that changes either.

    Another way that they prefer ends it, and so does an ISVA. Of somebody who has died nobody asks it, nor
    of one who does not welcome hearing from us again, nor on a closed case once all was told.
    """
    prefers = ContactDetails.objects.filter(victim=victim, superseded_at__isnull=True).first()
    since = without_isva_since(victim, prefers, at)
    if since is None or _is_not_asked(victim):
        settle_due(source=victim.pk, code=DueCode.ISVA_GONE.value, at=at)
        return
    raise_dues(case=victim.case, owed=[reach_owed(victim, since, contact_owner(victim))], at=at)


def _is_not_asked(victim: Victim) -> bool:
    if death_of(victim) is not None or unwelcome_since(victim) is not None:
        return True
    if not victim.case.is_closed:
        return False
    events = EventTelling.objects.filter(victim=victim).values_list("pk", flat=True)
    word = Q(source=victim.pk, code=DueCode.VICTIM_UPDATE)
    word |= Q(source__in=[*events, *owed_to_victim.asked(victim=victim)])
    return not DueItem.objects.filter(word, settled_at__isnull=True).exists()


def reach_owed(victim: Victim, since: date, owner: Person) -> Owed:
    clock = deadline(ClockCode.ISVA_GONE, since)
    return Owed(
        source=victim.pk,
        code=DueCode.ISVA_GONE.value,
        what=f"Ask {victim.label} how to reach them: no ISVA of theirs is on record",
        due_on=clock.due_on,
        owner=owner,
        rule=ClockCode.ISVA_GONE.value,
        started_on=clock.start_on,
    )
