"""Where each thing that is owed on a case is done: the page whose deeds end it, by the code of the due item.

The app that raises a code says it, so that a notice, and the page of the due item, lead there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.apps import apps
from django.db.models import Q

from cases.models import DueItem
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from rasso_tracker.web.surfaces import surface_named


@dataclass(frozen=True)
class Place:
    """`page` is the name of a page of one record. That record is the due item's source or, where the source
    is another row's, what the field `via` of that row of `model` points at: of the latest whose `by` it is.
    `where` narrows the rows of `model`. Where that leaves nothing, `otherwise` says where.
    """

    page: str
    model: str = ""
    via: str = "pk"
    by: str = "pk"
    where: Q = field(default_factory=Q)
    otherwise: Place | None = None


_places: dict[str, Place] = {}


def register(code: str, place: Place) -> None:
    """Declare where a code is dealt with. Raises ValueError when another app says otherwise."""
    if _places.setdefault(code, place) != place:
        raise ValueError(f"The due item {code!r} has two places.")


def place_of(item: DueItem, person: Person) -> str:
    """The address for a reader of the item; the page of the case for whom that deed is not."""
    return places_of([item], person)[item.pk]


def places_of(items: Iterable[DueItem], person: Person | None = None) -> dict[UUID, str]:
    """The address for each item, the page of its case where no other is known, or where the deed is not for
    `person`; a statement a code at most.
    """
    by_code: defaultdict[str, list[DueItem]] = defaultdict(list)
    for item in items:
        by_code[item.code].append(item)
    found: dict[UUID, str] = {}
    for code, rows in by_code.items():
        place = _places.get(code)
        theirs = person is None or _is_for(place, person)
        known = _addresses(place, [row.source for row in rows]) if theirs else {}
        for row in rows:
            found[row.pk] = known.get(row.source, f"/cases/{row.case_id}/")
    return found


def _is_for(place: Place | None, person: Person) -> bool:
    deed = surface_named(place.page) if place else None
    return deed is None or person.role.may(deed.name)


def _addresses(place: Place | None, sources: list[UUID]) -> dict[UUID, str]:
    if place is None or not sources:
        return {}
    found = {one: address(place.page, key) for one, key in _records(place, sources).items() if key}
    return found | _addresses(place.otherwise, [one for one in sources if one not in found])


def _records(place: Place, sources: list[UUID]) -> dict[UUID, UUID | None]:
    if not place.model:
        return {source: source for source in sources}
    manager = apps.get_model(place.model)._default_manager
    rows = manager.filter(place.where, **{f"{place.by}__in": sources}).order_by("pk")
    return dict(rows.values_list(place.by, place.via))
