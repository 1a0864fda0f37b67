from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from cases.models import LondonDate, Victim
from rasso_tracker.clocks import london_date
from rasso_tracker.people.parts import Part
from victims.models.base import AboutVictim, one_of
from victims.models.identity import Superseding, one_stands, superseded_in_order
from victims.record_enums import (
    NOBODY_TOLD,
    FamilyTold,
    SpeaksBecause,
    SpokespersonIs,
    TieToSuspect,
    YesNoUnknown,
)


class Circumstances(Superseding, AboutVictim):
    """Whether a victim was under 18 when the crime was reported, and whether they have died; then also
    whether their family hears how the case goes on.
    """

    part = Part.VICTIM_CONTACT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="circumstances")
    under_18 = models.CharField(max_length=10, choices=YesNoUnknown)
    died_on = models.DateField(null=True, blank=True)
    family = models.CharField(max_length=10, choices=FamilyTold, blank=True)  # of a victim who has died

    class Meta:
        verbose_name_plural = "circumstances"
        indexes = [models.Index(fields=["case"], name="circumstances_case")]
        constraints = [
            one_stands("circumstances_one_stands"),
            superseded_in_order("circumstances_superseded_in_order"),
            one_of("circumstances_age_known", "under_18", YesNoUnknown),
            one_of("circumstances_family_known", "family", FamilyTold, blank=True),
            models.CheckConstraint(
                name="circumstances_family_of_the_dead", condition=Q(family="") | Q(died_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return "Circumstances of the victim"

    @property
    def why_nobody_is_told(self) -> str:
        """Why no family hears how the case goes on; "" where they do or may."""
        if self.family not in NOBODY_TOLD:
            return ""
        return str(self.get_family_display()).removeprefix("No: ")


class Spokesperson(AboutVictim):
    """Who speaks for a victim: never a suspect. Any tie to a suspect needs a supervisor's agreement first.

    Whoever named them cannot agree to it: two people look at it.
    """

    part = Part.VICTIM_CONTACT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="spokespersons")
    name_sealed = models.BinaryField()
    reach_sealed = models.BinaryField()
    is_their = models.CharField(max_length=20, choices=SpokespersonIs)
    because = models.CharField(max_length=20, choices=SpeaksBecause)
    tie = models.CharField(max_length=20, choices=TieToSuspect)
    since = models.DateField()  # the first day on which they did, before they were named here or that day
    named_at = models.DateTimeField()
    named_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    agreed_sealed = models.BinaryField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-named_at"]
        indexes = [models.Index(fields=["case"], name="spokesperson_case")]
        constraints = [
            one_of("spokesperson_is_known", "is_their", SpokespersonIs),
            one_of("spokesperson_because_known", "because", SpeaksBecause),
            one_of("spokesperson_tie_known", "tie", TieToSuspect),
            models.UniqueConstraint(
                fields=["victim"], condition=Q(ended_at__isnull=True), name="spokesperson_one_speaks"
            ),
            models.CheckConstraint(
                name="spokesperson_since_known", condition=Q(since__lte=LondonDate("named_at"))
            ),
            models.CheckConstraint(
                name="spokesperson_agreed_together",
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True, agreed_sealed__isnull=True)
                | Q(agreed_at__isnull=False, agreed_at__gte=F("named_at"))
                & Q(agreed_by__isnull=False, agreed_sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="spokesperson_two_people_agree",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("named_by")),
            ),
            models.CheckConstraint(
                name="spokesperson_ended_together",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_at__gte=F("named_at"), ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Spokesperson: {self.get_is_their_display()}"

    @property
    def needs_agreement(self) -> bool:
        return self.tie != TieToSuspect.NONE

    @property
    def waits(self) -> bool:
        """True while a supervisor has yet to agree."""
        return self.needs_agreement and self.agreed_at is None and self.ended_at is None

    def speaks_at(self, moment: datetime) -> bool:
        """True from the first day on, or once agreed to where that is needed, until ended."""
        if self.needs_agreement:
            begun = self.agreed_at is not None and self.agreed_at <= moment
        else:
            begun = self.since <= london_date(moment)
        return begun and (self.ended_at is None or moment < self.ended_at)
