"""Page and API of a case as it stood when a decision was made, for whoever reviews that decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from cases.timeline.entries import TimelineEntry
from cases.whole import whole_of
from rasso_tracker.audit import Action
from rasso_tracker.dashboards.case_page import entries, find
from rasso_tracker.dashboards.case_then.history import ToldApart, told_apart, voided_since
from rasso_tracker.dashboards.case_then.represent import represent_then
from rasso_tracker.dashboards.case_then.state import StateThen, ids_of
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import REVIEWER
from rasso_tracker.web.api import ReadDetail, api_urls
from rasso_tracker.web.details import Detail
from reviews.models import ReviewRequest
from reviews.sealed import text_of
from reviews.shown.decisions import checks_of, lines_seen, look_of, reads_evidence

SELECT = ("decision", "decision__maker", "decision__approver", "decision__supervisor", "victim", "reviewer")
PARTS = ("allegations", "suspects", "victims", "submissions", "advice", "plans", "material", "people")


def requests_seen(person: Person) -> Any:
    """The requests in scope; a reviewer sees of a case what was allocated to them."""
    rows = ReviewRequest.objects.visible_to(person)
    return rows.filter(reviewer=person.pk) if person.role == REVIEWER and not person.is_service else rows


def then_of(person: Person, request: ReviewRequest) -> dict[str, Any]:
    """Everything that is told of the moment of the decision, in a fixed number of statements."""
    decision = request.decision
    assert decision.decided_at is not None  # a request is made of a decision that stood
    at = decision.decided_at
    case = find(person, request.case_id)
    state = StateThen(whole_of(case), person, at)
    return {
        "case": case,
        "decision": decision,
        "then": at,
        "lines": lines_seen(decision, person),
        "rationale": text_of(decision, "rationale") if reads_evidence(person) else "",
        "checks": checks_of(decision) if reads_evidence(person) else [],
        "look": look_of(decision) if reads_evidence(person) else None,
        "allegations": state.allegations(),
        "suspects": state.suspects(),
        "victims": state.engagement(),
        "submissions": state.submissions(),
        "advice": state.advice(),
        "plans": state.plans(),
        "material": state.material(),
        "people": state.people(),
        "history": told_apart(entries(case, person), at),
    }


def then_context(person: Person, request: ReviewRequest) -> dict[str, Any]:
    told = then_of(person, request)
    history: ToldApart = told["history"]
    return {
        **told,
        "asked": request,
        "known": _shown(history.known, told["then"]),
        "known_later": _shown(history.known_later, told["then"]),
        "after": _shown(history.after, told["then"]),
    }


def _shown(lines: Iterable[TimelineEntry], at: datetime) -> list[dict[str, Any]]:
    """Lines in the words of the timeline component. What was voided since stood then, and says so."""
    return [
        {
            "title": one.title,
            "at": one.on or one.at,
            "by": one.by,
            "detail": one.detail,
            "note": f"It stood then. {one.note}" if one.note and voided_since(one, at) else one.note,
            "href": one.href,
        }
        for one in lines
    ]


def ids_shown(context: dict[str, Any]) -> Iterable[UUID]:
    yield context["decision"].pk
    for part in PARTS:
        yield from ids_of(context[part])


CASE_THEN = Detail(
    name="case_then",
    path="right-to-review/<uuid:pk>/case-then/",
    model=ReviewRequest,
    template="dashboards/case_then.html",
    action=Action.CASE_THEN_VIEWED,
    context=then_context,
    find=requests_seen,
    shows=ids_shown,
    select=SELECT,
)


def represent(request: ReviewRequest, person: Person) -> dict[str, Any]:
    return represent_then(request, then_of(person, request))


routes = api_urls(
    reads=[
        ReadDetail(
            path="review-requests/<uuid:pk>/case-then/",
            name="case_then",
            model=ReviewRequest,
            represent=represent,
            action=Action.CASE_THEN_VIEWED,
            find=requests_seen,
            select=SELECT,
        )
    ]
)
