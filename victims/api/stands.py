"""What stands of a victim, by API: how to reach them, who they are, and whether they take part."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from victims import represent
from victims.models import ContactDetails, Reengagement, Withdrawal
from victims.represent.engagement import standing_shown
from victims.shown import choices
from victims.shown.record import against_preferred, open_alerts


def standing_of(model: Any, represented: Any) -> Any:
    """Represent the row of `model` that stands for a victim; every field None while there is none."""

    def shown(victim: Victim, person: Person) -> dict[str, Any]:
        row = (
            model.objects.visible_to(person)
            .filter(victim=victim, superseded_at__isnull=True)
            .select_related("recorded_by")
            .first()
        )
        if row is None:
            return {"id": None, "case": str(victim.case_id), "victim": str(victim.pk)}
        result: dict[str, Any] = represented(row, person)
        return result

    return shown


def ways_to_reach(victim: Victim, person: Person) -> dict[str, Any]:
    """How to reach them, what is closed (for now, and as it leads to a place that is not safe), and what to
    call whom they go by while nobody is there.

    As the page shows it; also where nothing stands.
    """
    stands = standing_of(ContactDetails, represent.contact_details_shown)(victim, person)
    row = ContactDetails.objects.visible_to(person).filter(victim=victim, superseded_at__isnull=True).first()
    against = against_preferred(victim, row)
    alerts = [represent.alert_shown(one, person) for one in open_alerts(person, victim)]
    told = {name: against[name] for name in ("nobody_there", "place_not_safe", "closed_by_place")}
    return {**stands, **told, "alerts": alerts}


def how_they_stand(victim: Victim, person: Person) -> dict[str, Any]:
    """Whether they take part, withdrew or cannot be reached, as their page says it."""
    made = [
        *Withdrawal.objects.visible_to(person).filter(victim=victim),
        *Reengagement.objects.visible_to(person).filter(victim=victim),
    ]
    return {
        "case": str(victim.case_id),
        "victim": str(victim.pk),
        **standing_shown(choices.standing_of(victim, made, now())),
    }
