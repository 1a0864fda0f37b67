"""Why a decision was opened again, on its own page: whoever is told of that comes there for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.enums import MilestoneKind
from cases.models import Milestone
from cases.services.milestones import NOTE
from rasso_tracker.people.models import Person
from rasso_tracker.vault import unseal
from reviews.models import DecisionLine


@dataclass(frozen=True)
class OpenedAgain:
    """When lines of a decision were opened again, by whom, and what they said of it."""

    at: datetime
    by: Person
    words: str


def opened_again(lines: Sequence[DecisionLine]) -> list[OpenedAgain]:
    """Of lines of one decision, the first first; several at once are one. One statement where any ended."""
    ended = {(line.allegation_id, line.ended_at) for line in lines if line.ended_at is not None}
    if not ended:
        return []
    rows = Milestone.objects.filter(
        kind=MilestoneKind.REOPENED, voided_at__isnull=True, allegation__in={one for one, _ in ended}
    )
    found = {
        row.recorded_at: OpenedAgain(row.recorded_at, row.recorded_by, _words(row))
        for row in rows.select_related("recorded_by").order_by("recorded_at", "pk")
        if (row.allegation_id, row.recorded_at) in ended
    }
    return list(found.values())


def _words(row: Milestone) -> str:
    return "" if row.note_sealed is None else unseal(row.case_id, NOTE, row.pk, row.note_sealed)
