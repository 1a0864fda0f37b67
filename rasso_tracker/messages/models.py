"""The outbox, the inbox and the run ledger (model.md, Ledger; safety.md 2 and 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from rasso_tracker.ids import uuid7
from rasso_tracker.messages.enums import CLAIMABLE, EmailState, Outcome, Urgency

if TYPE_CHECKING:
    from rasso_tracker.people.models import Person


class Raised(models.Model):
    """One row of an upper app's ledger that somebody must hear of. Who, is asked at delivery.

    `raised_for` is the moment the step fell due, `raised_at` when it was written; `again` is true of what
    raise_again() raised, whose source is no row of a ledger, and `to_post` whose place somebody took then (a
    Post), where the kind has more than one. UNIQUE(kind, source), so raising twice is harmless. It holds no
    text and no person, so it needs no wall.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40)
    source = models.UUIDField()
    subject_id = models.UUIDField()
    again = models.BooleanField(default=False, db_default=False)
    to_post = models.CharField(max_length=40, blank=True, default="", db_default="")
    raised_for = models.DateTimeField()
    raised_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    failure = models.CharField(max_length=300, blank=True, default="")

    row_security = "none"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "source"], name="raised_once"),
            models.CheckConstraint(
                name="raised_outcome_known", condition=Q(outcome__in=["", *Outcome.values])
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], condition=Q(outcome=""), name="raised_waiting"),
            models.Index(fields=["subject_id"], condition=Q(outcome=""), name="raised_waiting_subject"),
            models.Index(fields=["subject_id"], condition=Q(again=True), name="raised_again_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"


class Outgoing(models.Model):
    """The e-mail of a row. A deliverer leases it: `fence` goes up by one and only its holder may mark it.

    `next_attempt_at` is when the row may be taken (null: at once); while leased, the end of the lease.
    `lost_leases` counts senders that took it and were never heard of again.
    """

    email_state = models.CharField(max_length=10, choices=EmailState)
    fence = models.PositiveIntegerField(default=0)
    lost_leases = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True, default="")
    message_id_header = models.CharField(max_length=200)

    class Meta:
        abstract = True


def _email_rules(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            name=f"{prefix}_email_state_known", condition=Q(email_state__in=EmailState.values)
        ),
        models.CheckConstraint(
            name=f"{prefix}_sent_has_its_moment",
            condition=Q(email_state=EmailState.SENT, sent_at__isnull=False)
            | (~Q(email_state=EmailState.SENT) & Q(sent_at__isnull=True)),
        ),
        models.CheckConstraint(
            name=f"{prefix}_lease_has_an_end",
            condition=~Q(email_state=EmailState.LEASED) | Q(next_attempt_at__isnull=False, fence__gt=0),
        ),
    ]


class Digest(Outgoing):
    """One person's digest of one duty day. UNIQUE(recipient, duty_on): there is never a second one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recipient = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    duty_on = models.DateField()
    created_at = models.DateTimeField()

    row_security = "recipient"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "duty_on"], name="digest_once_a_duty_day"),
            *_email_rules("digest"),
        ]
        indexes = [
            models.Index(
                fields=["lost_leases", "next_attempt_at", "id"],
                condition=Q(email_state__in=CLAIMABLE),
                name="digest_to_send",
            )
        ]


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: Person) -> Self:
        """A message is its recipient's alone. The wall also leaves out those of a case that was shut to them
        since: of those only the database can know.
        """
        return self.filter(recipient=person)

    def unread(self) -> Self:
        """Neither read nor already dealt with by somebody."""
        return self.filter(read_at__isnull=True, handled_at__isnull=True)


class Message(Outgoing):
    """One notice in one person's inbox. UNIQUE(kind, source, recipient).

    Its texts name no victim, suspect or offence. Reading it ends nothing: `handled_at` is set when somebody
    did what it asks for, or when it no longer stands, and then it is quiet. `on_behalf_of` rests, and the
    recipient is on duty in their place; `handed_on` is the last day on which it went to such colleagues.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40)
    source = models.UUIDField()
    recipient = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    case_id = models.UUIDField(null=True, blank=True)
    subject_id = models.UUIDField()
    reference = models.CharField(max_length=60)
    headline = models.CharField(max_length=200)
    why = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    ends_when = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    urgency = models.CharField(max_length=10, choices=Urgency)
    rank = models.PositiveSmallIntegerField(default=0)
    raised_for = models.DateTimeField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    handled_why = models.CharField(max_length=300, blank=True, default="")
    handed_on = models.DateField(null=True, blank=True)
    digest = models.ForeignKey(Digest, models.PROTECT, null=True, blank=True, related_name="messages")

    objects = MessageQuerySet.as_manager()
    row_security = "recipient"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "source", "recipient"], name="message_once_a_recipient"),
            models.CheckConstraint(name="message_urgency_known", condition=Q(urgency__in=Urgency.values)),
            models.CheckConstraint(name="message_path_is_ours", condition=Q(path__startswith="/")),
            models.CheckConstraint(
                name="message_handled_together",
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, handled_why="")
                | (Q(handled_at__isnull=False) & ~Q(handled_why="")),
            ),
            models.CheckConstraint(
                name="message_on_behalf_of_somebody_else",
                condition=Q(on_behalf_of__isnull=True) | ~Q(on_behalf_of=F("recipient")),
            ),
            *_email_rules("message"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="message_inbox"),
            models.Index(
                fields=["recipient", "-id"],
                condition=Q(read_at__isnull=True, handled_at__isnull=True),
                name="message_unread",
            ),
            models.Index(
                fields=["subject_id"], condition=Q(handled_at__isnull=True), name="message_standing"
            ),
            models.Index(
                fields=["lost_leases", "next_attempt_at", "id"],
                condition=Q(email_state__in=CLAIMABLE),
                name="message_to_send",
            ),
            models.Index(fields=["recipient"], condition=Q(email_state=EmailState.HELD), name="message_held"),
            models.Index(
                fields=["created_at"], condition=Q(email_state=EmailState.DEAD), name="message_dead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.headline}"

    @property
    def is_unread(self) -> bool:
        return self.read_at is None and self.handled_at is None


class SweepRun(models.Model):
    """One run of a sweep or delivery. One that died has no `finished_at`; one that is missing is an alarm.

    `at` is the moment it looked from. `skipped` counts by reason.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    expected = models.PositiveIntegerField(default=0)
    due = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    skipped = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sweep_run_ends_after_start",
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
            )
        ]
        indexes = [models.Index(fields=["kind", "-started_at"], name="sweep_run_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at.isoformat()}"
