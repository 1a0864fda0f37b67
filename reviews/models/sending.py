from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import CaseBearing
from rasso_tracker.people.parts import Part
from reviews.letter_enums import LetterTells, LetterWay
from reviews.models.letter import DecisionLetter
from reviews.sending_enums import OPEN_SENDINGS, SAID, SendingState, why_lost
from reviews.telling_enums import WhyAnotherWay
from victims.enums import CommunicationMethod
from victims.models.base import one_of


class LetterSending(CaseBearing):
    """That somebody asked for a letter to go by GOV.UK Notify, and what came of it: a row first, sent after.

    Its id is the reference that Notify keeps, so a repeat can be looked for before anything is sent again.
    `fence` counts the claims: who was overtaken marks nothing. `fault` is what stood in the way last, a
    sentence that people read; never an address.
    """

    part = Part.LETTERS

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    letter = models.ForeignKey(DecisionLetter, models.PROTECT, related_name="sendings")
    state = models.CharField(max_length=12, choices=SendingState, default=SendingState.WAITING)
    way = models.CharField(max_length=10, choices=LetterWay)
    tells = models.CharField(max_length=10, choices=LetterTells, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)  # or the next look at what became of it
    notify_id = models.UUIDField(null=True, blank=True)
    notify_status = models.CharField(max_length=30, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Why the victim is told before whoever supports them, where it is how they hear of the decision.
    order_reason_sealed = models.BinaryField(null=True, blank=True)
    # As in Notification, where the letter is how they hear of the decision: what holds when it is asked for.
    wanted_method = models.CharField(max_length=20, choices=CommunicationMethod, blank=True)
    why_another = models.CharField(max_length=20, choices=WhyAnotherWay, blank=True)
    # Somebody took it back, and why: only what was never handed over.
    taken_back_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    taken_back_reason_sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(fields=["case"], name="letter_sending_case"),
            models.Index(
                fields=["next_try_at", "id"], name="letter_sending_due", condition=Q(ended_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(ended_at__isnull=True), name="letter_sending_one_open"
            ),
            models.UniqueConstraint(fields=["notify_id"], name="letter_sending_notify_once"),
            one_of("letter_sending_state_known", "state", SendingState),
            one_of("letter_sending_wanted_known", "wanted_method", CommunicationMethod, blank=True),
            one_of("letter_sending_why_known", "why_another", WhyAnotherWay, blank=True),
            models.CheckConstraint(
                name="letter_sending_ended_together",
                condition=Q(state__in=sorted(OPEN_SENDINGS), ended_at__isnull=True, next_try_at__isnull=False)
                | Q(
                    state__in=[SendingState.DONE, SendingState.FAILED, SendingState.TAKEN_BACK],
                    ended_at__isnull=False,
                    next_try_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="letter_sending_handed_together",
                condition=Q(notify_id__isnull=True, handed_at__isnull=True, notify_status="")
                | (Q(notify_id__isnull=False, handed_at__isnull=False) & ~Q(notify_status="")),
            ),
            models.CheckConstraint(
                name="letter_sending_state_fits",
                condition=Q(state=SendingState.WAITING, notify_id__isnull=True)
                | Q(state__in=[SendingState.WITH_NOTIFY, SendingState.DONE], notify_id__isnull=False)
                | Q(state=SendingState.FAILED)
                | Q(state=SendingState.TAKEN_BACK, notify_id__isnull=True, tries=0),
            ),
            models.CheckConstraint(
                name="letter_sending_taken_back_together",
                condition=Q(
                    state=SendingState.TAKEN_BACK,
                    taken_back_by__isnull=False,
                    taken_back_reason_sealed__isnull=False,
                )
                | (
                    ~Q(state=SendingState.TAKEN_BACK)
                    & Q(taken_back_by__isnull=True, taken_back_reason_sealed__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="letter_sending_failed_says_why",
                condition=~Q(state=SendingState.FAILED) | ~Q(fault=""),
            ),
            models.CheckConstraint(
                name="letter_sending_by_post_or_email",
                condition=Q(way__in=[LetterWay.POST, LetterWay.EMAIL]),
            ),
            models.CheckConstraint(
                name="letter_sending_tells_known", condition=Q(tells__in=["", *LetterTells.values])
            ),
            models.CheckConstraint(
                name="letter_sending_in_order",
                condition=(Q(handed_at__isnull=True) | Q(handed_at__gte=F("asked_at")))
                & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("asked_at"))),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())

    @property
    def reference(self) -> str:
        """What Notify keeps it under: no personal data."""
        return str(self.pk)

    @property
    def said(self) -> str:
        """What Notify says of it, in our words: its own "received" is said of the printers."""
        return (
            SAID.get(self.notify_status, "") or why_lost(self.notify_status, self.way) or self.notify_status
        )

    @property
    def state_words(self) -> str:
        """How far it has come: one that the post brought back did go."""
        came_back = self.notify_status == "returned-letter"
        return "Came back" if came_back else str(self.get_state_display())

    @property
    def may_be_at_notify(self) -> bool:
        """Once it was tried, nobody knows but the service."""
        return self.notify_id is not None or self.tries > 0

    @property
    def is_open(self) -> bool:
        return self.ended_at is None
