"""What CPS does, recorded by CPS or, where no CPS person signs in, by the police from CPS's document."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from actionplans.enums import CpsDocument, CpsSource
from rasso_tracker.clocks import day_words, in_london, moment_words

WHO_OF_CPS = ("confirmed_by", "superseded_by")  # read with an act whose page says who


# What police entered and CPS has neither confirmed nor superseded: the condition of the indexes of lists.
TO_CONFIRM = Q(source=CpsSource.POLICE_FROM_DOCUMENT, confirmed_at__isnull=True, superseded_at__isnull=True)


class CpsAct(models.Model):
    """An act of CPS and where the record of it comes from.

    Police may enter it from the CPS document, which is then named and dated, and is marked so until CPS
    confirms or supersedes it. Nothing waits for that: everything works with no CPS person signed in.
    `acted` names the field that says when CPS did it; none where another row does.
    """

    acted: ClassVar[str] = ""

    source = models.CharField(max_length=30, choices=CpsSource)
    document_name = models.CharField(max_length=20, choices=CpsDocument, blank=True)
    document_date = models.DateField(null=True, blank=True)
    # No index on who: nothing looks for acts by these people, and each would slow the sweep's update of a
    # plan.
    entered_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def awaits_cps(self) -> bool:
        """True while CPS has neither confirmed nor superseded what the police entered."""
        return (
            self.source == CpsSource.POLICE_FROM_DOCUMENT
            and self.confirmed_at is None
            and self.superseded_at is None
        )

    @property
    def day_alone(self) -> date | None:
        """The day on which CPS did it, where nobody said the time of day; else None.

        Police who leave it out mean the day of the document: the act then stands at midday, or right after
        what it answers or at the moment of writing where that is the same day (services/documents.py). What
        somebody typed is a whole minute, so those are told by that; midday that was typed reads so too.
        """
        if self.source != CpsSource.POLICE_FROM_DOCUMENT or not self.acted:
            return None
        there: datetime = in_london(getattr(self, self.acted))
        known = there.second == there.microsecond == 0 and (there.hour, there.minute) != (12, 0)
        return None if known or there.date() != self.document_date else there.date()

    @property
    def when(self) -> str:
        """When CPS did it: `3 March 2026, 2:05pm`, or the day alone with where that is known from."""
        if (day := self.day_alone) is not None:
            return f"{day_words(day)}, by the document"
        return moment_words(getattr(self, self.acted))

    @property
    def mark(self) -> str:
        """The words that stand beside an act that police entered; "" for one that CPS recorded."""
        if self.source != CpsSource.POLICE_FROM_DOCUMENT or self.document_date is None:
            return ""
        day = day_words(self.document_date)
        words = f"Entered by police from the CPS document of {day}"
        if self.confirmed_at is not None:
            return f"{words}; confirmed by CPS"
        return f"{words}; superseded by CPS" if self.superseded_at is not None else words


def documented() -> Q:
    """CPS needs no document; police name and date the one that they enter an act of CPS from."""
    return Q(source=CpsSource.CPS, document_name="", document_date__isnull=True) | (
        Q(source=CpsSource.POLICE_FROM_DOCUMENT, document_date__isnull=False)
        & Q(document_name__in=CpsDocument.values)
    )


def cps_act_constraints(name: str) -> list[models.BaseConstraint]:
    """The checks of a table of CPS acts; `name` begins their names."""
    return [
        models.CheckConstraint(
            name=f"{name}_document_named_by_police",
            condition=documented(),
        ),
        models.CheckConstraint(
            name=f"{name}_confirmed_together",
            condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
            | Q(
                confirmed_at__isnull=False,
                confirmed_by__isnull=False,
                source=CpsSource.POLICE_FROM_DOCUMENT,
            ),
        ),
        models.CheckConstraint(
            name=f"{name}_superseded_together",
            condition=Q(superseded_at__isnull=True, superseded_by__isnull=True)
            | Q(superseded_at__isnull=False, superseded_by__isnull=False),
        ),
    ]
