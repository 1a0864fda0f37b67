"""A CPS document that somebody pasted to make an action plan from it, kept until the plan is issued."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from actionplans.enums import CpsDocument
from actionplans.models.plans import ActionPlan
from actionplans.models.submissions import Submission
from cases.models import Case, CaseBearing, LondonDate
from rasso_tracker.clocks import day_words
from rasso_tracker.people.parts import Part


class PastedDocument(CaseBearing):
    """The words of an MG3 and what was corrected so far of the items that were read from it.

    Both are kept only while the work is open, so that a time-out or a wrong date loses nothing. When the plan
    is issued, or the document discarded, they are taken out; that it was pasted stays.
    """

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="pasted_documents")
    document_name = models.CharField(max_length=20, choices=CpsDocument)
    document_date = models.DateField()
    text_sealed = models.BinaryField(null=True, blank=True)
    pasted_at = models.DateTimeField()
    pasted_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    typed_sealed = models.BinaryField(null=True, blank=True)
    typed_at = models.DateTimeField(null=True, blank=True)
    plan = models.OneToOneField(ActionPlan, models.PROTECT, null=True, blank=True, related_name="read_from")
    lapsed = models.BooleanField(default=False)  # it ended because nobody finished it in time
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        ordering = ["pasted_at", "id"]
        indexes = [
            models.Index(
                Coalesce("typed_at", "pasted_at"),
                name="pasted_document_open",
                condition=Q(ended_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="pasted_document_name_known", condition=Q(document_name__in=CpsDocument.values)
            ),
            models.CheckConstraint(
                name="pasted_document_not_dated_ahead",
                condition=Q(document_date__lte=LondonDate("pasted_at")),
            ),
            models.CheckConstraint(
                name="pasted_document_words_until_it_ends",
                condition=Q(
                    ended_at__isnull=True, ended_by__isnull=True, text_sealed__isnull=False, plan__isnull=True
                )
                | Q(ended_at__isnull=False, text_sealed__isnull=True, typed_sealed__isnull=True),
            ),
            models.CheckConstraint(
                name="pasted_document_ended_by_somebody_or_lapsed",
                condition=Q(lapsed=True, ended_at__isnull=False, ended_by__isnull=True, plan__isnull=True)
                | Q(lapsed=False, ended_at__isnull=True)
                | Q(lapsed=False, ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="pasted_document_typed_together",
                condition=Q(typed_sealed__isnull=True, typed_at__isnull=True)
                | Q(typed_sealed__isnull=False, typed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="pasted_document_ended_after_pasted",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("pasted_at")),
            ),
        ]

    def __str__(self) -> str:
        day = self.document_date
        return f"{self.get_document_name_display()} of {day_words(day)}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None
