"""A first password: an administrator hands out a code, the person sets the password."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import FirstPassword, Person
from rasso_tracker.people.models.first_password import digest_of_code
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.rules import check_may
from rasso_tracker.people.services.details import ADMINISTRATORS_ONLY, locked_person

VALID_FOR = timedelta(days=3)  # [A] a weekend between handing it out and the first day
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is taken for another
_GROUPS, _IN_A_GROUP = 4, 4  # 78 bits: nobody guesses it in three days
NO_FIT = (
    "The username or the code is wrong, or the code was used already or has run out. Check both, or ask an "
    "administrator for a new code."
)


@deed
def issue_first_password(*, by: Person, person: Person, at: datetime | None = None) -> FirstPassword:
    """A code with which somebody who has no password sets one. `code` of the row is shown this once.

    A code that was handed out before no longer counts. Raises NotAllowed for oneself, Invalid for somebody
    who has a password or has left.
    """
    at = at or now()
    check_may(by, "issue_first_password", ADMINISTRATORS_ONLY)
    if by.pk == person.pk:
        raise NotAllowed("You cannot hand out a code to yourself. Ask another administrator.")
    person = locked_person(person)
    if person.has_usable_password():
        raise Invalid({"": f"{person.name} has set a password already. Who forgot it asks the service desk."})
    if not (person.serves_on(london_date(at)) or (person.is_active and london_date(at) < person.starts_on)):
        raise Invalid({"": f"{person.name} has left, so no code is handed out."})
    FirstPassword.objects.filter(person=person, used_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=at
    )
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_IN_A_GROUP)) for _ in range(_GROUPS))
    row = FirstPassword(
        person=person,
        digest=digest_of_code(code),
        issued_by=by,
        issued_at=at,
        expires_at=at + VALID_FOR,
    )
    row.save(force_insert=True)
    row.code = code
    record(by=by, action=Action.FIRST_PASSWORD_ISSUED, subjects=[row.pk, person.pk])
    return row


@deed
def set_first_password(*, by: Person, code: str, password: str, at: datetime | None = None) -> Person:
    """Somebody sets a first password with the code that they were given; the code is used up.

    Raises NotAllowed, with one sentence for every reason, and Invalid by field for a password that is weak.
    """
    at = at or now()
    person = locked_person(by)
    row = (
        FirstPassword.objects.select_for_update(no_key=True, of=("self",))
        .filter(person=person, used_at__isnull=True, withdrawn_at__isnull=True)
        .first()
    )
    able = not person.is_service and person.is_active and not person.has_usable_password()
    if row is None or not row.fits(code) or not row.is_live(at) or not able:
        raise NotAllowed(NO_FIT)
    try:
        validate_password(password, user=person)
    except ValidationError as weak:
        raise Invalid({"password": " ".join(weak.messages)}) from weak
    person.set_password(password)
    person.save(update_fields=["password"])
    row.used_at = at
    row.save(update_fields=["used_at"])
    record(by=person, action=Action.FIRST_PASSWORD_SET, subjects=[row.pk, person.pk])
    return person
