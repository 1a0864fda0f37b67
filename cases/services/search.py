"""Keeping what a case is found by (SearchKey) in step with its references."""

from __future__ import annotations

import uuid

from cases.enums import KeyKind
from cases.models import Allegation, Case, SearchKey


def normal(text: str) -> str:
    """Capitals and digits only: how a reference is stored for search and how a query is read."""
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())


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
