from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import LondonDate, Victim, Voidable, voided_together
from rasso_tracker.clocks import day_words
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from victims.enums import CommunicationMethod, ContactAbout, Direction
from victims.models.base import AboutVictim, one_of, some_of


class Contact(Voidable, AboutVictim):
    """One contact with a victim, or an attempt: when, by whom, how, about what, and what comes next."""

    part = Part.VICTIM_CONTACT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="contacts")
    occurred_at = models.DateTimeField()
    direction = models.CharField(max_length=10, choices=Direction)
    method = models.CharField(max_length=20, choices=CommunicationMethod)
    reached = models.BooleanField()  # False: an attempt, or somebody else was in touch
    left_message = models.BooleanField(default=False)  # with a voicemail, a note or somebody else
    about = ArrayField(models.CharField(max_length=20, choices=ContactAbout))
    summary_sealed = models.BinaryField()
    next_due_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-occurred_at"]
        indexes = [
            models.Index(fields=["victim", "-occurred_at"], name="contact_victim"),
            models.Index(fields=["case", "-occurred_at"], name="contact_case"),
            models.Index(fields=["-occurred_at", "id"], name="contact_newest"),
        ]
        constraints = [
            voided_together("contact_voided_together"),
            models.CheckConstraint(
                name="contact_not_in_future", condition=Q(occurred_at__lte=F("recorded_at"))
            ),
            # Whoever contacted us reached us.
            models.CheckConstraint(
                name="contact_from_victim_reached", condition=~Q(direction=Direction.IN) | Q(reached=True)
            ),
            # Who is not on record for the victim reaches nobody but us: nothing that is owed is paid by it.
            models.CheckConstraint(
                name="contact_from_others_reached_nobody",
                condition=~Q(direction=Direction.OTHER) | Q(reached=False, next_due_on__isnull=True),
            ),
            models.CheckConstraint(
                name="contact_message_of_an_attempt",
                condition=Q(left_message=False) | Q(direction=Direction.OUT, reached=False),
            ),
            models.CheckConstraint(name="contact_about_something", condition=Q(about__len__gte=1)),
            models.CheckConstraint(
                name="contact_next_is_later",
                condition=Q(next_due_on__isnull=True) | Q(next_due_on__gte=LondonDate("occurred_at")),
            ),
            some_of("contact_about_known", "about", ContactAbout),
            one_of("contact_direction_known", "direction", Direction),
            one_of("contact_method_known", "method", CommunicationMethod),
        ]

    @classmethod
    def told_to(cls, person: Person) -> Q:
        """Their own entries: what others tried to tell the victim is not told by that."""
        return Q(recorded_by=person.pk)

    @property
    def from_others(self) -> bool:
        """Somebody was in touch about the victim who is not on record for them."""
        return self.direction == Direction.OTHER

    @property
    def sort(self) -> str:
        """What it was, in a word or a few."""
        if self.from_others:
            return "Somebody else was in touch"
        return "Contact" if self.reached else "Attempt"

    def __str__(self) -> str:
        return f"{self.sort} on {day_words(self.occurred_at)}"
