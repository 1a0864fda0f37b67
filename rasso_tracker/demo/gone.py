"""An ISVA of the demo who has gone, through whom alone a victim wants to be reached."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.enums import CLOSED_STAGES
from rasso_tracker.clocks import london_date
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person
from victims.enums import CommunicationMethod, OnlyThrough
from victims.facts import OF_ISVAS
from victims.models import ContactOwner, IsvaSupport, JointAppointment, SupportReferral, Withdrawal
from victims.pathway import may_follow
from victims.services import end_my_support, record_contact_details, record_support_answer
from victims.support_enums import SupportBecause, SupportEndedBecause, SupportStep


def an_isva_goes(at: datetime) -> None:
    """On a case of the sign-in officer, the day before. Nothing in a demo too small."""
    with system("the demo looks up its sign-ins"):
        by = Person.objects.filter(username="officer").first()
    if by is None:
        return
    with acting(by):
        support = _quiet(by)
        if support is None:
            return
        referred = SupportReferral.objects.filter(victim=support.victim, kind__in=OF_ISVAS)
        running = [one for one in referred if SupportStep.ENDED in may_follow(list(one.events.all()))]
    gone = at - timedelta(days=1)
    record_contact_details(
        by=by,
        victim=support.victim,
        preferred_method=CommunicationMethod.VIA_ISVA.value,
        only_through=OnlyThrough.ISVA.value,
        at=at - timedelta(days=3),
    )
    for referral in running:
        record_support_answer(
            by=by,
            referral=referral,
            step=SupportStep.ENDED.value,
            happened_on=london_date(gone),
            because=SupportBecause.SERVICE_ENDED.value,
            at=gone,
        )
    end_my_support(by=support.isva, support=support, because=SupportEndedBecause.ENDED.value, at=gone)


def _quiet(by: Person) -> IsvaSupport | None:
    """The longest support on the officer's open cases, but that of the ISVA who signs in; with no appointment
    ahead and no withdrawal, where contact is the officer's own.
    """
    found = IsvaSupport.objects.visible_to(by).filter(case__officer_in_charge=by.pk, ended_at__isnull=True)
    found = found.exclude(case__stage__in=CLOSED_STAGES).exclude(isva__username="isva")
    for rows in (
        JointAppointment.objects.filter(ended_at__isnull=True),
        ContactOwner.objects.filter(ended_at__isnull=True, with_post=False),
        Withdrawal.objects.all(),
    ):
        found = found.exclude(victim__in=rows.values("victim"))
    found = found.select_related("victim__case", "isva").order_by("started_at", "pk")
    first: IsvaSupport | None = found.first()
    return first
