"""What a victim told of themselves, what they need, and whether they take up enhanced rights."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import LondonDate, Victim
from rasso_tracker.people.parts import Part
from victims.enums import ToldBy
from victims.models.base import AboutVictim, one_of, some_of
from victims.models.identity import Superseding, one_stands, superseded_in_order
from victims.record_enums import AssessedBecause, Characteristic, Need


class Characteristics(Superseding, AboutVictim):
    """The protected characteristics as the victim gave them. The answers are sealed.

    Which were answered, and which the victim prefers not to say, is open, so that completeness can be
    counted without opening anything; what is in neither list was not asked (ADR 0600).
    """

    part = Part.VICTIM_NEEDS

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="characteristics")
    answers_sealed = models.BinaryField()
    answered = ArrayField(models.CharField(max_length=20, choices=Characteristic), default=list, blank=True)
    not_said = ArrayField(models.CharField(max_length=20, choices=Characteristic), default=list, blank=True)

    class Meta:
        verbose_name_plural = "characteristics"
        indexes = [models.Index(fields=["case"], name="characteristics_case")]
        constraints = [
            one_stands("characteristics_one_stands"),
            superseded_in_order("characteristics_superseded_in_order"),
            some_of("characteristics_answered_known", "answered", Characteristic),
            some_of("characteristics_not_said_known", "not_said", Characteristic),
            models.CheckConstraint(
                name="characteristics_answered_or_not", condition=~Q(answered__overlap=F("not_said"))
            ),
        ]

    def __str__(self) -> str:
        return "What the victim said of themselves"


class NeedsAssessment(AboutVictim):
    """What a victim needs, as assessed on a day. A later assessment never changes an earlier one."""

    part = Part.VICTIM_NEEDS

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="needs_assessments")
    assessed_at = models.DateTimeField()
    because = models.CharField(max_length=20, choices=AssessedBecause)
    needs = ArrayField(models.CharField(max_length=20, choices=Need), default=list, blank=True)
    words_sealed = models.BinaryField()
    next_due_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-assessed_at"]
        indexes = [
            models.Index(fields=["victim", "-assessed_at"], name="needs_victim"),
            models.Index(fields=["case"], name="needs_case"),
        ]
        constraints = [
            one_of("needs_because_known", "because", AssessedBecause),
            some_of("needs_known", "needs", Need),
            models.CheckConstraint(
                name="needs_not_in_future", condition=Q(assessed_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="needs_next_is_later", condition=Q(next_due_on__gt=LondonDate("assessed_at"))
            ),
            models.UniqueConstraint(
                fields=["victim"],
                condition=Q(because=AssessedBecause.FIRST),
                name="needs_one_is_the_first",
            ),
        ]

    def __str__(self) -> str:
        return f"Needs assessed: {self.get_because_display()}"


class RightsChoice(AboutVictim):
    """That a victim declined enhanced rights, or took them up again: they have them from the start."""

    part = Part.VICTIM_NEEDS

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="rights_choices")
    takes_up = models.BooleanField()
    chosen_at = models.DateTimeField()
    told_by = models.CharField(max_length=20, choices=ToldBy)
    words_sealed = models.BinaryField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-recorded_at"]
        indexes = [models.Index(fields=["case"], name="rights_choice_case")]
        constraints = [
            models.CheckConstraint(
                name="rights_choice_not_in_future", condition=Q(chosen_at__lte=F("recorded_at"))
            ),
            # Nobody may guess that a person gives up a right.
            models.CheckConstraint(
                name="rights_choice_was_said", condition=~Q(told_by__in=["", ToldBy.INFERRED])
            ),
            one_of("rights_choice_told_known", "told_by", ToldBy),
        ]

    def __str__(self) -> str:
        return "Takes up enhanced rights" if self.takes_up else "Declines enhanced rights"
