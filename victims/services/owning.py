"""Passing on who owns contact with a victim, and all that is owed to the victim with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.models import Victim
from cases.services import pass_due, pass_on_access
from rasso_tracker.audit import Action
from rasso_tracker.audit.record import Event, record_each
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.holdings import Holding
from rasso_tracker.people.models import Person
from victims.enums import CommunicationMethod
from victims.models import ContactDetails, ContactOwner, StoDeployment
from victims.notices.owner import CONTACT_GIVEN
from victims.services.marks import owed_to
from victims.services.reach_due import restate_each


def give_contact(victim: Victim, to: Person, *, by: Person, at: datetime) -> ContactOwner:
    """Inside a deed: `to` owns contact from `at` on. Of the officer in charge the post owns it."""
    for former in ContactOwner.objects.filter(victim=victim, ended_at__isnull=True):
        former.ended_at = at
        former.save(update_fields=["ended_at"])
        settle(by=None, at=at, subject_id=former.pk, why="Contact was handed over again.")
    row = ContactOwner(
        case_id=victim.case_id,
        victim=victim,
        owner=to,
        with_post=to.pk == victim.case.officer_in_charge_id,
        since=at,
        handed_by=by,
    )
    row.save(force_insert=True)
    pass_due(case=victim.case, sources=owed_to(victim), owner=to, at=at)
    if to != by:
        raise_notice(kind=CONTACT_GIVEN, source=row.pk, subject_id=row.pk, at=at)
    return row


def _owned(person: Person) -> Any:
    """Contact of open cases that is this person's own, and not their post's."""
    return ContactOwner.objects.filter(owner=person, ended_at__isnull=True, with_post=False)


def pass_on_contact(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """What somebody who leaves owned is the officer in charge's of each case again, whoever takes the rest.

    What is owed to the victims passes on with the other things due. Three statements.
    """
    rows = list(_owned(person).select_for_update(no_key=True, of=("self",)).order_by("pk"))
    _owned(person).filter(pk__in=[one.pk for one in rows]).update(ended_at=at)
    events = [
        Event(case=one.case_id, subjects=[one.victim_id, one.pk], reason="handed over by a leaver")
        for one in rows
    ]
    record_each(by=by, action=Action.CONTACT_HANDED_OVER, events=events)
    return len(rows)


def _deployed(person: Person) -> Any:
    return StoDeployment.objects.standing().filter(officer=person, ended_at__isnull=True)


def pass_on_deployments(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """The deployments of an officer who leaves end; `to` is deployed in their place, else another officer is
    asked for in each case, so that the want of one shows. A fixed number of statements, but for victims who
    want to be reached through their officer.
    """
    rows = list(_deployed(person).select_for_update(no_key=True, of=("self",)).order_by("pk"))
    _deployed(person).filter(pk__in=[one.pk for one in rows]).update(ended_at=at, ended_by=by)
    following: dict[str, Any] = {"asked_at": at, "recorded_at": at, "recorded_by": by}
    if to is not None:
        following |= {"officer": to, "deployed_at": at, "deployed_by": by}
    StoDeployment.objects.bulk_create(
        StoDeployment(case_id=one.case_id, victim_id=one.victim_id, **following) for one in rows
    )
    pass_on_access(cases=[one.case_id for one in rows], person=person, to=to, by=by, at=at)
    events = [
        Event(case=one.case_id, subjects=[one.victim_id, one.pk], reason="handed over by a leaver")
        for one in rows
    ]
    record_each(by=by, action=Action.STO_RECORDED, events=events)
    by_sto = ContactDetails.objects.filter(preferred_method=CommunicationMethod.VIA_STO)
    restate_each(by_sto.filter(case__in={one.case_id for one in rows}), at)
    return len(rows)


HOLDINGS = (
    Holding(
        code="contact_owned",
        title="victims whose contact they own",
        one="victim whose contact they own",
        count=lambda person: _owned(person).count(),
        hand_over=pass_on_contact,
        team="the officer in charge of each case.",
    ),
    Holding(
        code="sto_deployments",
        title="victims for whom they are the specially trained officer",
        one="victim for whom they are the specially trained officer",
        count=lambda person: _deployed(person).count(),
        hand_over=pass_on_deployments,
        team="another specially trained officer is asked for in each case.",
    ),
)
