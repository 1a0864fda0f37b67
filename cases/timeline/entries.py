"""One line of the history of a case, as every app gives it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rasso_tracker.people.models import Person

# When a row was written down or changed, where it tells of another moment; who did it stands beside it, under
# the same name with `_by`.
WRITTEN_AT = ("recorded_at", "told_recorded_at", "sent_recorded_at")
CHANGED_AT = ("voided_at", "superseded_at", "corrected_at")


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
        return any(since <= moment <= until for moment, _ in self._touches())

    def was_touched_by(self, person: Person, since: datetime, until: datetime) -> bool:
        """The same, by this person or by nobody who is named."""
        return any(
            since <= moment <= until and (by_id == person.pk if by_id else self.by in (person.name, ""))
            for moment, by_id in self._touches()
        )

    def _touches(self) -> Iterator[tuple[datetime, Any]]:
        """Each moment with the id of who wrote then, None where the line alone says who that was."""
        written = list(self._of_row(WRITTEN_AT))
        yield from written or [(self.at, None)]
        yield from self._of_row(CHANGED_AT)

    def _of_row(self, names: tuple[str, ...]) -> Iterator[tuple[datetime, Any]]:
        for name in names:
            moment = getattr(self.row, name, None)
            if moment is not None:
                yield moment, getattr(self.row, f"{name.removesuffix('_at')}_by_id", None)
