"""An inspector's word on the Right to Review where the rules say otherwise."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rasso_tracker.people.enums import Rank
from rasso_tracker.people.parts import Part
from reviews.enums import WhyNotEligible
from reviews.models.decision import Decision
from victims.models.base import AboutVictim


class EligibilityOverride(AboutVictim):
    """That a victim may ask for a review of a decision, or may not, whatever the rules come to.

    The last one stands; those before are kept with when they ended. `number` is the reason of domain.md 3
    that the victim is given where they may not ask.
    """

    part = Part.DECISIONS

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="eligibility_overrides")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="eligibility_overrides")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="eligibility_overrides")
    may_ask = models.BooleanField()
    number = models.PositiveSmallIntegerField(choices=WhyNotEligible, null=True, blank=True)
    reason_sealed = models.BinaryField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    # Their rank then, or equated grade.
    decided_by_standing = models.PositiveSmallIntegerField(choices=Rank, default=Rank.INSPECTOR)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["decided_at", "id"]
        indexes = [
            models.Index(fields=["case"], name="eligibility_override_case"),
            models.Index(fields=["victim"], name="eligibility_override_victim"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "victim"],
                condition=Q(ended_at__isnull=True),
                name="eligibility_override_one_stands",
            ),
            models.CheckConstraint(
                name="eligibility_override_number_fits",
                condition=Q(may_ask=True, number__isnull=True)
                | Q(may_ask=False, number__isnull=False, number__in=WhyNotEligible.values),
            ),
            models.CheckConstraint(
                name="eligibility_override_by_an_inspector",
                condition=Q(decided_by_standing__gte=Rank.INSPECTOR, decided_by_standing__in=Rank.values),
            ),
            models.CheckConstraint(
                name="eligibility_override_ends_after",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("decided_at")),
            ),
        ]

    def __str__(self) -> str:
        return "May ask for a review" if self.may_ask else "May not ask for a review"
