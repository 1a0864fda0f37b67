"""The return schedule of a plan: every item, what was asked, what came back. To print for the file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from actionplans.enums import ItemStatus
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    ItemReturn,
    PlanEnding,
)
from actionplans.seals import Label, Sealer
from actionplans.services.items import asked_no_more
from actionplans.shown.items import checked_with, open_disputes, open_waits, returned_with
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person


def schedule_context(person: Person, plan: ActionPlan, at: datetime) -> dict[str, Any]:
    """The rows in the order of the plan and how many are still owed, in a fixed number of statements."""
    sealer = Sealer(plan.case_id)
    returns = ItemReturn.objects.select_related("returned_by").prefetch_related("checks")
    items = list(
        ActionPlanItem.objects.filter(plan=plan)
        .select_related("owner")
        .prefetch_related(Prefetch("returns", queryset=returns))
    )
    disputes, waits = open_disputes(items), open_waits(items)
    rows = [_row(one, plan, sealer, london_date(at)) for one in items]
    for row in rows:
        row["disputed"] = row["row"].pk in disputes
        row["waits"] = waits.get(row["row"].pk, [])
    ended = PlanEnding.objects.filter(plan=plan, superseded_at__isnull=True, reopened_at__isnull=True).first()
    gone = set(plan.items.filter(asked_no_more(plan)).values_list("pk", flat=True)) if ended else set()
    asked = [
        row
        for row in rows
        if (row["row"].pk not in gone if ended is not None else row["row"].status != ItemStatus.WITHDRAWN)
    ]
    return {
        "plan": plan,
        "case": plan.case,
        "at": at,
        "rows": rows,
        "ended": ended,
        "asked": len(asked),
        "owed": ended.owed if ended is not None else sum(row["owed"] for row in asked),
        "late": sum(row["late"] > 0 for row in asked),
        "accepted": sum(row["row"].status == ItemStatus.ACCEPTED for row in asked),
    }


def _row(item: ActionPlanItem, plan: ActionPlan, sealer: Sealer, today: date) -> dict[str, Any]:
    owed = item.is_open and plan.is_open
    due_on = item.target_on or plan.target_on
    return {
        "row": item,
        "asks": sealer.open(Label.ITEM_ASKS, item.pk, item.asks_sealed),
        "why": sealer.open(Label.ITEM_WHY, item.pk, item.why_sealed),
        "owner": item.owner or plan.case.officer_in_charge,
        "due_on": due_on,
        "owed": owed,
        "late": (today - due_on).days if owed and due_on < today else 0,
        "returns": [_return(one, sealer) for one in sorted(item.returns.all(), key=lambda one: one.round)],
    }


def _return(row: ItemReturn, sealer: Sealer) -> dict[str, Any]:
    check = row.standing_check
    return {
        "row": row,
        "note": returned_with(row, sealer),
        "check": check,
        "check_note": checked_with(check, sealer) if check else "",
    }


def ids_of_schedule(context: dict[str, Any]) -> list[Any]:
    """Every row that the sheet shows, for the log."""
    return [
        one
        for row in context["rows"]
        for one in (row["row"].pk, *(given["row"].pk for given in row["returns"]))
    ]
