"""The gatekeeper's check of a file before it goes to CPS."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from actionplans.checklist import CHECKED_KINDS, FileOutcome, Material, MaterialState
from actionplans.enums import SubmissionKind
from cases.models import Case, CaseBearing
from rasso_tracker.people.parts import Part


class FileCheck(CaseBearing):
    """One round of a file with the gatekeepers: sent by the officer, then signed off or returned.

    A round is never opened again. A returned file keeps its list, and the next round starts from it.
    """

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="file_checks")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=SubmissionKind)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    note_sealed = models.BinaryField()
    due_on = models.DateField()  # when the gatekeeper's answer falls due, by the dated rule
    outcome = models.CharField(max_length=12, choices=FileOutcome, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    remark_sealed = models.BinaryField(null=True, blank=True)
    again_by = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["case", "number"]
        indexes = [
            models.Index(
                fields=["due_on", "id"], name="file_check_waiting", condition=Q(checked_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="file_check_number_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(checked_at__isnull=True), name="file_check_one_waiting"
            ),
            models.CheckConstraint(name="file_check_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="file_check_kind_known", condition=Q(kind__in=[one.value for one in CHECKED_KINDS])
            ),
            models.CheckConstraint(
                name="file_check_answered_together",
                condition=Q(
                    outcome="", checked_at__isnull=True, checked_by__isnull=True, remark_sealed__isnull=True
                )
                | Q(
                    outcome__in=FileOutcome.values,
                    checked_at__isnull=False,
                    checked_by__isnull=False,
                    remark_sealed__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="file_check_returned_says_by_when",
                condition=Q(outcome=FileOutcome.RETURNED, again_by__isnull=False)
                | (~Q(outcome=FileOutcome.RETURNED) & Q(again_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="file_check_after_sending",
                condition=Q(checked_at__isnull=True) | Q(checked_at__gte=F("sent_at")),
            ),
            models.CheckConstraint(
                name="file_check_by_somebody_else",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("sent_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"File check {self.number}"

    @property
    def is_waiting(self) -> bool:
        return self.checked_at is None

    @property
    def status_label(self) -> str:
        return self.get_outcome_display() if self.outcome else "With the gatekeeper"


class FileCheckLine(CaseBearing):
    """What the gatekeeper found on one line of the list."""

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    file_check = models.ForeignKey(FileCheck, models.PROTECT, related_name="lines")
    material = models.CharField(max_length=30, choices=Material)
    state = models.CharField(max_length=12, choices=MaterialState)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file_check", "material"], name="file_line_once"),
            models.CheckConstraint(
                name="file_line_material_known", condition=Q(material__in=Material.values)
            ),
            models.CheckConstraint(name="file_line_state_known", condition=Q(state__in=MaterialState.values)),
        ]

    def __str__(self) -> str:
        return self.get_material_display()
