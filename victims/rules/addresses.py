"""Where a letter may go: the way must be safe for the victim, and the place for everybody who lives there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.vault import case_key, normalise
from victims.enums import CommunicationMethod
from victims.models import ContactDetails
from victims.rules.channels import Reach, check_channel, details_at
from victims.sealed import opened

_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2})\b")
_NUMBER = re.compile(r"\b[0-9]+[a-z]?\b")
SENT_TO = {CommunicationMethod.POST: "address", CommunicationMethod.EMAIL: "email"}


def check_may_send(
    by: Person, victim: Victim, method: CommunicationMethod, at: datetime, *, field: str
) -> ContactDetails | None:
    """Raises Invalid, with the reason, where a letter may not reach the victim this way; for post and e-mail
    also where it would go. The details that give the address, or None where nothing is sent anywhere.
    """
    check_channel(by, victim, method, at, field=field)
    column = SENT_TO.get(method)
    if column is None:
        return None
    details = details_at(victim, at)
    key = case_key(victim.case_id)
    place = opened(details, column, key) if details is not None else ""
    if details is None or not place.strip():
        named = "postal address" if column == "address" else "e-mail address"
        raise Invalid(
            {field: f"No {named} is recorded for {victim.label}. Record it, or choose another way."}
        )
    if is_among(place, opened(details, "unsafe_addresses", key)):
        raise Invalid(
            {
                field: f"This is a place where it is not safe to reach {victim.label}. Choose another way, or"
                " ask them for a place that is safe."
            }
        )
    if _somebody_there_wishes_otherwise(by, victim, method, place, at):
        raise Invalid(
            {
                field: "Somebody else whom this case concerns is reached at the same place, and to write"
                " there is not safe for them. Choose another way, for example to hand it over."
            }
        )
    return details


def _somebody_there_wishes_otherwise(
    by: Person, victim: Victim, method: CommunicationMethod, place: str, at: datetime
) -> bool:
    """Another victim of the case shares the place and must not be reached there in this way."""
    key, column = case_key(victim.case_id), SENT_TO[method]
    others = Victim.objects.filter(case=victim.case_id, merged_into__isnull=True).exclude(pk=victim.pk)
    for other in others:
        details = details_at(other, at)
        if details is None:
            continue
        if is_among(place, opened(details, "unsafe_addresses", key)):
            return True
        if same_place(place, opened(details, column, key)) and Reach(by, other, at).wishes_against(method):
            return True
    return False


def same_place(one: str, other: str) -> bool:
    """The same address however it is written: one holds the other, or postcode and number agree."""
    a, b = normalise(one), normalise(other)
    if not a or not b:
        return False
    if _NUMBER.search(a) and _NUMBER.search(b) and (f" {a} " in f" {b} " or f" {b} " in f" {a} "):
        return True
    if a == b:
        return True
    return bool(_postcode(a)) and _postcode(a) == _postcode(b) and _first_number(a) == _first_number(b)


def ends_in_postcode(address: str) -> bool:
    """Whether the last line of a postal address is a postcode of the United Kingdom and nothing else."""
    lines = [line.strip() for line in address.replace(",", "\n").splitlines() if line.strip()]
    return bool(lines) and bool(_POSTCODE.fullmatch(normalise(lines[-1])))


def is_among(place: str, unsafe: str) -> bool:
    """Whether an address is one of those that were recorded as not safe, line by line or as a whole."""
    return any(same_place(place, one) for one in _entries(unsafe))


def _entries(text: str) -> Iterator[str]:
    yield text
    yield from (line for line in text.splitlines() if line.strip())


def _postcode(text: str) -> str:
    found = _POSTCODE.search(text)
    return found[1].replace(" ", "") if found else ""


def _first_number(text: str) -> str:
    found = _NUMBER.search(text)
    return found[0] if found else ""
