"""Saving, changing and removing a filter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.versions import touch
from rasso_tracker.web.models import SavedFilter, key_of
from rasso_tracker.web.saved.kept import kept_query

MOST_FILTERS = 30  # of one person on one list
NAME_TAKEN = "You have a filter of this name on this list already."


@deed
def save_filter(
    *,
    by: Person,
    list_name: str,
    query: str,
    name: str,
    shared: bool = False,
    is_default: bool = False,
    at: datetime | None = None,
) -> SavedFilter:
    """Keep a filter of the list `list_name` under a name.

    Of `query`, as it stands in the address, only what the list offers is kept. `shared` offers it to
    everybody in the same role and place; the list opens with the default one. Raises Invalid for a list that
    keeps no filters, nothing chosen, a name that is taken, or more than 30.
    """
    at = at or now()
    kept = kept_query(list_name, query, by)
    if not kept:
        raise Invalid({"": "Choose a filter on the list first, then save it under a name."})
    own = SavedFilter.objects.own(by).filter(list_name=list_name).select_for_update(no_key=True)
    if len(own) >= MOST_FILTERS:
        raise Invalid({"": f"You keep {MOST_FILTERS} filters on this list. Remove one first."})
    _check_name(by, list_name, name)
    row = SavedFilter(
        id=uuid7(), owner=by, list_name=list_name, name=name.strip(), query=kept, created_at=at, version=0
    )
    _set(row, shared=shared, is_default=is_default)
    row.version = 1
    row.save(force_insert=True)
    record(by=by, action=Action.FILTER_SAVED, subjects=[row.pk])
    return row


@deed
def change_filter(
    *,
    by: Person,
    saved: SavedFilter,
    name: str,
    shared: bool = False,
    is_default: bool = False,
    at: datetime | None = None,
) -> SavedFilter:
    """Rename a filter, share it or share it no more, open the list with it or no more.

    Raises NotAllowed for somebody else's, Invalid for a name that is taken.
    """
    row = _own(by, saved)
    _check_name(by, row.list_name, name, row)
    row.name = name.strip()
    _set(row, shared=shared, is_default=is_default)
    touch(row, "name", "shared_role", "shared_key", "is_default")
    record(by=by, action=Action.FILTER_CHANGED, subjects=[row.pk])
    return row


@deed
def remove_filter(*, by: Person, saved: SavedFilter, at: datetime | None = None) -> SavedFilter:
    """Offer a filter no more, to its owner and to those it was shared with. Raises NotAllowed."""
    row = _own(by, saved)
    row.ended_at, row.is_default = at or now(), False
    touch(row, "ended_at", "is_default")
    record(by=by, action=Action.FILTER_REMOVED, subjects=[row.pk])
    return row


def _own(by: Person, saved: SavedFilter) -> SavedFilter:
    row: SavedFilter = SavedFilter.objects.select_for_update(no_key=True, of=("self",)).get(pk=saved.pk)
    if row.owner_id != by.pk:
        raise NotAllowed(
            "Only the person who made a filter changes or removes it. Save it under a name of yours."
        )
    if row.ended_at is not None:
        raise NotAllowed("This filter was removed already.")
    return row


def _check_name(by: Person, list_name: str, name: str, but: SavedFilter | None = None) -> None:
    if not name.strip():
        raise Invalid({"name": "Enter a name for the filter."})
    same: Any = SavedFilter.objects.own(by).filter(list_name=list_name, name__iexact=name.strip())
    if same.exclude(pk=but.pk if but else None).exists():
        raise Invalid({"name": NAME_TAKEN})


def _set(row: SavedFilter, *, shared: bool, is_default: bool) -> None:
    """The one default takes the place of the one before it."""
    row.shared_role, row.shared_key = (row.owner.role.code, key_of(row.owner)) if shared else ("", "")
    if is_default and not row.is_default:
        others = SavedFilter.objects.own(row.owner).filter(list_name=row.list_name, is_default=True)
        for other in others.exclude(pk=row.pk):
            other.is_default = False
            touch(other, "is_default")
    row.is_default = is_default
