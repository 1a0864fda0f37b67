from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import LondonDate, Victim
from rasso_tracker.people.parts import Part
from victims.models.base import AboutVictim, one_of
from victims.support_enums import SupportEndedBecause


class IsvaSupport(AboutVictim):
    """An ISVA supports this victim, who agreed that the police may share with them. Ended, never deleted.

    Access to the case is a NamedAccess row ("isva"); this row says whose it is, since a case may have
    several victims (safety.md 4: consenting clients while supported).
    """

    part = Part.ENGAGEMENT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="isva_support")
    isva = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    consented_on = models.DateField()
    started_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")

    ended_because = models.CharField(max_length=10, choices=SupportEndedBecause, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["isva", "victim"], name="isva_open", condition=Q(ended_at__isnull=True)),
            models.Index(
                fields=["isva", "-started_at", "id"],
                name="isva_own_newest",
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(fields=["victim"], name="isva_victim"),
            models.Index(fields=["case"], name="isva_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["victim", "isva"],
                condition=Q(ended_at__isnull=True),
                name="isva_once_while_supporting",
            ),
            models.CheckConstraint(
                name="isva_consent_before_start", condition=Q(consented_on__lte=LondonDate("started_at"))
            ),
            models.CheckConstraint(
                name="isva_ends_together_after_start",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (
                    Q(ended_at__isnull=False, ended_at__gte=F("started_at"), ended_by__isnull=False)
                    & ~Q(ended_because="")
                ),
            ),
            one_of("isva_ended_because_known", "ended_because", SupportEndedBecause, blank=True),
            models.CheckConstraint(name="isva_is_not_the_recorder", condition=~Q(isva=F("recorded_by"))),
        ]

    def __str__(self) -> str:
        return f"Shared with {self.isva.name}"
