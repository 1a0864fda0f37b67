"""The ladder as dated configuration, the ledger of steps raised, and what people answered."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from actionplans.enums import HARD_LIMITS, STEPS, LadderKind, LadderUnit
from actionplans.models.dates import PlanDate, PlanReview
from actionplans.models.plans import ActionPlan
from cases.models import Case, CaseBearing
from rasso_tracker.ids import uuid7
from rasso_tracker.people.enums import CPS_POSTS, POLICE_POSTS, Post
from rasso_tracker.people.parts import Part

LONGEST_AMOUNT = 250  # [A]: about a year of working days; every date is long lost by then


class LadderStep(models.Model):
    """One step of the ladder of one kind of date: how long past the date (or before a limit) it falls due,
    and whose posts hear.

    Dated configuration: the step in force on the day a date falls due counts. `in_force_until` is the first
    day on which it no longer holds. A step set in error is withdrawn before it has held for a whole day, and
    kept. Source: model.md "Ladder" [A]; the posts: domain.md 12 [A/U].
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=LadderKind)
    step = models.PositiveSmallIntegerField()
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=LadderUnit)
    police_posts = ArrayField(models.CharField(max_length=40, choices=Post))
    cps_posts = ArrayField(models.CharField(max_length=40, choices=Post))
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    void_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["kind", "step", "in_force_from"]
        constraints = [
            models.CheckConstraint(name="ladder_step_known", condition=Q(step__in=STEPS)),
            models.CheckConstraint(name="ladder_kind_known", condition=Q(kind__in=LadderKind.values)),
            models.CheckConstraint(name="ladder_unit_known", condition=Q(unit__in=LadderUnit.values)),
            models.CheckConstraint(name="ladder_step_calls_somebody", condition=Q(police_posts__len__gt=0)),
            models.CheckConstraint(
                name="ladder_posts_of_their_side",
                condition=Q(police_posts__contained_by=sorted(POLICE_POSTS))
                & Q(cps_posts__contained_by=sorted(CPS_POSTS)),
            ),
            models.CheckConstraint(
                name="ladder_amount_within_reach", condition=Q(amount__lte=LONGEST_AMOUNT)
            ),
            models.CheckConstraint(
                name="ladder_ends_after_start",
                condition=Q(in_force_until__isnull=True) | Q(in_force_until__gt=F("in_force_from")),
            ),
            models.CheckConstraint(
                name="ladder_set_together",
                condition=Q(set_at__isnull=True, set_by__isnull=True)
                | Q(set_at__isnull=False, set_by__isnull=False),
            ),
            models.CheckConstraint(
                name="ladder_void_together",
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
            ),
            models.CheckConstraint(
                name="ladder_limit_met_ahead",
                condition=~Q(kind__in=HARD_LIMITS) | Q(unit=LadderUnit.WORKING_DAYS_BEFORE),
            ),
            ExclusionConstraint(
                name="ladder_one_in_force",
                condition=Q(voided_at__isnull=True),
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("step", RangeOperators.EQUAL),
                    (
                        Func(
                            "in_force_from",
                            "in_force_until",
                            RangeBoundary(),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, step {self.step}"

    def can_be_withdrawn(self, today: date) -> bool:
        """From its first day on other dates have followed it: from then on another step takes its place."""
        return self.voided_at is None and self.in_force_from >= today

    @property
    def falls_due(self) -> str:
        """When it falls due, in words."""
        before = self.unit == LadderUnit.WORKING_DAYS_BEFORE
        if not self.amount:
            return "As the day begins" if before else "As the date passes"
        words = "month" if self.unit == LadderUnit.MONTHS else "working day"
        return f"{self.amount} {words}{'' if self.amount == 1 else 's'} {'before' if before else 'after'}"


class Escalation(CaseBearing):
    """The ledger: one step of one plan date, raised once. A reminder is a row first (architecture.md 6).

    `due_at` is when the step fell due, `raised_at` when the sweep wrote it. `review` is set where a review
    escalated by hand instead of the calendar.
    """

    part = Part.PLANS

    # A sweep writes 100,000 of these: the plan date's key says which plan this is, and UNIQUE is its index.
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="escalations", db_constraint=False)
    plan_date = models.ForeignKey(PlanDate, models.PROTECT, db_index=False, related_name="escalations")
    step = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    review = models.ForeignKey(
        PlanReview, models.PROTECT, null=True, blank=True, db_index=False, related_name="escalations"
    )

    class Meta:
        ordering = ["raised_at", "due_at", "step"]
        constraints = [
            models.UniqueConstraint(fields=["plan_date", "step"], name="escalation_once_a_step"),
            models.CheckConstraint(name="escalation_step_known", condition=Q(step__in=STEPS)),
            models.CheckConstraint(
                name="escalation_raised_when_due", condition=Q(due_at__lte=F("raised_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"Step {self.step}"


class Acknowledgement(CaseBearing):
    """Somebody answers an escalation: what they will do next and by when. Missing that date climbs on."""

    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="acknowledgements")
    escalation = models.ForeignKey(Escalation, models.PROTECT, related_name="acknowledgements")
    acknowledged_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    next_act_sealed = models.BinaryField()
    next_act_date = models.OneToOneField(PlanDate, models.PROTECT, related_name="promised_in")

    class Meta:
        ordering = ["acknowledged_at"]
        constraints = [
            models.UniqueConstraint(fields=["escalation"], name="acknowledgement_once_an_escalation"),
        ]

    def __str__(self) -> str:
        return "Acknowledged"
