"""The reasons and stages of withdrawals as dated configuration, and how each change maps old to new."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from cases.models import LondonDate
from rasso_tracker.clocks import day_words
from rasso_tracker.clocks.enums import Verified
from rasso_tracker.ids import uuid7
from victims.enums import WithdrawalStage
from victims.models.base import one_of, some_of
from victims.term_enums import ChangeHow, TermKind

# Both of a change and of what it would have brought.
BEFORE_ITS_DAY = Q(taken_back_at__isnull=True) | Q(in_force_from__gt=LondonDate("taken_back_at"))


class TermRows(models.QuerySet["Term"]):
    def kept(self) -> Self:
        """Those that hold, held or will; without those of a change that was taken back."""
        return self.filter(taken_back_at__isnull=True)


class Term(models.Model):
    """One reason or stage under one label, in force from a day until another (`in_force_until` is the first
    on which it is not).

    A withdrawal keeps the code of its day. A stage covers one or more positions of the table in stages.py;
    on any day each position belongs to one stage. No official list exists (domain.md 5 and 12), so the first
    one is ours [A]. Nothing is deleted, and no case stands in a row.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=TermKind)
    code = models.CharField(max_length=30)
    label = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField()
    positions = ArrayField(models.CharField(max_length=20, choices=WithdrawalStage), default=list, blank=True)
    source = models.CharField(max_length=300, blank=True)
    verified = models.CharField(max_length=2, choices=Verified)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    # Of one that never held: the change that it came with was taken back before its day.
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = TermRows.as_manager()

    class Meta:
        ordering = ["kind", "place", "in_force_from"]
        constraints = [
            models.CheckConstraint(name="term_taken_back_before_it_held", condition=BEFORE_ITS_DAY),
            one_of("term_kind_known", "kind", TermKind),
            one_of("term_mark_known", "verified", Verified),
            some_of("term_positions_known", "positions", WithdrawalStage),
            models.CheckConstraint(name="term_has_a_label", condition=~Q(label="")),
            # Cells of figures join codes with colons.
            models.CheckConstraint(name="term_code_shape", condition=Q(code__regex=r"^[a-z][a-z0-9_]*$")),
            models.CheckConstraint(
                name="term_positions_of_stages",
                condition=Q(kind=TermKind.REASON, positions=[])
                | Q(kind=TermKind.STAGE, positions__len__gte=1),
            ),
            models.CheckConstraint(
                name="term_ends_after_start",
                condition=Q(in_force_until__isnull=True) | Q(in_force_until__gt=F("in_force_from")),
            ),
            ExclusionConstraint(
                name="term_one_in_force",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
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
                condition=Q(taken_back_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class TermChange(models.Model):
    """A change of a list from a day on: how, why and by whom. Its mappings say what became of what."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=TermKind)
    how = models.CharField(max_length=10, choices=ChangeHow)
    in_force_from = models.DateField()
    why = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["in_force_from", "made_at"]
        constraints = [
            models.CheckConstraint(name="term_change_taken_back_before_its_day", condition=BEFORE_ITS_DAY),
            models.CheckConstraint(
                name="term_change_taken_back_together",
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True, taken_back_why="")
                | (
                    Q(taken_back_at__isnull=False, taken_back_by__isnull=False)
                    & ~Q(taken_back_why="")
                    & Q(taken_back_at__gte=F("made_at"))
                ),
            ),
            one_of("term_change_kind_known", "kind", TermKind),
            one_of("term_change_how_known", "how", ChangeHow),
            models.CheckConstraint(name="term_change_says_why", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()}, {day_words(self.in_force_from)}"

    def brought(self) -> list[Term]:
        """The terms that it begins: what it leads to and was there before is not among them."""
        pairs = self.mappings.select_related("new")
        return list(
            {one.new_id: one.new for one in pairs if one.new.in_force_from == self.in_force_from}.values()
        )

    def ends(self) -> list[Term]:
        """The terms that it ends on its day; one that is only added ends none."""
        if self.how == ChangeHow.ADDED:
            return []
        return list({one.old_id: one.old for one in self.mappings.select_related("old")}.values())


class TermMapping(models.Model):
    """What stood as `old` reads as `new` from the day of the change on; several of one `old`: a split."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    change = models.ForeignKey(TermChange, models.PROTECT, related_name="mappings")
    old = models.ForeignKey(Term, models.PROTECT, related_name="became")
    new = models.ForeignKey(Term, models.PROTECT, related_name="was")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "old", "new"], name="term_mapped_once_a_change"),
            models.CheckConstraint(name="term_mapped_to_another", condition=~Q(old=F("new"))),
        ]
