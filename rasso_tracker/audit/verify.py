"""Proving the log: every event is sealed, no sealed event has changed, and every link follows from the one
before.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

_EVENTS = """
    SELECT s.number, s.seqs, s.digests, s.link,
           audit_link(lag(s.link, 1, ''::bytea) OVER (ORDER BY s.number), s.shard, s.tx, s.seqs, s.digests),
           now.seqs, now.digests
      FROM audit_seal s
      CROSS JOIN LATERAL (
          SELECT array_agg(e.seq ORDER BY e.seq) AS seqs, array_agg(audit_digest(e) ORDER BY e.seq) AS digests
            FROM audit_event e
           WHERE e.at BETWEEN s.first_at AND s.last_at AND e.seq = ANY(s.seqs)
      ) now
     ORDER BY s.number
"""
_UNSEALED = """
    SELECT e.seq FROM audit_event e
     WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.tx = e.tx AND e.seq = ANY(s.seqs))
     ORDER BY e.seq LIMIT 1
"""
_HEAD = "SELECT number, encode(link, 'hex') FROM audit_seal ORDER BY number DESC LIMIT 1"


@dataclass(frozen=True)
class Verdict:
    """`broken` is None for a sound log, else a sentence that names the first broken row."""

    seals: int
    head: str
    broken: str | None


def head() -> tuple[int, str]:
    """The number and link (hex) of the newest seal; (0, "") for an empty log."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        row = cursor.fetchone()
    return (row[0], row[1]) if row else (0, "")


def verify(known_head: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain. `known_head` is one written outside the database: a cut tail shows against it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DECLARE the_chain NO SCROLL CURSOR FOR " + _EVENTS)
        count, last = 0, ""
        while True:
            cursor.execute("FETCH 500 FROM the_chain")
            rows = cursor.fetchall()
            if not rows:
                break
            for number, seqs, digests, link, should_be, seqs_now, digests_now in rows:
                count, last = count + 1, bytes(link).hex()
                broken = _fault(number, count, seqs, digests, link, should_be, seqs_now, digests_now)
                if broken is None and known_head and known_head[0] == number and known_head[1] != last:
                    broken = f"seal {number} is not the one written outside the database"
                if broken:
                    return Verdict(count, last, broken)
        cursor.execute(_UNSEALED)
        unsealed = cursor.fetchone()
    if unsealed:
        return Verdict(count, last, f"event {unsealed[0]} was never sealed")
    if known_head and known_head[0] > count:
        return Verdict(count, last, f"seal {known_head[0]} was written outside and is gone: the tail was cut")
    return Verdict(count, last, None)


def _fault(  # the columns of one row of _EVENTS, in order
    number: int,
    count: int,
    seqs: list[int],
    digests: list[memoryview],
    link: memoryview,
    should_be: memoryview,
    seqs_now: list[int] | None,
    digests_now: list[memoryview] | None,
) -> str | None:
    if number != count:
        return f"seal {count} is missing"
    present = dict(zip(seqs_now or [], digests_now or [], strict=True))
    for seq, digest in zip(seqs, digests, strict=True):
        if seq not in present:
            return f"event {seq} (seal {number}) was removed"
        if bytes(present[seq]) != bytes(digest):
            return f"event {seq} (seal {number}) was changed"
    if bytes(link) != bytes(should_be):
        return f"seal {number} does not follow from the seal before it"
    return None
