"""Leases on e-mail: claim, re-check inside the claim, mark with one's own fencing token.

Leases run on real time, whatever moment `at` the facts are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import CharField, DateTimeField, F, Q, QuerySet

from rasso_tracker import prepared
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.record import Event, record_each
from rasso_tracker.clocks import london_date, now
from rasso_tracker.duty.reading import duties_of
from rasso_tracker.messages.asking import Trouble
from rasso_tracker.messages.colleagues import may_know
from rasso_tracker.messages.enums import CLAIMABLE, EmailState
from rasso_tracker.messages.models import Digest, Message
from rasso_tracker.messages.notices import Due, Gone
from rasso_tracker.messages.retry import MAX_ATTEMPTS, next_try
from rasso_tracker.messages.services.raising import addressed, in_one_order, post, quiet
from rasso_tracker.messages.services.resolving import ask_about
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.prepared import Constant, Slot

LEASE = timedelta(minutes=5)
AT_ONCE = 200
# A row on which so many senders died may be what kills them: it is taken alone, later given up.
SUSPECT, HOPELESS = 3, 10
NOT_YOURS = "This is with somebody else now."
LEFT = "No longer in post."
BACK = "Whose it is, is on duty again, or it is not yours to know of."

Row = Message | Digest
Sent = tuple[Row, Iterable[UUID]]
Model = TypeVar("Model", Message, Digest)


def claim_messages(*, at: datetime, tally: Tally) -> list[Message] | None:
    """Lease messages whose e-mail is due, each re-checked as it now stands. None when nothing waits.

    What no longer stands is dropped; what moved to somebody else is told to them instead.
    """
    with system("claiming e-mail to send"), open_door("claim_messages"):
        rows = take(Message, tally)
        if rows is None:
            return None
        return recheck_claimed(rows, at, tally)


def take(model: type[Model], tally: Tally) -> list[Model] | None:
    """Lease rows of `model` that are due, skipping those that another deliverer holds."""
    moment = now()
    found = _due_rows(model, moment)
    if not found:
        return None
    rows = [row for row in found if row.lost_leases < SUSPECT] or found[:1]
    if rows[0].lost_leases >= HOPELESS:
        bury(rows[0], "Ten senders died on it.")
        tally.failed += 1
        return []
    lost = [row.pk for row in rows if row.email_state == EmailState.LEASED]
    if lost:
        model.objects.filter(pk__in=lost).update(lost_leases=F("lost_leases") + 1)
    model.objects.filter(pk__in=[row.pk for row in rows]).update(
        email_state=EmailState.LEASED, fence=F("fence") + 1, next_attempt_at=moment + LEASE
    )
    for row in rows:
        row.lost_leases += row.pk in lost
        row.email_state, row.fence, row.next_attempt_at = EmailState.LEASED, row.fence + 1, moment + LEASE
    return rows


def _due_rows(model: type[Model], moment: datetime) -> list[Model]:
    """The first rows that are due, in an order that an index has them in; in a statement that is kept.

    The planner takes the table's wall for a filter that leaves next to nothing, and would read and sort the
    whole table for each batch: 27 ms where the walk takes less than one. Planning it took some more.
    """

    def rows() -> QuerySet[Model]:
        by_now = Slot("moment", output_field=DateTimeField())
        waiting = [Constant(str(state), output_field=CharField()) for state in CLAIMABLE]
        due = Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=by_now)
        return (
            model.objects.filter(due, email_state__in=waiting)
            .select_related("recipient")
            .order_by("lost_leases", "next_attempt_at", "pk")
            .select_for_update(no_key=True, skip_locked=True, of=("self",))[:AT_ONCE]
        )

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        found = prepared.found((_due_rows, model), rows, moment=moment)
        cursor.execute("SET LOCAL enable_sort = on")
    return found


def recheck_claimed(rows: Sequence[Message], at: datetime, tally: Tally) -> list[Message]:
    """Of these messages, those that still stand for their recipient. The others are dropped or put off."""
    answers, needless = ask_about(rows, at), _no_longer_in_place(rows, at)
    standing = []
    for row in rows:
        answer = answers[row.kind, row.source]
        owed_by = row.on_behalf_of_id or row.recipient_id
        if isinstance(answer, Due) and answer.why_for(owed_by) is None:
            if row.on_behalf_of_id is None:  # else their own message says whose it is now
                _tell_whose_it_is_now(row, answer, at)
            answer = Gone(NOT_YOURS)
        if isinstance(answer, Due) and row.pk in needless:
            answer = Gone(BACK)
        if isinstance(answer, Due) and not row.recipient.serves_on(london_date(at)):
            answer = Gone(LEFT)
        if isinstance(answer, Due):
            standing.append(row)
        elif isinstance(answer, Trouble):
            if row.email_state == EmailState.LEASED:  # what is held for a digest waits for the next one
                put_off(row, answer.failure)
            tally.failed += 1
        else:
            drop(row, answer.why)
            tally.skipped[answer.why] += 1
    return standing


def _no_longer_in_place(rows: Sequence[Message], at: datetime) -> set[UUID]:
    """Messages to somebody in the place of a person who is on duty again, or of a case shut to them since."""
    handed = [(row, row.on_behalf_of_id) for row in rows if row.on_behalf_of_id is not None]
    if not handed:
        return set()
    resting = Person.objects.filter(pk__in={away for _, away in handed})
    duties = duties_of(resting, london_date(at), ahead=0)
    allowed = may_know([(row.case_id, row.recipient) for row, _ in handed if row.case_id])
    return {
        row.pk
        for row, away in handed
        if not duties[away].rests(at)
        or (row.case_id is not None and (row.case_id, row.recipient_id) not in allowed)
    }


def _tell_whose_it_is_now(row: Message, due: Due, at: datetime) -> None:
    heard = set(
        Message.objects.filter(
            kind=row.kind, subject_id=row.subject_id, rank__gte=due.rank, handled_at__isnull=True
        ).values_list("recipient_id", flat=True)
    )
    messages = addressed(kind=row.kind, source=row.source, due=due, raised_for=row.raised_for, at=at)
    post([message for message in messages if message.recipient_id not in heard])


def drop(row: Message, why: str) -> None:
    """Not sent, and quiet in the inbox: it no longer stands."""
    Message.objects.filter(pk=row.pk).update(
        email_state=EmailState.DROPPED, failure=why[:300], next_attempt_at=None
    )
    quiet(Message.objects.filter(pk=row.pk, handled_at__isnull=True), by=None, at=now(), why=why[:300])


def bury(row: Row, failure: str) -> None:
    """Dead letter: said so, and in nobody's way. The in-app notice stands."""
    _write(row, email_state=EmailState.DEAD, failure=failure[:300], next_attempt_at=None)


