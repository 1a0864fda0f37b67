"""What delivery asks of notices about advice clinics: do they still stand, and who must hear.

The words go by e-mail: a day, a place in the product, a reference. Never what was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from actionplans.clinic_enums import BookingStatus, CancelledBecause, FollowUpChanged
from actionplans.models import (
    AdviceReading,
    Clinic,
    ClinicBooking,
    ClinicCorrection,
    ClinicHostChange,
    ClinicLawyer,
    FollowUpChange,
)
from cases.colleagues import may_know
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.messages import DIGEST, NOW, Addressee, Due, Gone
from rasso_tracker.messages.enums import Urgency
from rasso_tracker.people.models import Person

BOOKED_IT = "You booked it, or you are the officer who comes."
SITS = "You sit in this clinic."
HOSTS = "You host this clinic."
HOSTED = "You hosted this clinic until now."
YOURS = "It is yours to do, or was, or you asked for it."
HAD_PART = "You had a part in this booking of an advice clinic, or it is your case."


def _day(clinic: Clinic) -> str:
    return day_words(clinic.starts_at)


def _about(
    row: ClinicBooking,
    *,
    headline: str,
    ends_when: str,
    urgency: Urgency,
    due_on: date | None = None,
    path: str = "",
) -> Due:
    people = dict.fromkeys([row.officer_id, row.booked_by_id])
    return Due(
        recipients=tuple(Addressee(one, BOOKED_IT) for one in people),
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline=headline,
        due_on=due_on,
        ends_when=ends_when,
        path=path or f"/clinic-bookings/{row.pk}/",
        urgency=urgency,
    )


def recheck_off(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The clinic was cancelled: whoever booked must book again, until its day has passed."""
    answers: dict[UUID, Due | Gone] = {}
    rows = ClinicBooking.objects.filter(pk__in=sources).select_related("case", "clinic")
    again = set(
        ClinicBooking.objects.filter(
            case__in=[row.case_id for row in rows], status__in=[BookingStatus.BOOKED, BookingStatus.WAITING]
        ).values_list("case", flat=True)
    )
    for row in rows:
        if row.cancelled_because != CancelledBecause.CLINIC:
            answers[row.pk] = Gone("The booking was not ended by the clinic.")
        elif row.case_id in again:
            answers[row.pk] = Gone("The case is booked again.")
        else:
            answers[row.pk] = _about(
                row,
                headline=f"The advice clinic of {_day(row.clinic)} was cancelled: book another one",
                ends_when="the case is booked again, or you mark it as read",
                urgency=NOW,
                path=reverse("book_clinic", args=[row.case_id]),
            )
    return answers


