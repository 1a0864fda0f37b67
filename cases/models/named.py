from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models.base import CaseBearing
from cases.models.case import Case
from rasso_tracker.people.parts import Part


class NamedShort(CaseBearing):
    """A warning: from a day on too few of those named on a restricted case are at work (cases.short).

    Raised when somebody named goes on leave, leaves or loses a role; `source` is the row that says so.
    Whether it still stands is asked anew, of the rota and the grants.
    """

    part = Part.PEOPLE

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    source = models.UUIDField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # None: for good
    raised_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="named_short_case")]
        constraints = [
            models.UniqueConstraint(fields=["case", "source", "since"], name="named_short_once"),
            models.CheckConstraint(
                name="named_short_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"Too few named from {self.since}"
