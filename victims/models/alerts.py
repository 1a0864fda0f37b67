from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import Victim
from rasso_tracker.clocks import day_words
from rasso_tracker.people.parts import Part
from victims.enums import CommunicationMethod
from victims.models.base import AboutVictim, one_of, some_of
from victims.record_enums import AlertAbout


class ContactAlert(AboutVictim):
    """That some ways to a victim may not be safe any more: they moved, or somebody knows of an address or
    phone.

    From the moment it is raised no deed may use the ways in `stops` until somebody confirmed with the victim
    which are safe. `reached` is the due items of the victim that were marked to be checked then.
    """

    part = Part.VICTIM_CONTACT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="contact_alerts")
    about = models.CharField(max_length=20, choices=AlertAbout)
    stops = ArrayField(models.CharField(max_length=20, choices=CommunicationMethod))
    words_sealed = models.BinaryField()
    reached = ArrayField(models.UUIDField(), default=list, blank=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    safe_again = ArrayField(
        models.CharField(max_length=20, choices=CommunicationMethod), default=list, blank=True
    )
    confirmed_sealed = models.BinaryField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-raised_at"]
        indexes = [
            models.Index(fields=["victim", "-raised_at"], name="alert_victim"),
            models.Index(fields=["case"], name="alert_case"),
        ]
        constraints = [
            one_of("alert_about_known", "about", AlertAbout),
            some_of("alert_stops_known", "stops", CommunicationMethod),
            models.CheckConstraint(name="alert_stops_something", condition=Q(stops__len__gte=1)),
            models.CheckConstraint(
                name="alert_safe_again_was_stopped", condition=Q(safe_again__contained_by=F("stops"))
            ),
            models.UniqueConstraint(
                fields=["victim", "about"],
                condition=Q(confirmed_at__isnull=True),
                name="alert_once_while_open",
            ),
            models.CheckConstraint(
                name="alert_confirmed_together_after_raised",
                condition=Q(
                    confirmed_at__isnull=True,
                    confirmed_by__isnull=True,
                    confirmed_sealed__isnull=True,
                    safe_again=[],
                )
                | Q(
                    confirmed_at__isnull=False,
                    confirmed_at__gte=F("raised_at"),
                    confirmed_by__isnull=False,
                    confirmed_sealed__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()}, {day_words(self.raised_at)}"

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None

    def held_within(self, since: datetime, until: datetime) -> bool:
        """True when it stood, raised and not yet confirmed, at some instant from `since` to `until`."""
        return self.raised_at <= until and (self.confirmed_at is None or since < self.confirmed_at)

    @property
    def stops_in_words(self) -> str:
        return in_words(self.stops)


def in_words(methods: list[str]) -> str:
    """ "post; phone" in the order of the list, for use within a sentence."""
    labels = [one.label for one in CommunicationMethod if one in methods]
    return "; ".join(f"{label[:1].lower()}{label[1:]}" for label in labels)
