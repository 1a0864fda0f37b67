"""Who a victim is and how to reach them. A correction keeps the old row and says until when it held."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from cases.models import Victim
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together
from rasso_tracker.vault import blind_index
from victims import rules
from victims.enums import CommunicationMethod
from victims.models import ContactDetails, Identity
from victims.rules.places import ways_not_safe
from victims.sealed import seal_into
from victims.services.held import held
from victims.services.reach_due import restate_reach

NAME_LABEL = "victims.identity.name"
DATE_OF_BIRTH_LABEL = "victims.identity.date_of_birth"
SEALED = ("phone", "email", "address", "safe_times", "language", "unsafe_addresses", "companion")
CODES = (
    "preferred_method",
    "safe_to_leave_message",
    "interpreter_needed",
    "forbidden_methods",
    "forbidden_because",
    "only_through",
)


@deed
def record_identity(
    *,
    by: Person,
    victim: Victim,
    name: str,
    date_of_birth: date | None = None,
    known_as: str = "",
    at: datetime | None = None,
) -> Identity:
    """Record, or correct, a victim's name and date of birth. Raises NotAllowed and Invalid."""
    at = at or now()
    held(by, victim, rules.check_can_record_identity)
    if not name.strip():
        raise Invalid({"name": "Enter the victim's name."})
    if date_of_birth is not None and date_of_birth > london_date(at):
        raise Invalid({"date_of_birth": "A date of birth cannot be in the future."})
    Identity.objects.filter(victim=victim, superseded_at__isnull=True).update(superseded_at=at)
    born = date_of_birth.isoformat() if date_of_birth else ""
    row = Identity(
        case_id=victim.case_id,
        victim=victim,
        recorded_at=at,
        recorded_by=by,
        name_index=blind_index(NAME_LABEL, name),
        date_of_birth_index=blind_index(DATE_OF_BIRTH_LABEL, born) if born else None,
    )
    seal_into(row, name=name, known_as=known_as, date_of_birth=born)
    row.save(force_insert=True)
    record(by=by, action=Action.IDENTITY_RECORDED, case=victim.case_id, subjects=[victim.pk, row.pk])
    return row


@deed
def record_contact_details(
    *,
    by: Person,
    victim: Victim,
    preferred_method: str,
    phone: str = "",
    email: str = "",
    address: str = "",
    safe_times: str = "",
    safe_to_leave_message: bool = False,
    interpreter_needed: bool = False,
    language: str = "",
    forbidden_methods: Sequence[str] = (),
    forbidden_because: str = "",
    only_through: str = "",
    unsafe_addresses: str = "",
    companion: str = "",
    at: datetime | None = None,
) -> ContactDetails:
    """Record, or correct, how a victim may be reached and how safely. Raises NotAllowed and Invalid.

    What is given stands instead of what stood: a way that is not forbidden any more may be used again.
    """
    at = at or now()
    held(by, victim, rules.check_can_record_contact_details)
    check_details(
        victim,
        preferred_method=preferred_method,
        reach={"phone": phone, "email": email, "address": address},
        unsafe=unsafe_addresses,
        language=language,
        interpreter_needed=interpreter_needed,
        forbidden_methods=forbidden_methods,
        forbidden_because=forbidden_because,
        only_through=only_through,
        at=at,
    )
    row = ContactDetails(
        preferred_method=preferred_method,
        safe_to_leave_message=safe_to_leave_message,
        interpreter_needed=interpreter_needed,
        forbidden_methods=list(dict.fromkeys(forbidden_methods)),
        forbidden_because=forbidden_because,
        only_through=only_through,
    )
    texts = {
        "phone": phone,
        "email": email,
        "address": address,
        "safe_times": safe_times,
        "language": language,
        "unsafe_addresses": unsafe_addresses,
        "companion": companion,
    }
    return stand_instead(by, victim, row, texts, at)


def check_details(
    victim: Victim,
    *,
    preferred_method: str,
    reach: Mapping[str, str],
    unsafe: str,
    language: str,
    interpreter_needed: bool,
    forbidden_methods: Sequence[str],
    forbidden_because: str,
    only_through: str,
    at: datetime,
) -> None:
    """Raises Invalid with every fault of how to reach a victim at once; a form may still miss which way they
    prefer, and then what hangs on it is left out. `reach` is their phone, email and address, `unsafe` the
    places where they are not safe.
    """
    preferred = CommunicationMethod(preferred_method) if preferred_method else None
    stands = ContactDetails.objects.filter(victim=victim, superseded_at__isnull=True).first()
    not_safe = ways_not_safe(reach, unsafe)
    together(
        partial(rules.check_somebody_carries, victim, preferred, only_through, at, stands),
        partial(_check_preferred_is_safe, preferred, not_safe, stands),
        partial(
            rules.check_reachable,
            preferred,
            reach,
            language=language,
            interpreter_needed=interpreter_needed,
        ),
        partial(
            rules.check_some_way_remains,
            victim,
            preferred=preferred,
            forbidden=forbidden_methods,
            because=forbidden_because,
            only_through=only_through,
            at=at,
            stands=stands,
            not_safe=not_safe,
        ),
    )


def _check_preferred_is_safe(
    preferred: CommunicationMethod | None,
    not_safe: Collection[CommunicationMethod],
    stands: ContactDetails | None,
) -> None:
    """What stands so since an alert closed the place passes, else nothing else could be corrected until
    somebody has asked the victim.
    """
    as_it_stands = stands is not None and stands.preferred_method == preferred
    if not (preferred and as_it_stands and stands and rules.leads_to_unsafe(stands, preferred)):
        rules.check_preferred_is_safe(preferred, not_safe)


def stand_instead(
    by: Person, victim: Victim, pattern: ContactDetails, texts: Mapping[str, str], at: datetime
) -> ContactDetails:
    """A new row with the codes of `pattern` and these texts, instead of what stood: inside a deed that holds
    the case.
    """
    ContactDetails.objects.filter(victim=victim, superseded_at__isnull=True).update(superseded_at=at)
    row = ContactDetails(
        case_id=victim.case_id,
        victim=victim,
        recorded_at=at,
        recorded_by=by,
        **{name: getattr(pattern, name) for name in CODES},
    )
    seal_into(row, key=None, **texts)
    row.save(force_insert=True)
    record(by=by, action=Action.CONTACT_DETAILS_RECORDED, case=victim.case_id, subjects=[victim.pk, row.pk])
    restate_reach(victim, at)
    return row
