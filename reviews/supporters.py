"""Who supports a victim on the police's own record, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cases.enums import Duty
from cases.models import Assignment, Victim
from rasso_tracker.people.models import Person
from victims.models import IsvaSupport, StoDeployment
from victims.support_enums import SupportEndedBecause

ERROR = SupportEndedBecause.ERROR
Since = dict[Person, datetime]


def supporters_by_victim(victims: Iterable[Victim], after: datetime | None = None) -> dict[UUID, Since]:
    """By victim: the ISVAs whom they agreed to, their specially trained officer, and since when; three
    statements. A specially trained officer of the case supports each of its victims. With `after`, those too
    whose support ended later than that.
    """
    lasts = Q(ended_at__isnull=True)
    if after is not None:
        lasts |= Q(ended_at__gt=after)
    asked = list(victims)
    ids = [one.pk for one in asked]
    found: dict[UUID, Since] = {pk: {} for pk in ids}
    shared = IsvaSupport.objects.filter(lasts, victim__in=ids)
    deployed = StoDeployment.objects.standing().filter(
        lasts, victim__in=ids, officer__isnull=False, deployed_at__isnull=False
    )
    duties = Assignment.objects.filter(
        lasts, case__in={one.case_id for one in asked}, duty=Duty.STO
    ).select_related("person")
    begun = [
        *(
            (one.victim_id, one.isva, one.started_at)
            for one in shared.exclude(ended_because=ERROR).select_related("isva")
        ),
        *((one.victim_id, one.officer, one.deployed_at) for one in deployed.select_related("officer")),
        *(
            (one.pk, duty.person, duty.started_at)
            for duty in duties
            for one in asked
            if one.case_id == duty.case_id
        ),
    ]
    for victim, person, since in begun:
        assert person is not None
        assert since is not None
        found[victim][person] = min(since, found[victim].get(person, since))
    return found


def supporters_since(victim: Victim, after: datetime | None = None) -> Since:
    return supporters_by_victim([victim], after)[victim.pk]


def supporters_at(victim: Victim, moment: datetime) -> Since:
    """Who supported a victim at a moment, and since when."""
    found = supporters_since(victim, moment)
    return {person: since for person, since in found.items() if since <= moment}
