"""Every date that is set on a plan is a row, and every review; slips are rows, not counters (model.md)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from actionplans.enums import STEPS, DateBecause, DateKind, ReviewOutcome
from actionplans.models.plans import ActionPlan
from cases.models import Case, CaseBearing
from rasso_tracker.clocks import day_words, end_of_day
from rasso_tracker.people.parts import Part


def slipped() -> Q:
    """Filter of PlanDate: a date that was moved with a reason, or one with which CPS opened a plan again that
    is later than the one before. Where CPS says that it never did, the old date stands and nothing slipped.
    """
    sooner = PlanDate.objects.filter(
        plan=OuterRef("plan"),
        kind=OuterRef("kind"),
        superseded_at=OuterRef("set_at"),
        due_on__lt=OuterRef("due_on"),
    )
    return Q(because=DateBecause.MOVED) | Q(Exists(sooner), because=DateBecause.OPENED_AGAIN)


def slips_among(dates: Collection[PlanDate]) -> set[uuid.UUID]:
    """The ids of those that slipped() names, of all dates of some plans."""
    ended = {(one.plan_id, one.kind, one.superseded_at): one.due_on for one in dates}
    return {
        one.pk
        for one in dates
        if one.because == DateBecause.MOVED
        or (
            one.because == DateBecause.OPENED_AGAIN
            and ended.get((one.plan_id, one.kind, one.set_at), one.due_on) < one.due_on
        )
    }


class PlanReview(CaseBearing):
    """A recorded review of a plan. Every one but a completing one sets the next review date."""

    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=ReviewOutcome)
    note_sealed = models.BinaryField()
    next_review_on = models.DateField(null=True, blank=True)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["reviewed_at"]
        indexes = [models.Index(fields=["plan", "reviewed_at"], name="plan_review_plan")]
        constraints = [
            models.CheckConstraint(
                name="plan_review_outcome_known", condition=Q(outcome__in=ReviewOutcome.values)
            ),
            models.CheckConstraint(
                name="plan_review_sets_the_next",
                condition=Q(outcome=ReviewOutcome.COMPLETE, next_review_on__isnull=True)
                | (~Q(outcome=ReviewOutcome.COMPLETE) & Q(next_review_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Reviewed: {self.get_outcome_display()}"


class PlanDate(CaseBearing):
    """A target, a review date or a promised next act: due on, set by whom, when and why; superseded when.

    `step_due_at` holds, for steps 0 to 4, the moment each falls due by the ladder and the bank holidays as
    they stand: a stored copy of `ladder.step_moments`, so that the sweep counts no days. Steps below
    `from_step` are empty: a promised act that is missed goes on from the step that was acknowledged.
    `answered_at` is set when an acknowledgement or a review answers a date that stays as it was: its ladder
    then stops.
    """

    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, db_index=False, related_name="dates")
    kind = models.CharField(max_length=10, choices=DateKind)
    because = models.CharField(max_length=15, choices=DateBecause)
    due_on = models.DateField()
    plan_issued_on = models.DateField()
    reason_sealed = models.BinaryField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    review = models.ForeignKey(PlanReview, models.PROTECT, null=True, blank=True, related_name="dates_set")
    from_step = models.PositiveSmallIntegerField(default=0)
    step_due_at = ArrayField(models.DateTimeField(null=True))
    answered_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["set_at", "id"]
        indexes = [
            models.Index(
                fields=["due_on"], name="plan_date_running", condition=Q(superseded_at__isnull=True)
            ),
            models.Index(fields=["plan", "set_at"], name="plan_date_history"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind"],
                condition=Q(superseded_at__isnull=True),
                name="plan_date_one_current",
            ),
            models.CheckConstraint(name="plan_date_kind_known", condition=Q(kind__in=DateKind.values)),
            models.CheckConstraint(
                name="plan_date_not_before_issue", condition=Q(due_on__gte=F("plan_issued_on"))
            ),
            models.CheckConstraint(
                name="plan_date_moved_with_reason",
                condition=~Q(because=DateBecause.MOVED) | Q(reason_sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_date_superseded_after_set",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("set_at")),
            ),
            models.CheckConstraint(
                name="plan_date_answered_after_set",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("set_at")),
            ),
            models.CheckConstraint(name="plan_date_from_a_step", condition=Q(from_step__in=STEPS)),
            models.CheckConstraint(name="plan_date_has_every_step", condition=Q(step_due_at__len=len(STEPS))),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {day_words(self.due_on)}"

    @property
    def due_at(self) -> datetime:
        """24:00 in London on the day."""
        return end_of_day(self.due_on)

    @property
    def is_current(self) -> bool:
        return self.superseded_at is None

    def runs(self, plan: ActionPlan) -> bool:
        """True while this date's ladder may climb: current, not answered, its plan open, and something
        owed.
        """
        owed = self.kind != DateKind.TARGET or plan.items_open > 0
        return plan.is_open and self.superseded_at is None and self.answered_at is None and owed
