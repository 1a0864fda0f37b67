"""Patterns of duty of a week, and single days that differ from them. Set anew, never edited."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q

from rasso_tracker.clocks import day_words
from rasso_tracker.ids import uuid7

DAYS_OF_A_WEEK = 7


class SameRests(Func):
    """True where two weeks are empty on the same days."""

    template = "(array_positions(%(expressions)s, NULL))"
    arg_joiner = ", NULL) = array_positions("
    output_field = models.BooleanField()


class Rostered(models.Model):
    """Something that somebody said of duty. A later word takes its place: `superseded_at`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    set_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def _week(times: str) -> ArrayField[Any, Any]:
    return ArrayField(models.TimeField(null=True), size=DAYS_OF_A_WEEK, help_text=times)


class DutyPattern(Rostered):
    """The week of a person, or of everybody of a team who has none, from a day on.

    `starts` and `ends` hold a London time for Monday to Sunday, empty on a rest day. A shift that ends at its
    own start or earlier ends on the next day. The latest that has begun holds.
    """

    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    team = models.ForeignKey(
        "people.Team", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    in_force_from = models.DateField()
    starts = _week("Monday to Sunday; empty on a rest day")
    ends = _week("Monday to Sunday; empty on a rest day")
    bank_holidays_off = models.BooleanField(default=False)

    class Meta:
        ordering = ["in_force_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "in_force_from"],
                condition=Q(superseded_at__isnull=True),
                name="duty_pattern_once_a_person_and_day",
            ),
            models.UniqueConstraint(
                fields=["team", "in_force_from"],
                condition=Q(superseded_at__isnull=True),
                name="duty_pattern_once_a_team_and_day",
            ),
            models.CheckConstraint(
                name="duty_pattern_of_a_person_or_a_team",
                condition=Q(person__isnull=True, team__isnull=False)
                | Q(person__isnull=False, team__isnull=True),
            ),
            models.CheckConstraint(
                name="duty_pattern_is_of_a_week",
                condition=Q(starts__len=DAYS_OF_A_WEEK, ends__len=DAYS_OF_A_WEEK),
            ),
            models.CheckConstraint(
                name="duty_pattern_ends_what_starts", condition=SameRests(F("starts"), F("ends"))
            ),
            models.CheckConstraint(
                name="duty_pattern_superseded_after_set",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("set_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Duty of {self.person or self.team} from {day_words(self.in_force_from)}"


class DutyDay(Rostered):
    """A day on which somebody's duty is not as in their week: other hours, or a rest day (no hours)."""

    person = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    day = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"],
                condition=Q(superseded_at__isnull=True),
                name="duty_day_once_a_person",
            ),
            models.CheckConstraint(
                name="duty_day_ends_what_starts",
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False),
            ),
            models.CheckConstraint(
                name="duty_day_superseded_after_set",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("set_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {day_words(self.day)}"


class RosterImport(models.Model):
    """A roster that was brought in whole: who, when, for which days, and what came of its lines.

    `taken` lines changed a day, `standing` said what stood already, `left_out` could not be taken and were
    left out knowingly.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brought_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    first_day = models.DateField()
    last_day = models.DateField()
    taken = models.PositiveIntegerField()
    standing = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()

    class Meta:
        ordering = ["-brought_at"]
        constraints = [
            models.CheckConstraint(
                name="roster_import_says_something", condition=Q(taken__gt=0) | Q(standing__gt=0)
            ),
            models.CheckConstraint(
                name="roster_import_days_in_order", condition=Q(last_day__gte=F("first_day"))
            ),
        ]

    def __str__(self) -> str:
        return f"Roster from {day_words(self.first_day)}"
