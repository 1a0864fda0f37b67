"""Supervisory reviews of an investigation, and the directions that a supervisor gives in them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.base import CaseBearing, LondonDate
from cases.models.case import Case
from cases.supervision_enums import DirectionState, LookedAt, ReviewKind, SupervisoryOutcome
from rasso_tracker.clocks import day_words
from rasso_tracker.people.parts import Part


class SupervisoryReview(CaseBearing):
    """A supervisor's recorded look at an investigation. Append-only; each but a completing one sets the next
    date.

    `officer` is the officer in charge at the time: nobody supervises their own work, in the database too.
    """

    part = Part.SUPERVISION

    case = models.ForeignKey(Case, models.PROTECT, related_name="supervisory_reviews")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ReviewKind)
    outcome = models.CharField(max_length=10, choices=SupervisoryOutcome)
    looked_at = ArrayField(models.CharField(max_length=10, choices=LookedAt))
    note_sealed = models.BinaryField()
    reason_sealed = models.BinaryField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    officer = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="supervisory_review_number_once"),
            models.CheckConstraint(
                name="supervisory_review_kind_known", condition=Q(kind__in=ReviewKind.values)
            ),
            models.CheckConstraint(
                name="supervisory_review_outcome_known", condition=Q(outcome__in=SupervisoryOutcome.values)
            ),
            models.CheckConstraint(
                name="supervisory_review_looked_at_something",
                condition=Q(looked_at__len__gt=0) & Q(looked_at__contained_by=LookedAt.values),
            ),
            models.CheckConstraint(
                name="supervisory_review_sets_the_next",
                condition=Q(outcome=SupervisoryOutcome.COMPLETE, next_review_on__isnull=True)
                | (~Q(outcome=SupervisoryOutcome.COMPLETE) & Q(next_review_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="supervisory_review_next_not_before",
                condition=Q(next_review_on__isnull=True) | Q(next_review_on__gte=LondonDate("reviewed_at")),
            ),
            models.CheckConstraint(
                name="supervisory_review_new_date_says_why",
                condition=~Q(outcome=SupervisoryOutcome.NEW_DATE) | Q(reason_sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="supervisory_review_second_person", condition=~Q(reviewed_by=F("officer"))
            ),
        ]

    def __str__(self) -> str:
        return f"Supervisory review {self.number}"


# Nobody has answered or withdrawn it, and its case goes on.
STANDING = Q(answered_at__isnull=True, withdrawn_at__isnull=True, ended_at__isnull=True)


class Direction(CaseBearing):
    """Something a supervisor asks of a person on the case, by a date. It climbs when that date passes.

    `due_on` is a stored copy of the date that stands among its DirectionDates. It ends in one of three ways:
    answered, withdrawn with a reason, or with the case.
    """

    part = Part.SUPERVISION

    case = models.ForeignKey(Case, models.PROTECT, related_name="directions")
    review = models.ForeignKey(SupervisoryReview, models.PROTECT, related_name="directions")
    number = models.PositiveSmallIntegerField()
    asks_sealed = models.BinaryField()
    owner = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    given_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    how_sealed = models.BinaryField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    withdrawn_why_sealed = models.BinaryField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="direction_number_once"),
            models.CheckConstraint(
                name="direction_due_not_before_given", condition=Q(due_on__gte=LondonDate("given_at"))
            ),
            models.CheckConstraint(
                name="direction_answered_together",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, how_sealed__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, how_sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="direction_withdrawn_together",
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why_sealed__isnull=True
                )
                | Q(
                    withdrawn_at__isnull=False, withdrawn_by__isnull=False, withdrawn_why_sealed__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="direction_ends_one_way",
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True)
                | Q(answered_at__isnull=True, ended_at__isnull=True)
                | Q(withdrawn_at__isnull=True, ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="direction_ends_after_given",
                condition=(Q(answered_at__isnull=True) | Q(answered_at__gte=F("given_at")))
                & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")))
                & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("given_at"))),
            ),
        ]

    def __str__(self) -> str:
        return f"Direction {self.number}"

    @property
    def state(self) -> DirectionState:
        if self.answered_at is not None:
            return DirectionState.ANSWERED
        if self.withdrawn_at is not None:
            return DirectionState.WITHDRAWN
        return DirectionState.ENDED if self.ended_at is not None else DirectionState.OPEN

    @property
    def is_open(self) -> bool:
        return self.state == DirectionState.OPEN


class DirectionDate(CaseBearing):
    """A date of a direction: the one it was given with, and each it was moved to, with who, when and why."""

    part = Part.SUPERVISION

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    direction = models.ForeignKey(Direction, models.PROTECT, related_name="dates")
    due_on = models.DateField()
    reason_sealed = models.BinaryField(null=True, blank=True)
    moved = models.BooleanField(default=False)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["set_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["direction"],
                condition=Q(superseded_at__isnull=True),
                name="direction_one_date_stands",
            ),
            models.UniqueConstraint(
                fields=["direction"], condition=Q(moved=False), name="direction_given_with_one_date"
            ),
            models.CheckConstraint(
                name="direction_moved_says_why",
                condition=Q(moved=False, reason_sealed__isnull=True)
                | Q(moved=True, reason_sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="direction_date_not_before_set", condition=Q(due_on__gte=LondonDate("set_at"))
            ),
            models.CheckConstraint(
                name="direction_date_superseded_after_set",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("set_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Due {day_words(self.due_on)}"