def put_off(row: Row, failure: str) -> None:
    """Failed for now; tried again later, given up after MAX_ATTEMPTS."""
    if row.attempts + 1 >= MAX_ATTEMPTS:
        bury(row, failure)
        return
    _write(
        row,
        email_state=EmailState.FAILED,
        failure=failure[:300],
        attempts=row.attempts + 1,
        next_attempt_at=next_try(row.attempts + 1),
    )


def _write(row: Row, *, email_state: EmailState, **values: object) -> None:
    type(row).objects.filter(pk=row.pk, fence=row.fence).update(email_state=email_state, **values)
    if isinstance(row, Digest) and email_state == EmailState.DEAD:
        told = in_one_order(Message.objects.filter(digest=row, email_state=EmailState.HELD))
        Message.objects.filter(pk__in=told).update(email_state=email_state, failure=values["failure"])


def mark_sent(sent: Sequence[Sent]) -> int:
    """The relay took these rows, each with what it told of; how many of them were still ours to mark.

    A lease that was lost meanwhile is not: then somebody else answers for the row.
    """
    with system("marking what was sent"), open_door("mark_sent"):
        marked = [
            *_mark(Message, [one for one in sent if isinstance(one[0], Message)]),
            *_mark(Digest, [one for one in sent if isinstance(one[0], Digest)]),
        ]
        record_each(
            by=None,
            action=Action.MESSAGES_DELIVERED,
            events=[
                Event(
                    case=row.case_id if isinstance(row, Message) else None,
                    subjects=about,
                    recipient=str(row.recipient_id),
                )
                for row, about in marked
            ],
        )
        return len(marked)


def _mark(model: type[Message] | type[Digest], sent: list[Sent]) -> list[Sent]:
    """Those that we still hold, marked in one statement."""
    if not sent:
        return []
    leased = model.objects.select_for_update(no_key=True).filter(
        pk__in=[row.pk for row, _ in sent], email_state=EmailState.LEASED
    )
    held = set(leased.order_by("pk").values_list("pk", "fence"))
    ours = [(row, about) for row, about in sent if (row.pk, row.fence) in held]
    ids = [row.pk for row, _ in ours]
    values = {"email_state": EmailState.SENT, "sent_at": now(), "failure": "", "next_attempt_at": None}
    model.objects.filter(pk__in=ids).update(**values)
    if model is Digest:
        told = in_one_order(Message.objects.filter(digest__in=ids, email_state=EmailState.HELD))
        Message.objects.filter(pk__in=told).update(**values)
    return ours


def mark_failed(row: Row, failure: str, *, for_good: bool) -> bool:
    """The relay refused it, or failed on it. False when the lease was lost meanwhile."""
    with system("marking what failed"), open_door("mark_failed"):
        if not _holds(row):
            return False
        if for_good:
            bury(row, failure)
        else:
            put_off(row, failure)
        return True


def release(rows: Iterable[Row], *, wait: timedelta) -> None:
    """Give back rows that were never tried; no attempt is counted."""
    with system("giving back what was not tried"), open_door("release"):
        for row in rows:
            if _holds(row):
                _write(row, email_state=EmailState.PENDING, failure="", next_attempt_at=now() + wait)


def _holds(row: Row) -> bool:
    leased = type(row).objects.select_for_update(no_key=True).filter(pk=row.pk, fence=row.fence)
    return leased.filter(email_state=EmailState.LEASED).exists()
