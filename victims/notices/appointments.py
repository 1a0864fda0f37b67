"""Who hears of a joint appointment: the ISVA who was asked, and the officer of their answer.

The words go by e-mail: a reference and what to do, nothing of the victim, the place or what will be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from rasso_tracker.clocks import london_date
from rasso_tracker.messages import NOW, Addressee, Due, Gone
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.models import Person
from victims.appointment_enums import Ended
from victims.models import IsvaSupport, JointAppointment
from victims.notices.isva import Officers

ASKED = "appointment_asked"
ANSWERED = "appointment_answered"
OFF = "appointment_off"
YOURS = "You support somebody on this case."


def _rows(sources: Sequence[UUID]) -> list[JointAppointment]:
    return list(JointAppointment.objects.filter(pk__in=sources).select_related("case"))


def _supporting(rows: list[JointAppointment], at: datetime) -> set[UUID]:
    """The ids of those rows whose ISVA supports the victim still and is in post. Two statements."""
    supports = set(
        IsvaSupport.objects.filter(
            victim__in={row.victim_id for row in rows}, ended_at__isnull=True
        ).values_list("victim", "isva")
    )
    people = Person.objects.filter(in_post(london_date(at)), pk__in={row.isva_id for row in rows})
    serving = set(people.values_list("pk", flat=True))
    return {row.pk for row in rows if row.isva_id in serving and (row.victim_id, row.isva_id) in supports}


def _due(row: JointAppointment, told: tuple[Addressee, ...], headline: str, ends_when: str) -> Due:
    return Due(
        recipients=told,
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline=headline,
        ends_when=ends_when,
        path=f"/appointments/{row.pk}/",
        urgency=NOW,
    )


def recheck_asked(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The ISVA who was asked and has not answered. A fixed number of statements."""
    rows = _rows(sources)
    supporting = _supporting(rows, at)
    found: dict[UUID, Due | Gone] = {}
    for row in rows:
        if not row.is_open or row.answer:
            found[row.pk] = Gone("It was answered, moved or called off.")
        elif row.has_come(at):
            found[row.pk] = Gone("Its hour has come: an answer would be too late.")
        elif row.pk not in supporting:
            found[row.pk] = Gone("The ISVA who was asked does not support this client any more.")
        else:
            told = (Addressee(row.isva_id, YOURS),)
            headline = "You are asked to join an appointment with a client"
            found[row.pk] = _due(row, told, headline, "you say whether you join")
    return found


def recheck_appointment_answers(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The officer in charge and whoever arranged it, of what the ISVA answered. A fixed number of
    statements.
    """
    rows = _rows(sources)
    officers = Officers([row.case for row in rows], at, others={row.arranged_by_id for row in rows})
    found: dict[UUID, Due | Gone] = {}
    for row in rows:
        told = officers.and_who_arranged(row.case, row.arranged_by_id)
        if not row.is_open or not row.answer or not told:
            found[row.pk] = Gone("It has ended, or nobody in post may know of it.")
        else:
            headline = "An ISVA answered about a joint appointment"
            found[row.pk] = _due(row, told, headline, "you have read it, and moved it where they cannot join")
    return found


def recheck_off(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The ISVA who was asked, once it is called off. A fixed number of statements."""
    rows = _rows(sources)
    supporting = _supporting(rows, at)
    found: dict[UUID, Due | Gone] = {}
    for row in rows:
        if row.ended != Ended.CANCELLED or row.pk not in supporting:
            found[row.pk] = Gone("The ISVA who was asked does not support this client any more.")
        else:
            told = (Addressee(row.isva_id, YOURS),)
            headline = "A joint appointment with a client is called off"
            found[row.pk] = _due(row, told, headline, "you have read it")
    return found
