"""Which lists keep filters, what of an address is kept, and the filters that a person is offered."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.http import QueryDict

from rasso_tracker import prepared
from rasso_tracker.people.models import Person
from rasso_tracker.prepared import Slot
from rasso_tracker.web.addresses import address
from rasso_tracker.web.models import SavedFilter, key_of

if TYPE_CHECKING:
    from rasso_tracker.web.lists import Listing

_savable: dict[str, type[Listing]] = {}


def keep_filters_of(listing: type[Listing]) -> None:
    """Called as the list's address is made."""
    _savable[listing.name] = listing


def savable(list_name: str) -> type[Listing] | None:
    """The list of that name if it keeps filters."""
    import_module(settings.ROOT_URLCONF)  # outside a request nothing may have made the addresses yet
    return _savable.get(list_name)


def savable_names() -> list[str]:
    """The names of the lists that keep filters."""
    import_module(settings.ROOT_URLCONF)
    return sorted(_savable)


def kept_query(list_name: str, query: str, person: Person) -> str:
    """Of an address's query, the choices that the list offers and its order; "" when nothing is chosen.

    So no page of the list is kept, nothing that a person typed, and no choice that is not this person's.
    """
    listing = savable(list_name)
    if listing is None or listing.filters is None:
        return ""
    given = QueryDict(query)
    chosen = listing.filters(given, person=person).chosen()
    kept = [(name, value) for name in chosen for value in given.getlist(name) if chosen[name] is not None]
    orders = {sign + one.code for one in listing.orders for sign in ("", "-")}
    sort = given.get("sort", "")
    return urlencode([*kept, ("sort", sort)]) if kept and sort in orders else urlencode(kept)


def filters_of(person: Person, list_name: str) -> list[dict[str, Any]]:
    """The filters that the person is offered on a list, their own first; in one kept statement."""

    def rows() -> Any:
        field: Any = SavedFilter._meta.get_field
        own = models.Q(owner=Slot("person", output_field=field("owner").target_field))
        text = field("shared_role")
        shared = models.Q(
            shared_role=Slot("role", output_field=text), shared_key=Slot("place", output_field=text)
        )
        offered = SavedFilter.objects.filter(own | shared, list_name=list_name, ended_at__isnull=True)
        return offered.order_by("name", "id").values(
            "id", "name", "query", "is_default", "shared_role", "owner", "owner__name"
        )

    found = prepared.found(
        (filters_of, list_name), rows, person=person.pk, role=person.role.code, place=key_of(person)
    )
    shown = [_shown(row, person) for row in found]
    return sorted(shown, key=lambda one: not one["own"])


def _shown(row: dict[str, Any], person: Person) -> dict[str, Any]:
    own = row["owner"] == person.pk
    return {
        **row,
        "own": own,
        "is_default": own and row["is_default"],
        "change": address("change_filter", row["id"]) if own else "",
        "remove": address("remove_filter", row["id"]) if own else "",
    }
