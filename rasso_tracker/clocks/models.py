"""Bank holidays and dated clock rules: configuration, all of it dated and audited."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from rasso_tracker.clocks.deadlines import Rule
from rasso_tracker.clocks.enums import ClockCode, Unit, Verified
from rasso_tracker.clocks.words import day_words
from rasso_tracker.ids import uuid7


class BankHoliday(models.Model):
    """A bank holiday of England and Wales. A wrong one is withdrawn, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    date = models.DateField()
    title = models.CharField(max_length=80)
    division = models.CharField(max_length=20, default="england-and-wales")
    source = models.CharField(max_length=200)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    void_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["date"], condition=Q(voided_at__isnull=True), name="bank_holiday_date_once"
            ),
            models.CheckConstraint(
                name="bank_holiday_england_and_wales", condition=Q(division="england-and-wales")
            ),
            models.CheckConstraint(
                name="bank_holiday_void_together",
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {day_words(self.date)}"


class ClockRule(models.Model):
    """How long a clock runs, from what, by which source, and in force from when to when.

    `in_force_until` is the first day on which the rule no longer holds. One rule of a code holds on any day.
    `verified` is the mark of domain.md: a rule marked U or A is never shown as a citation.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=Unit)
    starts_from = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)
    verified = models.CharField(max_length=2, choices=Verified)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    notes = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["title", "in_force_from"]
        constraints = [
            models.CheckConstraint(name="clock_rule_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="clock_rule_unit_known", condition=Q(unit__in=Unit.values)),
            models.CheckConstraint(
                name="clock_rule_counts_times_alone",
                condition=Q(unit=Unit.TIMES, code=ClockCode.TELLING_ATTEMPTS)
                | (~Q(unit=Unit.TIMES) & ~Q(code=ClockCode.TELLING_ATTEMPTS)),
            ),
            models.CheckConstraint(name="clock_rule_mark_known", condition=Q(verified__in=Verified.values)),
            models.CheckConstraint(
                name="clock_rule_ends_after_start",
                condition=Q(in_force_until__isnull=True) | Q(in_force_until__gt=F("in_force_from")),
            ),
            models.CheckConstraint(
                name="clock_rule_read_at_a_source",
                condition=~Q(verified__in=[Verified.READ, Verified.SECOND_HAND]) | ~Q(source=""),
            ),
            ExclusionConstraint(
                name="clock_rule_one_in_force",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (
                        Func(
                            "in_force_from",
                            "in_force_until",
                            RangeBoundary(),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def length(self) -> str:
        return self.rule().length

    def rule(self) -> Rule:
        """The row as a plain value, with which deadlines are computed."""
        return Rule(
            code=self.code,
            title=self.title,
            amount=self.amount,
            unit=Unit(self.unit),
            starts_from=self.starts_from,
            source=self.source,
            verified=Verified(self.verified),
            in_force_from=self.in_force_from,
            in_force_until=self.in_force_until,
            notes=self.notes,
        )
