"""Why nobody told a victim, as it was said and taken back before the last time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from reviews.enums import NotToldBecause
from reviews.models.telling import Notification
from reviews.models.telling_plan import OfNotice
from reviews.telling_enums import TakenBackBecause
from victims.models.base import one_of


class NotToldBefore(OfNotice):
    """A reason why nobody told a victim that was said and taken back, before the last one that was.

    A notice holds the last of them (`untold_...`, `taken_back_...`); what another takes the place of stays
    here. `again_at` is from when the clock counted anew because of it, None where it was a mistake;
    `recorded_at` when the next took its place.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="not_told_before")
    notice = models.ForeignKey(Notification, models.PROTECT, related_name="not_told_before")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="not_told_before")
    because = models.CharField(max_length=20, choices=NotToldBecause)
    note_sealed = models.BinaryField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    taken_back_because = models.CharField(max_length=20, choices=TakenBackBecause)
    taken_back_note_sealed = models.BinaryField()
    taken_back_at = models.DateTimeField()
    taken_back_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["said_at", "id"]
        indexes = [
            models.Index(fields=["case"], name="not_told_before_case"),
            models.Index(fields=["victim"], name="not_told_before_victim"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice", "taken_back_at"], name="not_told_before_once"),
            models.CheckConstraint(
                name="not_told_before_in_order",
                condition=Q(taken_back_at__gte=F("said_at"), recorded_at__gte=F("taken_back_at")),
            ),
            models.CheckConstraint(
                name="not_told_before_mistake_keeps_clock",
                condition=Q(taken_back_because=TakenBackBecause.MISTAKE, again_at__isnull=True)
                | (~Q(taken_back_because=TakenBackBecause.MISTAKE) & Q(again_at__isnull=False)),
            ),
            one_of("not_told_before_why_known", "because", NotToldBecause),
            one_of("not_told_before_back_known", "taken_back_because", TakenBackBecause),
        ]

    def __str__(self) -> str:
        return f"Said and taken back: {self.get_because_display()}"
