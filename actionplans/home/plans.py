"""What role homes ask of action plans: lapsed, to review, to answer, returned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce

from actionplans.home.shared import some
from actionplans.ladder import STEP_WIDTH, band
from actionplans.models import ActionPlan, Climb
from actionplans.shown import PLAN_FIELDS, plan_row
from actionplans.shown.climbs import CLIMB_FIELDS, climb_row, escalated
from cases.home import MOST, Some
from rasso_tracker.clocks import Deadline, london_date
from rasso_tracker.people.models import Person


def _plans(rows: Any, at: datetime) -> Some:
    found = []
    for record in rows.values(*PLAN_FIELDS)[: MOST + 1]:
        row = plan_row(record, at)
        row |= {
            "reference": record["case__reference"],
            "deadline": _deciding(row, record["lapses_at"], at),
            "what": _words(row),
        }
        found.append(row)
    return some(found)


def _deciding(row: dict[str, Any], lapses_at: datetime | None, at: datetime) -> Deadline:
    """The date that lapsed, or else the next review."""
    lapsed = lapses_at is not None and lapses_at <= at
    target_lapsed = lapsed and row["review"].due_at != lapses_at
    return row["target"] if target_lapsed else row["review"]


def _words(row: dict[str, Any]) -> str:
    status = row["status_label"]
    words = f"Action plan {row['number']}: {status[:1].lower()}{status[1:]}"
    if row["step"] is not None:
        words += f", step {row['step']}"
    if not row["next_act_on"]:
        return words
    told = "next act by" if row["answered"] else "not done by the promised"
    return f"{words}, {told} {row['next_act_on']:%-d %B %Y}"


# When a plan lapses, by no index: the lists walk along the index of their order and stop at their end, where
# PostgreSQL would read every plan that has lapsed, or has not, by both indexes and sort them.
LAPSES = ExpressionWrapper(F("lapses_at") + timedelta(0), DateTimeField())
# The same of plans that are open, by an expression that no index of plans with a date can serve either.
LAPSES_LATER = Coalesce(F("lapses_at"), Value(datetime.min.replace(tzinfo=UTC)))


def lapsed_plans(person: Person, at: datetime) -> Some:
    """Plans past their target or review date that the person may see: highest step first, then the oldest."""
    rows = (
        ActionPlan.objects.visible_to(person)
        .alias(since=LAPSES)
        .filter(urgency__lt=band(None) * STEP_WIDTH + int(at.timestamp()) + 1, since__lte=at)
    )
    return _plans(rows.order_by("urgency", "id"), at)


def reviews_due(person: Person, at: datetime) -> Some:
    """Open plans that have not lapsed, by review date: what to look at next."""
    return _plans(in_time(ActionPlan.objects.visible_to(person), at).order_by("review_on", "id"), at)


def in_time(rows: Any, at: datetime) -> Any:
    """Of these plans those that are open and of which no date has passed."""
    coming = rows.alias(since=LAPSES_LATER)
    return coming.filter(closed_at__isnull=True, since__gt=at, review_on__gte=london_date(at))


def escalations_to_acknowledge(person: Person, at: datetime) -> Some:
    """Plans on a step of the ladder that nobody has answered, or that were promised an act by a day that
    passed: highest first.
    """
    unanswered = Q(next_act_on__isnull=True) | Q(next_act_on__lt=london_date(at))
    rows = ActionPlan.objects.visible_to(person).filter(unanswered, urgency__lt=band(None) * STEP_WIDTH)
    return _plans(rows.order_by("urgency", "id"), at)


def climbed(person: Person, at: datetime) -> Some:
    """What is owed on cases and has climbed, unless an answer holds: the highest step first, as the list has
    it to which the block leads.
    """
    rows = Climb.objects.visible_to(person).filter(escalated(at))
    found = []
    for record in rows.order_by("urgency", "id").values(*CLIMB_FIELDS)[: MOST + 1]:
        row = climb_row(record, person, at)
        found.append(
            {
                "reference": record["case__reference"],
                "case_id": record["case_id"],
                "href": row["href"],
                "what": f"{row['what']}, step {record['step']}",
                "deadline": row["deadline"],
            }
        )
    return some(found)


def plans_returned(person: Person, at: datetime) -> Some:
    """Plans of which every item came back: CPS checks them."""
    rows = ActionPlan.objects.visible_to(person).filter(closed_at__isnull=True, items_open=0)
    return _plans(rows.order_by("review_on", "id"), at)
