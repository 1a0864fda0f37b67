"""The action plan: what CPS asks the police for before it can decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from actionplans.enums import (
    CLOSED_PLANS,
    OPEN_ITEMS,
    STEPS,
    ItemStatus,
    ItemType,
    PlanStatus,
    Side,
)
from actionplans.models.acts import TO_CONFIRM, CpsAct, cps_act_constraints
from actionplans.models.submissions import Submission
from cases.models import Case, CaseBearing
from rasso_tracker.people.parts import Part


def state_of(status: str, *, never_issued: bool) -> str:
    """The status of a plan in words."""
    return "Never issued, CPS says" if never_issued else PlanStatus(status).label


class ActionPlan(CpsAct, CaseBearing):
    """One action plan. Its dates are PlanDate rows; what it has of them is a stored copy for lists and the
    sweep.

    Stored copies, written by services alone and checked against the facts by tests: `target_on`,
    `review_on`, `next_act_on`, `items_open`, `step` (highest step raised that still stands), `next_step_at`
    (when the next step falls due; the sweep's index), `lapses_at` (from when the plan is past a date),
    `urgency` (the board's order).
    """

    acted = "issued_at"
    part = Part.PLANS

    # Few indexes on purpose: the sweep moves a row of each plan that it climbs, and every index moves with
    # it.
    case = models.ForeignKey(Case, models.PROTECT, db_index=False, related_name="action_plans")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="action_plans")
    # The plan on the same case that this one follows: CPS asks again.
    rework_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    number = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_on = models.DateField()  # the London date of issued_at
    issued_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    prosecutor = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    # Who works it at the gatekeeper team; a stored copy of the last line of a Reassignment that moved.
    worked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    status = models.CharField(max_length=20, choices=PlanStatus, default=PlanStatus.ISSUED)
    closed_at = models.DateTimeField(null=True, blank=True)
    target_on = models.DateField()
    review_on = models.DateField()
    next_act_on = models.DateField(null=True, blank=True)
    items_open = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    next_step_at = models.DateTimeField(null=True, blank=True)
    lapses_at = models.DateTimeField(null=True, blank=True)
    urgency = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["case", "number"]
        indexes = [
            models.Index(
                fields=["next_step_at"], name="plan_next_step", condition=Q(next_step_at__isnull=False)
            ),
            # The board walks this in order; a closed plan is in none of the open plans' indexes.
            models.Index(fields=["urgency", "id"], name="plan_urgency", condition=Q(urgency__isnull=False)),
            # The same, the longest past first whatever its step; and what one person works on.
            models.Index(
                fields=["lapses_at", "id"], name="plan_lapses", condition=Q(lapses_at__isnull=False)
            ),
            models.Index(
                fields=["worked_by", "urgency", "id"],
                name="plan_worked_by",
                condition=Q(worked_by__isnull=False, urgency__isnull=False),
            ),
            models.Index(fields=["review_on", "id"], name="plan_review_on"),
            models.Index(fields=["target_on", "id"], name="plan_target_on"),
            # What CPS has to look at; a plan of which an item is owed, or that CPS recorded, is in neither.
            models.Index(
                fields=["review_on", "id"],
                name="plan_returned",
                condition=Q(items_open=0, closed_at__isnull=True),
            ),
            models.Index(fields=["issued_at", "id"], name="plan_to_confirm", condition=TO_CONFIRM),
        ]
        constraints = [
            *cps_act_constraints("plan"),
            models.UniqueConstraint(fields=["case", "number"], name="plan_number_once_a_case"),
            models.CheckConstraint(name="plan_status_known", condition=Q(status__in=PlanStatus.values)),
            models.CheckConstraint(
                name="plan_step_on_ladder", condition=Q(step__isnull=True) | Q(step__in=STEPS)
            ),
            models.CheckConstraint(
                name="plan_closed_has_its_moment",
                condition=Q(status__in=CLOSED_PLANS, closed_at__isnull=False)
                | (~Q(status__in=CLOSED_PLANS) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="plan_closed_climbs_no_more",
                condition=~Q(status__in=CLOSED_PLANS)
                | Q(
                    next_step_at__isnull=True,
                    lapses_at__isnull=True,
                    step__isnull=True,
                    urgency__isnull=True,
                    next_act_on__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="plan_open_knows_when_it_lapses",
                condition=Q(status__in=CLOSED_PLANS) | Q(lapses_at__isnull=False, urgency__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_target_not_before_issue", condition=Q(target_on__gte=F("issued_on"))
            ),
            models.CheckConstraint(
                name="plan_review_not_before_issue", condition=Q(review_on__gte=F("issued_on"))
            ),
            models.CheckConstraint(name="plan_not_in_future", condition=Q(issued_at__lte=F("recorded_at"))),
            models.CheckConstraint(
                name="plan_reworks_another", condition=Q(rework_of__isnull=True) | ~Q(rework_of=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return f"Action plan {self.number}"

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED_PLANS

    @property
    def never_issued(self) -> bool:
        """CPS says that it never issued what police entered; what else is on record of it stays."""
        return self.superseded_at is not None

    @property
    def state(self) -> str:
        """Its status in words."""
        return state_of(self.status, never_issued=self.never_issued)

    def is_lapsed(self, at: datetime) -> bool:
        """Past its review date with no review since, or past its target with items open. A fact of dates."""
        return self.lapses_at is not None and self.lapses_at <= at

    @property
    def side(self) -> Side:
        """Who has the next move: the police while an item is owed, else CPS."""
        return Side.POLICE if self.items_open else Side.CPS


class ActionPlanItem(CaseBearing):
    """One thing that a plan asks for.

    `returned_*` and `checked_*` are stored copies of its last return and of the check that stands of it.
    `target_on` is a stored copy of the item's own date that stands (ItemDate); empty where the plan's target
    holds. `agreed_at` says when the police accepted it; a dispute takes that back.
    """

    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=30, choices=ItemType)
    asks_sealed = models.BinaryField()
    why_sealed = models.BinaryField(null=True, blank=True)  # why it is proportionate, if CPS says
    target_on = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    owner = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    # The line of the case strategy that it serves, of whichever version stood then. A line of the same case:
    # the foreign key item_line_of_its_case (migration 0003).
    strategy_line = models.ForeignKey(
        "actionplans.StrategyLine",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="items",
    )
    status = models.CharField(max_length=10, choices=ItemStatus, default=ItemStatus.OPEN)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["plan", "number"]
        indexes = [
            models.Index(
                fields=["owner", "plan"], name="item_owner_open", condition=Q(status__in=OPEN_ITEMS)
            ),
            models.Index(
                fields=["strategy_line"], name="item_line", condition=Q(strategy_line__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="item_number_once_a_plan"),
            models.CheckConstraint(name="item_type_known", condition=Q(type__in=ItemType.values)),
            models.CheckConstraint(name="item_status_known", condition=Q(status__in=ItemStatus.values)),
            models.CheckConstraint(
                name="item_agreed_together",
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="item_returned_together",
                condition=Q(returned_at__isnull=True, returned_by__isnull=True)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
            ),
            models.CheckConstraint(
                name="item_checked_together",
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="item_returned_says_when",
                condition=~Q(status__in=[ItemStatus.RETURNED, ItemStatus.SENT_BACK, ItemStatus.ACCEPTED])
                | Q(returned_at__isnull=False),
            ),
        ]

    @property
    def stands_with(self) -> UUID:
        """It is asked for by its plan: what happens to that is told to whoever works on the item."""
        return self.plan_id

    def __str__(self) -> str:
        return f"Item {self.number}: {self.get_type_display()}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_ITEMS

    @property
    def state(self) -> str:
        """Its status in words."""
        return "Never asked for, CPS says" if self.plan.never_issued else self.get_status_display()

    @property
    def last_return(self) -> Any:
        """Its latest ItemReturn, if any; of rows that were prefetched, without a look."""
        return max(self.returns.all(), key=lambda one: one.round, default=None)
