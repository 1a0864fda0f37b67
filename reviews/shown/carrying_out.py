"""What a review that overturned a decision asks for, and whether it was done: beside the review itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.deadlines import deadline_of
from cases.models import DueItem
from rasso_tracker.clocks import Deadline
from rasso_tracker.people.models import Person
from reviews.enums import DueCode


@dataclass(frozen=True)
class CarryingOut:
    """`done_at` is None while it is owed by `deadline`; `owner` answers for it."""

    what: str
    owner: str
    deadline: Deadline
    done_at: datetime | None


def carrying_out_of(review: UUID, person: Person) -> CarryingOut | None:
    """Of a review of the police or of CPS; None where it asks for nothing that this person reads."""
    rows = DueItem.objects.visible_to(person).filter(source=review, code=DueCode.CARRY_OUT)
    item = rows.select_related("owner").order_by("-raised_at").first()
    if item is None:
        return None
    owner = item.owner.name if item.owner else "the team"
    return CarryingOut(item.what_for(person), owner, deadline_of(item), item.settled_at)
