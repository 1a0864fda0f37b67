"""A review that takes longer: every date that was given to the victim, and every word they had meanwhile."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import CaseBearing
from rasso_tracker.clocks import Deadline, date_set
from rasso_tracker.people.parts import Part
from reviews.models.request import ReviewRequest
from victims.enums import CommunicationMethod
from victims.models.base import one_of


class ReviewExtension(CaseBearing):
    """A later date by which a review is completed, why, and when and how the victim was told of it then.

    Each has a telling of its own, and the next is made once the last was told: so every date that was ever
    given stays. The scheme allows it for a complex or sensitive case, with updates at agreed intervals
    (domain.md 3).
    """

    part = Part.RIGHT_TO_REVIEW

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    request = models.ForeignKey(ReviewRequest, models.PROTECT, related_name="extensions")
    number = models.PositiveSmallIntegerField()
    was_due_on = models.DateField()
    due_on = models.DateField()
    reason_sealed = models.BinaryField()
    told_at = models.DateTimeField(null=True, blank=True)
    told_method = models.CharField(max_length=20, choices=CommunicationMethod, blank=True)
    told_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    extended_at = models.DateTimeField()
    extended_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["request", "number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="review_extension_number_once"),
            models.UniqueConstraint(fields=["request", "was_due_on"], name="review_extension_moves_on_once"),
            models.CheckConstraint(name="review_extension_is_later", condition=Q(due_on__gt=F("was_due_on"))),
            models.UniqueConstraint(
                fields=["request"], condition=Q(told_at__isnull=True), name="review_extension_one_untold"
            ),
            models.CheckConstraint(
                name="review_extension_told_after",
                condition=Q(told_at__isnull=True, told_method="", told_by__isnull=True)
                | (
                    Q(told_at__isnull=False, told_by__isnull=False, told_at__gte=F("extended_at"))
                    & ~Q(told_method="")
                ),
            ),
            models.CheckConstraint(name="review_extension_from_one", condition=Q(number__gte=1)),
            one_of("review_extension_method_known", "told_method", CommunicationMethod, blank=True),
        ]

    def __str__(self) -> str:
        return f"Extension {self.number}"

    @property
    def was(self) -> Deadline:
        return date_set(self.was_due_on, start=self.extended_at)


class ReviewUpdate(CaseBearing):
    """Word that a victim had of how their review goes, with what was agreed for the next."""

    part = Part.RIGHT_TO_REVIEW

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    request = models.ForeignKey(ReviewRequest, models.PROTECT, related_name="updates")
    told_at = models.DateTimeField()
    method = models.CharField(max_length=20, choices=CommunicationMethod)
    note_sealed = models.BinaryField(null=True, blank=True)
    next_on = models.DateField()
    agreed = models.BooleanField(default=False)  # the victim asked for that day; else the rule gave it
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["told_at", "id"]
        indexes = [models.Index(fields=["request", "told_at"], name="review_update_request")]
        constraints = [
            models.CheckConstraint(
                name="review_update_not_in_future", condition=Q(told_at__lte=F("recorded_at"))
            ),
            one_of("review_update_method_known", "method", CommunicationMethod),
        ]

    def __str__(self) -> str:
        return "Update on a review"
