"""The list of people, the page of one of them, one's own details, and the proposals about roles."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.away_views import own_leave
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.enums import Post
from rasso_tracker.people.holdings import held_by
from rasso_tracker.people.models import CpsUnit, District, Leave, Person, RoleProposal
from rasso_tracker.people.models.duty import held_within
from rasso_tracker.people.roles import ROLES
from rasso_tracker.people.surfaces.admin import ADMIN_SURFACES, kept_people
from rasso_tracker.web.details import Detail
from rasso_tracker.web.errors import refused_page
from rasso_tracker.web.forms import PlainText, RowChoice
from rasso_tracker.web.lists import FilterForm, Listing, Order

PLACE = ("district", "team", "cps_unit", "supervisor")
PAST_SHOWN = 50


class PeopleFilter(FilterForm):
    name = PlainText(label="Name or part of it", max_length=60, required=False)
    role = forms.ChoiceField(
        label="Role",
        required=False,
        choices=[("", "Every role"), *((role.code, role.title) for role in ROLES.values()), ("none", "None")],
    )
    district = RowChoice(
        every=District, to_field_name="code", label="District", required=False, empty_label="Every district"
    )
    unit = RowChoice(
        every=CpsUnit, to_field_name="code", label="CPS unit", required=False, empty_label="Every unit"
    )
    state = forms.ChoiceField(
        label="At work",
        required=False,
        choices=[("", "In post"), ("leave", "On leave today"), ("left", "Left or to come"), ("all", "All")],
    )


class PeopleList(Listing):
    """Everybody who works here, with the administrator's way to each record."""

    name = "person_list"
    path = "people/"
    title = "People"
    template = "people/person_list.html"
    model = Person
    fields = (
        "id",
        "name",
        "post",
        "roles",
        "district__name",
        "team__name",
        "cps_unit__name",
        "is_active",
        "left_on",
    )
    orders = (Order("name", "Name", "name"),)
    filters = PeopleFilter
    empty = "Nobody fits. Check the spelling, or choose fewer filters."
    size: ClassVar[int] = 50

    def branches(self) -> list[Any]:
        return [Person.objects.filter(kind="person")]

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        today = london_date(now())
        state = chosen["state"]
        if state == "left":
            branch = branch.exclude(in_post(today))
        elif state != "all":
            branch = branch.filter(in_post(today))
        if state == "leave":
            away = Leave.objects.filter(held_within(today, today))
            branch = branch.filter(pk__in=away.values("person"))
        if chosen["name"]:
            branch = branch.filter(name__icontains=chosen["name"])
        if chosen["role"]:
            roles = [] if chosen["role"] == "none" else [chosen["role"]]
            branch = branch.filter(roles__contains=roles) if roles else branch.filter(roles=[])
        if chosen["district"]:
            branch = branch.filter(district=chosen["district"])
        return branch.filter(cps_unit=chosen["unit"]) if chosen["unit"] else branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        place = record["team__name"] or record["district__name"] or record["cps_unit__name"]
        return {
            **record,
            "post_label": Post(record["post"]).label,
            "place": place or "The whole force",
            "role_titles": [ROLES[code].title for code in record["roles"]],
        }

    def extra(self, person: Person) -> dict[str, Any]:
        today = london_date(now())
        shown = [row["pk"] for row in self.rows]
        away = Leave.objects.filter(held_within(today, today), person__in=shown)
        return {
            "away": set(away.values_list("person", flat=True)),
            "today": today,
            "may_keep": person.role.may("edit_person"),
            "may_open": set(kept_people(person).filter(pk__in=shown).values_list("pk", flat=True)),
        }


def person_context(person: Person, subject: Person) -> dict[str, Any]:
    """The whole record for the administrator; for a supervisor what it takes to lead an officer."""
    at = now()
    today = london_date(at)
    shown = {
        "at": at,
        "today": today,
        "roles_by_code": ROLES,
        "moves": list(subject.moves.select_related(*PLACE).order_by("-moves_on")[:PAST_SHOWN]),
        "leaves": own_leave(subject, today),
        "serves": subject.serves_on(today),
        "keeps": person.role.may("edit_person"),
    }
    return {**shown, **_of_the_keeper(subject)} if shown["keeps"] else shown


def _of_the_keeper(subject: Person) -> dict[str, Any]:
    """What only the administrator reads: how the record and the roles came to be, and what would be left."""
    proposals = subject.role_proposals.select_related("proposed_by", "decided_by")
    return {
        "proposals": list(proposals.order_by("-proposed_at")[:PAST_SHOWN]),
        "former": list(
            subject.former.select_related("replaced_by", "district", "team", "cps_unit").order_by("-version")[
                :PAST_SHOWN
            ]
        ),
        "held": held_by(subject),
        "has_password": subject.has_usable_password(),
        "code": subject.first_passwords.order_by("-issued_at").first(),
    }


PERSON = Detail(
    name="person_detail",
    path="people/<uuid:pk>/",
    model=Person,
    template="people/person_detail.html",
    action=Action.PERSON_VIEWED,
    context=person_context,
    select=PLACE,
    find=kept_people,
    surfaces=tuple(one for one in ADMIN_SURFACES if one.subject is Person and one.name != "edit_own_details"),
)


@require_safe
def my_details(request: HttpRequest) -> HttpResponse:
    """What the product keeps about whoever is signed in, and how colleagues reach them."""
    person: Any = request.user
    today = london_date(now())
    subject = Person.objects.select_related(*PLACE).get(pk=person.pk)
    record_read(by=person, action=Action.PERSON_VIEWED, subjects=[person.pk], reason="own details")
    context = {
        "title": "My details",
        "person": person,
        "subject": subject,
        "own_leave": own_leave(person, today),
        "today": today,
        "roles_by_code": ROLES,
    }
    return render(request, "people/my_details.html", context)


@require_safe
def role_proposals(request: HttpRequest) -> HttpResponse:
    """What waits for a second administrator, and what was decided last."""
    person: Any = request.user
    if not person.role.may("approve_role"):
        return refused_page(request, "Only administrators see who proposed to give or take which role.")
    at = now()
    rows = RoleProposal.objects.select_related("person", "proposed_by", "decided_by")
    waiting = list(rows.filter(decided_at__isnull=True, expires_at__gt=at).order_by("expires_at"))
    past = list(rows.exclude(pk__in=[one.pk for one in waiting]).order_by("-proposed_at")[:PAST_SHOWN])
    record_read(by=person, action=Action.LIST_VIEWED, subjects=[one.pk for one in (*waiting, *past)])
    context = {
        "title": "Changes of roles",
        "person": person,
        "waiting": waiting,
        "past": past,
        "roles_by_code": ROLES,
        "at": at,
    }
    return render(request, "people/role_proposals.html", context)
