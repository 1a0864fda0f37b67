"""The deeds of advice clinics: set up and run, booked, what came of a booking, what is left to do."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse

from actionplans import forms, services
from actionplans.clinic_enums import CancelledBecause
from actionplans.models import Clinic, ClinicBooking, ClinicFollowUp
from actionplans.represent import advice_in_full
from actionplans.represent import clinics as represent
from actionplans.represent.recorded import of_follow_up, of_move
from actionplans.rules import clinics as rules
from actionplans.rules.clinic_corrections import check_can_correct
from actionplans.rules.follow_ups import check_can_change, check_can_reopen
from actionplans.seals import Label, Sealer
from actionplans.services.follow_ups import climbed_to
from actionplans.shown.clinic_words import after_result
from actionplans.shown.submissions import left_for_cps
from actionplans.surfaces.places import about_case
from cases.models import Case
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def waiting_list(booking: ClinicBooking, person: Person) -> dict[str, Any]:
    """The form asks for a clinic where it is full: who has a slot chose none."""
    return {"clinic": None if booking.slot_id else booking.clinic}


def clinic_page(clinic: Clinic) -> str:
    return reverse("clinic_detail", args=[clinic.pk])


def diary(_: Any) -> str:
    return reverse("clinics")


def booking_page(row: Any) -> str:
    booking_id = row.pk if isinstance(row, ClinicBooking) else row.booking_id
    return reverse("clinic_booking_detail", args=[booking_id])


def about_clinic(person: Person, clinic: Clinic) -> dict[str, Any]:
    return {"caption": str(clinic), "clinic": clinic}


def about_booking(person: Person, subject: Any) -> dict[str, Any]:
    booking = subject if isinstance(subject, ClinicBooking) else subject.booking
    sealer = Sealer(booking.case_id)
    return {
        "caption": f"{booking.case.reference}, {booking.clinic}",
        "booking": booking,
        "heading": booking.get_kind_display(),
        "text": sealer.open(Label.CLINIC_ASKS, booking.pk, booking.asks_sealed),
    }


def asked_before(person: Person, case: Case) -> dict[str, Any]:
    """What is booked again after a clinic was cancelled is asked as it was asked then."""
    last = ClinicBooking.objects.visible_to(person).filter(case=case).order_by("booked_at", "id").last()
    if last is None or last.cancelled_because != CancelledBecause.CLINIC:
        return {}
    asks = Sealer(case.pk).open(Label.CLINIC_ASKS, last.pk, last.asks_sealed)
    return {"kind": last.kind, "asks": asks, "officer": last.officer_id}


def about_follow_up(person: Person, row: ClinicFollowUp) -> dict[str, Any]:
    text = Sealer(row.case_id).open(Label.FOLLOW_UP, row.pk, row.what_sealed)
    return {**about_booking(person, row), "heading": str(row), "text": text}


def check_change(deed: str, person: Person, row: ClinicFollowUp) -> None:
    check_can_change(deed, person, row, climbed_to(row, now()))


def check_book(person: Person, case: Case) -> None:
    rules.check_can_book(person, case, left=left_for_cps(case))


def check_move(person: Person, booking: ClinicBooking) -> None:
    rules.check_can_cancel(person, booking, now(), "move_booking")
    check_book(person, booking.case)


OF_CLINIC: dict[str, Any] = {
    "subject": Clinic,
    "subject_name": "clinic",
    "select": ("district", "cps_unit", "host"),
    "context": about_clinic,
    "done": clinic_page,
    "back": clinic_page,
    "represent": represent.clinic_with_warnings,
}
OF_BOOKING: dict[str, Any] = {
    "subject": ClinicBooking,
    "subject_name": "booking",
    "select": ("case", "clinic__district", "slot"),
    "context": about_booking,
    "template": "actionplans/about_text.html",
    "done": booking_page,
    "back": booking_page,
}


def running_list(booking: ClinicBooking) -> str:
    """Whoever cancelled may see the case no more."""
    return clinic_page(booking.clinic)


ELSEWHERE = "One of these lawyers sits in another clinic at that time."
AT_ONCE = {
    "booking_one_a_slot": ("slot", rules.TAKEN),
    "booking_case_once_a_clinic": ("", "Somebody booked this case into this clinic at the same moment."),
}
CLINIC_SURFACES = [
    Surface(
        name="set_up_clinic",
        title="Set up an advice clinic",
        service=services.set_up_clinic,
        form=forms.ClinicForm,
        page="clinics/new/",
        api="clinics/",
        button="Set up the clinic",
        said="The clinic is in the diary, and its slots can be booked.",
        done=clinic_page,
        back=diary,
        represent=represent.clinic_with_warnings,
        constraints={"clinic_lawyer_in_one_at_a_time": ("lawyers", ELSEWHERE)},
    ),
    Surface(
        name="swap_clinic_lawyer",
        title="Change who sits",
        service=services.swap_clinic_lawyer,
        form=forms.SwapForm,
        page="clinics/<uuid:pk>/lawyer/",
        api="clinics/<uuid:pk>/lawyer/",
        button="Change who sits",
        said="The lawyer is changed, and access to the booked cases moved with it.",
        check=lambda person, clinic: rules.check_can_swap(person, clinic, now()),
        constraints={"clinic_lawyer_in_one_at_a_time": ("joins", ELSEWHERE)},
        **OF_CLINIC,
    ),
    Surface(
        name="change_clinic_host",
        title="Change who hosts",
        service=services.change_clinic_host,
        form=forms.HostForm,
        page="clinics/<uuid:pk>/host/",
        api="clinics/<uuid:pk>/host/",
        button="Change who hosts",
        said="The host is changed, both are told, and access to the booked cases moved with it.",
        check=lambda person, clinic: rules.check_can_change_host(person, clinic, now()),
        **OF_CLINIC,
    ),
    Surface(
        name="cancel_clinic",
        title="Cancel this clinic",
        service=services.cancel_clinic,
        form=forms.CancelClinicForm,
        page="clinics/<uuid:pk>/cancel/",
        api="clinics/<uuid:pk>/cancel/",
        button="Cancel the clinic",
        said="The clinic is cancelled. Everybody who booked is told.",
        check=lambda person, clinic: rules.check_can_cancel_clinic(person, clinic, now()),
        **OF_CLINIC,
    ),
    Surface(
        name="book_clinic",
        title="Book an advice clinic",
        service=services.book_clinic,
        form=forms.BookForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/clinic/new/",
        api="clinic-bookings/",
        button="Book",
        said="Asked for. With a slot the case is open to the lawyers of the clinic and its host.",
        context=about_case,
        check=check_book,
        suggests=asked_before,
        done=booking_page,
        represent=represent.booking_in_full,
        recorded=waiting_list,
        constraints=AT_ONCE,
    ),
    Surface(
        name="move_booking",
        title="Move to another slot or clinic",
        service=services.move_booking,
        form=forms.MoveForm,
        page="clinic-bookings/<uuid:pk>/move/",
        api="clinic-bookings/<uuid:pk>/move/",
        button="Move the booking",
        said="Moved.",
        check=check_move,
        represent=represent.booking_in_full,
        recorded=waiting_list,
        constraints=AT_ONCE,
        **OF_BOOKING,
    ),
    Surface(
        name="cancel_booking",
        title="Cancel this booking",
        service=services.cancel_booking,
        form=forms.CancelBookingForm,
        page="clinic-bookings/<uuid:pk>/cancel/",
        api="clinic-bookings/<uuid:pk>/cancel/",
        button="Cancel the booking",
        said="The booking is cancelled. What it opened of the case is closed again.",
        check=lambda person, booking: rules.check_can_cancel(person, booking, now()),
        represent=represent.booking,
        **{**OF_BOOKING, "done": running_list},
    ),
    Surface(
        name="record_clinic_result",
        title="Record what came of it",
        service=services.record_clinic_result,
        form=forms.ResultForm,
        page="clinic-bookings/<uuid:pk>/result/",
        api="clinic-bookings/<uuid:pk>/result/",
        said="Recorded what came of the booking.",
        says=lambda booking: f"Recorded what came of the booking.{after_result(booking)}",
        check=lambda person, booking: rules.check_can_record(person, booking, now()),
        represent=represent.booking_in_full,
        **OF_BOOKING,
    ),
    Surface(
        name="write_clinic_advice",
        title="Write more of the clinic's advice",
        from_document="Enter more of the clinic's advice from its note",
        service=services.write_clinic_advice,
        form=forms.ClinicAdviceForm,
        page="clinic-bookings/<uuid:pk>/advice/new/",
        api="clinic-bookings/<uuid:pk>/advice/",
        said="The next version of the advice stands beside those before.",
        check=rules.check_can_advise_at_clinic,
        represent=advice_in_full,
        **OF_BOOKING,
    ),
    Surface(
        name="add_follow_up",
        title="Add a follow-up",
        service=services.add_follow_up,
        form=forms.FollowUpForm,
        page="clinic-bookings/<uuid:pk>/follow-ups/new/",
        api="clinic-follow-ups/",
        said="The follow-up is owed by its date.",
        check=rules.check_can_follow_up,
        represent=represent.follow_up_in_full,
        **OF_BOOKING,
    ),
    Surface(
        name="correct_clinic_result",
        title="Correct what came of it",
        service=services.correct_clinic_result,
        form=forms.CorrectResultForm,
        page="clinic-bookings/<uuid:pk>/result/correct/",
        api="clinic-bookings/<uuid:pk>/result/corrections/",
        button="Correct it",
        said="Corrected. What was recorded before stays to be read.",
        says=lambda booking: f"Corrected. What was recorded before stays to be read.{after_result(booking)}",
        versioned=True,
        check=check_can_correct,
        initial=forms.as_recorded,
        represent=represent.booking_in_full,
        **OF_BOOKING,
    ),
]
OF_FOLLOW_UP: dict[str, Any] = {
    "subject": ClinicFollowUp,
    "subject_name": "follow_up",
    "select": ("booking__clinic__district", "booking__case", "case", "owner"),
    "template": "actionplans/about_text.html",
    "context": about_follow_up,
    "done": booking_page,
    "back": booking_page,
    "represent": represent.follow_up_in_full,
}
FOLLOW_UP_SURFACES = [
    Surface(
        name="finish_follow_up",
        title="Record that a follow-up is done",
        service=services.finish_follow_up,
        form=forms.DoneForm,
        page="clinic-follow-ups/<uuid:pk>/done/",
        api="clinic-follow-ups/<uuid:pk>/done/",
        button="It is done",
        said="Done. Nothing is owed for it any more.",
        check=rules.check_can_finish_follow_up,
        **OF_FOLLOW_UP,
    ),
    Surface(
        name="move_follow_up",
        title="Move a follow-up, or give it to somebody else",
        service=services.move_follow_up,
        form=forms.MoveFollowUpForm,
        page="clinic-follow-ups/<uuid:pk>/move/",
        api="clinic-follow-ups/<uuid:pk>/move/",
        button="Save the change",
        said="Changed. What stood before stays to be read.",
        versioned=True,
        initial=forms.as_it_stands,
        check=partial(check_change, "move_follow_up"),
        recorded_by_act=of_move,
        **OF_FOLLOW_UP,
    ),
    Surface(
        name="withdraw_follow_up",
        title="Withdraw a follow-up",
        service=services.withdraw_follow_up,
        form=forms.WithdrawFollowUpForm,
        page="clinic-follow-ups/<uuid:pk>/withdraw/",
        api="clinic-follow-ups/<uuid:pk>/withdraw/",
        button="Withdraw it",
        said="Withdrawn. Nothing is owed for it any more, and it stays to be read.",
        versioned=True,
        check=partial(check_change, "withdraw_follow_up"),
        recorded_by_act=of_follow_up,
        **OF_FOLLOW_UP,
    ),
    Surface(
        name="reopen_follow_up",
        title="Reopen a follow-up",
        service=services.reopen_follow_up,
        form=forms.ReopenFollowUpForm,
        page="clinic-follow-ups/<uuid:pk>/reopen/",
        api="clinic-follow-ups/<uuid:pk>/reopen/",
        button="Reopen it",
        said="Reopened: it is owed again by its date.",
        versioned=True,
        check=check_can_reopen,
        recorded_by_act=of_follow_up,
        **OF_FOLLOW_UP,
    ),
]
CLINIC_SURFACES += FOLLOW_UP_SURFACES
CLINIC_DEEDS = tuple(one for one in CLINIC_SURFACES if one.subject is Clinic)
BOOKING_DEEDS = tuple(one for one in CLINIC_SURFACES if one.subject is ClinicBooking)
