"""The ledger of what was said to be due soon."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import Case, CaseBearing, DueItem
from cases.supervision_enums import CONTACT_ONLY, POLICE_ONLY, SUPPORT_ONLY
from rasso_tracker.clocks import day_words
from rasso_tracker.people.parts import Part


class DueSoon(CaseBearing):
    """One date of something owed was said ahead, once. A date that is set again is another: `dated_at`.

    So is one that passes, after it was said, to somebody else: `passed_at`, empty for the first.
    """

    part = Part.PLANS
    of_supervision = Q(item__code__in=POLICE_ONLY)
    of_contact = Q(item__code__in=CONTACT_ONLY)
    of_support = Q(item__code__in=SUPPORT_ONLY)

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    item = models.ForeignKey(DueItem, models.PROTECT, db_index=False, related_name="said_soon")
    due_on = models.DateField()
    dated_at = models.DateTimeField()
    due_at = models.DateTimeField()  # from when it was due soon
    raised_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "dated_at", "passed_at"], nulls_distinct=False, name="due_soon_once_a_date"
            ),
            models.CheckConstraint(name="due_soon_raised_when_due", condition=Q(due_at__lte=F("raised_at"))),
        ]

    def __str__(self) -> str:
        return f"Due soon: {day_words(self.due_on)}"
