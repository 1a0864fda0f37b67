"""Who a victim is and how to reach them: apart from everything else, sealed, and never in a list or an
address.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import Victim
from rasso_tracker.people.parts import Part
from victims.enums import CommunicationMethod, ForbiddenBecause, OnlyThrough
from victims.models.alerts import in_words
from victims.models.base import AboutVictim, one_of, some_of


class Superseding(models.Model):
    """A correction is a new row. The old one is kept with the moment at which it stopped to hold."""

    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def superseded_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
    )


def one_stands(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["victim"], condition=Q(superseded_at__isnull=True), name=name)


class Identity(Superseding, AboutVictim):
    """A victim's name and date of birth, sealed. The blind indexes allow an exact look-up, nothing else."""

    part = Part.VICTIM_IDENTITY

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="identities")
    name_sealed = models.BinaryField()
    known_as_sealed = models.BinaryField()
    date_of_birth_sealed = models.BinaryField()  # ISO 8601, or "" where it is not known
    name_index = models.BinaryField()
    date_of_birth_index = models.BinaryField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["name_index", "date_of_birth_index"],
                name="identity_look_up",
                condition=Q(superseded_at__isnull=True),
            ),
            models.Index(fields=["case"], name="identity_case"),
        ]
        constraints = [
            one_stands("identity_one_stands"),
            superseded_in_order("identity_superseded_in_order"),
        ]

    def __str__(self) -> str:
        return "Who the victim is"


class ContactDetails(Superseding, AboutVictim):
    """How a victim may be reached, and how safely. The preferences are codes; all else is sealed.

    `only_through` is the recorded exception: no direct contact at all, only through the one named there.
    """

    part = Part.VICTIM_CONTACT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="contact_details")
    phone_sealed = models.BinaryField()
    email_sealed = models.BinaryField()
    address_sealed = models.BinaryField()
    safe_times_sealed = models.BinaryField()
    language_sealed = models.BinaryField()
    preferred_method = models.CharField(max_length=20, choices=CommunicationMethod)
    # Never assumed: somebody else may hear a message that was left.
    safe_to_leave_message = models.BooleanField(default=False)
    interpreter_needed = models.BooleanField(default=False)
    forbidden_methods = ArrayField(
        models.CharField(max_length=20, choices=CommunicationMethod), default=list, blank=True
    )
    forbidden_because = models.CharField(max_length=20, choices=ForbiddenBecause, blank=True)
    only_through = models.CharField(max_length=20, choices=OnlyThrough, blank=True)
    unsafe_addresses_sealed = models.BinaryField(null=True, blank=True)
    companion_sealed = models.BinaryField(null=True, blank=True)  # who is with them when we speak

    class Meta:
        verbose_name_plural = "contact details"
        indexes = [models.Index(fields=["case"], name="contact_details_case")]
        constraints = [
            one_stands("contact_details_one_stands"),
            superseded_in_order("contact_details_superseded_in_order"),
            one_of("contact_details_method_known", "preferred_method", CommunicationMethod),
            some_of("contact_details_forbidden_known", "forbidden_methods", CommunicationMethod),
            one_of("contact_details_through_known", "only_through", OnlyThrough, blank=True),
            one_of("contact_details_because_known", "forbidden_because", ForbiddenBecause, blank=True),
            models.CheckConstraint(
                name="contact_details_forbidden_says_why",
                condition=Q(forbidden_methods=[], forbidden_because="")
                | (Q(forbidden_methods__len__gte=1) & ~Q(forbidden_because="")),
            ),
            models.CheckConstraint(
                name="contact_details_prefers_what_is_safe",
                condition=~Q(forbidden_methods__contains=[F("preferred_method")]),
            ),
        ]

    def __str__(self) -> str:
        return "How to reach the victim"

    @property
    def forbidden_in_words(self) -> str:
        return in_words(self.forbidden_methods)
