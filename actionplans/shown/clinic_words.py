"""What a clinic, a booking and the form to book one say of themselves: what is possible, not yet, no more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from actionplans.clinic_enums import BookingStatus, CancelledBecause, FollowUpChanged
from actionplans.models import ClinicBooking
from rasso_tracker.clocks import day_words, london_date, time_words

if TYPE_CHECKING:
    from actionplans.models import Clinic, ClinicFollowUp, FollowUpChange
    from cases.models import Case
    from rasso_tracker.people.models import Person

OPEN_THE_CASE = "open the case and choose “Book an advice clinic”"


def of_clinic(clinic: Clinic, free: int, person: Person, at: datetime) -> str:
    """Whether a slot can be booked, how, and until when."""
    if clinic.is_cancelled:
        return "Nothing can be booked: this clinic was cancelled."
    if clinic.starts_at <= at:
        started = time_words(clinic.starts_at)
        return f"Nothing can be booked any more: booking closed when the clinic started at {started}."
    until = f"Booking closes when the clinic starts, on {_start(clinic)}."
    books = person.role.may("book_clinic")
    if not free:
        how = f"To join the waiting list, {OPEN_THE_CASE}. " if books else ""
        return (
            f"Every slot is booked. {how}The first on the waiting list gets a slot that comes free. {until}"
        )
    slots = "1 slot is free." if free == 1 else f"{free} slots are free."
    how = (
        f"To book one, {OPEN_THE_CASE}."
        if books
        else "The officer of a case books it, on the page of the case."
    )
    return f"{slots} {how} {until}"


def of_booking(booking: ClinicBooking, at: datetime) -> str:
    """What can be done about a booking now, and what not yet or no more; "" once something came of it."""
    clinic = booking.clinic
    begun, start = clinic.starts_at <= at, _start(clinic)
    opens = "" if booking.case.restricted else "; only then does it open to the lawyers"
    match booking.status, begun:
        case BookingStatus.WAITING, False:
            return (
                f"On the waiting list since {day_words(london_date(booking.booked_at))}. The first on the "
                f"list gets a slot that comes free, and its officer is told{opens}. Until the clinic starts,"
                f" on {start}, this can be moved or cancelled."
            )
        case BookingStatus.WAITING, True:
            return "No slot came free before the clinic started. Book the case into another clinic."
        case BookingStatus.BOOKED, False:
            return (
                f"This can be moved or cancelled until the clinic starts, on {start}. What came of it cannot "
                "be recorded before then."
            )
        case BookingStatus.BOOKED, True:
            return (
                "The clinic has started, so this cannot be moved or cancelled any more. What came of it is "
                "still to be recorded, by the officer, a lawyer or the host."
            )
        case BookingStatus.CANCELLED, _ if booking.cancelled_because == CancelledBecause.CLINIC:
            return "The clinic was cancelled, so this was not heard. Book the case into another clinic."
    if booking.kept_through is not None and booking.recorded_by is not None:
        return (
            f"The case stays open to {booking.recorded_by.name} until the end of "
            f"{day_words(booking.kept_through)}, in case this was recorded by mistake."
        )
    return ""


def after_result(booking: ClinicBooking) -> str:
    """What follows from what came of it, for whoever recorded it; begins with a space, "" where nothing."""
    if booking.status != BookingStatus.HEARD:
        closes = " The booking opens the case to the clinic's lawyers and host no more"
        if booking.case.restricted:
            closes = " The case is restricted, so the people who may see it stay the same"
        if booking.kept_through is None:
            return f"{closes}. If this is wrong, correct it."
        until = day_words(booking.kept_through)
        return f"{closes}; to you until the end of {until}, so that you can correct this if it is wrong."
    restricted = (
        " The case is restricted, and this names nobody on it: a supervisor names the lawyers."
        if booking.case.restricted
        else ""
    )
    return f"{restricted}{also_booked(booking)}"


def also_booked(booking: ClinicBooking) -> str:
    """Says of a case that was heard that it is still booked elsewhere; begins with a space, "" where not."""
    live = ClinicBooking.objects.filter(
        case=booking.case_id, status__in=[BookingStatus.BOOKED, BookingStatus.WAITING]
    )
    other = live.select_related("clinic").order_by("clinic__starts_at").first()
    if booking.status != BookingStatus.HEARD or other is None:
        return ""
    return (
        f" The case is also booked into the clinic of {day_words(london_date(other.clinic.starts_at))}: "
        "cancel that booking if it is not needed."
    )


def of_change(change: FollowUpChange, after: FollowUpChange | ClinicFollowUp) -> str:
    """What was changed of a follow-up; `after` holds what stood then."""
    if change.kind == FollowUpChanged.REOPENED and after.due_on != change.due_on:
        return f"Reopened, to be done by {day_words(after.due_on)}"
    if change.kind != FollowUpChanged.MOVED:
        return change.get_kind_display()
    given = f"given to {after.owner.name}" if after.owner_id != change.owner_id else ""
    moved = f"moved to {day_words(after.due_on)}" if after.due_on != change.due_on else ""
    words = " and ".join(filter(None, [moved, given]))
    return f"{words[0].upper()}{words[1:]}"


def of_choice(
    case: Case, clinics: Collection[Clinic], booked: Collection[Clinic], free: int, shut: int = 0
) -> str:
    """Above the slots to choose from: why there are none, or until when one is booked. `shut` is how many
    clinics would be heard by lawyers who are not named on a restricted case.
    """
    already = ""
    if booked:
        days = " and ".join(day_words(london_date(one.starts_at)) for one in booked)
        already = f"This case is in the clinic of {days} already: to change that, move its booking. "
    if shut:
        left = "1 clinic to come is" if shut == 1 else f"{shut} clinics to come are"
        already += (
            f"This case is restricted to named people, and booking it names nobody: {left} not offered, since"
            " not every lawyer who sits is named on the case. A supervisor who sees the case can name them. "
        )
        if not clinics:
            return already.rstrip()
    if not clinics:
        other = "other " if booked else ""
        return (
            f"{already}No {other}advice clinic to come takes cases of {case.district.name}. The gatekeeper "
            "team sets clinics up."
        )
    if not free:
        return f"{already}Every clinic to come is full: join the waiting list of one below."
    return f"{already}Booking closes when the clinic starts."


def _start(clinic: Clinic) -> str:
    return f"{day_words(london_date(clinic.starts_at))} at {time_words(clinic.starts_at)}"
