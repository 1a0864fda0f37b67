"""Reminding those who come to an advice clinic: a statement of the sweep, with nothing looked back for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from actionplans.services.clinics import NEAR

# A clinic that is near tells its lawyers and host (source: the clinic), each booking the officer who comes
# (source: the booking). One who booked after the reminders went out needs none. UNIQUE(kind, source) keeps
# a repeat out. Few clinics lie ahead, and the index on their start finds them.
_REMIND = """
WITH near AS MATERIALIZED (
    SELECT c.id, c.remind_at FROM actionplans_clinic c
    WHERE c.starts_at > %(at)s AND c.remind_at <= %(at)s AND c.cancelled_at IS NULL
), due AS (
    SELECT n.id AS source, n.id AS clinic_id, n.remind_at FROM near n
    UNION ALL
    SELECT b.id, n.id, n.remind_at FROM near n
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


def remind_of_clinics(at: datetime) -> tuple[int, list[Any]]:
    """How many notices were written now, and of which rows. Inside the sweep."""
    with connection.cursor() as cursor:
        cursor.execute(_REMIND, {"at": at, "kind": NEAR})
        written, rows = cursor.fetchone()
    return written, rows or []
