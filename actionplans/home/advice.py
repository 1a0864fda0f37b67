"""What role homes ask of CPS's advice, and of the clinics at which it is given."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from actionplans.home.owed import first_owed
from actionplans.home.shared import some
from actionplans.models import Advice, AdviceQuestion, AdviceReading
from actionplans.shown.clinics import clinics_between
from cases.deadlines import deadline_of
from cases.home import MOST, Some
from rasso_tracker.clocks import london_date, start_of_day
from rasso_tracker.people.models import Person


def advice_to_read(person: Person) -> Some:
    """Advice on cases that this person is in charge of, of which nobody has recorded that it was read."""
    read = AdviceReading.objects.filter(advice=OuterRef("pk"))
    rows = Advice.objects.visible_to(person).filter(
        ~Exists(read), case__officer_in_charge=person.pk, superseded_at__isnull=True
    )
    found = rows.select_related("case").order_by("given_at", "id")[: MOST + 1]
    return some(
        [
            {
                "reference": one.case.reference,
                "case_id": one.case_id,
                "href": _stands_on(one),
                "what": str(one),
                "when": one.given_at,
            }
            for one in found
        ]
    )


def advice_to_countersign(person: Person) -> Some:
    """Advice to the unit's submissions and at its clinics that waits for a second lawyer, by when.

    Without what this person wrote: somebody else countersigns that. Two statements.
    """
    items = first_owed(person, "countersign")
    advice = Advice.objects.in_bulk([item.source for item in items])
    return some(
        [
            {
                "key": one.pk,
                "reference": item.case.reference,
                "case_id": item.case_id,
                "href": _stands_on(one),
                "what": str(one),
                "deadline": deadline_of(item),
            }
            for item in items
            for one in [advice[item.source]]
        ]
    )


def questions_to_answer(person: Person) -> Some:
    """What police ask about submissions and CPS has not answered, by when. Two statements."""
    items = first_owed(person, "question")
    asked = AdviceQuestion.objects.in_bulk([item.source for item in items])
    return some(
        [
            {
                "reference": item.case.reference,
                "case_id": item.case_id,
                "href": reverse("submission_detail", args=[asked[item.source].submission_id]),
                "what": item.what_for(person),
                "deadline": deadline_of(item),
            }
            for item in items
        ]
    )


def _stands_on(one: Advice) -> str:
    if one.booking_id is not None:
        return reverse("clinic_booking_detail", args=[one.booking_id])
    return reverse("submission_detail", args=[one.submission_id])


def clinics_this_week(person: Person, at: datetime) -> list[dict[str, Any]]:
    """Advice clinics of the seven days from today, the earliest first."""
    today = london_date(at)
    return clinics_between(person, start_of_day(today), start_of_day(today + timedelta(days=7)), at)
