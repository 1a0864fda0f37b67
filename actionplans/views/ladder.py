"""The ladder as it stands, and whom it would call today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from actionplans.enums import STEPS, LadderKind, LadderUnit
from actionplans.forms.ladder import posts_of
from actionplans.ladder import Ladder, Rung, current_ladder
from actionplans.models import LadderStep
from actionplans.shown.calls import called_in
from actionplans.views import DistrictFilter
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.enums import CPS_POSTS, POLICE_POSTS, Post
from rasso_tracker.people.places import districts
from rasso_tracker.web.forms import GovDateField
from rasso_tracker.web.lists import FilterForm, draw


class PostsFilter(FilterForm):
    """To try a step before it is set: of which ladder, which posts it would call, from which day."""

    on = GovDateField(label="On which day?", hint="Today unless you give a later one.", required=False)
    kind = forms.ChoiceField(
        label="A step of which ladder?",
        choices=[("", "None: the posts alone"), *LadderKind.choices],
        required=False,
    )
    step = forms.ChoiceField(
        label="Which step?",
        choices=[("", "None"), *((str(step), f"Step {step}") for step in STEPS)],
        required=False,
    )
    police_posts = forms.MultipleChoiceField(
        label="Police posts to try",
        choices=posts_of(POLICE_POSTS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cps_posts = forms.MultipleChoiceField(
        label="CPS posts to try",
        choices=posts_of(CPS_POSTS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def day_fault(self) -> str:
        """What is wrong with the day that was typed; "" when nothing is."""
        return " ".join(map(str, self.errors.get("on", []))) if self.is_bound else ""


@require_safe
def ladder(request: HttpRequest) -> HttpResponse:
    """The ladder in force today, what is set for later and what was withdrawn; configuration, so every role
    may read it.
    """
    person: Any = request.user
    today = london_date(now())
    found = LadderStep.objects.select_related("set_by", "voided_by").order_by("kind", "step", "in_force_from")
    record_read(by=person, action=Action.LIST_VIEWED, subjects=[row.pk for row in found])
    rows = [row for row in found if row.voided_at is None]
    withdrawn = [row for row in found if row.voided_at is not None]
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
        "withdrawn": sorted(withdrawn, key=lambda row: row.voided_at or now(), reverse=True),
        "may_withdraw": (
            {row.pk for row in rows if row.can_be_withdrawn(today)}
            if person.role.may("withdraw_ladder_step")
            else ()
        ),
        "posts": dict(Post.choices),
        "may_set": person.role.may("set_ladder_step"),
        "person": person,
    }
    return render(request, "actionplans/ladder.html", context)


@require_safe
def called(request: HttpRequest) -> HttpResponse:
    """Who would be told of each step on a day, by district; and of a step before it is set."""
    person: Any = request.user
    where, posts = DistrictFilter(request.GET, person=person), PostsFilter(request.GET, person=person)
    chosen = {**where.chosen(), **posts.chosen()}
    found = [one for one in districts() if chosen["district"] in (None, one.pk)]
    today = london_date(now())
    day = max(chosen["on"] or today, today)
    trial = trial_of(chosen, day, current_ladder())
    shown = [{"district": one, "ladders": called_in(trial.rungs, trial.ladder, one, day)} for one in found]
    record_read(by=person, action=Action.LIST_VIEWED, subjects=[one.pk for one in found])
    context = {
        "title": "Who would be told" + (" today" if day == today else ""),
        "person": person,
        "day": day,
        "today": today,
        "shown": shown,
        "folded": not chosen["district"],  # all of them at once would be a long page
        "tried": trial.tried,
        "in_ladder": trial.in_ladder,
        "where": draw(where),
        "posts": draw(posts),
        "day_fault": posts.day_fault,
        "opened": trial.tried is not None or bool(chosen["on"] or posts.day_fault),
        "use": _address_of(trial.tried, day) if trial.tried and trial.in_ladder else "",
        "may_set": person.role.may("set_ladder_step"),
    }
    return render(request, "actionplans/ladder_called.html", context)


@dataclass(frozen=True)
class Trial:
    """What the page shows: the ladder in force on the day, or a step that somebody tries within it."""

    rungs: tuple[Rung, ...]
    ladder: Ladder
    tried: Rung | None = None
    in_ladder: bool = False


def trial_of(chosen: dict[str, Any], day: date, ladder: Ladder) -> Trial:
    """The rungs to show. A step of a kind that is tried stands among the others of its ladder on that day."""
    in_force = tuple(rung for rung in ladder.rungs if rung.is_in_force(day))
    if not (chosen["police_posts"] or chosen["cps_posts"]):
        kept = tuple(
            rung
            for rung in in_force
            if chosen["kind"] in (None, rung.kind) and chosen["step"] in (None, str(rung.step))
        )
        return Trial(kept, Ladder(in_force))
    kind, step = LadderKind(chosen["kind"] or LadderKind.REVIEW), int(chosen["step"] or 0)
    now_there = next((one for one in in_force if (one.kind, one.step) == (kind, step)), None)
    # Of a step that is named, the side of which nothing is tried stays as it is.
    stays = now_there if chosen["kind"] and chosen["step"] else None
    tried = Rung(
        kind=kind,
        step=step,
        amount=now_there.amount if now_there else 0,
        unit=now_there.unit if now_there else LadderUnit.WORKING_DAYS,
        police_posts=tuple(chosen["police_posts"] or (stays.police_posts if stays else ())),
        cps_posts=tuple(chosen["cps_posts"] or (stays.cps_posts if stays else ())),
        in_force_from=day,
    )
    if not (chosen["kind"] and chosen["step"]):
        return Trial((tried,), Ladder(()), tried)
    others = tuple(one for one in in_force if one.kind == kind and one.step != step)
    return Trial((*others, tried), Ladder((*others, tried)), tried, in_ladder=True)


def _address_of(tried: Rung, day: date) -> str:
    """The page that sets a step, filled in with the step that was tried, both sides of it."""
    said: dict[str, Any] = {
        "kind": tried.kind,
        "step": tried.step,
        "amount": tried.amount,
        "unit": tried.unit,
        "police_posts": tried.police_posts,
        "cps_posts": tried.cps_posts,
        "in_force_from": day.isoformat(),
    }
    return f"{reverse('set_ladder_step')}?{urlencode(said, doseq=True)}"
