"""Reminding those who come to an advice clinic, and quieting it once the clinic began: part of the sweep."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from actionplans.services.clinics import FREED, HOST, NEAR
from rasso_tracker.audit.doors import open_door
from rasso_tracker.messages.services import settle
from rasso_tracker.people.access import system

# A clinic that is near tells each lawyer who sits (source: the seat), its host (source: the last change of
# host, else the clinic) and each officer who comes (source: the booking). So who sits or hosts in the place
# of another is reminded for themselves, however late; who booked after the reminders went out needs none.
# UNIQUE(kind, source) keeps a repeat out. Few clinics lie ahead, and the index on their start finds them.
_REMIND = """
WITH near AS MATERIALIZED (
    SELECT c.id, c.remind_at FROM actionplans_clinic c
    WHERE c.starts_at > %(at)s AND c.remind_at <= %(at)s AND c.cancelled_at IS NULL
), due AS (
    SELECT coalesce((
        SELECT h.id FROM actionplans_clinichostchange h WHERE h.clinic_id = n.id
        ORDER BY h.changed_at DESC, h.id DESC LIMIT 1), n.id) AS source, n.remind_at
    FROM near n
    UNION ALL
    SELECT l.id, n.remind_at FROM near n
    JOIN actionplans_cliniclawyer l ON l.clinic_id = n.id AND l.left_at IS NULL
    UNION ALL
    SELECT b.id, n.remind_at FROM near n
    JOIN actionplans_clinicbooking b
         ON b.clinic_id = n.id AND b.status = 'booked' AND b.booked_at <= n.remind_at
), outbox AS (
    INSERT INTO notices_raised
        (id, kind, source, subject_id, raised_for, raised_at, next_attempt_at, attempts, failure, outcome)
    SELECT uuidv7(), %(kind)s, d.source, d.source, d.remind_at, %(at)s, NULL, 0, '', '' FROM due d
    ON CONFLICT DO NOTHING
    RETURNING source
)
SELECT count(*), array_agg(source)::text[] FROM outbox
"""
# What was said of a clinic that began since; longer back than the longest outage that is planned for.
LOOK_BACK = timedelta(days=5)
_BEGUN = """
WITH begun AS MATERIALIZED (
    SELECT c.id FROM actionplans_clinic c WHERE c.starts_at <= %(at)s AND c.starts_at > %(since)s
), said AS (
    SELECT id AS source FROM begun
    UNION ALL SELECT h.id FROM begun JOIN actionplans_clinichostchange h ON h.clinic_id = begun.id
    UNION ALL SELECT l.id FROM begun JOIN actionplans_cliniclawyer l ON l.clinic_id = begun.id
    UNION ALL SELECT b.id FROM begun JOIN actionplans_clinicbooking b ON b.clinic_id = begun.id
)
SELECT DISTINCT m.source FROM said JOIN notices_message m ON m.source = said.source
WHERE m.kind = ANY (%(kinds)s) AND m.handled_at IS NULL
"""
OVER = "The clinic has begun."


def remind_of_clinics(at: datetime) -> tuple[int, list[Any]]:
    """How many notices were written now, and of which rows. Inside the sweep."""
    with connection.cursor() as cursor:
        cursor.execute(_REMIND, {"at": at, "kind": NEAR})
        written, rows = cursor.fetchone()
    return written, rows or []


def quiet_begun(at: datetime) -> None:
    """A clinic that began reminds nobody any more: what was said of it goes quiet. After the sweep, by
    itself, since it waits for notices that deeds hold.
    """
    kinds = [NEAR, HOST, FREED]
    with system("a clinic that began reminds nobody"), open_door("raise_reminders"):
        with connection.cursor() as cursor:
            cursor.execute(_BEGUN, {"at": at, "since": at - LOOK_BACK, "kinds": kinds})
            sources = [row[0] for row in cursor.fetchall()]
        if sources:
            settle(sources=sources, by=None, at=at, kinds=kinds, why=OVER)
