"""What role homes ask of CPS's advice, and of the clinics at which it is given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from actionplans.home.shared import some
from actionplans.models import Advice, AdviceReading
from actionplans.services.countersigning import COUNTERSIGN_DUE
from actionplans.shown.clinics import clinics_between
from cases.deadlines import deadline_of
from cases.home import MOST, Some
from cases.models import DueItem
from rasso_tracker.clocks import london_date, start_of_day
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Scope


def advice_to_read(person: Person) -> Some:
    """Advice on cases that this person is in charge of, of which nobody has recorded that it was read."""
    read = AdviceReading.objects.filter(advice=OuterRef("pk"))
    rows = Advice.objects.visible_to(person).filter(
        ~Exists(read), case__officer_in_charge=person.pk, superseded_at__isnull=True
    )
    return _when(rows.order_by("given_at", "id"), "given_at", str)


def advice_to_countersign(person: Person) -> Some:
    """Advice to the unit's submissions and at its clinics that waits for a second lawyer, the oldest first.

    Without what this person wrote: somebody else countersigns that.
    """
    owed = DueItem.objects.filter(source=OuterRef("pk"), code=COUNTERSIGN_DUE, settled_at__isnull=True)
    rows = Advice.objects.visible_to(person).filter(
        Exists(owed), countersign_wanted=True, superseded_at__isnull=True
    )
    if person.role.scope == Scope.CPS_UNIT:
        unit = person.cps_unit_id
        rows = rows.filter(Q(submission__cps_unit=unit) | Q(booking__clinic__cps_unit=unit))
    found = _when(rows.exclude(author=person.pk).order_by("recorded_at", "id"), "recorded_at", str)
    items = DueItem.objects.filter(code=COUNTERSIGN_DUE, settled_at__isnull=True)
    due = {one.source: one for one in items.filter(source__in=[row["key"] for row in found.rows])}
    for row in found.rows:
        row["deadline"] = deadline_of(due[row["key"]])
    return found


def _stands_on(one: Advice) -> str:
    if one.booking_id is not None:
        return reverse("clinic_booking_detail", args=[one.booking_id])
    return reverse("submission_detail", args=[one.submission_id])


def _when(rows: Any, moment: str, what: Callable[[Any], str]) -> Some:
    return some(
        [
            {
                "key": one.pk,
                "reference": one.case.reference,
                "case_id": one.case_id,
                "href": _stands_on(one),
                "what": what(one),
                "when": getattr(one, moment),
            }
            for one in rows.select_related("case")[: MOST + 1]
        ]
    )


def clinics_this_week(person: Person, at: datetime) -> list[dict[str, Any]]:
    """Advice clinics of the seven days from today, the earliest first."""
    today = london_date(at)
    return clinics_between(person, start_of_day(today), start_of_day(today + timedelta(days=7)), at)
