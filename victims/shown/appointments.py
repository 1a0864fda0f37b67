"""Joint appointments on the page of a victim, and the page of one."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from victims.models import ContactDetails, IsvaSupport, JointAppointment
from victims.sealed import opened


def appointments_of(person: Person, victim: Victim) -> list[dict[str, Any]]:
    """Those to come first, then the others, the latest first; nothing sealed is opened. One statement."""
    rows = list(
        JointAppointment.objects.visible_to(person)
        .filter(victim=victim)
        .select_related("isva", "arranged_by")
        .order_by("-starts_at", "id")
    )
    rows.sort(key=lambda row: not row.is_open)
    return [{"row": row, "href": address("appointment", row.pk)} for row in rows]


def beside(person: Person, victim: Victim) -> dict[str, Any]:
    """How and when the victim is safely reached, to arrange by; opening it is logged."""
    row = ContactDetails.objects.visible_to(person).filter(victim=victim, superseded_at__isnull=True).first()
    if row is None:
        return {"preferences": None, "safe_times": ""}
    record_read(
        by=person, action=Action.CONTACT_DETAILS_VIEWED, case=victim.case_id, subjects=[victim.pk, row.pk]
    )
    return {"preferences": row, "safe_times": opened(row, "safe_times")}


def appointment_context(person: Person, row: JointAppointment) -> dict[str, Any]:
    support = IsvaSupport.objects.filter(victim=row.victim_id, isva=row.isva_id, ended_at__isnull=True)
    before = row.moved_from
    return {
        "row": row,
        "victim": row.victim,
        "at": now(),
        "place": opened(row, "place"),
        "supports": support.exists(),
        "before": before,
        "moved_to": next((address("appointment", one.pk) for one in row.moved_to.all()), ""),
        "victim_href": address("victim", row.victim_id),
    }
