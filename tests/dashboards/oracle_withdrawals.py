"""What is counted of withdrawals, in plain Python over every row: what the statement is held against."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from rasso_tracker.clocks import london_date
from rasso_tracker.dashboards.performance.measures import Cell, months_up_to
from rasso_tracker.people.models import CpsUnit
from tests.dashboards.oracle_plans import Found, cells, month
from victims.models import Reengagement, Withdrawal

LETTERS = {"never_supported": "n", "withdrew": "w", "retracted": "r", "lost_contact": "l"}


def withdrawals(at: datetime) -> set[Cell]:
    again: dict[Any, list[datetime]] = defaultdict(list)
    for one in Reengagement.objects.all():
        if max(one.occurred_at, one.recorded_at) <= at and not (one.voided_at and one.voided_at <= at):
            again[one.victim_id].append(one.occurred_at)
    found: Found = Counter()
    for row in Withdrawal.objects.select_related("case"):
        day = london_date(row.occurred_at)
        if row.case.restricted or max(row.occurred_at, row.recorded_at) > at or day < months_up_to(at)[0]:
            continue
        support = set(row.support_in_place)
        total = ("sto" in support) + 2 * bool(support & {"isva", "child_isva"})
        total += 4 * bool(support - {"sto", "isva", "child_isva"})
        state = "a" if any(moment > row.occurred_at for moment in again[row.victim_id]) else "h"
        state = "v" if row.voided_at and row.voided_at <= at else state
        outcome = "o" if row.case.outcome_recorded else "n"
        key = ":".join(
            (LETTERS[row.kind], row.stage, row.primary_reason or "none", str(total), state, outcome)
        )
        place = (row.case.team_id, row.case.district_id, unit_of(row.case))
        found[(month(day), *place, key)] += 1
    return cells(found)


def unit_of(case: Any) -> Any:
    """That of the case, or of its district while it has none."""
    if case.cps_unit_id:
        return case.cps_unit_id
    return CpsUnit.objects.filter(districts=case.district_id).order_by("pk").values_list("pk", flat=True)[0]