def recheck_freed(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """A slot came free for a case on the waiting list."""
    answers: dict[UUID, Due | Gone] = {}
    for row in ClinicBooking.objects.filter(pk__in=sources).select_related("case", "clinic", "slot"):
        if row.status != BookingStatus.BOOKED or row.slot is None:
            answers[row.pk] = Gone("The booking ended meanwhile.")
        elif row.clinic.starts_at <= at:
            answers[row.pk] = Gone("The clinic has begun.")
        else:
            answers[row.pk] = _about(
                row,
                headline=f"A slot came free: {_day(row.clinic)}, {row.slot.times}",
                ends_when="the clinic begins, or the booking is cancelled",
                urgency=NOW,
                due_on=london_date(row.clinic.starts_at),
            )
    return answers


def recheck_near(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """A clinic is near: each lawyer who sits hears by their seat, the host by the clinic or by the last
    change of host, each officer who comes by the booking.
    """
    answers: dict[UUID, Due | Gone] = {}
    for row in ClinicBooking.objects.filter(pk__in=sources).select_related("case", "clinic", "slot"):
        answers[row.pk] = _coming(row, at)
    seats = ClinicLawyer.objects.filter(pk__in=sources)
    for seat in seats.select_related("clinic__district"):
        gone = Gone("Somebody else sits in the clinic.") if seat.left_at is not None else None
        answers[seat.pk] = gone or _running(seat.clinic, seat.pk, Addressee(seat.person_id, SITS), at)
    clinics = Clinic.objects.filter(Q(pk__in=sources) | Q(host_changes__in=sources)).distinct()
    for clinic in clinics.select_related("district").prefetch_related("host_changes"):
        changes = [clinic.pk, *(one.pk for one in clinic.host_changes.all())]
        answers |= dict.fromkeys(changes[:-1], Gone("Somebody else hosts the clinic."))
        answers[changes[-1]] = _running(clinic, changes[-1], Addressee(clinic.host_id, HOSTS), at)
    return {pk: answers[pk] for pk in sources if pk in answers}


def recheck_host(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Somebody else hosts: whoever hosts now and whoever did hear of it, until the clinic begins."""
    answers: dict[UUID, Due | Gone] = {}
    rows = ClinicHostChange.objects.filter(pk__in=sources)
    for row in rows.select_related("clinic__district", "host", "left"):
        clinic = row.clinic
        told = [Addressee(row.left_id, HOSTED)] if row.left_id != clinic.host_id else []
        told += [Addressee(row.host_id, HOSTS)] if row.host_id == clinic.host_id else []
        if why := _over(clinic, at) or ("" if told else "Somebody else hosts the clinic since."):
            answers[row.pk] = Gone(why)
            continue
        answers[row.pk] = Due(
            recipients=tuple(told),
            subject_id=row.pk,
            reference=f"Clinic, {clinic.district.name}",
            headline=f"{row.host.name} hosts the advice clinic of {_day(clinic)} instead of {row.left.name}",
            due_on=london_date(clinic.starts_at),
            ends_when="the clinic begins or is cancelled, or you mark it as read",
            path=f"/clinics/{clinic.pk}/",
            urgency=NOW,
        )
    return answers


def _over(clinic: Clinic, at: datetime) -> str:
    if clinic.is_cancelled:
        return "The clinic was cancelled."
    return "The clinic has begun." if clinic.starts_at <= at else ""


def _coming(row: ClinicBooking, at: datetime) -> Due | Gone:
    if row.status != BookingStatus.BOOKED or row.slot is None:
        return Gone("The booking ended meanwhile.")
    if why := _over(row.clinic, at):
        return Gone(why)
    return _about(
        row,
        headline=f"Your advice clinic is on {_day(row.clinic)}, {row.slot.times}",
        ends_when="the clinic begins, or the booking is cancelled",
        urgency=DIGEST,
        due_on=london_date(row.clinic.starts_at),
    )


def _running(clinic: Clinic, source: UUID, who: Addressee, at: datetime) -> Due | Gone:
    """What one lawyer or the host reads of a clinic that is near."""
    if why := _over(clinic, at):
        return Gone(why)
    return Due(
        recipients=(who,),
        subject_id=source,
        reference=f"Clinic, {clinic.district.name}",
        headline=f"Read the running list: your advice clinic is on {_day(clinic)}, {clinic.times}",
        due_on=london_date(clinic.starts_at),
        ends_when="the clinic begins, it is cancelled, or somebody else comes in your place",
        path=f"/clinics/{clinic.pk}/",
        urgency=DIGEST,
    )


def recheck_corrected(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """What came of a booking was corrected: whoever recorded it, comes or sits, has the case, or read advice
    that was not given, and may see the case. At once where its status or its advice changed.
    """
    rows = ClinicCorrection.objects.filter(pk__in=sources).select_related(
        "booking__clinic", "case", "recorded_by"
    )
    found = list(rows.prefetch_related("advice", "booking__clinic__sittings"))
    told = _had_part(found)
    again = ClinicCorrection.objects.filter(booking__in=[one.booking_id for one in found])
    last = dict(again.order_by("number").values_list("booking", "pk"))
    answers: dict[UUID, Due | Gone] = {}
    for row in found:
        if last[row.booking_id] != row.pk:
            answers[row.pk] = Gone("It was corrected again since.")
        elif not told[row.pk]:
            answers[row.pk] = Gone("Nobody else has a part in it.")
        else:
            answers[row.pk] = Due(
                recipients=tuple(Addressee(one, HAD_PART) for one in told[row.pk]),
                case_id=row.case_id,
                subject_id=row.booking_id,
                reference=row.case.reference,
                headline=f"What came of the advice clinic of {_day(row.booking.clinic)} was corrected",
                ends_when="it is corrected again, or you mark it as read",
                path=f"/clinic-bookings/{row.booking_id}/",
                urgency=NOW if row.advice.all() or row.status != row.booking.status else DIGEST,
            )
    return answers


def _had_part(rows: Sequence[ClinicCorrection]) -> dict[UUID, list[UUID]]:
    """By correction, who may see the case and had a part in it, beside who corrected."""
    readings = AdviceReading.objects.filter(advice__not_given_in__in=[row.pk for row in rows])
    read = list(readings.values_list("advice__not_given_in", "read_by"))
    wanted = {}
    for row in rows:
        clinic = row.booking.clinic
        sit = [one.person_id for one in clinic.sittings.all() if one.left_at is None]
        people = [row.recorded_by_id, row.booking.officer_id, row.case.officer_in_charge_id]
        people += [*sit, clinic.host_id, *(person for correction, person in read if correction == row.pk)]
        wanted[row.pk] = [one for one in dict.fromkeys(people) if one != row.corrected_by_id]
    people_of = Person.objects.in_bulk({one for people in wanted.values() for one in people})
    pairs = [(row.case_id, people_of[one]) for row in rows for one in wanted[row.pk] if one in people_of]
    able = may_know(pairs)
    return {row.pk: [one for one in wanted[row.pk] if (row.case_id, one) in able] for row in rows}


def recheck_follow_up(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """A follow-up was changed: whoever is to do it, was, or asked for it, beside who changed it."""
    rows = FollowUpChange.objects.filter(pk__in=sources).select_related(
        "follow_up__owner", "follow_up__set_by", "follow_up__booking__clinic", "owner", "case"
    )
    found = list(rows)
    later = FollowUpChange.objects.filter(follow_up__in=[one.follow_up_id for one in found])
    last = dict(later.order_by("changed_at", "id").values_list("follow_up", "pk"))
    people = {row.pk: _of_follow_up(row) for row in found}
    able = may_know([(row.case_id, one) for row in found for one in people[row.pk]])
    answers: dict[UUID, Due | Gone] = {}
    for row in found:
        told = [one.pk for one in people[row.pk] if (row.case_id, one.pk) in able]
        if last[row.follow_up_id] != row.pk:
            answers[row.pk] = Gone("It was changed again since.")
        elif row.follow_up.done_at is not None:
            answers[row.pk] = Gone("It was done.")
        elif not told:
            answers[row.pk] = Gone("Nobody else has a part in it.")
        else:
            answers[row.pk] = _of_change(row, told)
    return answers


def _of_follow_up(row: FollowUpChange) -> list[Person]:
    had = [row.follow_up.owner, row.owner, row.follow_up.set_by]
    return [one for one in dict.fromkeys(had) if one.pk != row.changed_by_id]


def _of_change(row: FollowUpChange, told: Sequence[UUID]) -> Due:
    follow_up = row.follow_up
    asked = row.kind != FollowUpChanged.WITHDRAWN
    became = f"is to be done by {day_words(follow_up.due_on)}" if asked else "was withdrawn"
    return Due(
        recipients=tuple(Addressee(one, YOURS) for one in told),
        case_id=row.case_id,
        subject_id=row.follow_up_id,
        reference=row.case.reference,
        headline=f"{follow_up} of the advice clinic of {_day(follow_up.booking.clinic)} {became}",
        due_on=follow_up.due_on if asked else None,
        ends_when="it is done or changed again, or you mark it as read",
        path=f"/clinic-bookings/{follow_up.booking_id}/",
        urgency=DIGEST,
    )
