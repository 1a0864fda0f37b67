"""Which roles read what was said in words, beyond the codes."""

from __future__ import annotations

from collections.abc import Iterable

from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import GATEKEEPER, ISVA, OFFICER, REVIEWER, SUPERVISOR, is_supporter
from victims.enums import ContactAbout, DayFact, GivenBy, Support
from victims.models import Contact, SafeguardingConcern, WithdrawalTold

# Whether material was awaited and how CPS's plan stood is the evidence side, which an ISVA does not see.
OF_EVIDENCE = frozenset({DayFact.DIGITAL_PENDING, DayFact.THIRD_PARTY_PENDING, DayFact.PLAN_OVERDUE})
ABOUT_EVIDENCE = frozenset({ContactAbout.ACCOUNT, ContactAbout.EVIDENCE})
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


def reads_told_words(person: Person, told: WithdrawalTold) -> bool:
    """What a victim wants the police to know goes to the police: an ISVA reads what they wrote themselves."""
    return person.is_service or person.role != ISVA or told.told_by_id == person.pk


def day_facts(person: Person) -> tuple[DayFact, ...]:
    """The facts of the day of a withdrawal that this person reads."""
    return tuple(fact for fact in DayFact if not (is_supporter(person) and fact in OF_EVIDENCE))


def about_read(person: Person, contact: Contact) -> list[str]:
    """What a contact was about, without evidence for an ISVA: who wrote the entry knows what they wrote."""
    hidden = ABOUT_EVIDENCE if is_supporter(person) else frozenset()
    return [code for code in contact.about if code not in hidden]


def reads_concern(person: Person, concern: SafeguardingConcern) -> bool:
    """The words of a concern may touch the evidence: an ISVA reads those of their own."""
    return not is_supporter(person) or concern.raised_by_id == person.pk


def reads_stage(person: Person) -> bool:
    """How far a case had come when somebody withdrew may be more than they were told since."""
    return not is_supporter(person)


def givers_read(person: Person) -> tuple[GivenBy, ...]:
    """Whose reasons for a withdrawal this person reads: an ISVA those that the victim gave."""
    return (GivenBy.VICTIM,) if is_supporter(person) else tuple(GivenBy)
