"""Who is away, and who answers for whom: spells of days with a first and a last one, that may end early."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Expression, F, Func, Q
from django.db.models.constraints import BaseConstraint
from django.db.models.functions import Least

from rasso_tracker.ids import uuid7
from rasso_tracker.people.models.person import Person


def held_within(first: date | Expression, last: date | Expression) -> Q:
    """Filter of spells: those that hold on some day from `first` to `last`, both included."""
    early = Q(ended_early_on__isnull=True) | (
        Q(ended_early_on__gt=first) & Q(ended_early_on__gt=F("starts_on"))
    )
    return Q(starts_on__lte=last, ends_on__gte=first) & early


class Spell(models.Model):
    """Days from `starts_on` to `ends_on`, both included, of one person.

    `ended_early_on` is the first day that it no longer holds; on the first day itself it never held at all.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_early_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date:
        """The last day that it holds; the day before it starts when it never held."""
        return self.ends_on if self.ended_early_on is None else self.ended_early_on - timedelta(days=1)

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.last_day


def _constraints(name: str) -> list[BaseConstraint]:
    """What no spell may be: out of order, half ended, or over another of the same person."""
    day_after: Any = Func("ends_on", template="(%(expressions)s + 1)", output_field=models.DateField())
    days = Func(
        "starts_on",
        Least(day_after, "ended_early_on"),  # of PostgreSQL: passes over what is null
        RangeBoundary(inclusive_lower=True, inclusive_upper=False),
        function="DATERANGE",
        output_field=DateRangeField(),
    )
    early = Q(ended_early_on__gte=F("starts_on"), ended_early_on__lte=F("ends_on"))
    whole = Q(ended_early_on__isnull=False, ended_by__isnull=False, ended_at__isnull=False)
    none = Q(ended_early_on__isnull=True, ended_by__isnull=True, ended_at__isnull=True)
    return [
        models.CheckConstraint(name=f"{name}_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
        models.CheckConstraint(
            name=f"{name}_ends_early_within", condition=Q(ended_early_on__isnull=True) | early
        ),
        models.CheckConstraint(name=f"{name}_ended_by_somebody_or_not", condition=whole | none),
        ExclusionConstraint(
            name=f"{name}_one_at_a_time",
            expressions=[("person", RangeOperators.EQUAL), (days, RangeOperators.OVERLAPS)],
        ),
    ]


class DutyCover(Spell):
    """Who answers for somebody who is away. One cover at a time for a person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="covers")
    covered_by = models.ForeignKey(Person, models.PROTECT, related_name="covering")
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *_constraints("cover"),
            models.CheckConstraint(name="cover_by_somebody_else", condition=~Q(person=F("covered_by"))),
        ]

    def __str__(self) -> str:
        return f"{self.person}, covered by {self.covered_by}"


class Leave(Spell):
    """Days on which a person is not at work. Why is not kept: it is no business of this product.

    `cover` is the duty cover that was set with it; it ends with the leave. Rest days are of the roster, not
    leave.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="leaves")
    cover = models.OneToOneField(DutyCover, models.PROTECT, null=True, blank=True, related_name="leave")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_on", "starts_on"], name="leave_days")]
        constraints = [*_constraints("leave")]

    def __str__(self) -> str:
        return f"Leave of {self.person}"
