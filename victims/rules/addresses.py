"""Where a letter may go: the way must be safe for the victim, and the place for everybody who lives there."""

from __future__ import annotations

from datetime import datetime

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.vault import case_key
from victims.enums import CommunicationMethod
from victims.models import ContactDetails
from victims.rules.channels import Reach, check_channel, details_at
from victims.rules.places import is_among, same_place
from victims.sealed import opened

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
