"""Who supports a victim on the police's own record, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from cases.enums import Duty
from cases.models import Assignment, Victim
from rasso_tracker.people.models import Person
from victims.models import IsvaSupport, StoDeployment

Since = dict[Person, datetime]


def supporters_by_victim(victims: Iterable[Victim]) -> dict[UUID, Since]:
    """By victim: the ISVAs whom they agreed to, their specially trained officer, and since when; three
    statements. A specially trained officer of the case supports each of its victims.
    """
    asked = list(victims)
    ids = [one.pk for one in asked]
    found: dict[UUID, Since] = {pk: {} for pk in ids}
    shared = IsvaSupport.objects.filter(victim__in=ids, ended_at__isnull=True).select_related("isva")
    deployed = StoDeployment.objects.standing().filter(
        victim__in=ids, ended_at=None, officer__isnull=False, deployed_at__isnull=False
    )
    duties = Assignment.objects.filter(
        case__in={one.case_id for one in asked}, duty=Duty.STO, ended_at__isnull=True
    ).select_related("person")
    begun = [
        *((one.victim_id, one.isva, one.started_at) for one in shared),
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


def supporters_since(victim: Victim) -> Since:
    return supporters_by_victim([victim])[victim.pk]
