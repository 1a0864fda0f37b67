"""What the enquiries found that a review asked for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import CaseBearing
from cases.models.base import LondonDate
from rasso_tracker.clocks import day_words
from rasso_tracker.people.parts import Part
from reviews.models.request import ReviewRequest


class ReviewEnquiries(CaseBearing):
    """What further enquiries found, the day on which they ended (a London date) and who made them.

    Never edited: what turns up later is another row. `asked_on` is the day of the review that asked for them.
    """

    part = Part.INVESTIGATION

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    request = models.ForeignKey(ReviewRequest, models.PROTECT, related_name="enquiries")
    asked_on = models.DateField()
    ended_on = models.DateField()
    made_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    found_sealed = models.BinaryField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["case"], name="review_enquiries_case")]
        constraints = [
            models.CheckConstraint(
                name="review_enquiries_after_review", condition=Q(ended_on__gte=F("asked_on"))
            ),
            models.CheckConstraint(
                name="review_enquiries_not_in_future", condition=Q(ended_on__lte=LondonDate("recorded_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"Enquiries that ended on {day_words(self.ended_on)}"
