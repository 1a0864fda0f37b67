"""That the time to tell a victim was missed, kept when the clock of their notice counts anew."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import LondonDate
from rasso_tracker.clocks import day_words
from reviews.models.telling import Notification, late_together
from reviews.models.telling_plan import OfNotice
from reviews.telling_enums import LateBecause
from victims.models.base import one_of


class MissedTelling(OfNotice):
    """That a victim was not told in time, before it was said why nobody tells them, who came back since.

    A notice holds one clock, and that counts anew from their coming back: what was missed before it stays in
    its own month, with its cause. `begins_at`, `clock` and `due_on` are what the notice held then, `tell_by`
    by when they were to hear (later than `due_on` where they asked to wait), `stopped_at` when somebody said
    why not. Voided where by the record they never came back: the notice itself holds it then.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="missed_tellings")
    notice = models.ForeignKey(Notification, models.PROTECT, related_name="missed")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="missed_tellings")
    begins_at = models.DateTimeField()
    clock = models.CharField(max_length=40)
    due_on = models.DateField()
    tell_by = models.DateField()
    stopped_at = models.DateTimeField()
    late_because = models.CharField(max_length=20, choices=LateBecause, blank=True)
    late_note_sealed = models.BinaryField(null=True, blank=True)
    late_said_at = models.DateTimeField(null=True, blank=True)
    late_said_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["tell_by", "id"]
        indexes = [
            models.Index(fields=["case"], name="missed_telling_case"),
            models.Index(fields=["victim"], name="missed_telling_victim"),
            models.Index(fields=["tell_by", "id"], name="missed_telling_by"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "begins_at"],
                condition=Q(voided_at__isnull=True),
                name="missed_telling_once_a_clock",
            ),
            models.CheckConstraint(
                name="missed_telling_was_late",
                condition=Q(tell_by__gte=F("due_on")) & Q(tell_by__lt=LondonDate("stopped_at")),
            ),
            models.CheckConstraint(
                name="missed_telling_kept_after",
                condition=Q(stopped_at__gte=F("begins_at"), recorded_at__gte=F("stopped_at"))
                & (Q(voided_at__isnull=True) | Q(voided_at__gte=F("recorded_at"))),
            ),
            late_together("missed_telling_late_together"),
            one_of("missed_telling_late_known", "late_because", LateBecause, blank=True),
        ]

    def __str__(self) -> str:
        return f"Not told by {day_words(self.tell_by)}"
