"""From the outbox into inboxes: who must hear is asked now, and the notice commits with the mark."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.messages.asking import Answer, Trouble, ask
from rasso_tracker.messages.enums import Outcome
from rasso_tracker.messages.models import Message, Raised
from rasso_tracker.messages.notices import Due, Gone
from rasso_tracker.messages.retry import MAX_ATTEMPTS, next_try
from rasso_tracker.messages.services.raising import addressed, post
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person

SUBJECTS_AT_ONCE = 200
_ONE_RESOLVER = 0x6E6F7469  # any fixed number: the advisory lock of this stage
NOBODY = Trouble("Nobody in post was named to hear of it.")
Key = tuple[str, UUID]


def deliver_raised(*, at: datetime, tally: Tally) -> bool:
    """Resolve one batch of the outbox. False when nothing waits, or another deliverer is at it.

    One deliverer at a time does this, so that the steps of one subject are always seen together and each
    recipient gets one notice, of the highest step. Killed half way it leaves everything as it was.
    """
    with system("deciding who must hear of what was raised"), open_door("deliver_raised"):
        if not _alone():
            return False
        rows = _waiting()
        if rows:
            _resolve(rows, at, tally)
        return bool(rows)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_RESOLVER])
        row = cursor.fetchone()
    return bool(row and row[0])


def _waiting() -> list[Raised]:
    ready = Raised.objects.filter(outcome="").filter(
        Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now())
    )
    first = ready.order_by("next_attempt_at", "pk").values_list("subject_id", flat=True)
    subjects = list(dict.fromkeys(first[: SUBJECTS_AT_ONCE * 5]))[:SUBJECTS_AT_ONCE]
    return list(ready.filter(subject_id__in=subjects).select_for_update(no_key=True))


def ask_about(rows: Iterable[Raised | Message], at: datetime) -> dict[tuple[str, UUID], Answer]:
    """What stands, by kind and source, each at max(`at`, the moment raised for)."""
    wanted: defaultdict[tuple[str, datetime], list[UUID]] = defaultdict(list)
    for row in rows:
        wanted[row.kind, max(at, row.raised_for)].append(row.source)
    answers: dict[tuple[str, UUID], Answer] = {}
    for (kind, moment), sources in wanted.items():
        for source, answer in ask(kind, sources, moment).items():
            answers[kind, source] = answer
    return answers


def _resolve(rows: list[Raised], at: datetime, tally: Tally) -> None:
    answers = ask_about(rows, at)
    standing = [row for row in rows if isinstance(answers[row.kind, row.source], Due)]
    messages, carried = _messages(standing, answers, at)
    post(messages)
    for row in rows:
        answer = answers[row.kind, row.source]
        _settle_row(row, carried[row.pk] if isinstance(answer, Due) else answer, tally)
    _save(rows)
    tally.posted += len(messages)
    if messages:
        record(by=None, action=Action.MESSAGES_POSTED, subjects=[message.pk for message in messages])


def _save(rows: list[Raised]) -> None:
    """Most rows end alike, so they are saved together; those with a sentence of their own, one by one."""
    for outcome in (Outcome.DELIVERED, Outcome.COVERED):
        alike = [row.pk for row in rows if row.outcome == outcome]
        Raised.objects.filter(pk__in=alike).update(outcome=outcome, failure="")
    others = [row for row in rows if row.outcome not in (Outcome.DELIVERED, Outcome.COVERED)]
    if others:
        Raised.objects.bulk_update(others, ["outcome", "failure", "attempts", "next_attempt_at"])


def _settle_row(row: Raised, answer: Gone | Trouble | Outcome, tally: Tally) -> None:
    if isinstance(answer, Outcome):
        row.outcome, row.failure = answer, ""
        if answer == Outcome.COVERED:
            tally.skipped[Outcome.COVERED.label] += 1
    elif isinstance(answer, Gone):
        row.outcome, row.failure = Outcome.DROPPED, answer.why[:300]
        tally.skipped[answer.why] += 1
    else:
        row.attempts, row.failure = row.attempts + 1, answer.failure[:300]
        row.next_attempt_at = next_try(row.attempts)
        row.outcome = Outcome.DEAD if row.attempts >= MAX_ATTEMPTS else ""
        tally.failed += 1


def _messages(
    rows: list[Raised], answers: dict[Key, Answer], at: datetime
) -> tuple[list[Message], dict[UUID, Outcome | Trouble]]:
    """One message for each recipient and subject: the highest rank, the latest of equals."""
    dues = {row.pk: due for row in rows if isinstance(due := answers[row.kind, row.source], Due)}
    people = Person.objects.in_bulk({one.person_id for due in dues.values() for one in due.recipients})
    told: set[tuple[str, UUID, UUID]] = set()
    messages: list[Message] = []
    carried: dict[UUID, Outcome | Trouble] = {}
    for row in sorted(rows, key=lambda row: (dues[row.pk].rank, row.raised_for), reverse=True):
        everyone = addressed(
            kind=row.kind,
            source=row.source,
            due=dues[row.pk],
            raised_for=row.raised_for,
            at=at,
            people=people,
        )
        new = [one for one in everyone if (row.kind, row.subject_id, one.recipient_id) not in told]
        told |= {(row.kind, row.subject_id, one.recipient_id) for one in new}
        messages += new
        carried[row.pk] = Outcome.DELIVERED if new else Outcome.COVERED if everyone else NOBODY
    return messages, carried
