"""What the API reads of advice clinics, bookings and follow-ups."""

from __future__ import annotations

from actionplans.models import Clinic, ClinicBooking, ClinicFollowUp
from actionplans.models.clinics import sees_clinics
from actionplans.represent import clinics as represent
from rasso_tracker.audit import Action
from rasso_tracker.web.api import ReadDetail, ReadList
from rasso_tracker.web.lists import Order

CLINIC_READS: list[ReadList | ReadDetail] = [
    ReadList(
        path="clinics/",
        name="clinics",
        model=Clinic,
        represent=represent.clinic,
        together=represent.warned,
        is_for=sees_clinics,
        order=Order("day", "Day", "starts_at", descending=True),
        filters={"district": "district__code"},
        select=("district",),
        prefetch=("slots", "sittings", "host_changes"),
    ),
    ReadDetail(
        path="clinics/<uuid:pk>/",
        name="clinic",
        model=Clinic,
        represent=represent.clinic_in_full,
        action=Action.CLINIC_VIEWED,
        select=("district",),
    ),
    ReadList(
        path="clinic-bookings/",
        name="clinic_bookings",
        model=ClinicBooking,
        represent=represent.booking,
        filters={"case": "case", "clinic": "clinic", "status": "status", "kind": "kind"},
    ),
    ReadDetail(
        path="clinic-bookings/<uuid:pk>/",
        name="clinic_booking",
        model=ClinicBooking,
        represent=represent.booking_in_full,
        action=Action.CLINIC_BOOKING_VIEWED,
        versioned=True,
    ),
    ReadList(
        path="clinic-follow-ups/",
        name="clinic_follow_ups",
        model=ClinicFollowUp,
        represent=represent.follow_up,
        filters={"case": "case", "booking": "booking", "owner": "owner"},
    ),
    ReadDetail(
        path="clinic-follow-ups/<uuid:pk>/",
        name="clinic_follow_up",
        model=ClinicFollowUp,
        represent=represent.follow_up_in_full,
        action=Action.CLINIC_BOOKING_VIEWED,
        versioned=True,
    ),
]
