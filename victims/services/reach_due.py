"""What is owed once nobody is there through whom a victim wants to be reached: to ask how else."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from cases.models import Case, DueItem, Victim
from cases.services import Owed, raise_dues, settle_due
from rasso_tracker.clocks import ClockCode, deadline
from rasso_tracker.people.models import Person
from victims.bereaved import death_of
from victims.enums import CommunicationMethod as Way
from victims.enums import DueCode
from victims.facts import unwelcome_since
from victims.hooks import owed_to_victim
from victims.models import ContactDetails, EventTelling
from victims.owning import contact_owner
from victims.rules.carriers import Gone, gone_from
from victims.services.marks import restate_marks


def restate_reach(victim: Victim, at: datetime) -> None:
    """Raise or settle it, as what they prefer and who is there say: inside each deed that changes either.

    Another way that they prefer ends it, and so does somebody new who is there. Of somebody who has died
    nobody asks it, nor of one who does not welcome hearing from us again, nor on a closed case once all was
    told. What was planned through somebody who went is to be checked first, whatever they prefer.
    """
    restate_marks(victim, at)
    prefers = ContactDetails.objects.filter(victim=victim, superseded_at__isnull=True).first()
    gone = gone_from(victim, prefers, at)
    if gone is None or _is_not_asked(victim):
        settle_due(source=victim.pk, code=DueCode.CARRIER_GONE.value, at=at)
        return
    raise_dues(case=victim.case, owed=[reach_owed(victim, gone, contact_owner(victim))], at=at)


def restate_each(prefer: QuerySet[ContactDetails], at: datetime) -> None:
    """The same of each victim with one of these preferences: they share whoever came or went."""
    standing = prefer.filter(superseded_at__isnull=True)
    for row in standing.select_related("victim__case__officer_in_charge"):
        restate_reach(row.victim, at)


def restate_sto(*, case: Case, at: datetime) -> None:
    """The same once it changed who is a specially trained officer on a case: one who is deployed for one
    victim is nobody to reach another one through.
    """
    restate_each(ContactDetails.objects.filter(case=case, preferred_method=Way.VIA_STO), at)


def _is_not_asked(victim: Victim) -> bool:
    if death_of(victim) is not None or unwelcome_since(victim) is not None:
        return True
    if not victim.case.is_closed:
        return False
    events = EventTelling.objects.filter(victim=victim).values_list("pk", flat=True)
    word = Q(source=victim.pk, code=DueCode.VICTIM_UPDATE)
    word |= Q(source__in=[*events, *owed_to_victim.asked(victim=victim)])
    return not DueItem.objects.filter(word, settled_at__isnull=True).exists()


def reach_owed(victim: Victim, gone: Gone, owner: Person) -> Owed:
    clock = deadline(ClockCode.CARRIER_GONE, gone.since)
    return Owed(
        source=victim.pk,
        code=DueCode.CARRIER_GONE.value,
        what=f"Ask {victim.label} how to reach them: no {gone.noun} is on record",
        due_on=clock.due_on,
        owner=owner,
        rule=ClockCode.CARRIER_GONE.value,
        started_on=clock.start_on,
    )
