"""Writing the grants that row-level security reads. Ended, never deleted."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Model

from cases.enums import Duty, NamedBecause
from cases.models import Assignment, Case, NamedAccess
from cases.notices.given import CASE_GIVEN
from rasso_tracker.messages.services import raise_notices
from rasso_tracker.people.models import Person


def grant(case: Case, person: Person, because: NamedBecause, by: Person, at: datetime) -> None:
    """Give access unless the person has it for that reason already."""
    has = NamedAccess.objects.filter(case=case, person=person, because=because, ended_at__isnull=True)
    if not has.exists():
        NamedAccess.objects.create(case=case, person=person, because=because, started_at=at, granted_by=by)


def first_duty(case: Case, person: Person, by: Person, at: datetime) -> list[Model]:
    """The unsaved rows of a new case's officer in charge: nobody to relieve, nothing to look up."""
    return [
        Assignment(case=case, person=person, duty=Duty.OIC, started_at=at, assigned_by=by),
        NamedAccess(case=case, person=person, because=NamedBecause.ASSIGNED, started_at=at, granted_by=by),
    ]


def put_on_duty(case: Case, person: Person, duty: Duty, by: Person, at: datetime) -> list[Person]:
    """End the duty of whoever had it and give it to `person`, with the access that goes with it.

    Returns who was relieved.
    """
    relieved = []
    held = Assignment.objects.filter(case=case, ended_at__isnull=True)
    for former in held.filter(duty=duty).exclude(person=person):
        former.ended_at = at
        former.save(update_fields=["ended_at"])
        relieved.append(former.person)
        if not held.filter(person=former.person_id).exists():
            NamedAccess.objects.filter(
                case=case, person=former.person_id, because=NamedBecause.ASSIGNED, ended_at__isnull=True
            ).update(ended_at=at)
    if not held.filter(duty=duty, person=person).exists():
        row = Assignment.objects.create(case=case, person=person, duty=duty, started_at=at, assigned_by=by)
        tell_of_duties([row], at)
    grant(case, person, NamedBecause.ASSIGNED, by, at)
    return relieved


def tell_of_duties(rows: list[Assignment], at: datetime) -> None:
    """Who took over a duty on a case hears of it, unless they took it themselves."""
    given = [row.pk for row in rows if row.person_id != row.assigned_by_id]
    raise_notices(kind=CASE_GIVEN, sources=given, at=at)


def named_people(case: Case) -> list[Person]:
    """Everybody who has access by name now, each once."""
    return list(
        Person.objects.filter(
            pk__in=NamedAccess.objects.filter(case=case, ended_at__isnull=True).values("person")
        )
    )
