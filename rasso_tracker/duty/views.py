"""The roster of a team, a week at a time, and one's own duty: staff only, nothing of a case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.duty.roster import lines, monday_of, next_duty, nobody_on
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.models import Person, Team
from rasso_tracker.web.forms import RowChoice
from rasso_tracker.web.lists import FilterForm, draw

FURTHEST = timedelta(weeks=104)
MOST = 100


class Whose(FilterForm):
    team = RowChoice(every=Team, label="Team", required=False)


@require_safe
def roster(request: HttpRequest) -> HttpResponse:
    """Who is on duty in a week. Without a team chosen: one's own people, and always oneself first."""
    person: Any = request.user
    moment = now()
    today = london_date(moment)
    monday = monday_of(_asked(request.GET.get("week", ""), today))
    whose = Whose(request.GET if "team" in request.GET else _own(person), person=person)
    team = whose.chosen()["team"]
    found = lines(_people(person, team, today), monday)
    record_read(by=person, action=Action.LIST_VIEWED, subjects=[line.person.pk for line in found])
    context = {
        "person": person,
        "team": team,
        "whose": draw(whose),
        "lines": found,
        "days": [monday + timedelta(days=number) for number in range(7)],
        "today": today,
        "this_week": monday == monday_of(today),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "nobody": nobody_on(found),
        "own": next_duty(person, moment, today),
        "may_set": person.role.may("set_duty_day"),
    }
    return render(request, "duty/roster.html", context)


def _people(person: Person, team: Team | None, today: date) -> list[Person]:
    """The team's people, or those who work beside a person who has no team."""
    serving = Person.objects.filter(in_post(today), kind="person")
    if team is not None:
        beside = serving.filter(team=team)
    elif person.cps_unit_id:
        beside = serving.filter(cps_unit=person.cps_unit_id)
    else:
        beside = serving.filter(post=person.post, district=person.district_id, team__isnull=True)
    return list(beside.order_by("name", "pk")[:MOST])


def _own(person: Any) -> dict[str, str]:
    return {"team": str(person.team_id)} if person.team_id else {}


def _asked(text: str, today: date) -> date:
    """The day that the address names; today for one that cannot be read or lies years away."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day - today) <= FURTHEST else today
