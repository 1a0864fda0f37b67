"""Giving many action plans to somebody in one deed, and noting who has a form open on a plan."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from actionplans.board_enums import Handed, NotMoved
from actionplans.models import ActionPlan, ReassignedPlan, Reassignment
from actionplans.rules.reassigning import check_can_reassign, why_not_moved
from actionplans.services.climbs import to_another_prosecutor
from actionplans.services.items import give_item
from cases.models import NamedAccess
from cases.services import assign_officer
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Refusal
from rasso_tracker.people.versions import touch


@deed
def reassign_plans(
    *,
    by: Person,
    plans: Mapping[uuid.UUID, int | None],
    what: str,
    to: Person | None = None,
    at: datetime | None = None,
) -> Reassignment:
    """Give many action plans to `to`, each as a whole or not at all; the result says which, and why not.

    `plans` maps an id to the version that the person saw, or to None where they saw none; at most 200. `what`
    (Handed) says what of them is given; `to` None gives it back to whoever has it without a name. An id that
    the person may not know of is counted and not named. Raises Invalid or NotAllowed for all of them at once.
    """
    at = at or now()
    chosen = Handed(what)
    check_can_reassign(by, chosen, to, plans, at)
    rows = ActionPlan.objects.visible_to(by).filter(pk__in=list(plans)).select_related("case")
    found = list(
        rows.select_for_update(no_key=True, of=("self",)).order_by("pk")
    )  # in one order, so that two never cross
    row = Reassignment(id=uuid7(), what=chosen, given_to=to, given_by=by, given_at=at)
    row.unknown = len(plans) - len(found)
    row.save(force_insert=True)
    named = _named_on(found)
    lines = [_move(row, plan, plans[plan.pk], named[plan.case_id]) for plan in found]
    ReassignedPlan.objects.bulk_create(lines)
    if chosen == Handed.PROSECUTOR:
        to_another_prosecutor({one.plan_id: one.taken_from_id for one in lines if not one.not_moved}, at)
    record(
        by=by,
        action=Action.PLANS_REASSIGNED,
        subjects=[row.pk, *(one.plan_id for one in lines if not one.not_moved)],
    )
    return row


def _named_on(plans: list[ActionPlan]) -> dict[uuid.UUID, set[uuid.UUID]]:
    named: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    grants = NamedAccess.objects.filter(case__in=[one.case_id for one in plans], ended_at__isnull=True)
    for case, person in grants.values_list("case", "person"):
        named[case].add(person)
    return named


def _move(row: Reassignment, plan: ActionPlan, version: int | None, named: set[uuid.UUID]) -> ReassignedPlan:
    what = Handed(row.what)
    line = ReassignedPlan(id=uuid7(), case_id=plan.case_id, plan=plan, reassignment=row)
    line.taken_from_id = _has_it(plan, what)
    reason = why_not_moved(plan, what, row.given_to, version=version, named=named)
    if reason is None:
        try:
            with transaction.atomic():
                _give(plan, what, row)
        except Refusal:
            reason = NotMoved.REFUSED
    line.not_moved = reason or ""
    return line


def _has_it(plan: ActionPlan, what: Handed) -> uuid.UUID | None:
    """Who has it until now; of items nobody: each may have an owner of its own."""
    held = {
        Handed.WORKER: plan.worked_by_id,
        Handed.PROSECUTOR: plan.prosecutor_id,
        Handed.OFFICER: plan.case.officer_in_charge_id,
    }
    return held.get(what)


def _give(plan: ActionPlan, what: Handed, row: Reassignment) -> None:
    match what:
        case Handed.WORKER:
            plan.worked_by = row.given_to
            touch(plan, "worked_by")
        case Handed.PROSECUTOR:
            plan.prosecutor = row.given_to
            touch(plan, "prosecutor")
        case Handed.OFFICER:
            assert row.given_to is not None  # a constraint says so
            assign_officer(by=row.given_by, case=plan.case, person=row.given_to, at=row.given_at)
            touch(plan)
        case Handed.ITEMS:
            for item in plan.items.select_for_update(no_key=True).order_by("pk"):
                if item.is_open:
                    give_item(plan, item, row.given_to, row.given_at)
            touch(plan)
