from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from cases.models import Victim
from rasso_tracker.people.parts import Part
from victims.appointment_enums import CancelledBecause, CannotJoin, Ended, Joins, WillTell
from victims.enums import MEETING_WAYS, CommunicationMethod
from victims.models.base import AboutVictim, one_of
from victims.models.contact import Contact

PASSED = "Its time has passed"
OPEN = Q(ended_at__isnull=True)


class JointAppointment(AboutVictim):
    """The police will tell a victim something, and their ISVA was asked to be there (domain.md 8).

    What will be told is a code without an outcome. A new time is a new row that points to the one it took the
    place of, so that the old time is kept and the ISVA is asked again. Held ones name the contact.
    """

    part = Part.VICTIM_CONTACT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="appointments")
    isva = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    method = models.CharField(max_length=20, choices=CommunicationMethod)
    place_sealed = models.BinaryField(null=True, blank=True)
    will_tell = models.CharField(max_length=10, choices=WillTell)
    victim_asked = models.BooleanField(default=False)  # for a Friday evening, which is otherwise refused
    arranged_at = models.DateTimeField()
    arranged_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    moved_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="moved_to", db_index=False
    )
    answer = models.CharField(max_length=10, choices=Joins, blank=True)
    cannot_because = models.CharField(max_length=10, choices=CannotJoin, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=10, choices=Ended, blank=True)
    cancelled_because = models.CharField(max_length=20, choices=CancelledBecause, blank=True)
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["victim", "-starts_at"], name="appointment_victim"),
            models.Index(fields=["case"], name="appointment_case"),
            models.Index(fields=["isva", "starts_at", "id"], name="appointment_of_isva", condition=OPEN),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["victim", "isva", "starts_at"], condition=OPEN, name="appointment_once_a_time"
            ),
            models.UniqueConstraint(
                fields=["moved_from"], condition=Q(moved_from__isnull=False), name="appointment_moved_once"
            ),
            models.CheckConstraint(
                name="appointment_in_a_way_to_talk",
                condition=Q(method__in=[one.value for one in MEETING_WAYS]),
            ),
            one_of("appointment_tells_known", "will_tell", WillTell),
            one_of("appointment_answer_known", "answer", Joins, blank=True),
            one_of("appointment_cannot_known", "cannot_because", CannotJoin, blank=True),
            one_of("appointment_ended_known", "ended", Ended, blank=True),
            one_of("appointment_cancelled_known", "cancelled_because", CancelledBecause, blank=True),
            models.CheckConstraint(
                name="appointment_arranged_ahead", condition=Q(starts_at__gt=F("arranged_at"))
            ),
            models.CheckConstraint(name="appointment_isva_is_another", condition=~Q(isva=F("arranged_by"))),
            models.CheckConstraint(
                name="appointment_answered_together",
                condition=Q(answer="", cannot_because="", answered_at__isnull=True)
                | (
                    Q(answered_at__isnull=False, answered_at__gte=F("arranged_at"))
                    & (
                        Q(answer=Joins.JOINS, cannot_because="")
                        | (Q(answer=Joins.CANNOT) & ~Q(cannot_because=""))
                    )
                ),
            ),
            models.CheckConstraint(
                name="appointment_ends_together_one_way",
                condition=Q(
                    ended="",
                    ended_at__isnull=True,
                    ended_by__isnull=True,
                    contact__isnull=True,
                    cancelled_because="",
                )
                | (
                    Q(ended_at__isnull=False, ended_at__gte=F("arranged_at"), ended_by__isnull=False)
                    & (
                        Q(ended=Ended.HELD, contact__isnull=False, cancelled_because="")
                        | Q(ended=Ended.MOVED, contact__isnull=True, cancelled_because="")
                        | (Q(ended=Ended.CANCELLED, contact__isnull=True) & ~Q(cancelled_because=""))
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        about = self.get_will_tell_display()
        return f"Joint appointment about {about[:1].lower()}{about[1:]}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def has_come(self, at: datetime) -> bool:
        """Whether its hour has come: what is left then is to record what came of it."""
        return self.starts_at <= at

    def state_at(self, at: datetime) -> str:
        """Where it stood at a moment, in words."""
        if self.ended:
            return str(self.get_ended_display())
        if self.has_come(at):
            return PASSED
        if not self.answer:
            return "Waits for the ISVA"
        return "The ISVA joins" if self.answer == Joins.JOINS else "The ISVA cannot join"
