from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.enums import (
    BAIL_EXTENDED_BY,
    OF_A_SUSPECT,
    RECORDED_BY_HAND,
    WITH_A_LIMIT,
    BailSetBy,
    ChargeBy,
    ChargeDocument,
    InterviewBy,
    MilestoneKind,
)
from cases.models.base import CaseBearing, LondonDate, Voidable, voided_together
from cases.models.case import Case
from cases.models.parties import Allegation, Suspect, Victim
from rasso_tracker.clocks import day_words
from rasso_tracker.people.parts import Part


def _charge_says_who() -> Q:
    """A charge says who decided on it, CPS's with its lawyer and day; nothing else says anything of that."""
    no_document = Q(document_name="", document_date__isnull=True)
    document = Q(
        document_name__in=ChargeDocument.values,
        document_date__isnull=False,
        document_date__gte=F("cps_decided_on"),
    )
    nothing_of_cps = Q(cps_lawyer="", cps_decided_on__isnull=True) & no_document
    of_cps = ~Q(cps_lawyer="") & Q(cps_decided_on__isnull=False) & (no_document | document)
    return (
        (Q(kind=MilestoneKind.CHARGED, charge_by=ChargeBy.CPS) & of_cps)
        | (Q(kind=MilestoneKind.CHARGED, charge_by=ChargeBy.POLICE) & nothing_of_cps)
        | (~Q(kind=MilestoneKind.CHARGED) & Q(charge_by="") & nothing_of_cps)
    )


class Milestone(Voidable, CaseBearing):
    """Something that happened in a case, when it happened. Stages and withdrawal stages are computed from
    these.

    `occurred_at` is when it happened, `recorded_at` when it was written down. Source: model.md, "Milestones".
    """

    part = Part.INVESTIGATION

    case = models.ForeignKey(Case, models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=40, choices=MilestoneKind)
    occurred_at = models.DateTimeField()
    allegation = models.ForeignKey(
        Allegation, models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    suspect = models.ForeignKey(Suspect, models.PROTECT, null=True, blank=True, related_name="milestones")
    victim = models.ForeignKey(Victim, models.PROTECT, null=True, blank=True, related_name="milestones")
    interview_by = models.CharField(max_length=10, choices=InterviewBy, blank=True)
    limit_on = models.DateField(null=True, blank=True)
    limit_set_by = models.CharField(max_length=20, choices=BailSetBy, blank=True)  # of bail alone
    charge_by = models.CharField(max_length=10, choices=ChargeBy, blank=True)
    # As CPS's document gives them, where CPS decided on the charge; the police name and date the document.
    cps_lawyer = models.CharField(max_length=120, blank=True)
    cps_decided_on = models.DateField(null=True, blank=True)
    document_name = models.CharField(max_length=20, choices=ChargeDocument, blank=True)
    document_date = models.DateField(null=True, blank=True)
    note_sealed = models.BinaryField(null=True, blank=True)  # bail conditions and the like
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["occurred_at", "recorded_at"]
        indexes = [
            models.Index(fields=["case", "occurred_at"], name="milestone_case"),
            models.Index(fields=["kind", "occurred_at"], name="milestone_kind"),
        ]
        constraints = [
            voided_together("milestone_voided_together"),
            # The same cannot happen to somebody twice at one moment: it would be owed to each victim twice.
            models.UniqueConstraint(
                fields=["suspect", "kind", "occurred_at"],
                condition=Q(voided_at__isnull=True, suspect__isnull=False, kind__in=OF_A_SUSPECT),
                name="milestone_once_of_a_suspect",
            ),
            models.CheckConstraint(
                name="milestone_not_in_future", condition=Q(occurred_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="milestone_interview_says_how",
                condition=(Q(kind=MilestoneKind.INTERVIEWED) & ~Q(interview_by=""))
                | (~Q(kind=MilestoneKind.INTERVIEWED) & Q(interview_by="")),
            ),
            models.CheckConstraint(
                name="milestone_limit_is_of_bail_or_custody",
                condition=Q(limit_on__isnull=True) | Q(kind__in=WITH_A_LIMIT),
            ),
            models.CheckConstraint(
                name="milestone_bail_and_custody_have_a_limit",
                condition=~Q(kind__in=WITH_A_LIMIT) | Q(limit_on__isnull=False),
            ),
            models.CheckConstraint(
                name="milestone_bail_says_who_set_its_limit",
                condition=Q(kind=MilestoneKind.BAILED, limit_set_by__in=BailSetBy.values)
                | (~Q(kind=MilestoneKind.BAILED) & Q(limit_set_by="")),
            ),
            models.CheckConstraint(
                name="milestone_limit_after_its_day",
                condition=Q(limit_on__isnull=True) | Q(limit_on__gt=LondonDate("occurred_at")),
            ),
            models.CheckConstraint(name="milestone_charge_says_who_decided", condition=_charge_says_who()),
            models.CheckConstraint(
                name="milestone_cps_decided_before_the_charge",
                condition=Q(cps_decided_on__isnull=True) | Q(cps_decided_on__lte=LondonDate("occurred_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {day_words(self.occurred_at)}"

    @property
    def happened(self) -> str:
        """What happened, in words: a limit of bail that somebody moved is no second release on bail."""
        if self.kind == MilestoneKind.BAILED and self.limit_set_by in BAIL_EXTENDED_BY:
            return "Bail of the suspect extended"
        return str(self.get_kind_display())

    @property
    def charge_decided(self) -> str:
        """Who decided on a charge, and when CPS did, in words; "" of anything else."""
        if self.charge_by == ChargeBy.CPS and self.cps_decided_on is not None:
            return f"decided by CPS on {day_words(self.cps_decided_on)} ({self.cps_lawyer})"
        return "decided by the police" if self.charge_by else ""

    @property
    def mark(self) -> str:
        """As beside any act of CPS that police entered; "" of anything else."""
        if self.document_date is None:
            return ""
        return f"Entered by police from the CPS document of {day_words(self.document_date)}"

    @property
    def is_by_hand(self) -> bool:
        """True for what a person records; the others are written, and corrected, by the deed that makes
        them true.
        """
        return self.kind in RECORDED_BY_HAND
