from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import Victim, Voidable, voided_together
from rasso_tracker.people.parts import Part
from victims.look_back_enums import JourneyMoment, Preventable, WouldHaveHelped
from victims.models.base import AboutVictim, one_of, some_of
from victims.models.withdrawal import Withdrawal


class LookBack(Voidable, AboutVictim):
    """A structured look back on a withdrawal from the record: could we have prevented it, when, by what.

    By a second person, in the database too: `officer` is the officer in charge at the time. One stands for a
    withdrawal; a wrong one is voided and a new one made. What is done differently is a lesson of cases, with
    an owner. It is about our work, never about the victim's choice, and the victim is not asked for it
    (LETTER rec 3).
    """

    part = Part.SUPERVISION

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="look_backs")
    withdrawal = models.ForeignKey(Withdrawal, models.PROTECT, related_name="look_backs")
    preventable = models.CharField(max_length=20, choices=Preventable)
    moment = models.CharField(max_length=20, choices=JourneyMoment, blank=True)
    helped = ArrayField(models.CharField(max_length=20, choices=WouldHaveHelped), default=list, blank=True)
    words_sealed = models.BinaryField()
    officer = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    looked_back_at = models.DateTimeField()
    looked_back_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["-looked_back_at"]
        indexes = [
            models.Index(fields=["case"], name="look_back_case"),
            models.Index(fields=["-looked_back_at", "id"], name="look_back_newest"),
        ]
        constraints = [
            voided_together("look_back_voided_together"),
            models.UniqueConstraint(
                fields=["withdrawal"],
                condition=Q(voided_at__isnull=True),
                name="look_back_once_a_withdrawal",
            ),
            models.CheckConstraint(
                name="look_back_by_another_than_the_officer", condition=~Q(looked_back_by=F("officer"))
            ),
            models.CheckConstraint(
                name="look_back_says_when_and_what",
                condition=Q(preventable=Preventable.CANNOT_SAY)
                | Q(preventable=Preventable.NO, moment="", helped=[])
                | (Q(preventable=Preventable.YES, helped__len__gte=1) & ~Q(moment="")),
            ),
            one_of("look_back_preventable_known", "preventable", Preventable),
            one_of("look_back_moment_known", "moment", JourneyMoment, blank=True),
            some_of("look_back_helped_known", "helped", WouldHaveHelped),
        ]

    def __str__(self) -> str:
        return "Look-back on a withdrawal"
