"""How many plans are past a date, by district and step: the counts above the overdue board."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Count, DateTimeField

from actionplans.board.filters import NO_STEP
from actionplans.enums import STEPS
from actionplans.ladder import STEP_WIDTH, band
from actionplans.models import ActionPlan
from rasso_tracker import prepared
from rasso_tracker.clocks import now
from rasso_tracker.people.access import context_of, place_of
from rasso_tracker.people.models import District, Person
from rasso_tracker.people.parts import Part, Scope
from rasso_tracker.prepared import Slot

ALWAYS_COUNTED = 1_000  # plans; more than that are counted at most every half minute
STAYS = timedelta(seconds=30)
CODES = [*(str(step) for step in reversed(STEPS)), NO_STEP]

Cells = Counter[tuple[uuid.UUID, str]]  # by the id of the district and the code of the step
_counted: dict[Any, tuple[datetime, Cells]] = {}
_shown: dict[Any, Matrix] = {}  # by person in a place: those that stay
MOST_SHOWN = 1_000


@dataclass(frozen=True)
class Matrix:
    """Rows of (code and name of the district, cells of (step, count), sum of the row), the sums of the
    columns, and of it all; `counted_at` where that was not just now.
    """

    rows: tuple[tuple[str, str, tuple[tuple[str, int], ...], int], ...]
    columns: tuple[tuple[str, int], ...]
    total: int
    counted_at: datetime | None


def past_a_date(branch: Any) -> Any:
    """Of a branch, the plans past a date at the moment in the slots of slots_at()."""
    return branch.filter(
        urgency__lt=Slot("not_yet", output_field=BigIntegerField()),
        lapses_at__lte=Slot("at", output_field=DateTimeField()),
    )


def slots_at(at: datetime) -> dict[str, Any]:
    return {"not_yet": band(None) * STEP_WIDTH + int(at.timestamp()) + 1, "at": at}


def matrix(person: Person, places: list[District], at: datetime) -> Matrix:
    """The counts of what this person may know of, the cases that name them included.

    What everybody in the same place may see alike, no restricted case among it, is counted for all of them
    together; a large number of it stays as it was counted for half a minute, and with it the whole table.
    """
    key = (connection.settings_dict["NAME"], place_of(person))
    known = _shown.get(key)
    if known is not None and known.counted_at is not None and now() - known.counted_at < STAYS:
        return known
    cells: Cells = Counter()
    as_at = at
    for place, shared in enumerate(_parts(person)):
        if shared:
            as_at, found = _shared(person, place, at)
        else:
            found = _count((place_of(person), "named"), person, place, at)
        cells += found
    shown = _matrix(cells, places, as_at)
    if len(_shown) >= MOST_SHOWN:
        _shown.clear()
    if shown.counted_at is not None:
        _shown[key] = shown
    return shown


def _parts(person: Person) -> list[bool]:
    """For each branch of the access rule, whether everybody in the same place has it alike."""
    if not person.is_service and not person.role.reads(Part.PLANS):
        return []
    alike = context_of(person).scope != Scope.NONE
    return [True] * alike + [False] * (person.role.named and not person.is_service)


def _shared(person: Person, place: int, at: datetime) -> tuple[datetime, Cells]:
    context = context_of(person)
    key = (connection.settings_dict["NAME"], context.scope, context.key)
    known = _counted.get(key)
    if known is not None and now() - known[0] < STAYS:
        return known
    found = _count((context.scope, context.key), person, place, at)
    _counted.pop(key, None)
    if found.total() > ALWAYS_COUNTED:
        _counted[key] = (at, found)
    return at, found


def _count(key: Any, person: Person, place: int, at: datetime) -> Cells:
    def rows() -> Any:
        branch = ActionPlan.objects.visible_branches(person)[place]
        found = past_a_date(branch).order_by().values("case__district", "step")
        return found.annotate(plans=Count("pk"))

    found = prepared.found((_count, key), rows, **slots_at(at))
    cells: Cells = Counter()
    for row in found:
        code = NO_STEP if row["step"] is None else str(row["step"])
        cells[row["case__district"], code] += row["plans"]
    return cells


def _matrix(cells: Cells, places: list[District], at: datetime) -> Matrix:
    seen = {district for district, _ in cells}
    rows = tuple(
        (
            place.code,
            place.name,
            tuple((code, cells[place.pk, code]) for code in CODES),
            sum(cells[place.pk, code] for code in CODES),
        )
        for place in places
        if place.pk in seen
    )
    columns = tuple((code, sum(cells[place.pk, code] for place in places)) for code in CODES)
    total = cells.total()
    return Matrix(rows, columns, total, at if total > ALWAYS_COUNTED else None)
