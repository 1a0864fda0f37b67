"""Finding cases: by reference through the search function, by officer, by a suspect's exact surname."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection

from cases.enums import KeyKind, Stage
from cases.models import Case, Suspect
from cases.services.search import normal, slips_of
from cases.services.suspect_index import SURNAME, surname_of
from rasso_tracker import prepared
from rasso_tracker.people.access import place_of
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import is_supporter
from rasso_tracker.vault import blind_index

MOST = 25
OFFICERS = 5
SLIPS_FROM = 7  # a shorter query is a part of a reference; one slip in it would mean anything
# One ordered walk of the officer's index each, which stops at its last row wanted. Row-level security keeps
# unseen cases out of the walk; _shown() applies the access rule of the application to what it finds.
# Names go through the index on their trigrams: those that hold the text first, whole words before parts of a
# word; only where that finds no case, names alike, of which each has to be weighed.
_OF_OFFICERS = f"""
    SELECT c.id
      FROM (SELECT id FROM people_person
             WHERE agency = 'police' AND kind = 'person'
               AND {{whom}}
             ORDER BY {{nearest}} DESC, (team_id = %s) IS TRUE DESC, (district_id = %s) IS TRUE DESC, name
             LIMIT {OFFICERS}) officer
     CROSS JOIN LATERAL (
           SELECT id, reported_on FROM cases_case WHERE officer_in_charge_id = officer.id
            ORDER BY reported_on DESC, id DESC LIMIT {MOST + 1}) c
     ORDER BY c.reported_on DESC, c.id DESC LIMIT {MOST + 1}
"""
_BY_COLLAR_NUMBER = _OF_OFFICERS.format(whom="collar_number = %s", nearest="kind")
_BY_NAME = _OF_OFFICERS.format(whom="name ILIKE %s", nearest="(' ' || name || ' ') ILIKE %s")
_BY_NAME_ALIKE = _OF_OFFICERS.format(whom="%s <%% name", nearest="word_similarity(%s, name)")
_HOW_ALIKE = "SET LOCAL pg_trgm.word_similarity_threshold = 0.5"  # where the operator takes it from
_TRIGRAM = re.compile(r"[^\W_]{3}")


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
            # Written as text: the driver takes longer to make an array of three hundred than to send it.
            [query, f"{{{','.join(slips_of(query) if len(query) >= SLIPS_FROM else ())}}}", MOST + 1],
        )
        return [(uuid.UUID(str(case_id)), kind, found) for case_id, kind, found in cursor.fetchall()]


def _by_officer(text: str, person: Person) -> list[uuid.UUID]:
    """Of officers with names alike, those nearest to the person who asks come first."""
    near = [person.team_id, person.district_id]
    if any(c.isdigit() for c in text):  # no name has one
        return [row[0] for row in prepared.read(_BY_COLLAR_NUMBER, [text, *near])]
    found = []
    if _TRIGRAM.search(text):  # without one every name would be read
        part = re.sub(r"([\\%_])", r"\\\1", " ".join(text.split()))
        found = prepared.read(_BY_NAME, [f"%{part}%", f"% {part} %", *near])
    if not found:
        with connection.cursor() as cursor:
            cursor.execute(_HOW_ALIKE)
        found = prepared.read(_BY_NAME_ALIKE, [text, text, *near])
    return [row[0] for row in found]


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


def _in_scope(person: Person) -> Any:
    wanted = prepared.among("pk", "ids", Case._meta.pk)
    return (
        Case.objects.visible_to(person)
        .filter(wanted)
        .order_by()
        .values(
            "id",
            "reference",
            "district__name",
            "stage",
            "officer_in_charge__name",
            "reported_on",
            "restricted",
        )
    )


def _shown(why: dict[uuid.UUID, str], person: Person) -> Result:
    """The rows in the order in which they were found, through the access rule once more."""
    found = prepared.found((_shown, place_of(person)), partial(_in_scope, person), ids=list(why))
    rows = {row["id"]: row for row in found}
    hidden = is_supporter(person)  # how far a case has come says more than the victim was told
    shown = [
        {
            **rows[case_id],
            "stage_label": "" if hidden else Stage(rows[case_id]["stage"]).label,
            "why": because,
        }
        for case_id, because in why.items()
        if case_id in rows
    ]
    return Result(rows=shown[:MOST], more=len(shown) > MOST)
