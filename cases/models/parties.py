"""The people of a case and what is alleged. No identity of a victim here: that is victims.Identity,
sealed.
"""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from cases.enums import CLOSED_STAGES, OffenceType, Outcome, Precision, Stage
from cases.models.base import CaseBearing, Voidable, voided_together
from cases.models.case import Case
from rasso_tracker.people.parts import Part

# West Yorkshire style: 11 digits, beginning 13 (interface.md).
crime_reference_shape = RegexValidator(
    r"^13\d{9}$", "Enter a crime reference of 11 digits that begins with 13, for example 13260012345."
)


class Victim(CaseBearing):
    """A victim of a case as a number: the pseudonym that lists, letters of the system and reports use."""

    part = Part.CASE

    case = models.ForeignKey(Case, models.PROTECT, related_name="victims")
    number = models.PositiveSmallIntegerField()
    # Victims of sexual offences have enhanced rights unless they decline (Victims' Code; domain.md 2).
    enhanced_rights = models.BooleanField(default=True)
    enhanced_rights_declined_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    # Another record of the same person turned out to be the one that is kept: everything moved there.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_at = models.DateTimeField(null=True, blank=True)
    merged_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.CheckConstraint(
                name="victim_merged_together",
                condition=Q(merged_into__isnull=True, merged_at__isnull=True, merged_by__isnull=True)
                | Q(merged_into__isnull=False, merged_at__isnull=False, merged_by__isnull=False),
            ),
            models.CheckConstraint(name="victim_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
            models.UniqueConstraint(fields=["case", "number"], name="victim_number_once_a_case"),
            models.CheckConstraint(
                name="victim_opt_out_is_recorded",
                condition=Q(enhanced_rights=True, enhanced_rights_declined_at__isnull=True)
                | Q(enhanced_rights=False, enhanced_rights_declined_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"Victim {self.number}"


class Suspect(Voidable, CaseBearing):
    """A suspect, named or not yet known. The name is sealed; the surname can be looked up by its blind
    index.

    A record entered by mistake is voided. So is one that turned out to be of the same person as another: it
    points to the one that is kept.
    """

    part = Part.INVESTIGATION

    case = models.ForeignKey(Case, models.PROTECT, related_name="suspects")
    number = models.PositiveSmallIntegerField()
    name_sealed = models.BinaryField()
    surname_index = models.BinaryField(null=True, blank=True)
    # What else they are recognised by in another report (cases.alike); None where nobody has said.
    other_names_sealed = models.BinaryField(null=True, blank=True)
    born_sealed = models.BinaryField(null=True, blank=True)
    phones_sealed = models.BinaryField(null=True, blank=True)
    # A suspect who works for the police: the case is restricted from the start (safety.md 4).
    is_police = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["case", "number"]
        indexes = [models.Index(fields=["surname_index"], name="suspect_surname")]
        constraints = [
            voided_together("suspect_voided_together"),
            models.CheckConstraint(
                name="suspect_merged_is_voided",
                condition=Q(merged_into__isnull=True) | Q(voided_at__isnull=False),
            ),
            models.CheckConstraint(name="suspect_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
            models.UniqueConstraint(fields=["case", "number"], name="suspect_number_once_a_case"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"Suspect {self.number}"


class Allegation(CaseBearing):
    """One offence against one victim by one suspect (or none known yet), with its own crime and outcome."""

    part = Part.INVESTIGATION

    case = models.ForeignKey(Case, models.PROTECT, related_name="allegations")
    crime_reference = models.CharField(max_length=11, validators=[crime_reference_shape])
    offence_type = models.CharField(max_length=40, choices=OffenceType)
    victim = models.ForeignKey(Victim, models.PROTECT, related_name="allegations", null=True, blank=True)
    suspect = models.ForeignKey(Suspect, models.PROTECT, related_name="allegations", null=True, blank=True)
    offence_from = models.DateField(null=True, blank=True)
    offence_to = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.UNKNOWN)
    stage = models.CharField(max_length=40, choices=Stage, default=Stage.REPORTED)
    outcome = models.CharField(max_length=2, choices=Outcome, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["case", "added_at"]
        indexes = [
            models.Index(fields=["case"], name="allegation_case"),
            models.Index(fields=["outcome", "outcome_at"], name="allegation_outcome"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["crime_reference"], name="crime_reference_once"),
            models.CheckConstraint(
                name="crime_reference_shape", condition=Q(crime_reference__regex=r"^13[0-9]{9}$")
            ),
            models.CheckConstraint(
                name="offence_dates_in_order",
                condition=Q(offence_to__isnull=True)
                | (Q(offence_from__isnull=False) & Q(offence_to__gte=F("offence_from"))),
            ),
            models.CheckConstraint(
                name="offence_dates_fit_precision",
                condition=(Q(precision=Precision.UNKNOWN) & Q(offence_from__isnull=True))
                | (~Q(precision=Precision.UNKNOWN) & Q(offence_from__isnull=False)),
            ),
            models.CheckConstraint(
                name="allegation_outcome_has_its_moment",
                condition=Q(outcome="", outcome_at__isnull=True)
                | (~Q(outcome="") & Q(outcome_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.crime_reference

    @property
    def is_undecided(self) -> bool:
        """Nobody is charged and nothing ended it: whether to charge is still to be decided."""
        return self.stage not in CLOSED_STAGES and self.outcome != Outcome.CHARGED
