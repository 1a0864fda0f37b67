"""Who speaks for a victim in the demo: one waits for a supervisor's agreement, one speaks for a victim who
has died, and of one who has died nobody asked the family yet.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.models import DueItem, Victim
from rasso_tracker.clocks import london_date
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person
from victims.enums import CommunicationMethod, ContactAbout, Direction, DueCode
from victims.models import (
    Contact,
    IsvaSupport,
    JointAppointment,
    MaterialRequest,
    RightsChoice,
    Withdrawal,
)
from victims.record_enums import FamilyTold, SpeaksBecause, SpokespersonIs, TieToSuspect, YesNoUnknown
from victims.rules.spokesperson import under_18_by_birth
from victims.services import name_spokesperson, record_circumstances, record_contact

UNDER_18 = {True: YesNoUnknown.YES, False: YesNoUnknown.NO, None: YesNoUnknown.UNKNOWN}
LATELY = timedelta(days=6)


def name_speakers(at: datetime) -> None:
    """As the sign-in officer recorded them this week, on cases of their own. Nothing in a demo too small."""
    with system("the demo looks up its sign-ins"):
        by = Person.objects.filter(username="officer").first()
    if by is None:
        return
    with acting(by):
        quiet = _quiet(by, at)
    if len(quiet) < 3:
        return
    tied, bereaved, unasked = quiet[:3]
    record_contact(
        by=by,
        victim=tied,
        occurred_at=at - timedelta(days=1, hours=2),
        direction=Direction.OTHER.value,
        method=CommunicationMethod.PHONE.value,
        reached=False,
        about=[ContactAbout.OTHER.value],
        summary="Robin Marsden rang, who asks to speak for them. Nothing of the case was said.",
        at=at - timedelta(days=1, hours=2),
    )
    name_spokesperson(
        by=by,
        victim=tied,
        name="Robin Marsden",
        is_their=SpokespersonIs.PARENT.value,
        because=SpeaksBecause.ASKED.value,
        tie=TieToSuspect.HOUSEHOLD.value,
        reach="07700 900641, after six",
        at=at - timedelta(days=1),
    )
    for victim, days in ((bereaved, 5), (unasked, 2)):
        _died(by, victim, at - timedelta(days=days), at)
    name_spokesperson(
        by=by,
        victim=bereaved,
        name="Hilary Brook",
        is_their=SpokespersonIs.FAMILY.value,
        because=SpeaksBecause.DIED.value,
        tie=TieToSuspect.NONE.value,
        reach="07700 900642",
        since=london_date(at - timedelta(days=3)),
        at=at - timedelta(days=1),
    )


def _quiet(by: Person, at: datetime) -> list[Victim]:
    """Victims of the officer's own cases who are to be updated and of whom nothing else is told this week."""
    owed = DueItem.objects.visible_to(by).filter(
        case__officer_in_charge=by.pk, code=DueCode.VICTIM_UPDATE, settled_at__isnull=True
    )
    victims = Victim.objects.visible_to(by).filter(pk__in=owed.values("source"))
    for rows in (
        Contact.objects.filter(occurred_at__gt=at - LATELY),
        JointAppointment.objects.all(),
        IsvaSupport.objects.all(),
        Withdrawal.objects.all(),
        RightsChoice.objects.filter(chosen_at__gt=at - LATELY),
        MaterialRequest.objects.filter(agreed_on__gt=london_date(at - LATELY)),
    ):
        victims = victims.exclude(pk__in=rows.values("victim"))
    found = victims.filter(case__reported_on__lt=london_date(at) - timedelta(days=30))
    return list(found.select_related("case").order_by("case__reported_on", "pk")[:3])


def _died(by: Person, victim: Victim, died: datetime, at: datetime) -> None:
    with acting(by):
        was_minor = under_18_by_birth(victim)
    record_circumstances(
        by=by,
        victim=victim,
        under_18=UNDER_18[was_minor].value,
        died_on=london_date(died),
        family=FamilyTold.TO_TELL.value,
        at=at - timedelta(days=1, hours=1),
    )
