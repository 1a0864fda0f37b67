"""What came of giving many plans to somebody."""

from __future__ import annotations

from typing import Any

from actionplans.models import ReassignedPlan, Reassignment
from rasso_tracker.people.deed_sets import RECORD_LINES
from rasso_tracker.people.models import Person


def lines_of(row: Reassignment, person: Person) -> list[ReassignedPlan]:
    """Its lines that this person may still know of, those that did not move first."""
    rows = ReassignedPlan.objects.visible_to(person).filter(reassignment=row)
    found = rows.select_related("plan__case__district", "taken_from").order_by("plan__case__reference")
    return sorted(found, key=lambda one: not one.not_moved)


def reassignment_context(person: Person, row: Reassignment) -> dict[str, Any]:
    lines = lines_of(row, person)
    moved = sum(not one.not_moved for one in lines)
    copies = person.role.may(RECORD_LINES)  # of each case by itself: the force's record is kept by case
    return {"row": row, "lines": lines, "moved": moved, "left": len(lines) - moved, "copies": copies}
