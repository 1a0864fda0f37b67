"""Finding cases: by reference through the search function, by officer, by a suspect's exact surname."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from cases.enums import KeyKind, Stage
from cases.models import Case, Suspect
from cases.services.parties import SURNAME, surname_of
from cases.services.search import normal, slips_of
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import Part
from rasso_tracker.vault import blind_index

MOST = 25
OFFICERS = 5
SLIPS_FROM = 7  # a shorter query is a part of a reference; one slip in it would mean anything
_LIKE_OFFICER = """
    SELECT id FROM people_person
     WHERE agency = 'police' AND kind = 'person' AND (word_similarity(%s, name) >= 0.5 OR collar_number = %s)
     ORDER BY word_similarity(%s, name) DESC, name LIMIT %s
"""


@dataclass
class Result:
    """What a search shows: one row a case, with the ways in which it was found."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    more: bool = False

    @property
    def ids(self) -> list[uuid.UUID]:
        return [row["id"] for row in self.rows]


def by_text(text: str, person: Person) -> Result:
    """Cases whose reference, crime reference or URN begins with, contains or is like the text, or whose
    officer is.
    """
    if not person.role.reads(Part.CASE):
        return Result()
    why: dict[uuid.UUID, str] = {}
    query = normal(text)
    if len(query) >= 4 and any(c.isdigit() for c in query):
        for case_id, kind, _found in _by_key(query):
            why.setdefault(case_id, KeyKind(kind).label)
    if any(c.isalpha() for c in text) and len(why) <= MOST:
        for case_id in _by_officer(text, person):
            why.setdefault(case_id, "Officer in charge")
    return _shown(why, person)


def _by_key(query: str) -> list[tuple[uuid.UUID, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, kind, found FROM case_search(%s, %s, %s)",
            [query, slips_of(query) if len(query) >= SLIPS_FROM else [], MOST + 1],
        )
        return [(uuid.UUID(str(case_id)), kind, found) for case_id, kind, found in cursor.fetchall()]


def _by_officer(text: str, person: Person) -> Iterable[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_LIKE_OFFICER, [text, text, text, OFFICERS])
        officers = [row[0] for row in cursor.fetchall()]
    if not officers:
        return []
    found = Case.objects.visible_to(person).filter(officer_in_charge__in=officers)
    return list(found.order_by("-reported_on", "-pk").values_list("pk", flat=True)[: MOST + 1])


def by_surname(surname: str, person: Person) -> Result:
    """Cases with a suspect of exactly this surname. Only for roles that search by surname; the caller logs
    it.
    """
    if not person.role.searches_by_surname:
        return Result()
    suspects = Suspect.objects.visible_to(person).filter(
        surname_index=blind_index(SURNAME, surname_of(surname))
    )
    found = suspects.order_by("-case_id").values_list("case_id", "number")[: MOST + 1]
    why: dict[uuid.UUID, str] = {}
    for case_id, number in found:
        why.setdefault(case_id, f"Suspect {number}")
    return _shown(why, person)


def _shown(why: dict[uuid.UUID, str], person: Person) -> Result:
    """The rows in the order in which they were found, through the access rule once more."""
    rows = {
        row["id"]: row
        for row in Case.objects.visible_to(person)
        .filter(pk__in=why)
        .values(
            "id",
            "reference",
            "district__name",
            "stage",
            "officer_in_charge__name",
            "reported_on",
            "restricted",
        )
    }
    shown = [
        {**rows[case_id], "stage_label": Stage(rows[case_id]["stage"]).label, "why": because}
        for case_id, because in why.items()
        if case_id in rows
    ]
    return Result(rows=shown[:MOST], more=len(shown) > MOST)
