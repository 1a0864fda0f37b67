"""What is due soon: one notice ahead of each date that is owed on a case.

`DueItem.soon_at` is the moment stored with the date, so that the sweep counts no days. A date that passed
before anybody could be told, as in an outage, is no longer soon: it is passed over, and its own steps speak.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from actionplans.models import DueSoon
from cases.models import DueItem
from cases.soon import soon_moment
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.models import Message
from rasso_tracker.messages.services import quiet, raise_notices, settle
from rasso_tracker.people.access import system
from rasso_tracker.people.cover import rota_on

DUE_SOON = "due_soon"  # the kind of the notices
PASSED_ON = "Somebody else owes it now."
TOO_LATE = "The date had passed before it could be said to be due soon."

_SWEEP = """
WITH was AS MATERIALIZED (
    SELECT d.id, d.case_id, d.due_on, d.dated_at, d.soon_at FROM cases_dueitem d
    WHERE d.soon_at <= %(at)s AND d.settled_at IS NULL FOR NO KEY UPDATE SKIP LOCKED
), moved AS (
    UPDATE cases_dueitem d SET soon_at = NULL FROM was WHERE d.id = was.id
    RETURNING was.id, was.case_id, was.due_on, was.dated_at, was.soon_at,
              (was.due_on + 1)::timestamp AT TIME ZONE 'Europe/London' > %(at)s AS ahead
), ledger AS (
    INSERT INTO actionplans_duesoon (id, case_id, item_id, due_on, dated_at, due_at, raised_at)
    SELECT uuidv7(), m.case_id, m.id, m.due_on, m.dated_at, m.soon_at, %(at)s FROM moved m
    WHERE m.ahead ORDER BY m.due_on, m.id
    ON CONFLICT DO NOTHING
    RETURNING id, item_id, due_at
), outbox AS (
    INSERT INTO notices_raised
        (id, kind, source, subject_id, raised_for, raised_at, next_attempt_at, attempts, failure, outcome)
    SELECT uuidv7(), %(kind)s, l.id, l.item_id, l.due_at, %(at)s, NULL, 0, '', '' FROM ledger l
    ON CONFLICT DO NOTHING
)
SELECT count(*) FILTER (WHERE NOT m.ahead), (SELECT array_agg(l.item_id)::text[] FROM ledger l) FROM moved m
"""
_RESTATE = """
UPDATE cases_dueitem d SET soon_at = v.soon
FROM jsonb_to_recordset(%s) AS v (code text, due_on date, soon timestamptz)
WHERE d.settled_at IS NULL AND d.code = v.code AND d.due_on = v.due_on AND d.soon_at IS DISTINCT FROM v.soon
  AND NOT EXISTS (SELECT 1 FROM actionplans_duesoon s WHERE s.item_id = d.id AND s.dated_at = d.dated_at)
"""


@dataclass(frozen=True)
class SaidSoon:
    """The items that a sweep wrote a notice for, and how many it passed over since their date had passed."""

    items: list[Any]
    passed_over: int


def sweep_soon(at: datetime) -> SaidSoon:
    """Write a notice for every date that became due soon by `at`. Part of the sweep, in its transaction.

    It waits for no row that a deed holds, as in the rest of the sweep: the next one finds it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, {"at": at, "kind": DUE_SOON})
        passed_over, items = cursor.fetchone()
    return SaidSoon(items or [], passed_over)


def restate_soon() -> None:
    """The rule or the bank holidays changed: every date that nobody was told of gets its moment again."""
    with system("what is owed on every case is due soon at another moment"):
        ahead = DueItem.objects.filter(settled_at__isnull=True, due_on__gte=london_date(now()))
        rows = [
            {"code": code, "due_on": due_on.isoformat(), "soon": _iso(soon_moment(code, due_on))}
            for code, due_on in ahead.order_by().values_list("code", "due_on").distinct()
        ]
        with connection.cursor() as cursor:
            cursor.execute(_RESTATE, [json.dumps(rows)])


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def no_longer_soon(items: Iterable[DueItem], at: datetime) -> None:
    """What was said of a date that is done, or moved in this deed, goes quiet."""
    moved = [one for one in items if one.settled_at or (one.dated_at == at and one.raised_at < at)]
    go_quiet(moved, kind=DUE_SOON, at=at)


def quiet_for_former(kind: str, passed: Mapping[UUID, UUID | None], at: datetime) -> None:
    """What was sent of these goes quiet for who owed each until now, and who covers for them; where nobody
    did by name, for all. What others were sent stands. Inside a deed.
    """
    rota = rota_on(london_date(at))
    with system("a notice goes quiet for who owes it no more, whoever passed it on"):
        standing = Message.objects.filter(kind=kind, subject_id__in=passed, handled_at__isnull=True)
        rows = standing.values_list("pk", "subject_id", "recipient", "on_behalf_of")
        over = [
            pk
            for pk, subject, *whose in rows
            if (former := passed[subject]) is None or set(rota.line(former)) & set(whose)
        ]
        quiet(standing.filter(pk__in=over), by=None, at=at, why=PASSED_ON)


def soon_again(items: Collection[UUID], at: datetime) -> None:
    """Whoever these fall to now hears what was said to be due soon, unless they did. Inside a deed."""
    said = DueSoon.objects.filter(item__in=items, dated_at=F("item__dated_at"), item__settled_at__isnull=True)
    said = said.filter(raised_at__lte=at)
    last = said.order_by("item_id", "-raised_at", "-id").distinct("item_id")
    again = [
        DueSoon(
            case_id=one.case_id,
            item_id=one.item_id,
            due_on=one.due_on,
            dated_at=one.dated_at,
            due_at=one.due_at,
            raised_at=at,
            passed_at=at,
        )
        for one in last
        if one.passed_at != at  # else it passed twice in one deed: delivery asks who owes it at the end
    ]
    DueSoon.objects.bulk_create(again)
    of = {one.pk: one.item_id for one in again}
    raise_notices(kind=DUE_SOON, sources=of, subjects=of, at=at)


def go_quiet(items: Iterable[DueItem], *, kind: str, at: datetime) -> None:
    """What was sent of these goes quiet, with why: a few statements, however many they are. Inside a deed.

    Why one fell away is for those who may see it still, not for everybody who heard of it.
    """
    by_why: dict[str, list[UUID]] = {}
    for item in items:
        done = "It is no longer needed." if item.fell_away else "It was done."
        by_why.setdefault(done if item.settled_at else "Its date moved.", []).append(item.pk)
    for why, subjects in by_why.items():
        settle(subjects=subjects, by=None, at=at, kinds=[kind], why=why)
