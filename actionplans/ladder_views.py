"""The ladder as it stands, and whom it would call today."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplans.enums import LadderKind, LadderUnit
from actionplans.ladder import Ladder, Rung, current_ladder
from actionplans.models import LadderStep
from actionplans.shown.calls import called_in
from actionplans.views import DistrictFilter
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.enums import Post
from rasso_tracker.people.places import districts
from rasso_tracker.web.lists import FilterForm, draw


class PostsFilter(FilterForm):
    """To try a step before it is set: which posts it would call."""

    police_posts = forms.MultipleChoiceField(
        label="Police posts to try", choices=Post.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    cps_posts = forms.MultipleChoiceField(
        label="CPS posts to try", choices=Post.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


@require_safe
def ladder(request: HttpRequest) -> HttpResponse:
    """The ladder in force today and what is set for later; configuration, so every role may read it."""
    person: Any = request.user
    today = london_date(now())
    rows = list(LadderStep.objects.select_related("set_by").order_by("kind", "step", "in_force_from"))
    record_read(by=person, action=Action.LIST_VIEWED, subjects=[row.pk for row in rows])
    in_force = [
        row
        for row in rows
        if row.in_force_from <= today and (row.in_force_until is None or today < row.in_force_until)
    ]
    ladders = [(kind.label, [row for row in in_force if row.kind == kind]) for kind in LadderKind]
    context = {
        "title": "The escalation ladder",
        "ladders": ladders,
        "later": [row for row in rows if row.in_force_from > today],
        "posts": dict(Post.choices),
        "may_set": person.role.may("set_ladder_step"),
        "person": person,
    }
    return render(request, "actionplans/ladder.html", context)


@require_safe
def called(request: HttpRequest) -> HttpResponse:
    """Who would be told today of each step, by district; and of posts that a step might call."""
    person: Any = request.user
    where, posts = DistrictFilter(request.GET, person=person), PostsFilter(request.GET, person=person)
    chosen = {**where.chosen(), **posts.chosen()}
    found = [one for one in districts() if chosen["district"] in (None, one.pk)]
    today, ladder = london_date(now()), current_ladder()
    rungs = [rung for rung in ladder.rungs if rung.is_in_force(today)]
    tried = _tried(chosen, today)
    shown = [
        {
            "district": one,
            "ladders": called_in(rungs, ladder, one, today),
            "tried": called_in(tried, Ladder(()), one, today) if tried else [],
        }
        for one in found
    ]
    record_read(by=person, action=Action.LIST_VIEWED, subjects=[one.pk for one in found])
    context = {
        "title": "Who would be told today",
        "person": person,
        "shown": shown if chosen["district"] or tried else [],
        "tried": tried,
        "where": draw(where),
        "posts": draw(posts),
        "may_set": person.role.may("set_ladder_step"),
    }
    return render(request, "actionplans/ladder_called.html", context)


def _tried(chosen: dict[str, Any], today: date) -> list[Rung]:
    """A step that calls the posts that somebody wants to try."""
    if not (chosen["police_posts"] or chosen["cps_posts"]):
        return []
    return [
        Rung(
            kind=LadderKind.REVIEW,
            step=0,
            amount=0,
            unit=LadderUnit.WORKING_DAYS,
            police_posts=tuple(chosen["police_posts"] or ()),
            cps_posts=tuple(chosen["cps_posts"] or ()),
            in_force_from=today,
        )
    ]
