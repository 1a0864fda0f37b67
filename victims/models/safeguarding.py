from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import LondonDate, Victim
from rasso_tracker.people.parts import Part
from victims.enums import ConcernAbout, ConcernOutcome
from victims.models.base import AboutVictim, one_of


class SafeguardingConcern(AboutVictim):
    """A worry about a victim's safety that somebody must act on by a day. Resolved, never deleted.

    While it is open it is owed on the case and climbs from the Detective Inspector (model.md "Ladder").
    """

    part = Part.VICTIM_CONTACT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="safeguarding_concerns")
    about = models.CharField(max_length=20, choices=ConcernAbout)
    concern_sealed = models.BinaryField()
    act_by = models.DateField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=ConcernOutcome, blank=True)
    done_sealed = models.BinaryField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-raised_at"]
        indexes = [
            models.Index(fields=["victim", "-raised_at"], name="concern_victim"),
            models.Index(fields=["case"], name="concern_case"),
        ]
        constraints = [
            one_of("concern_about_known", "about", ConcernAbout),
            one_of("concern_outcome_known", "outcome", ConcernOutcome, blank=True),
            models.CheckConstraint(
                name="concern_acted_on_after_raised", condition=Q(act_by__gte=LondonDate("raised_at"))
            ),
            models.CheckConstraint(
                name="concern_resolved_together_after_raised",
                condition=Q(
                    outcome="", resolved_at__isnull=True, resolved_by__isnull=True, done_sealed__isnull=True
                )
                | (
                    ~Q(outcome="")
                    & Q(resolved_at__isnull=False, resolved_at__gte=F("raised_at"), resolved_by__isnull=False)
                    & Q(done_sealed__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Safeguarding concern: {self.get_about_display()[:1].lower()}{self.get_about_display()[1:]}"

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None
