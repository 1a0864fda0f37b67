"""The specially trained officer of a victim, and who owns contact with them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import Victim, Voidable, voided_together
from rasso_tracker.people.parts import Part
from victims.models.base import AboutVictim


class StoDeployment(Voidable, AboutVictim):
    """A specially trained officer was asked for, deployed, met the victim, and their part came to its end.

    Each moment is set once by its own deed; what was recorded wrongly is voided and asked for again.
    """

    part = Part.SUPPORT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="sto_deployments")
    asked_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    officer = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    deployed_at = models.DateTimeField(null=True, blank=True)
    deployed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    met_at = models.DateTimeField(null=True, blank=True)
    met_recorded_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["case"], name="sto_case"),
            models.Index(
                fields=["officer"],
                name="sto_officer_open",
                condition=Q(ended_at__isnull=True, voided_at__isnull=True),
            ),
        ]
        constraints = [
            voided_together("sto_voided_together"),
            models.UniqueConstraint(
                fields=["victim"],
                condition=Q(ended_at__isnull=True, voided_at__isnull=True),
                name="sto_one_at_a_time",
            ),
            models.CheckConstraint(
                name="sto_asked_not_in_future", condition=Q(asked_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="sto_deployed_together_once_asked",
                condition=Q(officer__isnull=True, deployed_at__isnull=True, deployed_by__isnull=True)
                | Q(officer__isnull=False, deployed_by__isnull=False)
                & Q(deployed_at__isnull=False, deployed_at__gte=F("asked_at")),
            ),
            models.CheckConstraint(
                name="sto_met_together_once_deployed",
                condition=Q(met_at__isnull=True, met_recorded_by__isnull=True)
                | Q(
                    met_recorded_by__isnull=False,
                    deployed_at__isnull=False,  # a comparison with nothing would pass
                    met_at__isnull=False,
                    met_at__gte=F("deployed_at"),
                ),
            ),
            models.CheckConstraint(
                name="sto_ended_together_in_order",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | (
                    Q(ended_by__isnull=False, ended_at__isnull=False, ended_at__gte=F("asked_at"))
                    & (Q(deployed_at__isnull=True) | Q(ended_at__gte=F("deployed_at")))
                    & (Q(met_at__isnull=True) | Q(ended_at__gte=F("met_at")))
                ),
            ),
        ]

    def __str__(self) -> str:
        return "Specially trained officer"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.stands


class ContactOwner(AboutVictim):
    """Who owns contact with a victim, from when to when. Without one it is the officer in charge.

    `with_post` is contact given back to the officer in charge: it stays with that post when the case changes
    hands, and `owner` says who held the post that day.
    """

    part = Part.SUPPORT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="contact_owners")
    owner = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    with_post = models.BooleanField()
    since = models.DateTimeField()
    handed_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        indexes = [
            models.Index(fields=["case"], name="contact_owner_case"),
            models.Index(fields=["owner"], name="contact_owner_open", condition=Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["victim"], condition=Q(ended_at__isnull=True), name="contact_owner_one"
            ),
            models.CheckConstraint(
                name="contact_owner_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner.name} owns contact"
