"""What came back to CPS and what CPS says of it, each time: rows, so that rework is counted and not lost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from actionplans.item_enums import MARKS_OF, QualityMark
from actionplans.models.acts import TO_CONFIRM, CpsAct, cps_act_constraints
from actionplans.models.plans import ActionPlan, ActionPlanItem
from cases.models import Case, CaseBearing
from rasso_tracker.people.parts import Part


class ItemReturn(CaseBearing):
    """The police returned an item: the first time, or again after CPS sent it back."""

    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    item = models.ForeignKey(ActionPlanItem, models.PROTECT, db_index=False, related_name="returns")
    round = models.PositiveSmallIntegerField()
    note_sealed = models.BinaryField(null=True, blank=True)
    returned_at = models.DateTimeField()
    returned_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["returned_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "round"], name="item_return_round_once"),
            models.CheckConstraint(name="item_return_round_from_one", condition=Q(round__gte=1)),
        ]

    def __str__(self) -> str:
        return f"Returned, round {self.round}"

    @property
    def standing_check(self) -> ItemCheck | None:
        """What CPS says of it, if it has; of rows that were prefetched, without a look."""
        return next((one for one in self.checks.all() if one.superseded_at is None), None)


class PlanCompletion(CpsAct, CaseBearing):
    """CPS has what a plan asked for. One that police entered and CPS superseded opens the plan again."""

    acted = "completed_at"
    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="completions")
    completed_at = models.DateTimeField()

    class Meta:
        ordering = ["completed_at", "id"]
        indexes = [
            models.Index(fields=["completed_at", "id"], name="completion_to_confirm", condition=TO_CONFIRM)
        ]
        constraints = [
            *cps_act_constraints("completion"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(superseded_at__isnull=True), name="completion_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return "Completed"


class ItemCheck(CpsAct, CaseBearing):
    """CPS checked a return: accepted or sent back, with a mark for its quality where CPS gives one.

    `completion` is set where the plan was completed with the return not checked by itself.
    """

    acted = "checked_at"
    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    returned = models.ForeignKey(ItemReturn, models.PROTECT, related_name="checks")
    completion = models.ForeignKey(
        PlanCompletion, models.PROTECT, null=True, blank=True, db_index=False, related_name="checks"
    )
    accepted = models.BooleanField()
    quality = models.CharField(max_length=12, choices=QualityMark, blank=True)
    note_sealed = models.BinaryField(null=True, blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["checked_at", "id"]
        indexes = [
            models.Index(fields=["checked_at", "id"], name="item_check_to_confirm", condition=TO_CONFIRM)
        ]
        constraints = [
            *cps_act_constraints("item_check"),
            models.UniqueConstraint(
                fields=["returned"], condition=Q(superseded_at__isnull=True), name="item_check_stands_once"
            ),
            models.CheckConstraint(
                name="item_check_mark_agrees",
                condition=Q(quality="")
                | Q(accepted=True, quality__in=[one.value for one in MARKS_OF[True]])
                | Q(accepted=False, quality__in=[one.value for one in MARKS_OF[False]]),
            ),
            models.CheckConstraint(
                name="item_check_completion_accepts", condition=Q(completion__isnull=True) | Q(accepted=True)
            ),
        ]

    def __str__(self) -> str:
        return "Accepted" if self.accepted else "Sent back"
