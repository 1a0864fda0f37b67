"""What the API answers of an act of CPS that police entered and CPS has not said of whether it stands."""

from __future__ import annotations

from typing import Any

from actionplans.home.confirming import what_of
from rasso_tracker.people.models import Person
from reviews.to_confirm import EVERY_KIND


def act_to_confirm(row: dict[str, Any], person: Person) -> dict[str, Any]:
    """`kind` is that of the deed that confirms it; `acted_at` when CPS did it."""
    return {
        "id": str(row["pk"]),
        "case": str(row["case_id"]),
        "kind": row["deed"].removeprefix("confirm_"),
        "what": what_of(row, EVERY_KIND),
        "acted_at": row["when"].isoformat(),
    }
