"""What was sent to CPS, and what triage and the lawyers answered."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Case as Case_
from django.db.models import F, Q, When

from actionplans.checklist import UncheckedBecause
from actionplans.enums import AdviceKind, RejectionReason, SubmissionKind, SubmissionStatus
from actionplans.models.acts import TO_CONFIRM, CpsAct, cps_act_constraints
from actionplans.models.files import FileCheck
from cases.models import Allegation, Case, CaseBearing, LondonDate
from cases.urn import URN_FORM
from rasso_tracker.people.parts import Part


class Submission(CaseBearing):
    """One round of a case with CPS. A rejected or returned case comes back as the next round."""

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="submissions")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=SubmissionKind)
    status = models.CharField(max_length=10, choices=SubmissionStatus, default=SubmissionStatus.SENT)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    cps_unit = models.ForeignKey("people.CpsUnit", models.PROTECT, related_name="+")
    urn = models.CharField(max_length=20, blank=True)
    # The gatekeeper's sign-off of the file that was sent, or why it went without one.
    file_check = models.ForeignKey(
        FileCheck, models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    unchecked_because = models.CharField(max_length=20, choices=UncheckedBecause, blank=True)
    note_sealed = models.BinaryField()
    due_on = models.DateField()  # when CPS's answer falls due, by the dated rule of its kind
    answered_at = models.DateTimeField(null=True, blank=True)  # advice, a plan or a decision came back
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    # Since when CPS has it and owes an answer; nothing once it answered or rejected. Made by the database.
    waiting_since = models.GeneratedField(
        expression=Case_(
            When(Q(answered_at__isnull=True) & ~Q(status=SubmissionStatus.REJECTED), then=F("submitted_at")),
            default=None,
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )

    class Meta:
        ordering = ["case", "round"]
        indexes = [
            models.Index(fields=["waiting_since", "id"], name="submission_waiting_since"),
            models.Index(fields=["status", "due_on", "id"], name="submission_waiting"),
            models.Index(fields=["cps_unit", "status", "due_on", "id"], name="submission_unit_waiting"),
            models.Index(fields=["due_on", "id"], name="submission_due"),
            models.Index(fields=["submitted_at", "id"], name="submission_submitted"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="submission_round_once"),
            models.CheckConstraint(name="submission_kind_known", condition=Q(kind__in=SubmissionKind.values)),
            models.CheckConstraint(
                name="submission_status_known", condition=Q(status__in=SubmissionStatus.values)
            ),
            models.CheckConstraint(
                name="submission_not_in_future", condition=Q(submitted_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(name="submission_round_from_one", condition=Q(round__gte=1)),
            models.CheckConstraint(name="submission_urn_form", condition=Q(urn="") | Q(urn__regex=URN_FORM)),
            models.UniqueConstraint(fields=["file_check"], name="submission_file_check_once"),
            models.CheckConstraint(
                name="submission_checked_or_why_not",
                condition=Q(unchecked_because="")
                | Q(unchecked_because__in=UncheckedBecause.values, file_check__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Submission {self.round}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None or self.status == SubmissionStatus.REJECTED


class SubmissionAllegation(CaseBearing):
    """Which allegations a submission put to CPS."""

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="lines")
    allegation = models.ForeignKey(Allegation, models.PROTECT, related_name="submission_lines")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "allegation"], name="submission_allegation_once"),
        ]


class Triage(CpsAct, CaseBearing):
    """CPS's first look at a submission: accepted, or rejected with reasons and a date to respond by."""

    acted = "triaged_at"
    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="triages")
    accepted = models.BooleanField()
    triaged_at = models.DateTimeField()
    respond_by = models.DateField(null=True, blank=True)
    lawyer = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["triaged_at"]
        indexes = [models.Index(fields=["triaged_at", "id"], name="triage_to_confirm", condition=TO_CONFIRM)]
        constraints = [
            *cps_act_constraints("triage"),
            models.UniqueConstraint(
                fields=["submission"], condition=Q(superseded_at__isnull=True), name="triage_stands_once"
            ),
            models.CheckConstraint(
                name="triage_rejection_has_date",
                condition=Q(accepted=True, respond_by__isnull=True)
                | Q(accepted=False, respond_by__isnull=False),
            ),
            models.CheckConstraint(
                name="triage_respond_by_after_it",
                condition=Q(respond_by__isnull=True) | Q(respond_by__gt=LondonDate("triaged_at")),
            ),
            models.CheckConstraint(
                name="triage_not_in_future", condition=Q(triaged_at__lte=F("recorded_at"))
            ),
        ]

    def __str__(self) -> str:
        return "Accepted by triage" if self.accepted else "Rejected by triage"


