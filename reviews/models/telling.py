from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from rasso_tracker.clocks import Deadline, date_set, day_words, deadline, london_date
from rasso_tracker.people.parts import Part
from reviews.enums import DecisionAgency, NotToldBecause, Understood
from reviews.models.decision import Decision
from reviews.telling_enums import FollowUp, LateBecause, TakenBackBecause, WhyAnotherWay
from victims.enums import CommunicationMethod
from victims.models.base import AboutVictim, one_of


def late_together(name: str) -> models.CheckConstraint:
    """Why it was late: said with a note, by whom and when, or not at all."""
    return models.CheckConstraint(
        name=name,
        condition=Q(
            late_because="",
            late_note_sealed__isnull=True,
            late_said_at__isnull=True,
            late_said_by__isnull=True,
        )
        | (
            Q(late_note_sealed__isnull=False, late_said_at__isnull=False, late_said_by__isnull=False)
            & ~Q(late_because="")
        ),
    )


class Notification(AboutVictim):
    """That one victim is owed word of one decision, and how they were told, or why not.

    Raised when the decision is authorised; `due_on` is what the clock says (one working day, five where
    enhanced rights were declined: Victims' Code). Where that choice changed while it was owed, the clock
    changed with it at `retimed_at`, and `first_due_on` is what held at the decision. Where the victim asked
    to wait (TellingDelay), `waits_until` is the last day of that. A row that says why nobody was told may
    still become told. Where what was said so holds no more, it moves to `untold_...`, with why
    (`taken_back_...`); `again_at` is from when the clock counts anew since. `order_reason_sealed` is why
    they were told before whoever supports them. `follow_up`
    is whether the reasons follow in writing; a letter that was owed and is
    needed no more has its reason (`no_letter_...`). `ended_at` is when nothing of the decision stood for the
    victim any more. `right_since` is from when the victim may ask for a review, None while they may not;
    `ask_by` the last day on which they may as of right, once that runs.
    """

    part = Part.DECISIONS

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="notifications")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="notifications")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="notifications")
    owner = models.CharField(max_length=10, choices=DecisionAgency)
    decided_at = models.DateTimeField()  # the decision's own, kept here so that the table can compare
    clock = models.CharField(max_length=40)
    due_on = models.DateField()
    first_due_on = models.DateField(null=True, blank=True)
    retimed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    method = models.CharField(max_length=20, choices=CommunicationMethod, blank=True)
    wanted_method = models.CharField(max_length=20, choices=CommunicationMethod, blank=True)
    why_another = models.CharField(
        max_length=20, choices=WhyAnotherWay, blank=True
    )  # than they had asked for
    understood = models.CharField(max_length=10, choices=Understood, blank=True)
    note_sealed = models.BinaryField(null=True, blank=True)
    order_reason_sealed = models.BinaryField(null=True, blank=True)
    follow_up = models.CharField(max_length=20, choices=FollowUp, blank=True)
    no_letter_note_sealed = models.BinaryField(null=True, blank=True)
    no_letter_at = models.DateTimeField(null=True, blank=True)
    no_letter_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    told_recorded_at = models.DateTimeField(null=True, blank=True)
    told_recorded_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    not_told_because = models.CharField(max_length=20, choices=NotToldBecause, blank=True)
    not_told_note_sealed = models.BinaryField(null=True, blank=True)
    not_told_at = models.DateTimeField(null=True, blank=True)
    not_told_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    untold_because = models.CharField(max_length=20, choices=NotToldBecause, blank=True)
    untold_note_sealed = models.BinaryField(null=True, blank=True)
    untold_at = models.DateTimeField(null=True, blank=True)
    untold_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    taken_back_because = models.CharField(max_length=20, choices=TakenBackBecause, blank=True)
    taken_back_note_sealed = models.BinaryField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    again_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    waits_until = models.DateField(null=True, blank=True)
    late_because = models.CharField(max_length=20, choices=LateBecause, blank=True)
    late_note_sealed = models.BinaryField(null=True, blank=True)
    late_said_at = models.DateTimeField(null=True, blank=True)
    late_said_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    right_since = models.DateTimeField(null=True, blank=True)
    ask_by = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["case"], name="notification_case"),
            models.Index(fields=["due_on", "id"], name="notification_due"),
            models.Index(fields=["ask_by", "id"], name="notification_ask_by"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["decision", "victim"], name="notification_once_a_victim"),
            models.CheckConstraint(
                name="notification_retimed_together",
                condition=Q(first_due_on__isnull=True, retimed_at__isnull=True)
                | Q(first_due_on__isnull=False, retimed_at__isnull=False, retimed_at__gte=F("decided_at")),
            ),
            models.CheckConstraint(
                name="notification_told_together",
                condition=Q(
                    told_at__isnull=True,
                    told_by__isnull=True,
                    method="",
                    wanted_method="",
                    understood="",
                    follow_up="",
                    note_sealed__isnull=True,
                    told_recorded_at__isnull=True,
                    told_recorded_by__isnull=True,
                )
                | (
                    Q(
                        told_at__isnull=False,
                        note_sealed__isnull=False,
                        told_recorded_at__isnull=False,
                        told_recorded_by__isnull=False,
                    )
                    & ~Q(method="")
                    & ~Q(understood="")
                    & (Q(told_by__isnull=False) | Q(owner=DecisionAgency.CPS))
                ),
            ),
            models.CheckConstraint(
                name="notification_not_told_together",
                condition=Q(
                    not_told_because="",
                    not_told_note_sealed__isnull=True,
                    not_told_at__isnull=True,
                    not_told_by__isnull=True,
                )
                | (
                    Q(
                        not_told_note_sealed__isnull=False,
                        not_told_at__isnull=False,
                        not_told_by__isnull=False,
                    )
                    & ~Q(not_told_because="")
                ),
            ),
            models.CheckConstraint(
                name="notification_taken_back_together",
                condition=Q(
                    untold_because="",
                    untold_note_sealed__isnull=True,
                    untold_at__isnull=True,
                    untold_by__isnull=True,
                    taken_back_because="",
                    taken_back_note_sealed__isnull=True,
                    taken_back_at__isnull=True,
                    taken_back_by__isnull=True,
                )
                | (
                    Q(
                        untold_note_sealed__isnull=False,
                        untold_at__isnull=False,
                        untold_by__isnull=False,
                        taken_back_note_sealed__isnull=False,
                        taken_back_at__isnull=False,
                        taken_back_by__isnull=False,
                    )
                    & ~Q(untold_because="")
                    & ~Q(taken_back_because="")
                ),
            ),
            models.CheckConstraint(
                name="notification_again_after_decision",
                condition=Q(again_at__isnull=True) | Q(again_at__gte=F("decided_at")),
            ),
            models.CheckConstraint(
                name="notification_told_after_decision",
                condition=Q(told_at__isnull=True) | Q(told_at__gte=F("decided_at")),
            ),
            models.CheckConstraint(
                name="notification_order_of_a_telling",
                condition=Q(order_reason_sealed__isnull=True) | Q(told_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notification_ended_after_decision",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("decided_at")),
            ),
            models.CheckConstraint(
                name="notification_told_not_in_future",
                condition=Q(told_at__isnull=True)
                | Q(told_recorded_at__isnull=False, told_at__lte=F("told_recorded_at")),
            ),
            models.CheckConstraint(
                name="notification_waits_past_its_clock",
                condition=Q(waits_until__isnull=True) | Q(waits_until__gt=F("due_on")),
            ),
            late_together("notification_late_together"),
            models.CheckConstraint(
                name="notification_no_letter_together",
                condition=(
                    ~Q(follow_up=FollowUp.NOT_NEEDED)
                    & Q(
                        no_letter_note_sealed__isnull=True,
                        no_letter_at__isnull=True,
                        no_letter_by__isnull=True,
                    )
                )
                | Q(
                    follow_up=FollowUp.NOT_NEEDED,
                    told_at__isnull=False,
                    no_letter_note_sealed__isnull=False,
                    no_letter_at__isnull=False,
                    no_letter_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="notification_asks_with_a_right",
                condition=Q(ask_by__isnull=True) | Q(right_since__isnull=False, told_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notification_says_why_another",
                condition=Q(why_another="", wanted_method="")
                | Q(why_another="", method=F("wanted_method"))
                | (~Q(why_another="") & ~Q(wanted_method="") & ~Q(method=F("wanted_method"))),
            ),
            one_of("notification_why_another_known", "why_another", WhyAnotherWay, blank=True),
            one_of("notification_late_known", "late_because", LateBecause, blank=True),
            one_of("notification_follow_up_known", "follow_up", FollowUp, blank=True),
            one_of("notification_owner_known", "owner", DecisionAgency),
            one_of("notification_method_known", "method", CommunicationMethod, blank=True),
            one_of("notification_wanted_known", "wanted_method", CommunicationMethod, blank=True),
            one_of("notification_understood_known", "understood", Understood, blank=True),
            one_of("notification_why_not_known", "not_told_because", NotToldBecause, blank=True),
            one_of("notification_untold_known", "untold_because", NotToldBecause, blank=True),
            one_of("notification_taken_back_known", "taken_back_because", TakenBackBecause, blank=True),
            models.CheckConstraint(
                name="notification_text_only_arranges", condition=~Q(method=CommunicationMethod.TEXT)
            ),
        ]

    def __str__(self) -> str:
        return f"Notice of a decision, due {day_words(self.due_on)}"

    @property
    def is_told(self) -> bool:
        return self.told_at is not None

    @property
    def is_open(self) -> bool:
        """Nobody has told the victim, nobody has said why not, and there is still something to tell."""
        return self.told_at is None and not self.not_told_because and self.ended_at is None

    @property
    def begins_at(self) -> datetime:
        """From when the clock counts: the decision, or since when they are to be told after all."""
        return self.again_at or self.decided_at

    @property
    def clock_deadline(self) -> Deadline:
        """What the clock says, whatever the victim asked for."""
        clock = deadline(self.clock, self.begins_at)
        since = "since when they are to be told after all"
        return clock if self.again_at is None else replace(clock, reason=since)

    @property
    def deadline(self) -> Deadline:
        """By when they are told: by the clock, or the day until which they asked to wait."""
        if self.waits_until is None:
            return self.clock_deadline
        return date_set(self.waits_until, start=self.begins_at, reason="The victim asked to wait until then.")

    @property
    def tell_by(self) -> date:
        return self.waits_until or self.due_on

    @property
    def stopped_at(self) -> datetime | None:
        """When the clock stopped, by whichever came first: they were told, somebody said why not, or nothing
        of the decision stood for them any more.
        """
        stops = (self.told_at, self.not_told_at, self.ended_at)
        return min((one for one in stops if one is not None), default=None)

    def is_late(self, at: datetime) -> bool:
        """The clock ran out, and the time that the victim asked for with it, before it was stopped."""
        return london_date(self.stopped_at or at) > self.tell_by

    def status(self, at: datetime) -> str:
        """The word for a list: what was done, or what the clock says."""
        if self.is_told:
            return "Told"
        if self.not_told_because:
            return "Not told"
        if self.ended_at is not None:
            return "Stands no more"
        return str(self.deadline.status(at).label)


class RightTold(AboutVictim):
    """That a victim was told of the Right to Review: when, how, by whom and with which leaflet.

    Kept apart from the notice of the decision, because the force must be able to show it (letter, rec. 7).
    Only written where the decision was eligible at that moment. `ended_at` is when the right ended that it
    tells of: where the right comes back, the victim is told again by a row of its own.
    """

    part = Part.DECISIONS

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="rights_told")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="rights_told")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="rights_told")
    decided_at = models.DateTimeField()  # as in Notification
    told_at = models.DateTimeField()
    method = models.CharField(max_length=20, choices=CommunicationMethod)
    told_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    leaflet_version = models.CharField(max_length=40)
    letter = models.ForeignKey(
        "reviews.DecisionLetter", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    understood = models.CharField(max_length=10, choices=Understood, default=Understood.NOT_KNOWN)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["told_at", "id"]
        indexes = [
            models.Index(fields=["case"], name="right_told_case"),
            models.Index(fields=["told_at", "id"], name="right_told_at"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "victim"],
                condition=Q(ended_at__isnull=True),
                name="right_told_once_a_victim",
            ),
            models.CheckConstraint(
                name="right_told_ends_after",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("told_at")),
            ),
            one_of("right_told_understood_known", "understood", Understood),
            models.CheckConstraint(
                name="right_told_after_decision", condition=Q(told_at__gte=F("decided_at"))
            ),
            models.CheckConstraint(
                name="right_told_not_in_future", condition=Q(told_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="right_told_text_only_arranges", condition=~Q(method=CommunicationMethod.TEXT)
            ),
            one_of("right_told_method_known", "method", CommunicationMethod),
            models.CheckConstraint(name="right_told_says_leaflet", condition=~Q(leaflet_version="")),
        ]

    def __str__(self) -> str:
        return f"Told of the Right to Review on {day_words(self.told_at)}"
