"""Leave and duty cover, a week at a time: staff only, nothing of a case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import District, Leave, Person
from rasso_tracker.people.parts import Scope
from rasso_tracker.people.roles import is_supporter
from rasso_tracker.people.rules import whose_leave
from rasso_tracker.people.week import monday_of, week_of
from rasso_tracker.web.forms import RowChoice
from rasso_tracker.web.lists import FilterForm, draw

FURTHEST = timedelta(weeks=104)


class DistrictChoice(FilterForm):
    district = RowChoice(
        every=District, to_field_name="code", label="District", required=False, empty_label="Every district"
    )


@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """Who is on leave in a week, who answers, and which posts nobody at work holds."""
    person: Any = request.user
    today = london_date(now())
    if is_supporter(person):
        return _own_alone(request, person, today)
    day = _week_asked(request.GET.get("week", ""), today)
    where = DistrictChoice(request.GET if "district" in request.GET else _own(person), person=person)
    district = where.chosen()["district"]
    week = week_of(day, district.pk if district else None)
    record_read(by=person, action=Action.LIST_VIEWED, subjects=[one.person.pk for one in week.absences])
    context = {
        "title": "Leave and duty cover",
        "person": person,
        "week": week,
        "this_week": monday_of(today) == week.first,
        "before": week.first - timedelta(days=7),
        "after": week.first + timedelta(days=7),
        "where": draw(where),
        "district": district,
        "today": today,
        "mine": own_leave(person, today),
        "theirs": set(Person.objects.filter(whose_leave(person)).values_list("pk", flat=True)),
        "may_set_cover": person.role.may("set_duty_cover"),
        "own_district_only": person.role.scope == Scope.DISTRICT,
    }
    return render(request, "people/away.html", context)


def _own_alone(request: HttpRequest, person: Person, today: date) -> HttpResponse:
    """A support service keeps its own leave here; who of the police and CPS is away is no business of it."""
    mine = own_leave(person, today)
    record_read(by=person, action=Action.LIST_VIEWED, subjects=[one.pk for one in mine])
    context = {"title": "Your leave", "person": person, "today": today, "mine": mine, "week": None}
    context["may_set_cover"] = False
    return render(request, "people/away.html", context)


def own_leave(person: Person, today: date) -> list[Leave]:
    """A person's own leave, now and to come."""
    rows = Leave.objects.filter(person=person, ends_on__gte=today).select_related("cover__covered_by")
    return [one for one in rows.order_by("starts_on") if one.last_day >= max(today, one.starts_on)]


def _own(person: Any) -> dict[str, str]:
    return {"district": person.district.code} if person.district_id else {}


def _week_asked(text: str, today: date) -> date:
    """The day that the address names; today for one that cannot be read or lies years away."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day - today) <= FURTHEST else today
