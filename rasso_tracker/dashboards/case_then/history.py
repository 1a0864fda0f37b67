"""The history of a case, told apart by a moment: known by then, known later, and what came after.

Pure functions of the lines of the case's own timeline, so that each role reads no more here than there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.timeline.entries import TimelineEntry

# When a line came to be written down, where its record says so.
RECORDED = ("recorded_at", "told_recorded_at", "sent_recorded_at")


@dataclass(frozen=True)
class ToldApart:
    """Three parts of one history, each with the newest line first."""

    known: list[TimelineEntry]
    known_later: list[TimelineEntry]  # it happened by then, and was written down after
    after: list[TimelineEntry]


def written_at(entry: TimelineEntry) -> datetime:
    """When the line was written down; the moment that it tells of where its record does not say."""
    moments = [getattr(entry.row, name, None) for name in RECORDED] if entry.row is not None else []
    return next((one for one in moments if one is not None), entry.at)


def voided_since(entry: TimelineEntry, at: datetime) -> bool:
    """Whether the record behind the line stood at `at` and was voided or superseded after."""
    ends = [getattr(entry.row, name, None) for name in ("voided_at", "superseded_at")]
    return any(one is not None and one > at for one in ends)


def told_apart(entries: Iterable[TimelineEntry], at: datetime) -> ToldApart:
    """Every line in exactly one part. A line of the moment itself was known."""
    found = ToldApart([], [], [])
    for entry in sorted(entries, key=lambda one: one.at, reverse=True):
        if entry.at > at:
            found.after.append(entry)
        elif written_at(entry) > at:
            found.known_later.append(entry)
        else:
            found.known.append(entry)
    return found
