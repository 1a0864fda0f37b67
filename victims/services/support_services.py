"""The list of support services: what each offers and where, and which ISVAs work there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import District, Person
from rasso_tracker.people.versions import touch
from victims.models import ServiceAdviser, SupportService
from victims.rules import support_services as rules


@deed
def add_support_service(
    *,
    by: Person,
    name: str,
    kinds: Sequence[str],
    district: District | None = None,
    advisers: Sequence[Person] = (),
    at: datetime | None = None,
) -> SupportService:
    """Add a service that takes referrals; without a district it works in every one.

    Raises NotAllowed and Invalid.
    """
    at = at or now()
    rules.check_can_keep_services(by, "add_support_service")
    rules.check_service_said(name, kinds, advisers, at)
    row = SupportService(name=name.strip(), kinds=list(dict.fromkeys(kinds)), district=district)
    row.save(force_insert=True)
    _staff(row, advisers, by, at)
    return row


@deed
def change_support_service(
    *,
    by: Person,
    service: SupportService,
    name: str,
    kinds: Sequence[str],
    district: District | None = None,
    advisers: Sequence[Person] = (),
    closed_on: date | None = None,
    at: datetime | None = None,
) -> SupportService:
    """Correct a service, who works there, or that it closed. Referrals that went there stay as they are.

    An ISVA who no longer works there sees its referrals no longer. Raises NotAllowed and Invalid.
    """
    at = at or now()
    rules.check_can_keep_services(by, "change_support_service")
    row: SupportService = SupportService.objects.select_for_update(no_key=True).get(pk=service.pk)
    rules.check_service_said(name, kinds, advisers, at, service=row, closed_on=closed_on)
    row.name, row.kinds, row.district = name.strip(), list(dict.fromkeys(kinds)), district
    row.closed_on = closed_on
    touch(row, "name", "kinds", "district", "closed_on")
    _staff(row, advisers, by, at)
    return row


def _staff(service: SupportService, advisers: Sequence[Person], by: Person, at: datetime) -> None:
    """Exactly these work there from now on; who did before keeps a row that ended."""
    wanted = {one.pk for one in advisers}
    now_there = ServiceAdviser.objects.filter(service=service, ended_at__isnull=True)
    there = set(now_there.values_list("person", flat=True))
    now_there.exclude(person__in=wanted).update(ended_at=at, ended_by=by)
    ServiceAdviser.objects.bulk_create(
        ServiceAdviser(service=service, person_id=pk, started_at=at, started_by=by)
        for pk in sorted(wanted - there)
    )
    record(by=by, action=Action.SUPPORT_SERVICE_KEPT, subjects=[service.pk, *sorted(wanted)])
