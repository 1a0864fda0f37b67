"""Whoever else asked for a review that was asked for already."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import CaseBearing, Voidable, voided_together
from rasso_tracker.clocks import day_words
from rasso_tracker.people.parts import Part
from reviews.enums import AskedBy, Channel
from reviews.models.request import ReviewRequest
from victims.models.base import one_of


class ReviewAsker(Voidable, CaseBearing):
    """That somebody else asked for a review which is under way, or whoever did had asked before: one review
    answers all. One that was mistyped is taken back with a reason, and stays.

    `words_sealed` is what they said or asked, in their own words. `hears`: they are told the answer too; the
    victim always is, anybody else where the victim agrees or has died. `decided_at` is that of the decision,
    kept here so that the table itself refuses a moment before it.
    """

    part = Part.RIGHT_TO_REVIEW

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    request = models.ForeignKey(ReviewRequest, models.PROTECT, related_name="askers")
    decided_at = models.DateTimeField()
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=20, choices=Channel)
    asked_by = models.CharField(max_length=20, choices=AskedBy)
    hears = models.BooleanField()
    words_sealed = models.BinaryField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["received_at", "id"]
        indexes = [models.Index(fields=["case"], name="review_asker_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "asked_by", "received_at"],
                condition=Q(voided_at__isnull=True),
                name="review_asker_recorded_once",
            ),
            voided_together("review_asker_voided_together"),
            models.CheckConstraint(
                name="review_asker_not_in_future", condition=Q(received_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="review_asker_after_decision", condition=Q(received_at__gte=F("decided_at"))
            ),
            models.CheckConstraint(
                name="review_asker_victim_hears", condition=Q(hears=True) | ~Q(asked_by=AskedBy.VICTIM)
            ),
            one_of("review_asker_channel_known", "channel", Channel),
            one_of("review_asker_known", "asked_by", AskedBy),
        ]

    def __str__(self) -> str:
        return f"Also asked for on {day_words(self.received_at)}"
