"""docs/states.md, made from the transition tables beside the status enumerations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actionplans.clinic_enums import BOOKING_CHANGES
from actionplans.enums import ITEM_CHANGES, PLAN_CHANGES
from reviews.enums import DECISION_CHANGES, REQUEST_CHANGES
from reviews.letter_enums import LETTER_CHANGES

TABLES: dict[str, Mapping[Any, frozenset[Any]]] = {
    "Action plan": PLAN_CHANGES,
    "Action plan item": ITEM_CHANGES,
    "Booking of an advice clinic": BOOKING_CHANGES,
    "Decision": DECISION_CHANGES,
    "Letter to a victim": LETTER_CHANGES,
    "Review request": REQUEST_CHANGES,
}
HEAD = """# States

Made by `manage.py states`; `./dev check` fails when it differs from the code. A change that is not here is
refused. "Lapsed" and "overdue" are facts of dates and no states; "closed" means that every allegation has a
final outcome.
"""


def document() -> str:
    """The whole file."""
    return "\n".join([HEAD, *(section(title, changes) for title, changes in TABLES.items())])


def section(title: str, changes: Mapping[Any, frozenset[Any]]) -> str:
    order = list(changes)
    rows = []
    for status, after in changes.items():
        to = ", ".join(one.label for one in order if one in after)
        rows.append(f"| {status.label} | {to or 'nothing: it is final'} |")
    return "\n".join([f"## {title}", "", "| from | to |", "|---|---|", *rows, ""])
