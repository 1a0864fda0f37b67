"""What a case brings to an advice clinic and what came of it: booking, attendance, follow-ups."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from actionplans.clinic_enums import (
    CAME_OF_IT,
    IN_A_SLOT,
    Absent,
    BookingKind,
    BookingStatus,
    CancelledBecause,
    ClinicOutcome,
    FollowUpChanged,
)
from actionplans.models.clinics import Clinic, ClinicSlot
from cases.models import Case, CaseBearing, LondonDate
from rasso_tracker.clocks import london_date
from rasso_tracker.people.parts import Part

Status = BookingStatus


class ClinicBooking(CaseBearing):
    """A case in a slot of a clinic, or on its waiting list. A move ends one booking and begins another.

    While it is booked, and after it was heard, the clinic's lawyers and host may see the case.
    """

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="clinic_bookings")
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="bookings")
    slot = models.ForeignKey(ClinicSlot, models.PROTECT, null=True, blank=True, related_name="bookings")
    kind = models.CharField(max_length=20, choices=BookingKind)
    asks_sealed = models.BinaryField()
    status = models.CharField(max_length=15, choices=BookingStatus)
    officer = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # who comes
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    moved_from = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="moved_to")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    cancelled_because = models.CharField(max_length=15, choices=CancelledBecause, blank=True)
    # What came of it, as it stands: heard, not reached, or somebody did not attend. What was recorded before
    # a correction is kept in ClinicCorrection; `recorded_at` and `recorded_by` are then of the last one.
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    heard_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=ClinicOutcome, blank=True)
    absent = models.CharField(max_length=10, choices=Absent, blank=True)
    note_sealed = models.BinaryField(null=True, blank=True)
    # Not heard, and recorded by a lawyer or the host: until when the case stays open to them, so that they
    # can put a mistake right. Then the sweep closes it and this is empty again.
    kept_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["booked_at", "id"]
        indexes = [
            models.Index(
                fields=["case", "heard_at"], name="booking_heard", condition=Q(heard_at__isnull=False)
            ),
            models.Index(fields=["kept_until"], name="booking_kept", condition=Q(kept_until__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="booking_kind_known", condition=Q(kind__in=BookingKind.values)),
            models.UniqueConstraint(
                fields=["slot"], condition=Q(status__in=IN_A_SLOT), name="booking_one_a_slot"
            ),
            models.UniqueConstraint(
                fields=["clinic", "case"],
                condition=~Q(status=Status.CANCELLED),
                name="booking_case_once_a_clinic",
            ),
            models.CheckConstraint(
                name="booking_in_a_slot_or_waiting",
                condition=Q(status=Status.CANCELLED)
                | Q(status=Status.WAITING, slot__isnull=True)
                | Q(status__in=IN_A_SLOT, slot__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_cancelled_together",
                condition=Q(
                    status=Status.CANCELLED,
                    cancelled_at__isnull=False,
                    cancelled_by__isnull=False,
                    cancelled_because__in=CancelledBecause.values,
                )
                | (
                    ~Q(status=Status.CANCELLED)
                    & Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_because="")
                ),
            ),
            models.CheckConstraint(
                name="booking_recorded_together",
                condition=Q(
                    status__in=CAME_OF_IT,
                    recorded_at__isnull=False,
                    recorded_by__isnull=False,
                )
                | Q(
                    status__in=[Status.WAITING, Status.BOOKED, Status.CANCELLED],
                    recorded_at__isnull=True,
                    recorded_by__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="booking_heard_has_outcome",
                condition=Q(status=Status.HEARD, heard_at__isnull=False, outcome__in=ClinicOutcome.values)
                | (~Q(status=Status.HEARD) & Q(heard_at__isnull=True, outcome="")),
            ),
            models.CheckConstraint(
                name="booking_absent_says_who",
                condition=Q(status=Status.DID_NOT_ATTEND, absent__in=Absent.values)
                | (~Q(status=Status.DID_NOT_ATTEND) & Q(absent="")),
            ),
            models.CheckConstraint(
                name="booking_heard_not_in_future",
                condition=Q(heard_at__isnull=True)
                | Q(recorded_at__isnull=False, heard_at__lte=F("recorded_at")),
            ),
            models.CheckConstraint(
                name="booking_kept_not_heard",
                condition=Q(kept_until__isnull=True)
                | Q(
                    status__in=[Status.NOT_REACHED, Status.DID_NOT_ATTEND],
                    recorded_at__isnull=False,
                    kept_until__gt=F("recorded_at"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_status_display().lower()}"

    @property
    def is_live(self) -> bool:
        """Nothing came of it yet, and it was not cancelled."""
        return self.status in (Status.WAITING, Status.BOOKED)

    @property
    def kept_through(self) -> date | None:
        """The last day on which the case stays open to who recorded that it was not heard."""
        return london_date(self.kept_until) - timedelta(days=1) if self.kept_until is not None else None


class ClinicCorrection(CaseBearing):
    """What was recorded of a booking before it was corrected: what came of it, by whom and when, and why it
    was wrong. Append-only; the booking holds what stands.
    """

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    booking = models.ForeignKey(ClinicBooking, models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=15, choices=BookingStatus)
    outcome = models.CharField(max_length=10, choices=ClinicOutcome, blank=True)
    absent = models.CharField(max_length=10, choices=Absent, blank=True)
    note_sealed = models.BinaryField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    reason_sealed = models.BinaryField()
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        ordering = ["booking", "number"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "number"], name="clinic_correction_number_once"),
            models.CheckConstraint(name="clinic_correction_of_what_came", condition=Q(status__in=CAME_OF_IT)),
            models.CheckConstraint(
                name="clinic_correction_heard_has_outcome",
                condition=Q(status=Status.HEARD, outcome__in=ClinicOutcome.values)
                | (~Q(status=Status.HEARD) & Q(outcome="")),
            ),
            models.CheckConstraint(
                name="clinic_correction_absent_says_who",
                condition=Q(status=Status.DID_NOT_ATTEND, absent__in=Absent.values)
                | (~Q(status=Status.DID_NOT_ATTEND) & Q(absent="")),
            ),
            models.CheckConstraint(
                name="clinic_correction_after_recorded", condition=Q(corrected_at__gte=F("recorded_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"Correction {self.number}"


class ClinicAttendance(CaseBearing):
    """Somebody was there when the case was heard, as it was recorded: until `corrected_in`, where it was."""

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    booking = models.ForeignKey(ClinicBooking, models.PROTECT, related_name="attended")
    person = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    corrected_in = models.ForeignKey(
        ClinicCorrection, models.PROTECT, null=True, blank=True, related_name="attended"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "person"],
                condition=Q(corrected_in__isnull=True),
                name="clinic_attended_once",
            ),
            models.UniqueConstraint(fields=["corrected_in", "person"], name="clinic_attended_once_before"),
        ]

    def __str__(self) -> str:
        return self.person.name


class ClinicFollowUp(CaseBearing):
    """Something to do after a clinic: by whom and by when. It is owed on the case, and climbs.

    What stands is here; what stood before is in its FollowUpChanges.
    """

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    booking = models.ForeignKey(ClinicBooking, models.PROTECT, related_name="follow_ups")
    number = models.PositiveSmallIntegerField()
    what_sealed = models.BinaryField()
    owner = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    due_on = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    done_sealed = models.BinaryField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["booking", "number"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "number"], name="follow_up_number_once"),
            models.CheckConstraint(
                name="follow_up_due_not_before", condition=Q(due_on__gte=LondonDate("set_at"))
            ),
            models.CheckConstraint(
                name="follow_up_done_together",
                condition=Q(done_at__isnull=True, done_by__isnull=True, done_sealed__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False, done_sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="follow_up_done_after_set",
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("set_at")),
            ),
            models.CheckConstraint(
                name="follow_up_withdrawn_together",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            models.CheckConstraint(
                name="follow_up_ends_one_way",
                condition=Q(done_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="follow_up_withdrawn_after_set",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("set_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Follow-up {self.number}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None


class FollowUpChange(CaseBearing):
    """A follow-up was moved or given on, withdrawn, or reopened: what stood before, who, when and why.

    Slips are these rows, not a counter. `due_on` and `owner` are those before; so is what was said as done.
    """

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(ClinicFollowUp, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=FollowUpChanged)
    due_on = models.DateField()
    owner = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    done_sealed = models.BinaryField(null=True, blank=True)
    reason_sealed = models.BinaryField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        ordering = ["changed_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_change_known", condition=Q(kind__in=FollowUpChanged.values)
            ),
            models.CheckConstraint(
                name="follow_up_change_done_together",
                condition=Q(done_at__isnull=True, done_by__isnull=True, done_sealed__isnull=True)
                | Q(
                    kind=FollowUpChanged.REOPENED,
                    done_at__isnull=False,
                    done_by__isnull=False,
                    done_sealed__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="follow_up_change_after_done",
                condition=Q(done_at__isnull=True) | Q(changed_at__gte=F("done_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
