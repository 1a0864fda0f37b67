"""Finding a victim by exact name and date of birth: for those who may, with a reason, always logged.

Sent by POST alone, so that a name is never in an address; what is found is shown as case and number.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import ISVA
from rasso_tracker.vault import blind_index
from rasso_tracker.web.errors import refused_page
from victims.forms import FindForm
from victims.models import Identity
from victims.services.identity import DATE_OF_BIRTH_LABEL, NAME_LABEL

MOST = 25
NOT_YOURS = "Your role, {}, does not look up victims by name. An officer or supervisor of the case can."


def may_find(person: Person) -> bool:
    """Those who read identities as part of their work on cases; an ISVA has their own list."""
    return person.role.reads(Part.VICTIM_IDENTITY) and person.role != ISVA


def find(person: Person, name: str, date_of_birth: date | None) -> list[Identity]:
    """The standing identities in scope that match exactly, spelling and accents apart; at most 25."""
    rows = Identity.objects.visible_to(person).filter(
        superseded_at__isnull=True, name_index=blind_index(NAME_LABEL, name)
    )
    if date_of_birth is not None:
        born = blind_index(DATE_OF_BIRTH_LABEL, date_of_birth.isoformat())
        rows = rows.filter(date_of_birth_index=born)
    return list(rows.select_related("victim", "case", "case__district").order_by("-case__reported_on")[:MOST])


@require_http_methods(["GET", "HEAD", "POST"])
def victim_find(request: HttpRequest) -> HttpResponse:
    """The page. Every look-up is logged with its reason, whether or not it finds somebody."""
    person: Any = request.user
    if not may_find(person):
        return refused_page(request, NOT_YOURS.format(person.role.title))
    if request.method != "POST":
        return _page(request, FindForm(person=person), None)
    form = FindForm(request.POST, person=person)
    if not form.is_valid():
        return _page(request, form, None, status=422)
    asked = form.cleaned_data
    found = find(person, asked["name"], asked["date_of_birth"])
    record_read(
        by=person,
        action=Action.VICTIM_LOOKED_UP,
        subjects=[row.victim_id for row in found],
        reason=asked["reason"],
    )
    return _page(request, form, found)


def _page(
    request: HttpRequest, form: FindForm, found: list[Identity] | None, status: int = 200
) -> HttpResponse:
    rows = [
        {
            "href": reverse("victim", args=[row.victim_id]),
            "reference": row.case.reference,
            "label": row.victim.label,
            "district": row.case.district.name,
            "reported_on": row.case.reported_on,
        }
        for row in found or []
    ]
    context = {"title": "Find a victim", "form": form, "asked": found is not None, "rows": rows}
    return render(request, "victims/victim_find.html", context, status=status)
