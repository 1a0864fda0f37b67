"""What victims are owed word of, by the Victims' Code, and how often they agreed to hear from us."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.enums import MilestoneKind
from cases.models import LondonDate, Milestone, Victim
from rasso_tracker.clocks import Deadline, day_words, deadline
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from victims.enums import ContactAbout
from victims.models.base import AboutVictim, one_of
from victims.models.contact import Contact
from victims.models.identity import Superseding, one_stands, superseded_in_order
from victims.record_enums import EventNotTold

# What takes back a decision that a victim heard of, or a crime that they reported.
OF_A_DECISION: dict[str, str] = {
    MilestoneKind.REOPENED: "Case opened again after the decision",
    MilestoneKind.CANCELLED: "Crime cancelled by the registrar",
}


class EventTelling(AboutVictim):
    """That one victim is owed word of one event: an arrest, interview, bail or its change, charge, release,
    and what takes back a decision that they heard of.

    Raised with the milestone; the clock is 1 working day, 5 where enhanced rights were declined (Victims'
    Code, domain.md 2). It ends with the contact that told them, a reason why nobody did, or the milestone
    being voided.
    """

    part = Part.VICTIM_CONTACT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="event_tellings")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="+")
    occurred_at = models.DateTimeField()  # the milestone's own, kept here so that the table can compare
    clock = models.CharField(max_length=40)
    due_on = models.DateField()
    raised_at = models.DateTimeField()
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    not_told_because = models.CharField(max_length=20, choices=EventNotTold, blank=True)
    not_told_at = models.DateTimeField(null=True, blank=True)
    not_told_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["victim", "due_on"], name="event_telling_victim"),
            models.Index(fields=["case"], name="event_telling_case"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "victim"], name="event_telling_once_a_victim"),
            models.CheckConstraint(
                name="event_telling_told_together",
                condition=Q(contact__isnull=True, told_at__isnull=True)
                | Q(contact__isnull=False, told_at__isnull=False, told_at__gte=F("occurred_at")),
            ),
            models.CheckConstraint(
                name="event_telling_not_told_together",
                condition=Q(not_told_because="", not_told_at__isnull=True, not_told_by__isnull=True)
                | (Q(not_told_at__isnull=False, not_told_by__isnull=False) & ~Q(not_told_because="")),
            ),
            models.CheckConstraint(
                name="event_telling_due_after", condition=Q(due_on__gte=LondonDate("occurred_at"))
            ),
            one_of("event_telling_why_not_known", "not_told_because", EventNotTold, blank=True),
        ]

    @classmethod
    def told_to(cls, person: Person) -> Q:
        """The victim hears of it first."""
        return Q(told_at__isnull=False, dropped_at__isnull=True)

    def __str__(self) -> str:
        return f"{self.what_happened}, to be told by {day_words(self.due_on)}"

    @property
    def what_happened(self) -> str:
        """The event in words."""
        return OF_A_DECISION.get(self.milestone.kind, self.milestone.happened)

    @property
    def told_about(self) -> ContactAbout:
        """What a contact is about that tells of this."""
        of_a_decision = self.milestone.kind in OF_A_DECISION
        return ContactAbout.DECISION if of_a_decision else ContactAbout.ARREST_OR_BAIL

    @property
    def is_open(self) -> bool:
        return self.told_at is None and not self.not_told_because and self.dropped_at is None

    @property
    def deadline(self) -> Deadline:
        return deadline(self.clock, self.occurred_at)


class UpdateAgreement(Superseding, AboutVictim):
    """How often a victim agreed to hear how the case stands: every so many days, or only when something
    happens.
    """

    part = Part.VICTIM_CONTACT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="update_agreements")
    every_days = models.PositiveSmallIntegerField(null=True, blank=True)  # null: only when something happens
    agreed_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="update_agreement_case")]
        constraints = [
            one_stands("update_agreement_one_stands"),
            superseded_in_order("update_agreement_superseded_in_order"),
            models.CheckConstraint(
                name="update_agreement_days_that_can_be",
                condition=Q(every_days__isnull=True) | Q(every_days__gte=1, every_days__lte=92),
            ),
            models.CheckConstraint(
                name="update_agreement_not_in_future",
                condition=Q(agreed_on__lte=LondonDate("recorded_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Hears from us: {self.in_words}"

    @property
    def in_words(self) -> str:
        if self.every_days is None:
            return "Only when something happens"
        return "Every day" if self.every_days == 1 else f"Every {self.every_days} days"
