"""The list, the search and the people page. Deeds and their forms are in surfaces.py."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases.enums import CLOSED_STAGES, Stage
from cases.forms import SearchForm, SurnameForm, field
from cases.lookup import Result, by_surname, by_text
from cases.models import Assignment, Case, NamedAccess
from cases.surfaces import SURFACES
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import date_set, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part, Scope
from rasso_tracker.people.places import districts
from rasso_tracker.web.details import Detail
from rasso_tracker.web.lists import FilterForm, Listing, Order, branches_unless_supporter

OWN_DISTRICT = (Scope.TEAM, Scope.DISTRICT)


class CaseFilter(FilterForm):
    district = forms.ChoiceField(label="District", required=False)
    stage = forms.ChoiceField(label="Stage", required=False)
    mine = forms.ChoiceField(label="Whose", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.person.role.scope in OWN_DISTRICT:
            del self.fields["district"]  # it would only cost a walk through every row of theirs
        else:
            every = [(one.code, one.name) for one in districts()]
            field(self, "district").choices = [("", "Every district"), *every]
        field(self, "stage").choices = [("", "Every stage"), ("open", "Open"), *Stage.choices]
        field(self, "mine").choices = [("", "Every officer's"), ("1", "Mine")]


class CaseList(Listing):
    name = "case_list"
    path = "cases/"
    title = "Cases"
    template = "cases/case_list.html"
    model = Case
    fields = (
        "id",
        "reference",
        "district__name",
        "stage",
        "officer_in_charge__name",
        "reported_on",
        "next_due_on",
        "next_due_what",
        "restricted",
    )
    orders = (
        Order("due", "Next due", "next_due_on", nullable=True),
        Order("reported", "Reported", "reported_on", descending=True),
    )
    filters = CaseFilter
    steady = True
    empty = "No cases to show."

    def branches(self) -> Any:
        return branches_unless_supporter(Case)(self.person)

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        if chosen.get("district"):
            branch = branch.filter(district__code=chosen["district"])
        if chosen["stage"] == "open":
            branch = branch.exclude(stage__in=CLOSED_STAGES)
        elif chosen["stage"]:
            branch = branch.filter(stage=chosen["stage"])
        if chosen["mine"]:
            branch = branch.filter(officer_in_charge=person.pk)
        return branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        due_on = record["next_due_on"]
        return {
            **record,
            "stage_label": Stage(record["stage"]).label,
            "deadline": date_set(due_on, start=record["reported_on"]) if due_on else None,
        }

    def extra(self, person: Person) -> dict[str, Any]:
        return {"at": now(), "may_open": person.role.may("open_case")}


@require_http_methods(["GET", "HEAD", "POST"])
def case_search(request: HttpRequest) -> HttpResponse:
    """Search, by POST alone. Every case shown is logged; a look-up by surname with its reason."""
    person: Any = request.user
    by_name = person.role.searches_by_surname and "surname" in request.POST
    form: forms.Form = SurnameForm(request.POST) if by_name else SearchForm(request.POST)
    if request.method != "POST":
        return _search_page(request, SearchForm())
    if not form.is_valid():
        return _search_page(request, form, status=422)
    if by_name:
        found = by_surname(form.cleaned_data["surname"], person)
        reason = form.cleaned_data["reason"]
        record_read(by=person, action=Action.SURNAME_SEARCHED, subjects=found.ids, reason=reason)
    else:
        found = by_text(form.cleaned_data["q"], person)
        record_read(by=person, action=Action.SEARCHED, subjects=found.ids)
    return _search_page(request, form, found)


def _search_page(
    request: HttpRequest, sent: forms.Form, found: Result | None = None, status: int = 200
) -> HttpResponse:
    person: Any = request.user
    by_name = isinstance(sent, SurnameForm)
    context = {
        "title": "Search for a case",
        "sent": sent,
        "form": SearchForm() if by_name else sent,
        "surname_form": (sent if by_name else SurnameForm()) if person.role.searches_by_surname else None,
        "found": found,
        "person": person,
    }
    return render(request, "cases/case_search.html", context, status=status)


def people_context(person: Person, case: Case) -> dict[str, Any]:
    """Who works on a case and who is named on it, now and before."""
    if not person.role.reads(Part.PEOPLE):
        raise Http404
    named = NamedAccess.objects.visible_to(person).filter(case=case)
    assigned = Assignment.objects.visible_to(person).filter(case=case)
    return {
        "case": case,
        "named": list(named.select_related("person", "granted_by").order_by("ended_at", "started_at")),
        "assigned": list(assigned.select_related("person", "assigned_by").order_by("-started_at")),
        "may_end": person.role.may("end_naming"),
    }


def ids_of_people(context: dict[str, Any]) -> list[uuid.UUID]:
    return [row.pk for row in (*context["named"], *context["assigned"])]


PEOPLE_OF_CASE = Detail(
    name="case_people",
    path="cases/<uuid:pk>/people/",
    model=Case,
    template="cases/case_people.html",
    action=Action.CASE_VIEWED,
    context=people_context,
    shows=ids_of_people,
    surfaces=tuple(one for one in SURFACES if one.name in ("assign_officer", "name_person", "restrict_case")),
)