class TriageReason(CaseBearing):
    """One reason of a rejection, in CPS's code and its own words."""

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    triage = models.ForeignKey(Triage, models.PROTECT, related_name="reasons")
    reason = models.CharField(max_length=30, choices=RejectionReason)
    words_sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["triage", "reason"], name="triage_reason_once"),
            models.CheckConstraint(
                name="triage_reason_known", condition=Q(reason__in=RejectionReason.values)
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


NOT_GIVEN = "Not given there: what came of the booking was corrected"


class Advice(CpsAct, CaseBearing):
    """CPS's advice on a submission, or given at an advice clinic on what was booked there.

    Append-only: more advice is the next version, beside the ones before.
    """

    acted = "given_at"
    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="advice")
    booking = models.ForeignKey(
        "actionplans.ClinicBooking", models.PROTECT, null=True, blank=True, related_name="advice"
    )
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=AdviceKind)
    text_sealed = models.BinaryField()
    countersign_wanted = models.BooleanField(default=False)
    author = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    # The correction of what came of the booking, by which this was not given: superseded by that, not by CPS.
    not_given_in = models.ForeignKey(
        "actionplans.ClinicCorrection", models.PROTECT, null=True, blank=True, related_name="advice"
    )

    class Meta:
        ordering = ["submission", "booking", "version"]
        verbose_name_plural = "advice"
        indexes = [
            models.Index(
                fields=["given_at", "id"],
                name="advice_two_lawyers",
                condition=Q(countersign_wanted=True, superseded_at__isnull=True),
            ),
            models.Index(fields=["given_at", "id"], name="advice_to_confirm", condition=TO_CONFIRM),
        ]
        constraints = [
            *cps_act_constraints("advice"),
            models.UniqueConstraint(fields=["submission", "version"], name="advice_version_once"),
            models.UniqueConstraint(fields=["booking", "version"], name="clinic_advice_version_once"),
            models.CheckConstraint(
                name="advice_on_one_thing",
                condition=Q(submission__isnull=False, booking__isnull=True)
                | Q(submission__isnull=True, booking__isnull=False),
            ),
            models.CheckConstraint(
                name="advice_not_given_stands_no_more",
                condition=Q(not_given_in__isnull=True)
                | Q(booking__isnull=False, superseded_at__isnull=False),
            ),
            models.CheckConstraint(name="advice_kind_known", condition=Q(kind__in=AdviceKind.values)),
            models.CheckConstraint(name="advice_not_in_future", condition=Q(given_at__lte=F("recorded_at"))),
        ]

    def __str__(self) -> str:
        at_clinic = " at an advice clinic" if self.booking_id else ""
        return f"{self.get_kind_display()}{at_clinic}, version {self.version}"

    @property
    def mark(self) -> str:
        """As of every act of CPS; of what was not given, that it was corrected, whoever recorded it."""
        if self.not_given_in_id is None:
            return super().mark
        entered = super().mark.partition(";")[0]
        return f"{entered}; {NOT_GIVEN[0].lower()}{NOT_GIVEN[1:]}" if entered else NOT_GIVEN

    @property
    def about_id(self) -> UUID:
        """What it is advice on: the submission, or the booking of the clinic at which it was given."""
        found = self.submission_id or self.booking_id
        assert found is not None, "the table refuses advice on nothing"
        return found
