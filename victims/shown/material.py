"""The page of a request for private material, and the requests in the lists of others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasso_tracker.people.models import Person
from rasso_tracker.vault import case_key
from rasso_tracker.web.addresses import address
from rasso_tracker.web.details import deed_links
from rasso_tracker.web.surfaces import Surface
from victims.bereaved import death_of
from victims.enums import CommunicationMethod
from victims.material_enums import MaterialKind
from victims.models import MaterialRequest
from victims.represent.material import WORDS
from victims.sealed import opened

NOBODY_AGREES = "Nobody agrees to it for them: end it"


def material_context(surfaces: Iterable[Surface]) -> Any:
    """The context of the page, which offers the deeds that are next and no other."""
    surfaces = list(surfaces)

    def context(person: Person, row: MaterialRequest) -> dict[str, Any]:
        key = case_key(row.case_id)
        deeds = deed_links(surfaces, person, row)
        died = death_of(row.victim) if row.kind == MaterialKind.DEVICE and not row.taken_on else None
        if died:  # nobody agrees for them: to end it comes first, and what they said in time can be recorded
            deeds.sort(key=lambda deed: deed["name"] != "drop_material_request")
        return {
            "row": row,
            "state": state_of(row, died is not None),
            "victim": row.victim,
            "words": {name: opened(row, name, key) for name in WORDS},
            "notice_how": CommunicationMethod(row.notice_how).label if row.notice_how else "",
            "died_on": died.died_on if died else None,
            "deeds": deeds,
        }

    return context


def state_of(row: MaterialRequest, died: bool) -> str:
    """Where it stands, in words; a device that a victim who has died did not hand over waits for nobody."""
    waits = row.is_open and row.kind == MaterialKind.DEVICE and row.taken_on is None
    return NOBODY_AGREES if died and waits else row.state


def in_list(rows: Iterable[MaterialRequest], died: bool) -> list[dict[str, Any]]:
    """Open ones first, as given otherwise. `died`: of a victim who has died."""
    return [
        {"row": row, "href": address("material_request", row.pk), "state": state_of(row, died)}
        for row in sorted(rows, key=lambda row: not row.is_open)
    ]
