"""Who was told of something owed, and may not see its case any more, hears no more of it: whoever it falls to
now does. What stands for the others stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from actionplans.enums import OPEN_PLANS
from actionplans.models import ActionPlan
from actionplans.services.climbs import CLIMBED, climb_again, lapse_again
from actionplans.services.clinic_access import able_to_see, cases_shut_to
from actionplans.services.soon import DUE_SOON, PASSED_ON, soon_again
from actionplans.services.standing import LAPSED
from cases.models import Case, DueItem
from rasso_tracker.messages.models import Message
from rasso_tracker.messages.services import quiet, unread_again
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import ISVA

AGAIN: dict[str, Callable[[Collection[UUID], datetime], None]] = {
    DUE_SOON: soon_again,
    CLIMBED: climb_again,
    LAPSED: lapse_again,
}


def after_people_changed(*, case: Case, former: Person | None, by: Person, at: datetime) -> None:
    """Answers cases.hooks.people_changed: what was said to who may not know of the case any more, or to
    `former` as its officer in charge.
    """
    with system("what is owed is told to others where the case is shut to who was told"):
        owed = DueItem.objects.filter(case=case, settled_at__isnull=True).order_by()
        owners = dict(owed.values_list("pk", "owner"))
        plans = ActionPlan.objects.filter(case=case, status__in=OPEN_PLANS).values_list("pk", flat=True)
        owners |= dict.fromkeys(plans, case.officer_in_charge_id)
        standing = Message.objects.filter(kind__in=AGAIN, subject_id__in=owners, handled_at__isnull=True)
        # An ISVA reads of a case through clients, which nothing here shuts to them.
        told = list(standing.exclude(recipient__roles__contains=[ISVA.code]).select_related("recipient"))
        able = able_to_see((one.recipient for one in told), case, Part.CASE)
        was = former.pk if former is not None else None
        gone = [
            one
            for one in told
            if one.recipient_id not in able or (one.recipient_id == was and owners[one.subject_id] != was)
        ]
        _tell_others(gone, at)


def after_sight_changed(*, person: Person, by: Person, at: datetime) -> None:
    """Answers people.hooks.sight_changed: the same of what was said to them, of any case."""
    with system("what is owed is told to others where its case is shut to who was told"):
        standing = Message.objects.filter(kind__in=AGAIN, recipient=person, handled_at__isnull=True)
        items = DueItem.objects.filter(pk__in=standing.values("subject_id"), settled_at__isnull=True)
        plans = ActionPlan.objects.filter(pk__in=standing.values("subject_id"), status__in=OPEN_PLANS)
        shut: set[UUID] = set()
        for rows in (items, plans):
            of_others = rows.filter(case__in=cases_shut_to(person, rows, Part.CASE))
            shut |= set(of_others.values_list("pk", flat=True))
        _tell_others(list(standing.filter(subject_id__in=shut)), at)


def after_person_named(*, case: Case, person: Person, by: Person, at: datetime) -> None:
    """Answers cases.hooks.person_named: what went quiet as the case was shut to them, and would still be
    told to them, is theirs to find unread.
    """
    with system("what somebody was told of a case is theirs again once they may see it again"):
        over = Message.objects.filter(
            recipient=person, case_id=case.pk, kind__in=AGAIN, handled_why=PASSED_ON
        )
        unread_again(over, at=at)


def _tell_others(gone: Collection[Message], at: datetime) -> None:
    quiet(Message.objects.filter(pk__in=[one.pk for one in gone]), by=None, at=at, why=PASSED_ON)
    for kind, again in AGAIN.items():
        if subjects := {one.subject_id for one in gone if one.kind == kind}:
            again(subjects, at)
