"""The page of a request for private material, and the requests in the lists of others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasso_tracker.people.models import Person
from rasso_tracker.vault import case_key
from rasso_tracker.web.addresses import address
from rasso_tracker.web.details import deed_links
from rasso_tracker.web.surfaces import Surface
from victims.enums import CommunicationMethod
from victims.models import MaterialRequest
from victims.represent.material import WORDS
from victims.sealed import opened


def material_context(surfaces: Iterable[Surface]) -> Any:
    """The context of the page, which offers the deeds that are next and no other."""
    surfaces = list(surfaces)

    def context(person: Person, row: MaterialRequest) -> dict[str, Any]:
        key = case_key(row.case_id)
        return {
            "row": row,
            "victim": row.victim,
            "words": {name: opened(row, name, key) for name in WORDS},
            "notice_how": CommunicationMethod(row.notice_how).label if row.notice_how else "",
            "deeds": deed_links(surfaces, person, row),
        }

    return context


def in_list(rows: Iterable[MaterialRequest]) -> list[dict[str, Any]]:
    """Open ones first, as given otherwise."""
    return [
        {"row": row, "href": address("material_request", row.pk)}
        for row in sorted(rows, key=lambda row: not row.is_open)
    ]
