"""What deeds about victims share: their subject, page and caption."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse

from cases.models import Victim
from cases.services import locked
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import is_supporter
from victims.home_clients import names_of
from victims.models import (
    victims_seen,
)


def victim_of(row: Any) -> Victim:
    return row if isinstance(row, Victim) else row.victim


def victim_page(row: Any) -> str:
    return reverse("victim", args=[row.pk if isinstance(row, Victim) else row.victim_id])


def about_victim(person: Person, subject: Any) -> dict[str, Any]:
    """The case and the victim's number above the heading, so that nobody records on the wrong one; for an
    ISVA the name of their client, which is logged.
    """
    victim = victim_of(subject)
    whose = f"{victim.case.reference}, {victim.label}"
    if is_supporter(person):  # who has twenty clients called Victim 1
        whose = ", ".join([*names_of(person, [victim.pk]).values(), whose])
    return {"caption": whose, "victim": victim, "row": subject}


def stands_since(model: Any) -> Callable[[Person, Victim], datetime | None]:
    """When the row of a victim was recorded that stands until another replaces it, asked under the lock of
    their case, which every deed about them takes; None without one. Raises NotAllowed where it is not theirs.
    """

    def since(person: Person, victim: Victim) -> datetime | None:
        locked(person, victim.case_id)
        stands = model.objects.filter(victim=victim, superseded_at__isnull=True)
        found: datetime | None = stands.values_list("recorded_at", flat=True).first()
        return found

    return since


def on_victim(check: Callable[[Person, Victim], None]) -> dict[str, Any]:
    """What every deed on a victim shares; `check` is asked before the form is shown."""
    return {
        "subject": Victim,
        "subject_name": "victim",
        "find": victims_seen,
        "select": ("case", "case__district", "case__officer_in_charge", "merged_into"),
        "context": about_victim,
        "check": check,
        "done": victim_page,
        "back": victim_page,
    }


def on_row(model: type, name: str, check: Callable[[Person, Any], None]) -> dict[str, Any]:
    """What every deed on a recorded row shares."""
    return {
        "subject": model,
        "subject_name": name,
        "select": ("victim__case", "recorded_by"),
        "context": about_victim,
        "check": check,
        "done": victim_page,
        "back": victim_page,
    }
