"""The API of submissions and action plans: deeds from the surfaces, reads from the allow-lists of
represent.py.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from actionplans import represent
from actionplans.api.advice import ADVICE_READS
from actionplans.api.clinics import CLINIC_READS
from actionplans.api.files import FILE_READS
from actionplans.api.pasted import PASTED_READS
from actionplans.api.strategies import STRATEGY_READS
from actionplans.enums import STEPS
from actionplans.home.items import to_return
from actionplans.home.owed import OPEN, QUESTIONS
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    Advice,
    Climb,
    ClimbEscalation,
    Escalation,
    ItemDate,
    ItemDispute,
    ItemWait,
    LadderStep,
    PlanDate,
    PlanReview,
    Submission,
)
from actionplans.represent import items as represent_items
from actionplans.represent import waits as represent_waits
from actionplans.services.climbs import CLIMBED
from actionplans.services.standing import LAPSED
from actionplans.shown.climbs import escalated
from actionplans.surfaces import SURFACES
from actionplans.views import PlanList
from actionplans.views.items import ItemsToReturnList
from actionplans.views.owed import OwedList
from cases.models import DueItem
from cases.represent.owed import owed_shown
from rasso_tracker.audit import Action
from rasso_tracker.clocks import now
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.web.api import ReadDetail, ReadList, api_urls
from rasso_tracker.web.lists import Order, visible_branches

OF_A_PLAN = {"case": "case", "plan": "plan"}
OF_THE_LADDER = {"step": lambda: [str(step) for step in STEPS]}
STANDS = Q(voided_at__isnull=True)
REMINDING = [LAPSED, CLIMBED]


def own_reminders(person: Person) -> list[Any]:
    return [Message.objects.visible_to(person).filter(kind__in=REMINDING)]


def current_climbs(person: Person) -> list[Any]:
    branches = Climb.objects.visible_branches(person)
    return [branch.filter(urgency__isnull=False) for branch in branches]


def what_is_owed(person: Person) -> list[Any]:
    return [branch.filter(OPEN) for branch in visible_branches(DueItem, person)]


def whole_ladder(person: Person) -> list[Any]:
    """Configuration: the ladder is no secret of anybody who is signed in."""
    return [LadderStep.objects.all()]


READS: list[ReadList | ReadDetail] = [
    ReadList(
        path="submissions/",
        name="submissions",
        model=Submission,
        represent=represent.submission,
        together=represent.days_together,
        order=Order("waiting", "Waiting since", "waiting_since", nullable=True),
        filters={"case": "case", "status": "status", "kind": "kind", "district": "case__district__code"},
    ),
    ReadDetail(
        path="submissions/<uuid:pk>/",
        name="submission",
        model=Submission,
        represent=represent.submission_in_full,
        action=Action.SUBMISSION_VIEWED,
        versioned=True,
    ),
    ReadList(
        path="advice/",
        name="advice",
        model=Advice,
        represent=represent.advice,
        filters={"case": "case", "submission": "submission"},
    ),
    ReadDetail(
        path="advice/<uuid:pk>/",
        name="advice_version",
        model=Advice,
        represent=represent.advice_in_full,
        action=Action.SUBMISSION_VIEWED,
    ),
    ReadList(
        path="action-plans/",
        name="action_plans",
        model=ActionPlan,
        represent=represent.plan,
        is_for=PlanList.is_for,
        action=Action.PLANS_LISTED,
        order=Order("urgency", "Step", "urgency", nullable=True),
        filters={
            "case": "case",
            "submission": "submission",
            "status": "status",
            "step": "step",
            "district": "case__district__code",
        },
        offered=OF_THE_LADDER,
    ),
    ReadDetail(
        path="action-plans/<uuid:pk>/",
        name="action_plan",
        model=ActionPlan,
        represent=represent.plan_in_full,
        action=Action.PLAN_VIEWED,
        versioned=True,
    ),
    ReadList(
        path="action-plan-items/",
        name="action_plan_items",
        model=ActionPlanItem,
        represent=represent_items.item,
        filters={**OF_A_PLAN, "status": "status", "owner": "owner"},
        select=("case",),
    ),
    ReadDetail(
        path="action-plan-items/<uuid:pk>/",
        name="action_plan_item",
        model=ActionPlanItem,
        represent=represent_items.item_in_full,
        action=Action.PLAN_VIEWED,
        select=("case",),
        versioned=True,
    ),
    ReadList(
        path="items-to-return/",
        name="items_to_return",
        model=ActionPlanItem,
        represent=represent_items.item,
        is_for=ItemsToReturnList.is_for,
        order=ItemsToReturnList.orders[0],
        filters={**OF_A_PLAN, "district": "case__district__code"},
        branches=to_return,
        select=("case",),
    ),
    ReadList(
        path="item-dates/",
        name="item_dates",
        model=ItemDate,
        represent=represent_items.item_date,
        filters={"case": "case", "item": "item", "plan": "item__plan"},
    ),
    ReadList(
        path="item-waits/",
        name="item_waits",
        model=ItemWait,
        represent=represent_waits.wait,
        filters={"case": "case", "item": "item", "plan": "item__plan", "body": "body"},
    ),
    ReadDetail(
        path="item-waits/<uuid:pk>/",
        name="item_wait",
        model=ItemWait,
        represent=represent_waits.wait_in_full,
        action=Action.PLAN_VIEWED,
        versioned=True,
    ),
    ReadList(
        path="item-disputes/",
        name="item_disputes",
        model=ItemDispute,
        represent=represent_items.dispute,
        filters={"case": "case", "item": "item", "plan": "item__plan", "outcome": "outcome"},
    ),
    ReadList(
        path="plan-dates/",
        name="plan_dates",
        model=PlanDate,
        represent=represent.plan_date,
        together=represent.slips_told,
        filters={**OF_A_PLAN, "kind": "kind"},
    ),
    ReadList(
        path="plan-reviews/",
        name="plan_reviews",
        model=PlanReview,
        represent=represent.review,
        filters={**OF_A_PLAN, "outcome": "outcome"},
    ),
    ReadList(
        path="escalations/",
        name="escalations",
        model=Escalation,
        represent=represent.escalation,
        together=represent.plan_told,
        filters={**OF_A_PLAN, "step": "step"},
        offered=OF_THE_LADDER,
        select=("plan_date",),
    ),
    ReadDetail(
        path="escalations/<uuid:pk>/",
        name="escalation",
        model=Escalation,
        represent=represent.escalation_in_full,
        action=Action.PLAN_VIEWED,
        select=("plan_date",),
    ),
    ReadList(
        path="due-items/",
        name="due_items",
        model=Climb,
        represent=represent.climb,
        order=Order("urgency", "Step", "urgency"),
        filters={"case": "case", "code": "code", "step": "step", "district": "case__district__code"},
        shows={"show": {"escalated": lambda person: escalated(now())}},
        offered=OF_THE_LADDER,
        branches=current_climbs,
        select=("item",),
    ),
    ReadList(
        path="owed/",
        name="owed",
        model=DueItem,
        represent=owed_shown,
        is_for=OwedList.is_for,
        order=OwedList.orders[0],
        filters={"case": "case", "district": "case__district__code"},
        shows={"show": {code: one.rows for code, one in QUESTIONS.items()}},
        branches=what_is_owed,
        select=("owner",),
    ),
    ReadList(
        path="due-escalations/",
        name="due_escalations",
        model=ClimbEscalation,
        represent=represent.climb_escalation,
        together=represent.due_told,
        filters={"case": "case", "due_item": "climb__item", "step": "step"},
        offered=OF_THE_LADDER,
        select=("climb",),
    ),
    ReadDetail(
        path="due-escalations/<uuid:pk>/",
        name="due_escalation",
        model=ClimbEscalation,
        represent=represent.climb_escalation_in_full,
        action=Action.DUE_ITEM_VIEWED,
        select=("climb",),
    ),
    ReadList(
        path="reminders/",
        name="reminders",
        model=Message,
        represent=represent.reminder,
        filters={"plan": "subject_id", "due_item": "subject_id", "kind": "kind"},
        offered={"kind": lambda: REMINDING},
        branches=own_reminders,
    ),
    ReadList(
        path="ladder-steps/",
        name="ladder_steps",
        model=LadderStep,
        represent=represent.ladder_step,
        filters={"kind": "kind"},
        shows={"show": {"": STANDS, "withdrawn": ~STANDS, "all": Q()}},
        branches=whole_ladder,
    ),
]

ALL_READS = [*FILE_READS, *ADVICE_READS, *STRATEGY_READS, *CLINIC_READS, *PASTED_READS, *READS]
routes = api_urls(SURFACES, ALL_READS)
