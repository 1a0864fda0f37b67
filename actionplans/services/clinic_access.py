"""A booking opens a case to the clinic's lawyers and host by name, and closes it again. Inside the deeds of
clinics alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from actionplans.clinic_enums import OPENS
from actionplans.models import Advice, Clinic, ClinicBooking
from cases.enums import NamedBecause
from cases.models import Case, NamedAccess
from cases.services import end_access, grant_access
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import add_working_days, london_date, start_of_day
from rasso_tracker.people.access import role_sees, system
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.cps_roles import CPS_LEGAL_MANAGER
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import ROLES

ONE_DAY = timedelta(days=1)


def sitting(clinic: Clinic) -> list[Person]:
    """The lawyers who sit now, in the order in which they joined."""
    rows = clinic.sittings.filter(left_at__isnull=True).select_related("person__cps_unit")
    return [one.person for one in rows.order_by("joined_at", "id")]


def hearers(clinic: Clinic) -> list[Person]:
    """Whom a booking opens its case to: the lawyers who sit, and the host who keeps the running list."""
    return [*sitting(clinic), clinic.host]


def open_case_to(booking: ClinicBooking, people: Iterable[Person], *, by: Person, at: datetime) -> None:
    """Name these people on the case, unless it is restricted: a booking names nobody on such a case."""
    if booking.case.restricted:
        return
    for person in people:
        if person.serves_on(london_date(at)):
            grant_access(
                by=by,
                case=booking.case,
                person=person,
                because=NamedBecause.CLINIC,
                reason="Booked into an advice clinic",
                at=at,
            )


def open_case_to_countersign(booking: ClinicBooking, *, by: Person, at: datetime) -> None:
    """Name the unit's legal managers on a case whose clinic advice waits for one of them: before its first
    submission they see no case of the unit, and nobody else may countersign.
    """
    managers = Person.objects.filter(_managers(booking), in_post(london_date(at)))
    open_case_to(booking, managers, by=by, at=at)


def close_case_to_countersigners(booking: ClinicBooking, *, by: Person, at: datetime) -> None:
    """End that again where no clinic advice on the case asks for one of them any more. Whoever hears a case
    themselves keeps it for that.
    """
    wanted = Advice.objects.filter(case=booking.case_id, booking__isnull=False, countersign_wanted=True)
    if wanted.filter(superseded_at__isnull=True).exists():
        return
    keep = {one.pk for one in hearers(booking.clinic)} if booking.status in OPENS else set()
    if booking.kept_until is not None and booking.recorded_by is not None:
        keep.add(booking.recorded_by.pk)
    managers = [one for one in Person.objects.filter(_managers(booking)) if one.pk not in keep]
    close_case(booking, managers, by=by, at=at)


def _managers(booking: ClinicBooking) -> Q:
    return Q(cps_unit=booking.clinic.cps_unit_id, roles__contains=[CPS_LEGAL_MANAGER.code])


def close_case(booking: ClinicBooking, people: Iterable[Person], *, by: Person, at: datetime) -> None:
    """End what the booking opened, for those to whom no other booking of the case still opens it."""
    for person in people:
        if person.pk not in _opened_by_others(booking):
            end_access(
                by=by,
                case=booking.case,
                person=person,
                because=NamedBecause.CLINIC,
                reason="No longer booked into an advice clinic",
                at=at,
            )


def close_unheard(booking: ClinicBooking, *, by: Person, at: datetime) -> None:
    """Close a case that was not heard to the clinic's people. Whoever of them recorded it keeps it until the
    end of the next working day: nobody else of CPS could say that they were mistaken (ADR 0450).
    """
    named = NamedAccess.objects.filter(case=booking.case, person=by, ended_at__isnull=True)
    kept = named.filter(because=NamedBecause.CLINIC).exists()
    booking.kept_until = start_of_day(add_working_days(london_date(at), 1) + ONE_DAY) if kept else None
    ClinicBooking.objects.filter(pk=booking.pk).update(kept_until=booking.kept_until)
    close_case(booking, [one for one in hearers(booking.clinic) if one != by], by=by, at=at)


def close_kept(at: datetime) -> None:
    """Close the cases whose time for that is over: a few a day. After the sweep, each by itself and with its
    case locked first, as in a deed: what somebody has on the case passes on with it.
    """
    with system("the clinic's time on some cases is over"):
        over = ClinicBooking.objects.filter(kept_until__lte=at).order_by("pk")
        found = list(over.values_list("pk", "case"))
    for pk, case in found:
        with system("the clinic's time on a case is over"), open_door("raise_reminders"):
            _close_kept(pk, case, at)


def _close_kept(pk: UUID, case: UUID, at: datetime) -> None:
    Case.objects.select_for_update(no_key=True, of=("self",)).get(pk=case)
    over = ClinicBooking.objects.filter(pk=pk, kept_until__lte=at)
    locked = over.select_related("case", "clinic", "recorded_by").select_for_update(no_key=True, of=("self",))
    booking = locked.first()
    if booking is None:
        return  # somebody corrected it meanwhile
    person, booking.kept_until = booking.recorded_by, None
    booking.save(update_fields=["kept_until"])
    assert person is not None, "booking_kept_not_heard"
    close_case(booking, [person], by=person, at=at)


def sees_case(person: Person, case: Case, closing: ClinicBooking | None = None) -> bool:
    """Whether somebody may read what a clinic left to do on the case, once `closing` opens it no more."""
    grants = NamedAccess.objects.filter(case=case, person=person, ended_at__isnull=True)
    if closing is not None and person.pk not in _opened_by_others(closing):
        grants = grants.exclude(because=NamedBecause.CLINIC)
    return _reads(person, case, {person.pk} if grants.exists() else set())


def able_to_see(people: Iterable[Person], case: Case, part: Part = Part.CPS) -> set[UUID]:
    """The ids of those of these people who may read that part of the case. One statement."""
    grants = NamedAccess.objects.filter(case=case, ended_at__isnull=True)
    named = set(grants.values_list("person", flat=True))
    return {one.pk for one in people if _reads(one, case, named, part)}


def able_once_closed(people: Iterable[Person], booking: ClinicBooking) -> set[UUID]:
    """The ids of those of these people who may read the case also once the booking opens it no more:
    sees_case of many.
    """
    by_booking = Q(because=NamedBecause.CLINIC) & ~Q(person__in=_opened_by_others(booking))
    grants = NamedAccess.objects.filter(case=booking.case, ended_at__isnull=True).exclude(by_booking)
    named = set(grants.values_list("person", flat=True))
    return {one.pk for one in people if _reads(one, booking.case, named)}


def cases_shut_to(person: Person, rows: Any, part: Part = Part.CPS) -> set[UUID]:
    """The cases of these rows of which the person may not read that part. Two statements."""
    cases = Case.objects.filter(pk__in=rows.order_by().values("case"))
    grants = NamedAccess.objects.filter(person=person, case__in=cases, ended_at__isnull=True)
    named = set(grants.values_list("case", flat=True))
    rule = cases.only("restricted", "team", "district", "cps_unit", "gatekept", "outcome_recorded")
    return {
        case.pk for case in rule if not _reads(person, case, {person.pk} if case.pk in named else set(), part)
    }


def _reads(person: Person, case: Case, named: set[UUID], part: Part = Part.CPS) -> bool:
    return any(role_sees(person, ROLES[code], case, part, named) for code in person.roles)


def may_have_come(booking: ClinicBooking, people: Iterable[Person]) -> set[UUID]:
    """The ids of those of these people who can be set down as there: who may see the case, whom the booking
    opens it to, and who is on record already.
    """
    asked = list(people)
    there = set(booking.attended.filter(corrected_in__isnull=True).values_list("person", flat=True))
    if not booking.case.restricted:
        there |= {one.pk for one in hearers(booking.clinic)}
    return able_to_see(asked, booking.case) | there & {one.pk for one in asked}


def check_attended(booking: ClinicBooking, people: Collection[Person]) -> None:
    """Nobody is set down as there who may not see the case. Raises Invalid."""
    able = may_have_come(booking, people) if people else set()
    if shut := " and ".join(one.name for one in people if one.pk not in able):
        raise Invalid({"attended": f"{shut} may not see this case. Choose somebody who may."})


def check_owner_sees(
    field: str, owner: Person | None, case: Case, closing: ClinicBooking | None = None
) -> None:
    """What is left to do is somebody's who may see the case, also once `closing` opens it no more."""
    if owner is not None and not sees_case(owner, case, closing):
        shut = " once it is closed to the clinic" if closing is not None else ""
        raise Invalid({field: shut_out_words(owner, shut)})


def shut_out_words(owner: Person, since: str = "") -> str:
    return f"{owner.name} may not see this case{since}. Choose somebody who may."


def _opened_by_others(booking: ClinicBooking) -> set[UUID]:
    """Lawyers and hosts of the clinics in which the case stands booked, or was heard, beside this booking,
    and who may still correct what they recorded of another.
    """
    others = ClinicBooking.objects.filter(case=booking.case_id).exclude(pk=booking.pk)
    found = set(others.filter(kept_until__isnull=False).values_list("recorded_by", flat=True))
    opens = others.filter(status__in=OPENS)
    for clinic in Clinic.objects.filter(pk__in=opens.values("clinic")).prefetch_related("sittings"):
        found |= {clinic.host_id, *(one.person_id for one in clinic.sittings.all() if one.left_at is None)}
    return found
