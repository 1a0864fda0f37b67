"""The case strategy: versions that investigator and prosecutor agree, and their reviews."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from actionplans.models.acts import TO_CONFIRM, CpsAct, cps_act_constraints
from actionplans.strategy_enums import LineKind, StrategyOutcome
from cases.models import Case, CaseBearing, LondonDate
from rasso_tracker.people.parts import Part


class CaseStrategy(CaseBearing):
    """One version of how a case is investigated. Never edited: a new version supersedes it.

    The police write it; it is agreed once CPS says so (StrategyAgreement). `review_on` is when it is next
    looked at, and climbs as a due item of the case (docs/adr/0411).
    """

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="strategies")
    version = models.PositiveSmallIntegerField()
    digital_sealed = models.BinaryField(null=True, blank=True)
    third_party_sealed = models.BinaryField(null=True, blank=True)
    next_decision_on = models.DateField()
    review_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "version"]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="strategy_version_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(superseded_at__isnull=True), name="strategy_one_stands"
            ),
            models.CheckConstraint(
                name="strategy_dates_not_before_writing",
                condition=Q(next_decision_on__gte=LondonDate("written_at"))
                & Q(review_on__gte=LondonDate("written_at")),
            ),
            models.CheckConstraint(
                name="strategy_superseded_after_written",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("written_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Case strategy, version {self.version}"

    @property
    def stands(self) -> bool:
        return self.superseded_at is None


class StrategyLine(CaseBearing):
    """A line of a version: pursued, not pursued and why, or an enquiry about the suspect."""

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    strategy = models.ForeignKey(CaseStrategy, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=15, choices=LineKind)
    words_sealed = models.BinaryField()
    why_sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["strategy", "number"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "number"], name="strategy_line_number_once"),
            models.CheckConstraint(name="strategy_line_kind_known", condition=Q(kind__in=LineKind.values)),
            models.CheckConstraint(
                name="strategy_line_not_pursued_says_why",
                condition=~Q(kind=LineKind.NOT_PURSUED) | Q(why_sealed__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.number}: {self.get_kind_display().lower()}"


class StrategyAgreement(CpsAct, CaseBearing):
    """CPS agrees to a version, itself or as police entered it from CPS's document."""

    acted = "agreed_at"
    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    strategy = models.ForeignKey(CaseStrategy, models.PROTECT, related_name="agreements")
    prosecutor = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["agreed_at"]
        indexes = [
            models.Index(fields=["agreed_at", "id"], name="agreement_to_confirm", condition=TO_CONFIRM)
        ]
        constraints = [
            *cps_act_constraints("strategy_agreement"),
            models.UniqueConstraint(
                fields=["strategy"],
                condition=Q(superseded_at__isnull=True),
                name="strategy_agreed_once",
            ),
            models.CheckConstraint(
                name="strategy_agreement_not_in_future", condition=Q(agreed_at__lte=F("recorded_at"))
            ),
        ]

    def __str__(self) -> str:
        return "Agreed by CPS"


class StrategyReview(CaseBearing):
    """A recorded look at the strategy. Each sets the next review date."""

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    strategy = models.ForeignKey(CaseStrategy, models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=StrategyOutcome)
    note_sealed = models.BinaryField()
    next_review_on = models.DateField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["reviewed_at"]
        constraints = [
            models.CheckConstraint(
                name="strategy_review_outcome_known", condition=Q(outcome__in=StrategyOutcome.values)
            ),
            models.CheckConstraint(
                name="strategy_review_next_not_before",
                condition=Q(next_review_on__gte=LondonDate("reviewed_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Reviewed: {self.get_outcome_display()}"
