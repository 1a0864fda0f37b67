"""Which suspects of other cases may be those of a case: asked of the index, through the one function that
looks through the wall between districts. Nothing of it is kept: it is asked anew each time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from cases.match_enums import Verdict
from cases.models import Case, MatchLook, MatchVerdict
from cases.models.matches import MOST_MATCHES
from rasso_tracker.people.models import Person


@dataclass(frozen=True)
class Match:
    """A suspect of this case and one of another, of which no more is told than whom to ring about what."""

    suspect_id: UUID
    other_suspect_id: UUID
    other_case_id: UUID
    found_on: tuple[str, ...]
    reference: str
    district_id: UUID
    officer_id: UUID
    is_another: bool  # found to be somebody else, with no more in common than agrees now

    @property
    def pair(self) -> tuple[UUID, UUID]:
        return self.suspect_id, self.other_suspect_id


def matches_of(case: Case) -> list[Match]:
    """The strongest first, at most 50, without those that were found to be somebody else. One statement.

    For a supervisor (people.parts.MATCHES), inside the context of their access.
    """
    return [one for one in all_matches_of(case) if not one.is_another]


def all_matches_of(case: Case) -> list[Match]:
    """Those that were found to be somebody else too, which come last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM suspect_matches(%s)", [case.pk])
        return [
            Match(
                suspect_id=UUID(str(mine)),
                other_suspect_id=UUID(str(theirs)),
                other_case_id=UUID(str(other)),
                found_on=tuple(found_on),
                reference=reference,
                district_id=UUID(str(district)),
                officer_id=UUID(str(officer)),
                is_another=another,
            )
            for mine, theirs, other, found_on, reference, district, officer, another in cursor.fetchall()
        ]


def unseen(case: Case, person: Person, since: datetime) -> list[Match]:
    """The matches that `person` has not looked at since then. Two statements."""
    found = matches_of(case)
    if not found:
        return []
    looks = MatchLook.objects.filter(case=case, looked_by=person.pk, looked_at__gte=since)
    kinds: dict[tuple[UUID, UUID], set[str]] = {}
    for one, other, found_on in looks.values_list("suspect", "other_suspect", "found_on"):
        kinds.setdefault((one, other), set()).update(found_on)
    return [one for one in found if not set(one.found_on) <= kinds.get(one.pair, set())]


def settled_of_looks(case: Case) -> tuple[int, int, int]:
    """Of every match that somebody looked at on this case: how many were judged the same person, how many
    somebody else, and how many nobody settled. Two statements. For a supervisor (people.parts.MATCHES).
    """
    looks = MatchLook.objects.filter(case=case, suspect__voided_at__isnull=True).order_by()
    said = {pair: row.verdict for pair, row in standing_verdicts(case).items()}
    found = Counter(said.get(pair, "") for pair in looks.values_list("suspect", "other_suspect").distinct())
    return found[Verdict.SAME.value], found[Verdict.ANOTHER.value], found[""]


def are_more(found: list[Match]) -> bool:
    """Whether there may be others beyond those that are shown."""
    return len(found) >= MOST_MATCHES


def standing_verdicts(case: Case) -> dict[tuple[UUID, UUID], MatchVerdict]:
    rows = MatchVerdict.objects.filter(case=case, ended_at__isnull=True).select_related("judged_by")
    return {(one.suspect_id, one.other_suspect_id): one for one in rows}
