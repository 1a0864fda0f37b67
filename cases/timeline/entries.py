"""One line of the history of a case, as every app gives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

# When a row was written down or changed, where it tells of another moment.
WRITTEN_AT = (
    "recorded_at",
    "told_recorded_at",
    "sent_recorded_at",
    "voided_at",
    "superseded_at",
    "corrected_at",
)


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the history. `note` says what is unusual about it: that it was voided, and why.

    `on` is the date, where only the date is known; `at` then is its first moment, for the order of the lines.
    `row` is the record that tells it, where that was written or voided at another moment than `at`.
    """

    at: datetime
    title: str
    detail: str
    by: str
    kind: str
    href: str = ""
    note: str = ""
    on: date | None = None
    row: Any = None

    def was_touched(self, since: datetime, until: datetime) -> bool:
        """True when this line was written or voided from `since` to `until`, whenever it happened."""
        moments = [getattr(self.row, name, None) for name in WRITTEN_AT] if self.row is not None else []
        written = [moment for moment in moments if moment is not None]
        return any(since <= moment <= until for moment in written or [self.at])
