"""What came back of a plan, sending by sending: which items, in which round of each, and what was left."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actionplans.models import ActionPlanItem, ItemReturn
from rasso_tracker.people.models import Person


@dataclass(frozen=True)
class PlanReturn:
    """One sending of items to CPS. `left` counts the items that the police owed after it."""

    number: int
    at: datetime
    by: Person
    items: tuple[tuple[ActionPlanItem, int], ...]  # each with its round: 2 where CPS had sent it back
    left: int

    @property
    def is_part(self) -> bool:
        return self.left > 0

    @property
    def is_again(self) -> bool:
        """True where something in it was sent before."""
        return any(number > 1 for _, number in self.items)


def plan_returns(items: Sequence[ActionPlanItem]) -> list[PlanReturn]:
    """The returns of a plan, the first one first; `items` are all of its items, with `returns__checks` read.

    Items that were returned together have one moment and one person.
    """
    sent: dict[tuple[datetime, uuid.UUID], list[tuple[ActionPlanItem, ItemReturn]]] = defaultdict(list)
    for item in items:
        for row in item.returns.all():
            sent[row.returned_at, row.returned_by_id].append((item, row))
    return [
        PlanReturn(
            number=number,
            at=moment,
            by=rows[0][1].returned_by,
            items=tuple((item, row.round) for item, row in sorted(rows, key=lambda one: one[0].number)),
            left=sum(_is_owed(item, moment) for item in items),
        )
        for number, ((moment, _), rows) in enumerate(sorted(sent.items()), start=1)
    ]


def _is_owed(item: ActionPlanItem, at: datetime) -> bool:
    """Whether the police owed the item just after `at`: never returned by then, or sent back since."""
    before = [row for row in item.returns.all() if row.returned_at <= at]
    if not before:
        return True
    checks = max(before, key=lambda row: row.round).checks.all()
    return any(
        not check.accepted
        and check.checked_at <= at
        and (check.superseded_at is None or check.superseded_at > at)
        for check in checks
    )
