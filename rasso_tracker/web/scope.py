"""One record by its id, in the scope of the person who asks: the look-up of every page of a record."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import Model

from rasso_tracker import prepared
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.access import place_of
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import is_supporter

Find = Callable[[Person], Any]


def in_scope(
    model: type[Model],
    person: Person,
    pk: uuid.UUID | None,
    *,
    find: Find | None = None,
    select: tuple[str, ...] = (),
) -> Any:
    """The record with what `select` names, or None when this person may not know of it.

    `find` gives the rows in scope where they are not simply those that the model's `visible_to` gives. Like
    it, it may depend on the day and on the person's role, team, district and unit, and on rows it asks for.
    """

    def rows() -> Any:
        seen = find(person) if find else model._default_manager.visible_to(person)  # type: ignore[attr-defined]  # every case's model has it
        if select:
            seen = seen.select_related(*select)
        return seen.order_by().filter(pk=prepared.Slot("pk", output_field=model._meta.pk))

    key = (model, find, select, place_of(person), london_date(now()))
    found = prepared.found(key, rows, pk=pk)
    return found[0] if found else None


def unless_supporter(model: type[Model]) -> Find:
    """The rows in scope, for what an ISVA does not open: they know of a case through their clients' page.

    How far a case has come, what is owed on it and who else is a victim of it are not theirs to read.
    """

    def find(person: Person) -> Any:
        rows = model._default_manager.visible_to(person)  # type: ignore[attr-defined]  # as above
        return rows.none() if is_supporter(person) else rows

    return find
