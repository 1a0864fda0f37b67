"""The base of everything that belongs to a case: one scope and one wall for all of it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q

from rasso_tracker.ids import uuid7
from rasso_tracker.people.access import CaseScoped
from rasso_tracker.people.parts import Part


@cache
def _words(field: Any) -> dict[Any, str]:
    return {value: str(label) for value, label in field.flatchoices}


class Worded(models.Model):
    """`get_x_display` that keeps the words of a field: Django makes their table anew for every call."""

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> Any:  # noqa: N802  # Django's name
        value = getattr(self, field.attname)
        return _words(field).get(value, value)


class LondonDate(models.Func):
    """The Europe/London date of an instant, in constraints; a UTC date is a day behind at half past
    midnight in July.
    """

    template = "(%(expressions)s AT TIME ZONE 'Europe/London')::date"
    output_field = models.DateField()


class CaseBearing(Worded):
    """A row of a case. It carries its case even where a parent does, so that scope is one rule.

    Subclasses set `part`: the part of a case that a role must be able to read to know of the row.
    """

    part: Part
    not_told_with: tuple[str, ...] = ()  # what a row points at and the page of the case never names

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")

    objects = CaseScoped.as_manager()

    class Meta:
        abstract = True


class Voidable(models.Model):
    """A row that is never edited or deleted: a wrong one is voided with a reason and a new one stands."""

    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    void_reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def stands(self) -> bool:
        return self.voided_at is None


def voided_together(name: str) -> models.CheckConstraint:
    """Voiding says when, who and why, or nothing at all."""
    return models.CheckConstraint(
        name=name,
        condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
        | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
    )
