"""Which roles read what was said in words, beyond the codes."""

from __future__ import annotations

from collections.abc import Iterable

from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import GATEKEEPER, ISVA, OFFICER, REVIEWER, SUPERVISOR
from victims.enums import DayFact, Support
from victims.models import Contact

POLICE = (OFFICER, SUPERVISOR, GATEKEEPER, REVIEWER)


def reads_own_words(person: Person) -> bool:
    """The victim's words are part of the investigation; managers read codes, ISVAs hear them first hand."""
    return person.is_service or person.role.reads(Part.INVESTIGATION)


def reads_police_notes(person: Person) -> bool:
    """A supervisor's note on a withdrawal is for the police alone (safety.md 4)."""
    return person.is_service or person.role in POLICE


def reads_summary(person: Person, contact: Contact) -> bool:
    """What was said may touch the evidence, which an ISVA does not see: they read their own entries."""
    return person.is_service or person.role != ISVA or contact.recorded_by_id == person.pk


def support_told(person: Person, codes: Iterable[str]) -> list[str]:
    """The kinds of support that somebody may hear of with a withdrawal. CPS, gatekeepers, reviewers and other
    services know of the trained officer and of the ISVA; that there was other support, and not which.
    """
    codes = list(codes)
    if person.is_service or (person.role != ISVA and person.role.reads(Part.SUPPORT)):
        return codes
    known = (Support.STO.value, Support.ISVA.value)
    return list(dict.fromkeys(code if code in known else Support.OTHER.value for code in codes))


def fact_told(person: Person, fact: str, codes: str) -> str:
    """The same of a fact of the day, as WithdrawalDayChange keeps it."""
    if fact != DayFact.SUPPORT_IN_PLACE:
        return codes
    return ",".join(support_told(person, filter(None, codes.split(","))))
