"""Recording who a victim is and how to reach them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from victims.enums import CommunicationMethod
from victims.rules.sight import check_can

Way = CommunicationMethod


def check_can_record_identity(by: Person, victim: Victim) -> None:
    check_can(by, "record_identity", "record who a victim is", victim)


def check_can_record_contact_details(by: Person, victim: Victim) -> None:
    check_can(by, "record_contact_details", "record how to reach a victim", victim)


# The detail without which a preferred way to be reached leads nowhere.
NEEDED_FOR = {
    CommunicationMethod.PHONE: ("phone", "Enter the phone number, or choose another way."),
    CommunicationMethod.TEXT: ("phone", "Enter the phone number, or choose another way."),
    CommunicationMethod.EMAIL: ("email", "Enter the e-mail address, or choose another way."),
    CommunicationMethod.POST: ("address", "Enter the address, or choose another way."),
    CommunicationMethod.IN_PERSON_HOME: ("address", "Enter the address, or choose another way."),
}


def check_reachable(
    preferred: CommunicationMethod | None,
    details: Mapping[str, str],
    *,
    language: str,
    interpreter_needed: bool,
) -> None:
    """Raises Invalid when the preferred way lacks its number or address, or an interpreter a language."""
    wrong = {}
    if preferred in NEEDED_FOR:
        field, sentence = NEEDED_FOR[preferred]
        if not details[field].strip():
            wrong[field] = sentence
    if interpreter_needed and not language.strip():
        wrong["language"] = "Enter the language that the interpreter speaks."
    if wrong:
        raise Invalid(wrong)


THERE = "Choose another way, or correct the address or the list of those where we must never write or visit."


def check_preferred_is_safe(preferred: CommunicationMethod | None, not_safe: Collection[Way]) -> None:
    """Raises Invalid for a preferred way that leads to a place recorded as `not_safe`."""
    if preferred in not_safe:
        sentence = f"They prefer a way that leads to a place where it is not safe to reach them. {THERE}"
        raise Invalid({"preferred_method": sentence})
