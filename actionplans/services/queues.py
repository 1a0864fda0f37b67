"""Who in the force answers for what is asked of a body: a chase that is missed climbs to them by name."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cases.models import Case, NamedAccess
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.enums import Agency, PersonKind
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import GATEKEEPER, SUPERVISOR


def queue_owners_for(case: Case) -> QuerySet[Person]:
    """Supervisors of the district and gatekeepers in post; on a restricted case those who are named."""
    near = Q(roles__contains=[SUPERVISOR.code], district=case.district_id)
    may = near | Q(roles__contains=[GATEKEEPER.code])
    if case.restricted:
        open_to = NamedAccess.objects.filter(case=case, ended_at__isnull=True)
        may &= Q(pk__in=open_to.values("person"))
    police = Q(kind=PersonKind.PERSON, agency=Agency.POLICE)
    return Person.objects.filter(in_post(london_date(now())), police, may).order_by("name", "id")


def check_queue_owner(case: Case, owner: Person | None) -> None:
    """Whoever the chase climbs to may see the case. Raises Invalid."""
    if owner is not None and not queue_owners_for(case).filter(pk=owner.pk).exists():
        raise Invalid(
            {"queue_owner": "Choose a supervisor of the district or a gatekeeper who may see this case."}
        )
