"""The diary of advice clinics, the pages of a clinic and a booking, and the sheet for the day."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplans.models import Clinic, ClinicBooking
from actionplans.models.clinics import sees_clinics
from actionplans.shown.clinics import (
    MOST_MINE,
    booking_context,
    clinic_context,
    clinics_between,
    ids_of_booking,
    ids_of_clinic,
    lawyers_of,
    my_bookings,
    running_list,
    week_code,
    week_of,
)
from actionplans.surfaces.clinics import BOOKING_DEEDS, CLINIC_DEEDS
from actionplans.views import DistrictFilter
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now, start_of_day
from rasso_tracker.people.places import districts
from rasso_tracker.web.details import Detail
from rasso_tracker.web.errors import refused_page
from rasso_tracker.web.lists import NOT_YOURS, draw
from rasso_tracker.web.scope import in_scope

ONE_WEEK = timedelta(days=7)


@require_safe
def diary(request: HttpRequest) -> HttpResponse:
    """The clinics of one week, for one district or all; what of them this person's cases have booked."""
    person: Any = request.user
    if not sees_clinics(person):
        return refused_page(request, NOT_YOURS.format(person.role.title))
    at = now()
    where = DistrictFilter(request.GET, person=person)
    wanted = where.chosen()["district"]
    district = next((one for one in districts() if one.pk == wanted), None)
    monday = week_of(request.GET.get("week", ""), london_date(at))
    following = monday + ONE_WEEK
    clinics = clinics_between(person, start_of_day(monday), start_of_day(following), at, district)
    mine = my_bookings(person, at)
    shown = [one["row"].pk for one in clinics] + [row.pk for one in clinics for row in one["booked"]]
    record_read(by=person, action=Action.LIST_VIEWED, subjects=[*shown, *(one.pk for one in mine)])
    kept = f"&district={district.code}" if district else ""
    context = {
        "title": "Advice clinics",
        "person": person,
        "at": at,
        "monday": monday,
        "sunday": following - timedelta(days=1),
        "clinics": clinics,
        "mine": mine,
        "most_mine": MOST_MINE,
        "district": district,
        "where": draw(where),
        "week": week_code(monday),
        "before": f"?week={week_code(monday - ONE_WEEK)}{kept}",
        "after": f"?week={week_code(following)}{kept}",
        "this_week": "" if monday <= london_date(at) < following else "?" + kept.removeprefix("&"),
        "may_set_up": person.role.may("set_up_clinic"),
        "may_book": person.role.may("book_clinic"),
        "may_see_figures": person.role.may("read_performance"),
    }
    return render(request, "actionplans/clinics.html", context)


@require_safe
def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The running list of a clinic, made to be printed: references and times, room for what came of each."""
    person: Any = request.user
    clinic: Clinic | None = in_scope(Clinic, person, pk, select=("district", "cps_unit", "host"))
    if clinic is None:
        raise Http404
    rows = running_list(person, clinic)
    booked = [one["booking"].pk for one in rows if one["booking"]]
    record_read(by=person, action=Action.CLINIC_VIEWED, subjects=[clinic.pk, *booked])
    context = {
        "title": f"Running list, {clinic}",
        "person": person,
        "clinic": clinic,
        "rows": rows,
        "lawyers": lawyers_of([clinic.pk])[clinic.pk],
        "at": now(),
    }
    return render(request, "actionplans/clinic_list.html", context)


CLINIC_DETAIL = Detail(
    name="clinic_detail",
    path="clinics/<uuid:pk>/",
    model=Clinic,
    template="actionplans/clinic_detail.html",
    action=Action.CLINIC_VIEWED,
    context=lambda person, clinic: clinic_context(person, clinic, now()),
    select=("district", "cps_unit", "host"),
    surfaces=CLINIC_DEEDS,
    shows=ids_of_clinic,
)
BOOKING_DETAIL = Detail(
    name="clinic_booking_detail",
    path="clinic-bookings/<uuid:pk>/",
    model=ClinicBooking,
    template="actionplans/clinic_booking_detail.html",
    action=Action.CLINIC_BOOKING_VIEWED,
    context=lambda person, booking: booking_context(person, booking, now()),
    select=(
        "case__district",
        "case__officer_in_charge",
        "clinic__district",
        "clinic__cps_unit",
        "clinic__host",
        "slot",
        "officer",
        "booked_by",
    ),
    surfaces=BOOKING_DEEDS,
    shows=ids_of_booking,
)
