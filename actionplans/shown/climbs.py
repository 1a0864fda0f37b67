"""What pages show of what is owed on cases and climbs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from actionplans.enums import LadderKind, ladder_of
from actionplans.ladder import STEP_WIDTH, Ladder, band, current_ladder
from actionplans.models import Climb, ClimbAnswer, ClimbEscalation, ItemDispute
from actionplans.rules import check_can_acknowledge_due
from actionplans.rules.warnings import promise_caution
from actionplans.seals import Label, Sealer
from actionplans.services.climbs import CLIMBED
from actionplans.shown import missed_on
from actionplans.shown.told import told_of_steps
from cases.deadlines import deadline_of
from cases.due_places import place_of
from cases.models import DueItem
from rasso_tracker.clocks import date_set
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import would_pass

CLIMB_FIELDS = (
    "id",
    "case_id",
    "case__reference",
    "case__restricted",
    "case__district__name",
    "item_id",
    "item__what",
    "item__check_first",
    "item__owner__name",
    "item__due_on",
    "item__raised_at",
    "code",
    "promised",
    "due_on",
    "step",
    "next_step_at",
    "urgency",
)


# These have lists of their own, and would crowd out the limits.
LISTED_APART = (LadderKind.SUPERVISORY_REVIEW, LadderKind.VICTIM_OWED)


def escalated(at: datetime) -> Q:
    """Filter of Climb: what has escalated and no answer holds of, but for what is listed apart."""
    no_answer_holds = Q(promised=False) | Q(next_step_at__isnull=True) | Q(next_step_at__lte=at)
    return no_answer_holds & Q(urgency__lt=band(None) * STEP_WIDTH) & ~Q(code__in=LISTED_APART)


# Who owes it, where nobody does by name.
TEAMS: dict[str, str] = {
    LadderKind.COUNTERSIGN: "A second lawyer: the legal managers of the CPS unit",
    LadderKind.ADVICE_AGAIN: "CPS: no lawyer is allocated",
    LadderKind.DISPUTE: "CPS: no lawyer is allocated",
    LadderKind.SUPERVISORY_REVIEW: "The supervisors of the team",
}
IN_A_LIST: dict[str, str] = {**TEAMS, LadderKind.DISPUTE: "CPS"}  # whose prosecutor the page of each names


def owed_by(item: DueItem) -> str:
    """Who owes it: by name, else whose it is. A dispute is answered by the plan's prosecutor."""
    owner = item.owner
    if owner is None and item.code == LadderKind.DISPUTE:
        rows = ItemDispute.objects.filter(pk=item.source).select_related("item__plan__prosecutor")
        owner = next((one.item.plan.prosecutor for one in rows), None)
    return owner.name if owner is not None else TEAMS.get(item.code, "Nobody by name")


def climbing_items(person: Person) -> Any:
    """Due items that climb or have climbed, which the person may know of; for a role that reads no plans,
    none.
    """
    climbs = Climb.objects.visible_to(person).filter(item=OuterRef("pk"))
    return DueItem.objects.visible_to(person).filter(Exists(climbs))


def climb_row(record: dict[str, Any], person: Person, at: datetime) -> dict[str, Any]:
    """One due item in a list: what is owed and by when, its step, and what comes next."""
    next_step_at = record["next_step_at"]
    item = DueItem(what=record["item__what"], check_first=record["item__check_first"])
    return {
        **record,
        "what": item.what_for(person),
        "owed_by": record["item__owner__name"] or IN_A_LIST.get(record["code"], "Nobody by name"),
        "href": reverse("due_item_detail", args=[record["item_id"]]),
        "kind_label": LadderKind(record["code"]).label,
        "deadline": date_set(record["item__due_on"], start=record["item__raised_at"]),
        "answered": record["promised"] and (next_step_at is None or next_step_at > at),
        "next_step_on": missed_on(next_step_at) if next_step_at else None,
    }


def due_item_context(person: Person, item: DueItem, at: datetime) -> dict[str, Any]:
    """Everything on the page of one due item."""
    kind = ladder_of(item.code)
    climbs = list(Climb.objects.filter(item=item).order_by("set_at", "id"))
    current = next((one for one in climbs if one.is_current), None)
    return {
        "item": item,
        "owed_by": owed_by(item),
        "what": item.what_for(person),
        "case": item.case,
        "done_at": place_of(item, person),
        "at": at,
        "deadline": deadline_of(item),
        "kind_label": "" if kind is None else kind.label,
        "climb": current,
        "answered": current is not None and current.is_promised(at),
        "caution": promise_caution(current.due_on) if current is not None and current.promised else "",
        "next_step": _next_step(item, current, current_ladder(), at) if current else None,
        "ledger": _ledger(item, current, person),
        "dates": [one for one in climbs if not one.promised],
    }


def _next_step(item: DueItem, climb: Climb, ladder: Ladder, at: datetime) -> dict[str, Any] | None:
    """Which step comes next, when, and which posts it will go to."""
    moment = climb.next_step_at
    if moment is None:
        return None
    step = max(place for place, due in enumerate(climb.step_due_at) if due == moment)
    rung = ladder.rung(climb.code, item.due_on, step)
    return {"step": step, "at": moment, "has_passed": moment <= at, "rung": rung}


def _ledger(item: DueItem, current: Climb | None, person: Person) -> list[dict[str, Any]]:
    """Every step that was raised, newest first, with its answer. The highest that stands can be answered, by
    whom the rule lets.
    """
    sealer = Sealer(item.case_id)
    rows = list(
        ClimbEscalation.objects.filter(climb__item=item)
        .select_related("climb")
        .order_by("-raised_at", "-due_at", "-step")
    )
    answers: dict[UUID, ClimbAnswer] = {
        one.escalation_id: one
        for one in ClimbAnswer.objects.filter(escalation__in=rows).select_related(
            "acknowledged_by", "promise"
        )
    }
    standing = [one for one in rows if current is not None and one.climb_id == current.pk]
    top = max(standing, key=lambda one: one.step, default=None)
    may = top is not None and would_pass(check_can_acknowledge_due, person, top.climb, top)
    words = {
        one.escalation_id: sealer.open(Label.CLIMB_NEXT_ACT, one.pk, one.next_act_sealed)
        for one in answers.values()
    }
    reached = told_of_steps(CLIMBED, [one.pk for one in rows])
    return [
        {
            "row": one,
            "reached": reached[one.pk],
            "answer": answers.get(one.pk),
            "next_act": words.get(one.pk, ""),
            "href": reverse("acknowledge_due_escalation", args=[one.pk])
            if may and top is not None and one.pk == top.pk
            else "",
        }
        for one in rows
    ]
