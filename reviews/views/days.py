"""The page of the day on which a decision is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from rasso_tracker.audit import Action
from rasso_tracker.people.models import Person
from rasso_tracker.web.details import Detail, deed_links
from reviews.models import Decision
from reviews.shown.days import about_day, decisions_with_a_day
from reviews.surfaces import day


def day_context(person: Person, decision: Decision) -> dict[str, Any]:
    on_day = [one for one in day.SURFACES if one.name == "sign_off_day"]
    return {**about_day(person, decision), "links": deed_links(on_day, person, decision)}


def ids_of(context: dict[str, Any]) -> Iterable[UUID]:
    """Every row that the page shows, for the log."""
    yield from (one.step.pk for one in context["sequence"] if one.step)
    if context["day"]:
        yield context["day"].pk
    yield from (one.pk for one, _ in context["days_before"])


DECISION_DAY = Detail(
    name="decision_day",
    path="decisions/<uuid:pk>/day/",
    model=Decision,
    template="reviews/decision_day.html",
    action=Action.DAY_VIEWED,
    context=day_context,
    shows=ids_of,
    find=decisions_with_a_day,
    select=("case", "case__officer_in_charge", "maker", "approver"),
    title=lambda decision: "The day of the decision",
)
