"""The clients of an ISVA who leaves or moves: they pass to another ISVA, or the sharing ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from cases.enums import NamedBecause
from cases.models import NamedAccess, Victim
from rasso_tracker.audit import Action
from rasso_tracker.audit.record import Event, record_each
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notices
from rasso_tracker.people.holdings import Holding
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import ISVA
from victims.models import IsvaSupport
from victims.models.referrals import services_of
from victims.notices.isva import SUPPORT_ENDED
from victims.services.reach_due import restate_reach
from victims.support_enums import SupportEndedBecause


def _clients(person: Person) -> Any:
    return IsvaSupport.objects.filter(isva=person, ended_at__isnull=True)


def pass_on_clients(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """Clients pass to `to`, an ISVA of the service that they agreed to; with nobody, the sharing ends.

    Access to the cases goes along, and the officer in charge of each hears. A fixed number of statements, but
    for clients who now have nobody through whom they want to be reached. Raises Invalid for somebody who is
    no ISVA, or of another service: no client agreed to that one.
    """
    rows = list(_clients(person).select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if not rows:
        return 0
    if to is not None:
        _check_of_the_same_service(person, to)
    why = SupportEndedBecause.LEFT if to is None else SupportEndedBecause.HANDED_ON
    ended = _clients(person).filter(pk__in=[one.pk for one in rows])
    ended.update(ended_at=at, ended_by=by, ended_because=why)
    cases = {one.case_id for one in rows}
    grants = NamedAccess.objects.filter(case__in=cases, because=NamedBecause.ISVA, ended_at__isnull=True)
    grants.filter(person=person).update(ended_at=at)
    if to is not None:
        _begin(rows, to, by, at)
        has = set(grants.filter(person=to).values_list("case", flat=True))
        NamedAccess.objects.bulk_create(
            NamedAccess(
                id=uuid7(),
                case_id=case,
                person=to,
                because=NamedBecause.ISVA,
                started_at=at,
                granted_by=by,
            )
            for case in cases - has
        )
    action = Action.ISVA_SUPPORT_ENDED if to is None else Action.ISVA_SUPPORT_PASSED_ON
    events = [
        Event(
            case=one.case_id,
            subjects=[one.victim_id, one.pk],
            reason="handed over by a leaver",
            recipient="" if to is None else to.name,
        )
        for one in rows
    ]
    record_each(by=by, action=action, events=events)
    raise_notices(kind=SUPPORT_ENDED, sources=[one.pk for one in rows], at=at)
    if to is None:
        _ask_how_else([one.victim_id for one in rows], at)
    return len(rows)


def _check_of_the_same_service(person: Person, to: Person) -> None:
    if ISVA.code not in to.roles:
        raise Invalid({"goes_to": f"Clients pass to another ISVA alone, and {to.name} is none."})
    if not services_of(to).filter(service__in=services_of(person)).exists():
        raise Invalid(
            {
                "goes_to": f"Each client agreed to the service of {person.name}, and {to.name} is not on "
                "record as working for it. Choose an ISVA of that service, or let the sharing end: the "
                "officer then asks each client who supports them next."
            }
        )


def _ask_how_else(victims: Sequence[UUID], at: datetime) -> None:
    """Of each client: what they prefer, or what was planned with them, may have gone through the ISVA. The
    clients of one person are few.
    """
    for victim in Victim.objects.filter(pk__in=victims).select_related("case__officer_in_charge"):
        restate_reach(victim, at)


def _begin(rows: list[IsvaSupport], to: Person, by: Person, at: datetime) -> None:
    """The support goes on by `to`, unless they support the same client already."""
    theirs = _clients(to).filter(victim__in=[one.victim_id for one in rows])
    has = set(theirs.values_list("victim", flat=True))
    IsvaSupport.objects.bulk_create(
        IsvaSupport(
            case_id=one.case_id,
            victim_id=one.victim_id,
            isva=to,
            consented_on=one.consented_on,
            started_at=at,
            recorded_by=by,
        )
        for one in rows
        if one.victim_id not in has
    )


HOLDINGS = (
    Holding(
        code="isva_clients",
        title="clients whom they support as ISVA",
        one="client whom they support as ISVA",
        count=lambda person: _clients(person).count(),
        hand_over=pass_on_clients,
        team="sharing ends: the officer in charge agrees with each client who supports them next.",
    ),
)
