"""Support that a victim was offered: who offers it, and each dated step of a referral."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import CaseBearing, LondonDate, Victim, Voidable, voided_together
from rasso_tracker.ids import uuid7
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import ISVA
from victims.enums import Support
from victims.models.base import AboutVictim, VictimScoped, clients_of, one_of
from victims.support_enums import (
    BECAUSE,
    REFERRED_TO,
    SEVERAL,
    SupportBecause,
    SupportStep,
)

if TYPE_CHECKING:
    from rasso_tracker.people.models import Person

Step = SupportStep
# Of these steps a later day may be named on which the victim may be asked again; of the first it must be.
ASKED_AGAIN = (Step.NOT_ASKED, Step.OFFERED, Step.REFUSED)
# A reason is given of these steps; of an end too, but that of therapy says no more than that it ended.
NEEDS_BECAUSE = (Step.REFUSED, Step.NOT_ASKED, Step.DECLINED)


def _because_fits() -> Q:
    fits = Q(because="") & ~Q(step__in=NEEDS_BECAUSE)
    for step, reasons in BECAUSE.items():
        fits |= Q(step=step, because__in=reasons)
    return fits


class SupportService(models.Model):
    """A service that takes referrals: what it offers and where (no district: in every one). Closed, never
    deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80, unique=True)
    kinds = ArrayField(models.CharField(max_length=20, choices=Support))
    district = models.ForeignKey("people.District", models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="service_offers_something", condition=Q(kinds__len__gte=1)),
            models.CheckConstraint(
                name="service_kinds_known",
                condition=Q(kinds__contained_by=[kind.value for kind in REFERRED_TO]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceAdviser(models.Model):
    """That a person works for a support service: they see what was referred to it, of their own clients."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(SupportService, models.PROTECT, related_name="advisers")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="adviser_open", condition=Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "person"], condition=Q(ended_at__isnull=True), name="adviser_once"
            ),
            models.CheckConstraint(
                name="adviser_ends_together_after_start",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_at__gte=F("started_at"), ended_by__isnull=False),
            ),
        ]


def services_of(person: Person) -> models.QuerySet[Any]:
    """The ids of the services for which this person works now."""
    return ServiceAdviser.objects.filter(person=person.pk, ended_at__isnull=True).values("service")


def held_by(services: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The ids of the referrals that one of these services was the last to be sent."""
    sent = SupportEvent.objects.filter(step=Step.SENT, voided_at__isnull=True)
    later = sent.filter(referral=models.OuterRef("referral")).order_by("-happened_on", "-id")
    last = models.Subquery(later.values("pk")[:1])
    return sent.filter(service__in=services, pk=last).values("referral")


class ReferralScoped(VictimScoped):
    """An ISVA sees what was referred to their own service, of their own clients."""

    referral = "pk"
    victim = "victim"

    def of_clients(self, person: Person) -> Self:
        if person.is_service or person.role != ISVA:
            return self
        own = {f"{self.victim}__in": clients_of(person), f"{self.referral}__in": held_by(services_of(person))}
        return self.filter(**own)


class EventScoped(ReferralScoped):
    referral = "referral"
    victim = "referral__victim"


class SupportReferral(AboutVictim):
    """One kind of support for one victim, from the first offer on. It says nothing of where it stands: that
    is its last standing step (SupportEvent), so that nothing is overwritten.
    """

    part = Part.SUPPORT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="support_referrals")
    kind = models.CharField(max_length=20, choices=Support)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    objects = ReferralScoped.as_manager()  # type: ignore[misc]  # as in AboutVictim

    class Meta:
        ordering = ["-opened_at"]
        indexes = [
            models.Index(fields=["victim", "kind"], name="referral_victim"),
            models.Index(fields=["case"], name="referral_case"),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_kind_known", condition=Q(kind__in=[kind.value for kind in REFERRED_TO])
            ),
            models.UniqueConstraint(
                fields=["victim", "kind"], condition=~Q(kind__in=SEVERAL), name="referral_one_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class SupportEvent(Voidable, CaseBearing):
    """One step of a referral on a day. A wrong one is voided and a right one recorded; the steps that stand,
    by day and then as they were recorded, are in an order that SUPPORT_CHANGES allows (a deferred trigger,
    `support_steps_in_order`, refuses any other).
    """

    part = Part.SUPPORT

    referral = models.ForeignKey(SupportReferral, models.PROTECT, related_name="events")
    step = models.CharField(max_length=12, choices=SupportStep)
    happened_on = models.DateField()
    service = models.ForeignKey(SupportService, models.PROTECT, null=True, blank=True, related_name="+")
    because = models.CharField(max_length=20, choices=SupportBecause, blank=True)
    again_on = models.DateField(null=True, blank=True)  # when the victim may be asked again
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    objects = EventScoped.as_manager()  # type: ignore[misc]  # as in AboutVictim

    class Meta:
        ordering = ["happened_on", "id"]
        indexes = [
            models.Index(fields=["referral", "happened_on", "id"], name="support_event_referral"),
            models.Index(fields=["case"], name="support_event_case"),
            models.Index(
                fields=["referral"],
                name="support_event_sent",
                condition=Q(step=Step.SENT, voided_at__isnull=True),
            ),
        ]
        constraints = [
            voided_together("support_event_voided_together"),
            one_of("support_event_step_known", "step", SupportStep),
            models.CheckConstraint(
                name="support_event_not_in_future", condition=Q(happened_on__lte=LondonDate("recorded_at"))
            ),
            models.CheckConstraint(
                name="support_sent_names_its_service",
                condition=Q(step=Step.SENT, service__isnull=False)
                | (~Q(step=Step.SENT) & Q(service__isnull=True)),
            ),
            models.CheckConstraint(name="support_because_fits", condition=_because_fits()),
            models.CheckConstraint(
                name="support_again_is_later",
                condition=(Q(again_on__isnull=True) & ~Q(step=Step.NOT_ASKED))
                | Q(again_on__isnull=False, again_on__gt=F("happened_on"), step__in=ASKED_AGAIN),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_step_display())
