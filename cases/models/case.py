from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.enums import CLOSED_STAGES, Duty, NamedBecause, Stage
from cases.models.base import CaseBearing, LondonDate, Worded
from cases.urn import URN_FORM
from rasso_tracker.ids import uuid7
from rasso_tracker.people.access import CaseScoped
from rasso_tracker.people.parts import Part


class CaseQuerySet(CaseScoped):
    path = ""


class Case(Worded):
    """An investigation with its own reference. Its allegations carry the crimes and their outcomes.

    Stored copies, written only by services and checked by tests against the facts they copy: `stage`
    (furthest open
    allegation), `gatekept` (a submission or plan exists), `outcome_recorded`, `next_due_on`.
    """

    part = Part.CASE

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    district = models.ForeignKey("people.District", models.PROTECT, related_name="+")
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="+")
    officer_in_charge = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    reported_on = models.DateField()
    summary_sealed = models.BinaryField()
    stage = models.CharField(max_length=40, choices=Stage, default=Stage.REPORTED)
    restricted = models.BooleanField(default=False)
    gatekept = models.BooleanField(default=False)
    outcome_recorded = models.BooleanField(default=False)
    cps_unit = models.ForeignKey("people.CpsUnit", models.PROTECT, null=True, blank=True, related_name="+")
    urn = models.CharField(max_length=20, blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    next_due_what = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]
        indexes = [
            # One index a scope branch and sort order, so that a keyset page walks rows in order.
            *(
                models.Index(fields=[*branch, *order, "id"], name=f"case_{name}_{code}")
                for name, branch in (
                    ("team", ["team"]),
                    ("district", ["district"]),
                    ("unit", ["cps_unit"]),
                    ("oic", ["officer_in_charge"]),
                )
                for code, order in (("reported", ["reported_on"]), ("due", ["next_due_on"]))
            ),
            models.Index(fields=["reported_on", "id"], name="case_gk_reported", condition=Q(gatekept=True)),
            models.Index(fields=["next_due_on", "id"], name="case_gk_due", condition=Q(gatekept=True)),
            models.Index(
                fields=["reported_on", "id"], name="case_outcome_reported", condition=Q(outcome_recorded=True)
            ),
            models.Index(
                fields=["next_due_on", "id"], name="case_outcome_due", condition=Q(outcome_recorded=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_not_reported_in_future",
                condition=Q(reported_on__lte=LondonDate("opened_at")),
            ),
            models.CheckConstraint(name="case_urn_form", condition=Q(urn="") | Q(urn__regex=URN_FORM)),
            models.CheckConstraint(
                name="case_due_date_says_what",
                condition=Q(next_due_on__isnull=True, next_due_what="")
                | (Q(next_due_on__isnull=False) & ~Q(next_due_what="")),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_closed(self) -> bool:
        """Closed has one meaning: every allegation has a final outcome."""
        return self.stage in CLOSED_STAGES


class NamedAccess(CaseBearing):
    """A named person's grant to see a case; row-level security reads these rows. Ended, never deleted."""

    part = Part.PEOPLE

    case = models.ForeignKey(Case, models.PROTECT, related_name="named")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    because = models.CharField(max_length=20, choices=NamedBecause)
    started_at = models.DateTimeField()
    granted_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "case"], name="named_open", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["case"], name="named_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "because"],
                condition=Q(ended_at__isnull=True),
                name="named_once_for_a_reason",
            ),
            models.CheckConstraint(
                name="named_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Access of {self.person.name}"


class Assignment(CaseBearing):
    """Who is officer in charge or specially trained officer of a case, from when to when."""

    part = Part.PEOPLE

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    duty = models.CharField(max_length=10, choices=Duty)
    started_at = models.DateTimeField()
    assigned_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "started_at"], name="assignment_case"),
            models.Index(
                fields=["person", "duty"], name="assignment_open", condition=Q(ended_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "duty"],
                condition=Q(ended_at__isnull=True),
                name="assignment_one_a_duty",
            ),
            models.CheckConstraint(
                name="assignment_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}: {self.person.name}"
