"""Who keeps the list of support services, and what may stand on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import ISVA
from victims.enums import Support
from victims.models import ServiceAdviser, SupportService


def check_can_keep_services(by: Person, deed: str) -> None:
    if not (by.is_service or by.role.may(deed)):
        raise NotAllowed("You cannot change the list of support services. An administrator can.")


def who_works_there(service: SupportService) -> list[UUID]:
    """The ids of the people who work for a service now."""
    there = ServiceAdviser.objects.filter(service=service, ended_at__isnull=True)
    return list(there.values_list("person", flat=True))


def check_service_said(
    name: str,
    kinds: Collection[str],
    advisers: Collection[Person],
    at: datetime,
    *,
    service: SupportService | None = None,
    closed_on: date | None = None,
) -> None:
    """Raises Invalid by field: a name in use, nothing or an officer offered, somebody new who is no ISVA.

    Who works there already and has left their post stays until somebody takes them off the list.
    """
    wrong = {}
    others = SupportService.objects.filter(name__iexact=name.strip())
    if service is not None:
        others = others.exclude(pk=service.pk)
    if others.exists():
        wrong["name"] = "Another service has this name. Add the place, so that they are told apart."
    if not kinds:
        wrong["kinds"] = "Choose at least one kind of support."
    elif Support.STO in kinds:
        wrong["kinds"] = "A specially trained officer is police and deployed, not referred to."
    there = set(who_works_there(service)) if service is not None else set()
    new = [one for one in advisers if one.pk not in there]
    if any(ISVA.code not in one.roles or not one.serves_on(london_date(at)) for one in new):
        wrong["advisers"] = "Choose ISVAs who are in post."
    if closed_on is not None and closed_on > london_date(at):
        wrong["closed_on"] = "Enter today's date or a date in the past."
    if wrong:
        raise Invalid(wrong)
