"""What the web writes on its own behalf: receipts and API tokens."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Refusal
from rasso_tracker.web.models import ApiToken, Receipt

LONGEST_TOKEN_DAYS = 90

_CLAIM = """
    INSERT INTO web_receipt (id, person_id, surface, token, digest, result_type, address, created_at)
    VALUES (%s, %s, %s, %s, %s, '', '', %s) ON CONFLICT (token, person_id, surface) DO NOTHING
"""


_COMPLETE = """
    UPDATE web_receipt SET result_type = %s, result_id = %s, address = %s, case_id = %s, done_at = %s
     WHERE id = %s
"""


class AlreadySent(Refusal):
    """The token was used before, with something else in it. `receipt` tells where the first one led."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt
        super().__init__("This was already sent and saved, with other details than these.")


@dataclass(frozen=True)
class Outcome:
    """What a deed led to. `result` is None when it was done before: look it up by type and id.

    `receipt` is the id of its receipt where the deed was about a case; its lines are found by it.
    """

    result: Model | None
    result_type: str
    result_id: uuid.UUID
    address: str
    repeated: bool
    receipt: uuid.UUID | None


def do_once(
    *,
    by: Person,
    surface: str,
    token: uuid.UUID | None,
    digest: str,
    do: Callable[[], Model],
    address_of: Callable[[Any], str],
    case_of: Callable[[Any], uuid.UUID | None],
    at: datetime | None = None,
) -> Outcome:
    """Do a deed once for a token, all in one transaction. Without a token, do it; it leaves a receipt too.

    Raises AlreadySent when the token came with another body, and whatever the deed raises: then no
    receipt stays.
    """
    with transaction.atomic():
        claim = uuid7()
        token = token or uuid.uuid4()
        if not _claim(claim, by, surface, token, digest, at or now()):
            return _replay(Receipt.objects.get(person=by, surface=surface, token=token), digest)
        result = do()
        case_id = case_of(result)
        outcome = Outcome(
            result=result,
            result_type=result._meta.label_lower,
            result_id=result.pk,
            address=address_of(result),
            repeated=False,
            receipt=claim if case_id else None,
        )
        _complete(claim, outcome, case_id, at or now())
        return outcome


def earlier_outcome(*, by: Person, surface: str, token: uuid.UUID | None, digest: str) -> Outcome | None:
    """What this sending led to when it was done before; None when it is new. Raises AlreadySent."""
    if token is None:
        return None
    receipt = Receipt.objects.filter(person=by, surface=surface, token=token).first()
    return _replay(receipt, digest) if receipt else None


def _claim(claim: uuid.UUID, by: Person, surface: str, token: uuid.UUID, digest: str, at: datetime) -> bool:
    """True when the token is ours; waits while another transaction holds it."""
    with open_door("claim_receipt"), connection.cursor() as cursor:
        cursor.execute(_CLAIM, [claim, by.pk, surface, token, digest, at])
        return bool(cursor.rowcount == 1)


def _complete(claim: uuid.UUID, outcome: Outcome, case_id: uuid.UUID | None, at: datetime) -> None:
    kept: list[Any] = [outcome.result_type, outcome.result_id, outcome.address, case_id, at]
    with open_door("keep_receipt"), connection.cursor() as cursor:
        cursor.execute(_COMPLETE, [*kept, claim])


def _replay(receipt: Receipt, digest: str) -> Outcome:
    if not secrets.compare_digest(receipt.digest, digest):
        raise AlreadySent(receipt)
    assert receipt.result_id is not None  # a committed receipt has its result
    return Outcome(
        result=None,
        result_type=receipt.result_type,
        result_id=receipt.result_id,
        address=receipt.address,
        repeated=True,
        receipt=receipt.pk if receipt.case_id else None,
    )


def digest_of(key: str) -> str:
    """How a token is kept. The key has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


@deed
def issue_token(
    *,
    by: Person,
    person: Person,
    role: str,
    scopes: Sequence[str],
    days: int = 30,
    at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A new API token for `person`, and its key, which is shown once and never kept.

    Raises Invalid for a role that the person does not hold, no scope, or more than 90 days; NotAllowed for
    somebody else's token (only a person's own, or from the command line as the person).
    """
    at = at or now()
    if by.pk != person.pk:
        raise NotAllowed("You can make API tokens for yourself only.")
    if role not in person.roles and not person.is_service:
        raise Invalid({"role": f"{person.username} does not hold the role {role or '(none)'}."})
    if not scopes:
        raise Invalid({"scopes": "Name at least one scope: read, deeds, or the names of deeds."})
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise Invalid({"days": f"A token lives from 1 to {LONGEST_TOKEN_DAYS} days."})
    key = secrets.token_urlsafe(32)
    token = ApiToken(
        person=person,
        role=role,
        scopes=list(scopes),
        digest=digest_of(key),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    token.save(force_insert=True)
    record(by=by, action=Action.TOKEN_ISSUED, subjects=[token.pk])
    return token, key


@deed
def revoke_token(*, by: Person, token: ApiToken, at: datetime | None = None) -> ApiToken:
    """End a token now. Raises NotAllowed for somebody else's."""
    if token.person_id != by.pk:
        raise NotAllowed("You can end your own API tokens only.")
    token.revoked_at = at or now()
    token.save(update_fields=["revoked_at"])
    record(by=by, action=Action.TOKEN_REVOKED, subjects=[token.pk])
    return token


def revoke_tokens_of(*, person: Person, by: Person, at: datetime) -> None:
    """End every live token of somebody whose access ends, inside the deed that ends it."""
    live = ApiToken.objects.filter(person=person, revoked_at__isnull=True, expires_at__gt=at)
    ended = list(live.values_list("pk", flat=True))
    ApiToken.objects.filter(pk__in=ended).update(revoked_at=at)
    if ended:
        record(by=by, action=Action.TOKEN_REVOKED, subjects=ended)
