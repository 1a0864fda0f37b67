"""Which roles read what was said in words, beyond the codes."""

from __future__ import annotations

from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import GATEKEEPER, OFFICER, REVIEWER, SUPERVISOR, Part

POLICE = (OFFICER, SUPERVISOR, GATEKEEPER, REVIEWER)


def reads_own_words(person: Person) -> bool:
    """The victim's words are part of the investigation; managers read codes, ISVAs hear them first hand."""
    return person.is_service or person.role.reads(Part.INVESTIGATION)


def reads_police_notes(person: Person) -> bool:
    """A supervisor's note on a withdrawal is for the police alone (safety.md 4)."""
    return person.is_service or person.role in POLICE
