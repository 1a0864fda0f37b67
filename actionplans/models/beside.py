"""What became of an action plan that was open when somebody was charged."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from actionplans.models.plans import ActionPlan
from cases.enums import PlanBecomes
from cases.models import Case, CaseBearing
from rasso_tracker.people.parts import Part


class PlanBesideCharge(CaseBearing):
    """A plan that was open beside a charge: it stays open, and why, or CPS asks for it no more.

    Said by whoever recorded the charge. Of a charge that was voided it says nothing any more.
    """

    part = Part.PLANS
    not_told_with = ("charge",)  # of the investigation, which not everybody reads who reads plans

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="beside_charges")
    charge = models.ForeignKey("cases.Milestone", models.PROTECT, related_name="+")
    becomes = models.CharField(max_length=10, choices=PlanBecomes)
    reason_sealed = models.BinaryField(null=True, blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "charge"], name="plan_beside_charge_once"),
            models.CheckConstraint(
                name="plan_beside_charge_becomes_known", condition=Q(becomes__in=PlanBecomes.values)
            ),
            models.CheckConstraint(
                name="plan_beside_charge_stays_for_a_reason",
                condition=~Q(becomes=PlanBecomes.STAYS) | Q(reason_sealed__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} beside a charge: {self.get_becomes_display().lower()}"
