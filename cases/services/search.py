"""Keeping what a case is found by (SearchKey) in step with its references."""

from __future__ import annotations

import uuid

from cases.enums import KeyKind
from cases.models import Allegation, Case, SearchKey

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def normal(text: str) -> str:
    """Capitals and digits only: how a reference is stored for search and how a query is read."""
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())


def slips_of(query: str) -> list[str]:
    """Every text that one slip of the fingers makes of a normal query, or made the query of: a wrong, a
    missing or an added character, or two that changed places. About 300 for a crime reference. The query
    itself is not one.
    """
    signs = DIGITS if query.isdigit() else DIGITS + LETTERS
    made: set[str] = set()
    for at in range(len(query) + 1):
        before, after = query[:at], query[at:]
        made.update(before + sign + after for sign in signs)
        if after:
            made.add(before + after[1:])
            made.update(before + sign + after[1:] for sign in signs)
        if len(after) > 1:
            made.add(before + after[1] + after[0] + after[2:])
    return sorted(made - {query})


def keys_of(case: Case, allegations: list[Allegation]) -> list[SearchKey]:
    """Unsaved search keys of a new case; the bulk door saves them by the thousand."""
    wanted = [(KeyKind.REFERENCE, case.pk, case.reference), (KeyKind.URN, case.pk, case.urn)]
    wanted += [(KeyKind.CRIME, one.pk, one.crime_reference) for one in allegations]
    return [
        SearchKey(case=case, kind=kind, source=source, text=normal(text))
        for kind, source, text in wanted
        if normal(text)
    ]


def keep_key(case: Case, kind: KeyKind, source: uuid.UUID, text: str) -> None:
    """Store or change one key."""
    changed = SearchKey.objects.filter(source=source, kind=kind).update(text=normal(text))
    if not changed:
        SearchKey.objects.create(case=case, kind=kind, source=source, text=normal(text))
