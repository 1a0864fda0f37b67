"""A charge that the police recorded from CPS's document, as an act of CPS."""

from __future__ import annotations

from django.db import models

from actionplans.models.acts import TO_CONFIRM, CpsAct, cps_act_constraints
from cases.models import Case, CaseBearing
from rasso_tracker.people.parts import Part


class EnteredCharge(CpsAct, CaseBearing):
    """That CPS decided on a charge, as the police entered it from CPS's document: CPS confirms it, or says
    that it does not stand.

    What was decided, by whom and when is on the milestone `charge`. One a charge.
    """

    part = Part.CPS
    not_told_with = ("charge",)  # of the investigation, which not everybody reads who reads what CPS does

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    charge = models.OneToOneField("cases.Milestone", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [
            models.Index(
                fields=["recorded_at", "id"],
                name="entered_charge_to_confirm",
                condition=TO_CONFIRM,
            )
        ]
        constraints = [*cps_act_constraints("entered_charge")]

    def __str__(self) -> str:
        return "A charge that CPS decided on"
