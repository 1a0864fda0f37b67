"""A review of CPS's own decision under CPS's scheme, as the police follow it for the victim."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from cases.models.base import LondonDate
from rasso_tracker.clocks import ClockCode, Deadline, day_words, deadline
from rasso_tracker.people.parts import Part
from reviews.cps_review_enums import (
    OUTCOMES_OF_STAGE,
    CpsReviewOutcome,
    CpsReviewStatus,
    CpsStageKind,
    Reached,
)
from reviews.enums import AskedBy, Channel
from reviews.models.decision import Decision
from victims.enums import CommunicationMethod
from victims.models.base import AboutVictim, one_of

CLOCK_OF_STAGE = {
    CpsStageKind.LOCAL: ClockCode.CPS_REVIEW_LOCAL,
    CpsStageKind.INDEPENDENT: ClockCode.CPS_REVIEW_INDEPENDENT,
}


def _again_as_it_waits() -> Q:
    """Past the first passing on, it waits for one only of a request for an independent review."""
    waits = Q(again_reached=Reached.POLICE, again_passed_on__isnull=True)
    return ~Q(status=CpsReviewStatus.TO_PASS_ON) & ~waits | Q(status=CpsReviewStatus.TO_PASS_ON) & waits


class CpsReview(AboutVictim):
    """A victim's request that CPS look again at its decision: when it came, and when CPS had it.

    CPS decides it and answers for its clocks. What the police owe is to pass on what reached them, to ask
    after it, and to see that the victim hears. `letter_on` is the date of CPS's letter on the decision, from
    which the scheme counts; None where nobody knows of one.
    """

    part = Part.CPS

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="cps_reviews")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="cps_reviews")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="cps_reviews")
    status = models.CharField(max_length=12, choices=CpsReviewStatus)
    decided_on = models.DateField()  # the decision's own day, kept here so that the table can compare
    letter_on = models.DateField(null=True, blank=True)
    received_on = models.DateField()
    reached = models.CharField(max_length=10, choices=Reached)
    channel = models.CharField(max_length=20, choices=Channel)
    asked_by = models.CharField(max_length=20, choices=AskedBy)
    passed_on_at = models.DateField(null=True, blank=True)
    passed_on_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    # The request for an independent review: when they asked, where it went, when what reached us went on.
    again_asked_on = models.DateField(null=True, blank=True)
    again_reached = models.CharField(max_length=10, choices=Reached, blank=True)
    again_passed_on = models.DateField(null=True, blank=True)
    again_passed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)  # what is waited for next; None once the victim heard
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["received_on", "id"]
        indexes = [
            models.Index(fields=["case"], name="cps_review_case"),
            models.Index(fields=["due_on", "id"], name="cps_review_due"),
            models.Index(fields=["received_on", "id"], name="cps_review_received"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["decision", "victim"], name="cps_review_once_a_victim"),
            models.CheckConstraint(
                name="cps_review_after_decision", condition=Q(received_on__gte=F("decided_on"))
            ),
            models.CheckConstraint(
                name="cps_review_letter_in_order",
                condition=Q(letter_on__isnull=True)
                | Q(letter_on__gte=F("decided_on"), received_on__gte=F("letter_on")),
            ),
            models.CheckConstraint(
                name="cps_review_not_in_future",
                condition=Q(received_on__lte=LondonDate("recorded_at")),
            ),
            models.CheckConstraint(
                name="cps_review_passed_on_together",
                condition=Q(passed_on_at__isnull=True, passed_on_by__isnull=True)
                | Q(
                    reached=Reached.POLICE,
                    passed_on_at__isnull=False,
                    passed_on_by__isnull=False,
                    passed_on_at__gte=F("received_on"),
                ),
            ),
            models.CheckConstraint(
                name="cps_review_waits_until_passed_on",
                condition=Q(
                    status=CpsReviewStatus.TO_PASS_ON, reached=Reached.POLICE, passed_on_at__isnull=True
                )
                | (Q(reached=Reached.CPS) & _again_as_it_waits())
                | (Q(passed_on_at__isnull=False) & _again_as_it_waits())
                | Q(status=CpsReviewStatus.NO_DECISION),
            ),
            models.CheckConstraint(
                name="cps_review_of_no_decision_waits_for_nothing",
                condition=~Q(status=CpsReviewStatus.NO_DECISION) | Q(due_on__isnull=True),
            ),
            models.CheckConstraint(
                name="cps_review_again_together",
                condition=Q(again_asked_on__isnull=True, again_reached="")
                | (
                    Q(again_asked_on__isnull=False, again_asked_on__gte=F("received_on"))
                    & ~Q(again_reached="")
                ),
            ),
            models.CheckConstraint(
                name="cps_review_again_passed_on_together",
                condition=Q(again_passed_on__isnull=True, again_passed_by__isnull=True)
                | Q(
                    again_reached=Reached.POLICE,
                    again_passed_on__isnull=False,
                    again_passed_by__isnull=False,
                    again_asked_on__isnull=False,
                    again_passed_on__gte=F("again_asked_on"),
                ),
            ),
            one_of("cps_review_again_reached_known", "again_reached", Reached, blank=True),
            one_of("cps_review_status_known", "status", CpsReviewStatus),
            one_of("cps_review_reached_known", "reached", Reached),
            one_of("cps_review_channel_known", "channel", Channel),
            one_of("cps_review_asked_by_known", "asked_by", AskedBy),
        ]

    def __str__(self) -> str:
        return f"CPS review asked for on {day_words(self.received_on)}"

    @property
    def had_on(self) -> date | None:
        """When CPS had it."""
        return self.received_on if self.reached == Reached.CPS else self.passed_on_at

    @property
    def passing_on(self) -> Deadline:
        """By when what reached us goes on: the request, or the one for an independent review."""
        return deadline(ClockCode.CPS_REVIEW_PASS_ON, self.again_asked_on or self.received_on)

    @property
    def ordinary(self) -> Deadline | None:
        """Until when it is asked for in the ordinary way."""
        return deadline(ClockCode.CPS_REVIEW_REQUEST, self.letter_on) if self.letter_on else None

    @property
    def last(self) -> Deadline | None:
        """The last day on which CPS takes it in the usual run; later only exceptionally."""
        return deadline(ClockCode.CPS_REVIEW_REQUEST_LAST, self.letter_on) if self.letter_on else None


def _outcome_of_its_stage() -> Q:
    fits = Q(outcome="")
    for kind, outcomes in OUTCOMES_OF_STAGE.items():
        fits |= Q(kind=kind, outcome__in=[one.value for one in outcomes])
    return fits


class CpsReviewStage(AboutVictim):
    """One stage of such a review: since when CPS has it, what it came to, and when the victim heard.

    An independent review follows a local resolution that upheld the decision and that the victim heard of:
    `after_on` keeps the day on which they did.
    """

    part = Part.CPS

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    review = models.ForeignKey(CpsReview, models.PROTECT, related_name="stages")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=CpsStageKind)
    began_on = models.DateField()
    due_on = models.DateField()
    after_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=25, choices=CpsReviewOutcome, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    letter_on = models.DateField(null=True, blank=True)  # CPS's letter to the victim on this stage
    told_at = models.DateTimeField(null=True, blank=True)
    told_method = models.CharField(max_length=20, choices=CommunicationMethod, blank=True)
    told_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        ordering = ["began_on", "id"]
        indexes = [models.Index(fields=["case"], name="cps_stage_case")]
        constraints = [
            models.UniqueConstraint(fields=["review", "kind"], name="cps_stage_once_a_review"),
            models.CheckConstraint(
                name="cps_stage_in_order",
                condition=Q(kind=CpsStageKind.LOCAL, after_on__isnull=True)
                | Q(kind=CpsStageKind.INDEPENDENT, after_on__isnull=False, began_on__gte=F("after_on")),
            ),
            models.CheckConstraint(name="cps_stage_due_after_start", condition=Q(due_on__gte=F("began_on"))),
            models.CheckConstraint(name="cps_stage_outcome_of_its_own", condition=_outcome_of_its_stage()),
            models.CheckConstraint(
                name="cps_stage_decided_together",
                condition=Q(outcome="", decided_on__isnull=True, letter_on__isnull=True)
                | (
                    ~Q(outcome="")
                    & Q(decided_on__isnull=False, decided_on__gte=F("began_on"))
                    & (Q(letter_on__isnull=True) | Q(letter_on__gte=F("decided_on")))
                ),
            ),
            models.CheckConstraint(
                name="cps_stage_told_together",
                condition=Q(told_at__isnull=True, told_method="", told_by__isnull=True)
                | (
                    Q(told_at__isnull=False, told_by__isnull=False, decided_on__isnull=False)
                    & Q(decided_on__lte=LondonDate("told_at"))
                    & ~Q(told_method="")
                ),
            ),
            one_of("cps_stage_method_known", "told_method", CommunicationMethod, blank=True),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def clock(self) -> Deadline:
        """CPS's own, by the scheme."""
        return deadline(CLOCK_OF_STAGE[CpsStageKind(self.kind)], self.began_on)
