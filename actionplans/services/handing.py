"""What somebody who leaves still has of action plans: items, plans they prosecute, plans they work on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from actionplans.clinic_enums import BookingStatus
from actionplans.enums import CLOSED_PLANS, OPEN_ITEMS
from actionplans.models import ActionPlan, ActionPlanItem, Clinic, ClinicBooking, ClinicLawyer
from actionplans.services.follow_ups_passed import of_leaver, pass_on_follow_ups
from actionplans.services.items import give_item
from cases.models import Case, NamedAccess
from rasso_tracker.audit import Action
from rasso_tracker.audit.record import Event, record_each
from rasso_tracker.clocks import now
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.holdings import Holding
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import GATEKEEPER, ROLES

BY_LEAVER = "handed over by a leaver"


def _items(person: Person) -> Any:
    return ActionPlanItem.objects.filter(owner=person, status__in=OPEN_ITEMS)


def pass_on_items(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """Open items go to `to`; with nobody, or on a case that `to` may not see, to each officer in charge."""
    rows = (
        _items(person)
        .select_related("plan__case")
        .select_for_update(no_key=True, of=("self",))
        .order_by("pk")
    )
    items = list(rows)
    named = _named(item.case_id for item in items)
    for item in items:
        sees = to is not None and _sees(to, item.plan.case, named[item.case_id])
        give_item(item.plan, item, to if sees else None, at)
    events = [Event(case=one.case_id, subjects=[one.plan_id, one.pk], reason=BY_LEAVER) for one in items]
    record_each(by=by, action=Action.ITEM_ASSIGNED, events=events)
    return len(items)


def _named(cases: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    named: dict[UUID, set[UUID]] = defaultdict(set)
    grants = NamedAccess.objects.filter(case__in=set(cases), ended_at__isnull=True)
    for case, person in grants.values_list("case", "person"):
        named[case].add(person)
    return named


def _sees(person: Person, case: Any, named: set[UUID]) -> bool:
    return any(role_sees(person, ROLES[code], case, Part.PLANS, named) for code in person.roles)


def _open(**who: Person) -> Any:
    return ActionPlan.objects.filter(**who).exclude(status__in=CLOSED_PLANS)


def pass_on_prosecuted(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """Open plans of a prosecutor go to `to` of the same unit; to nobody by name they are the unit's."""
    if to is not None and (to.agency != Agency.CPS or to.cps_unit_id != person.cps_unit_id):
        raise Invalid({"goes_to": f"Action plans stay in the unit: {to.name} works elsewhere."})
    return _pass_on(_open(prosecutor=person), by, prosecutor=to)


def pass_on_worked(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """Plans that a gatekeeper works on go to another gatekeeper, or back to the board for any of them."""
    taker = to if to is not None and GATEKEEPER.code in to.roles else None
    return _pass_on(_open(worked_by=person), by, worked_by=taker)


def _bookings(person: Person) -> Any:
    """Clinics to come that somebody comes to as the officer of the case."""
    return ClinicBooking.objects.filter(
        officer=person, status__in=(BookingStatus.WAITING, BookingStatus.BOOKED)
    )


def pass_on_bookings(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """The officer in charge of each case comes in their place; the cases have passed on before."""
    found = list(
        _bookings(person)
        .select_for_update(no_key=True, of=("self",))
        .order_by("pk")
        .values_list("pk", "case")
    )
    officer = Case.objects.filter(pk=OuterRef("case")).values("officer_in_charge")[:1]
    ClinicBooking.objects.filter(pk__in=[pk for pk, _ in found]).update(officer=Subquery(officer))
    events = [Event(case=case, subjects=[pk], reason=BY_LEAVER) for pk, case in found]
    record_each(by=by, action=Action.CLINIC_BOOKING_PASSED_ON, events=events)
    return len(found)


def _sittings(person: Person) -> Any:
    return ClinicLawyer.objects.filter(person=person, left_at__isnull=True, starts_at__gt=now())


def keep_sittings(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """Who hears whose case is the unit's to say: raises Invalid."""
    few = "They sit in clinics to come. Have their unit put another lawyer in their place first."
    raise Invalid({"": few})


def _hosted(person: Person) -> Any:
    return Clinic.objects.filter(host=person, cancelled_at__isnull=True, starts_at__gt=now())


def keep_hosted(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """A clinic needs a host who can come on its day: raises Invalid."""
    raise Invalid({"": "They host clinics to come. Have another gatekeeper host each of them first."})


def _pass_on(rows: Any, by: Person, **new: Person | None) -> int:
    found = list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk", "case"))
    ActionPlan.objects.filter(pk__in=[pk for pk, _ in found]).update(**new, version=F("version") + 1)
    events = [Event(case=case, subjects=[pk], reason=BY_LEAVER) for pk, case in found]
    record_each(by=by, action=Action.PLAN_HANDED_OVER, events=events)
    return len(found)


HOLDINGS = (
    Holding(
        code="items",
        title="open action plan items",
        one="open action plan item",
        count=lambda person: _items(person).count(),
        hand_over=pass_on_items,
        team="the officer in charge of each case.",
    ),
    Holding(
        code="prosecuted",
        title="open action plans as prosecutor",
        one="open action plan as prosecutor",
        count=lambda person: _open(prosecutor=person).count(),
        hand_over=pass_on_prosecuted,
        team="the unit, to nobody by name.",
    ),
    Holding(
        code="worked",
        title="open action plans that they work on",
        one="open action plan that they work on",
        count=lambda person: _open(worked_by=person).count(),
        hand_over=pass_on_worked,
        team="back to the board, for any gatekeeper.",
    ),
    Holding(
        code="bookings",
        title="clinic bookings as the officer who comes",
        one="clinic booking as the officer who comes",
        count=lambda person: _bookings(person).count(),
        hand_over=pass_on_bookings,
        team="the officer in charge of each case.",
    ),
    Holding(
        code="follow_ups",
        title="follow-ups of advice clinics",
        one="follow-up of an advice clinic",
        count=lambda person: of_leaver(person).count(),
        hand_over=pass_on_follow_ups,
        team="the officer in charge of each case.",
    ),
    Holding(
        code="sittings",
        title="clinics to come that they sit in",
        one="clinic to come that they sit in",
        count=lambda person: _sittings(person).count(),
        hand_over=keep_sittings,
        team="their unit puts another lawyer in their place first.",
    ),
    Holding(
        code="hosted",
        title="clinics to come that they host",
        one="clinic to come that they host",
        count=lambda person: _hosted(person).count(),
        hand_over=keep_hosted,
        team="another gatekeeper hosts each of them first.",
    ),
)
