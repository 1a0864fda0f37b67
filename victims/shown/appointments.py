"""Joint appointments on the page of a victim, and the page of one."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from victims.appointment_enums import Joins
from victims.home_clients import named_to
from victims.marked import with_marks
from victims.models import ContactDetails, IsvaSupport, JointAppointment
from victims.rules.appointments import why_closed
from victims.sealed import opened
from victims.shown.record import against_preferred, open_alerts


def state_read(person: Person, row: JointAppointment) -> str:
    """Where it stands, in words to whoever reads: the ISVA who was asked is spoken to."""
    at = now()
    if row.ended or row.has_come(at) or row.isva_id != person.pk:
        return row.state_at(at)
    if not row.answer:
        return "Waits for your answer"
    return "You join" if row.answer == Joins.JOINS else "You cannot join"


def appointments_of(person: Person, victim: Victim) -> list[dict[str, Any]]:
    """Those to come first, the next one first; then the others, the latest first. One statement, and nothing
    sealed is opened.
    """
    rows = list(
        with_marks(JointAppointment.objects.visible_to(person))
        .filter(victim=victim)
        .select_related("isva", "arranged_by")
        .order_by("-starts_at", "id")
    )
    ahead = [row for row in reversed(rows) if row.is_open]
    rows = ahead + [row for row in rows if not row.is_open]
    return [
        {
            "row": row,
            "state": state_read(person, row),
            "check_first": row.check_first,
            "href": address("appointment", row.pk),
        }
        for row in rows
    ]


def beside(person: Person, victim: Victim) -> dict[str, Any]:
    """How and when the victim is safely reached, to arrange by; opening it is logged."""
    row = ContactDetails.objects.visible_to(person).filter(victim=victim, superseded_at__isnull=True).first()
    alerts = [{"row": one} for one in open_alerts(person, victim)]
    if row is None:
        return {"preferences": None, **against_preferred(victim, None), "safe_times": "", "alerts": alerts}
    record_read(
        by=person, action=Action.CONTACT_DETAILS_VIEWED, case=victim.case_id, subjects=[victim.pk, row.pk]
    )
    return {
        "preferences": row,
        **against_preferred(victim, row),
        "safe_times": opened(row, "safe_times"),
        "alerts": alerts,
    }


def _says(row: JointAppointment) -> str:
    """What the ISVA who was asked said: "Ivy, who joins"."""
    if not row.answer:
        return f"{row.isva.name}, who has not answered yet"
    if row.answer == Joins.JOINS:
        return f"{row.isva.name}, who joins"
    why = row.get_cannot_because_display()
    return f"{row.isva.name}, who cannot join: {why[:1].lower()}{why[1:]}"


def appointment_context(person: Person, row: JointAppointment) -> dict[str, Any]:
    support = IsvaSupport.objects.filter(victim=row.victim_id, isva=row.isva_id, ended_at__isnull=True)
    before = row.moved_from
    return {
        "row": row,
        "victim": row.victim,
        "whose": named_to(person, row.victim),
        "over": row.is_open and row.has_come(now()),
        "state": state_read(person, row),
        "says": _says(row),
        "asked": row.isva_id == person.pk,
        "place": opened(row, "place"),
        "supports": support.exists(),
        "way_closed": why_closed(row, now()),
        "before": before,
        "moved_to": next((address("appointment", one.pk) for one in row.moved_to.all()), ""),
        "victim_href": address("victim", row.victim_id),
    }
