"""Raising notices and ending them, inside the deed of an upper app: they stand or fall with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from rasso_tracker.clocks import london_date
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.enums import EmailState, Urgency
from rasso_tracker.messages.models import Message, MessageQuerySet, Raised
from rasso_tracker.messages.notices import Due
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person

FIRST_STATE = {
    Urgency.NOW: EmailState.PENDING,
    Urgency.DIGEST: EmailState.HELD,
    Urgency.NONE: EmailState.NONE,
}
NOT_YET_SENT = (EmailState.PENDING, EmailState.HELD, EmailState.FAILED)


def raise_notice(
    *, kind: str, source: UUID, subject_id: UUID, at: datetime, raised_for: datetime | None = None
) -> None:
    """Put a row in the outbox: delivery asks the kind's `recheck` who must hear. Twice is harmless."""
    row = Raised(kind=kind, source=source, subject_id=subject_id, raised_for=raised_for or at, raised_at=at)
    Raised.objects.bulk_create([row], ignore_conflicts=True)


def raise_notices(
    *, kind: str, sources: Iterable[UUID], at: datetime, subjects: Mapping[UUID, UUID] | None = None
) -> None:
    """The same for many rows in one statement: each is its own subject unless `subjects` says whose it is."""
    of = subjects or {}
    rows = [
        Raised(kind=kind, source=one, subject_id=of.get(one, one), raised_for=at, raised_at=at)
        for one in sources
    ]
    Raised.objects.bulk_create(rows, ignore_conflicts=True)


def raise_again(*, kind: str, subjects: Iterable[UUID], at: datetime, to_post: str = "") -> None:
    """For what may come to the same subject more than once: each time has a source of its own.

    `to_post` is whose place somebody took, for a kind that asks. The kind's `recheck` asks subjects_of()
    whose it is.
    """
    new: dict[str, Any] = {"kind": kind, "again": True, "to_post": to_post, "raised_for": at, "raised_at": at}
    rows = [Raised(source=uuid7(), subject_id=one, **new) for one in subjects]
    Raised.objects.bulk_create(rows)


def subjects_of(kind: str, sources: Sequence[UUID]) -> dict[UUID, UUID]:
    """Source to subject, of a kind that raise_again() raises; without those that a later one, still to be
    told, has replaced.
    """
    found = Raised.objects.filter(kind=kind, source__in=sources).values_list("source", "subject_id")
    subject_of = dict(found)
    waiting = Raised.objects.filter(kind=kind, subject_id__in=subject_of.values(), outcome="")
    last = dict(waiting.order_by("id").values_list("subject_id", "source"))
    return {source: subject for source, subject in subject_of.items() if last.get(subject, source) == source}


def tell(*, kind: str, source: UUID, due: Due, at: datetime) -> int:
    """Put the notice into the recipients' inboxes at once, with the deed. Returns how many were addressed.

    The e-mail is a later step, and re-checks first. Raises ValueError when no recipient is in post: the chain
    never ends at nobody.
    """
    messages = addressed(kind=kind, source=source, due=due, raised_for=at, at=at)
    if not messages:
        raise ValueError(f"A notice of kind {kind} has nobody to tell.")
    post(messages)
    return len(messages)


def settle(
    *,
    by: Person | None,
    at: datetime,
    subject_id: UUID | None = None,
    subjects: Iterable[UUID] = (),
    sources: Iterable[UUID] = (),
    kinds: Iterable[str] = (),
    why: str = "",
) -> int:
    """Quiet what was sent about a subject (or some, or these sources), for everyone: somebody did what it
    asked for.

    `kinds` limits it to those kinds. Unsent e-mail is dropped. Returns how many messages went quiet. Raises
    ValueError without anybody and without `why`, whether something was sent or not: it would be said nowhere.
    """
    if by is None and not why:
        raise ValueError("What goes quiet says who dealt with it, or why it is over.")
    about = Q(source__in=list(sources)) | Q(subject_id__in=list(subjects))
    if subject_id is not None:
        about |= Q(subject_id=subject_id)
    chosen = list(kinds)
    with system("a notice goes quiet for everyone it went to, not only for the one who acted"):
        standing = Message.objects.filter(about, handled_at__isnull=True)
        if chosen:
            standing = standing.filter(kind__in=chosen)
        return quiet(standing, by=by, at=at, why=why or (f"Dealt with by {by.name}." if by else ""))


def quiet(standing: MessageQuerySet, *, by: Person | None, at: datetime, why: str) -> int:
    """Mark these messages as over and drop their e-mail. `why` is a sentence that the recipient reads."""
    ids = in_one_order(standing)
    unsent = Message.objects.filter(pk__in=ids, email_state__in=NOT_YET_SENT)
    unsent.update(email_state=EmailState.DROPPED, failure=why, next_attempt_at=None)
    return Message.objects.filter(pk__in=ids).update(handled_at=at, handled_by=by, handled_why=why)


def in_one_order(messages: MessageQuerySet) -> list[UUID]:
    """Lock these messages, and give their keys. Always in the order of the keys: who marks one by another
    order, while a deliverer holds some of them, would wait for what waits for them.
    """
    return list(messages.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def addressed(
    *,
    kind: str,
    source: UUID,
    due: Due,
    raised_for: datetime,
    at: datetime,
    people: Mapping[UUID, Person] | None = None,
) -> list[Message]:
    """The messages of one notice, unsaved: one for each recipient who is in post."""
    if people is None:
        people = Person.objects.in_bulk([one.person_id for one in due.recipients])
    today, messages = london_date(at), []
    for one in due.recipients:
        person = people.get(one.person_id)
        if person is None or person.is_service or not person.serves_on(today):
            continue
        message = Message(
            id=uuid7(),
            kind=kind,
            source=source,
            recipient=person,
            case_id=due.case_id,
            subject_id=due.subject_id,
            reference=due.reference,
            headline=due.headline,
            why=one.why,
            due_on=due.due_on,
            ends_when=due.ends_when,
            path=due.path,
            urgency=due.urgency,
            rank=due.rank,
            raised_for=raised_for,
            created_at=at,
            email_state=FIRST_STATE[due.urgency] if person.email else EmailState.NONE,
        )
        message.message_id_header = message_id_header(message.id)
        messages.append(message)
    return messages


def post(messages: list[Message]) -> None:
    """Save them; a recipient who has this source already keeps the one they have."""
    Message.objects.bulk_create(messages, ignore_conflicts=True)


def message_id_header(row_id: UUID) -> str:
    """The Message-ID of a row: the same at every try, so that a relay or mailbox can tell a repeat."""
    return f"<{row_id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"
