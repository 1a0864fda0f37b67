"""Who was trained in the Right to Review, and until when that counts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import Voidable, voided_together
from rasso_tracker.clocks import day_words
from rasso_tracker.ids import uuid7


class ReviewTraining(Voidable):
    """One course that one person finished. `valid_until` is the last day on which it counts, by the rule that
    was in force on the day it was finished.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    course = models.CharField(max_length=120)
    completed_on = models.DateField()
    valid_until = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        ordering = ["-completed_on", "id"]
        indexes = [
            models.Index(
                fields=["person", "valid_until"],
                name="review_training_standing",
                condition=Q(voided_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "completed_on"],
                condition=Q(voided_at__isnull=True),
                name="review_training_once_a_day",
            ),
            models.CheckConstraint(
                name="review_training_counts_for_a_while", condition=Q(valid_until__gte=F("completed_on"))
            ),
            models.CheckConstraint(name="review_training_names_the_course", condition=~Q(course="")),
            voided_together("review_training_voided_together"),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {day_words(self.completed_on)}"
