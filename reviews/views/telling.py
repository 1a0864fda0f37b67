"""The page of telling one victim of one decision."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from rasso_tracker.audit import Action
from rasso_tracker.people.models import Person
from rasso_tracker.web.details import Detail, deed_links
from reviews.models import Notification
from reviews.shown.telling import about_notice
from reviews.surfaces import ON_DECISION, ON_NOTICE, ON_QUESTION
from victims.bereaved import death_of
from victims.surfaces.spokesperson import NAME_SPOKESPERSON

TAKE_BACK = "take_back_not_told"
NOTIFY = tuple(one for one in ON_DECISION if one.name == "notify_victim")


def telling_context(person: Person, notice: Notification) -> dict[str, Any]:
    shown = about_notice(person, notice)
    answers = {
        one.row.pk: deed_links(ON_QUESTION, person, one.row) for one in shown["questions"] if not one.answer
    }
    links = deed_links(ON_NOTICE, person, notice)
    if shown["settled"] and death_of(notice.victim) is not None:  # no more to be taken back
        links = [one for one in links if one["name"] != TAKE_BACK]
        links[:0] = deed_links((NAME_SPOKESPERSON,), person, notice.victim)
    elif shown["settled"]:  # that it is taken back comes before all else
        links.sort(key=lambda link: link["name"] != TAKE_BACK)
    elif notice.told_at is None:
        links[:0] = [
            {**one, "title": "Record that they were told", "href": f"{one['href']}?victim={notice.victim_id}"}
            for one in deed_links(NOTIFY, person, notice.decision)
        ]
    return {**shown, "links": links, "answers": answers}


def ids_of(context: dict[str, Any]) -> Iterable[uuid.UUID]:
    """Every row that the page shows, for the log."""
    plan = [context["plan"]] if context["plan"] else []
    for row, _ in (
        *plan,
        *context["plans_before"],
        *context["attempts"],
        *context["delays"],
        *context["missed"],
    ):
        yield row.pk
    yield from (row.pk for row, _, _ in context["taken_back_before"])
    yield from (one.row.pk for one in context["questions"])
    yield context["victim"].pk
    yield context["decision"].pk


TELLING_DETAIL = Detail(
    name="telling",
    path="notifications/<uuid:pk>/",
    model=Notification,
    template="reviews/telling_detail.html",
    action=Action.TELLING_VIEWED,
    context=telling_context,
    shows=ids_of,
    select=(
        "case",
        "decision",
        "decision__case",
        "victim",
        "told_by",
        "late_said_by",
        "no_letter_by",
        "untold_by",
        "taken_back_by",
    ),
    title=lambda notice: "Telling a victim of a decision",
)
