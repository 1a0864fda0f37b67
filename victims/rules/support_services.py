"""Who keeps the list of support services, and what may stand on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import ISVA
from victims.enums import Support
from victims.models import SupportService


def check_can_keep_services(by: Person, deed: str) -> None:
    if not (by.is_service or by.role.may(deed)):
        raise NotAllowed("You cannot change the list of support services. An administrator can.")


def check_service_said(
    name: str,
    kinds: Collection[str],
    advisers: Collection[Person],
    at: datetime,
    *,
    service: SupportService | None = None,
    closed_on: date | None = None,
) -> None:
    """Raises Invalid by field: a name in use, nothing or an officer offered, somebody who is no ISVA."""
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
    if any(ISVA.code not in one.roles or not one.serves_on(london_date(at)) for one in advisers):
        wrong["advisers"] = "Choose ISVAs who are in post."
    if closed_on is not None and closed_on > london_date(at):
        wrong["closed_on"] = "Enter today's date or a date in the past."
    if wrong:
        raise Invalid(wrong)
