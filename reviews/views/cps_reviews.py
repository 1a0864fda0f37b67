"""The list of reviews under CPS's scheme, and the pages of one and of an expedited review."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from rasso_tracker.audit import Action
from rasso_tracker.clocks import date_set, now
from rasso_tracker.people.models import Person
from rasso_tracker.web.details import Detail, deed_links
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.lists import FilterForm, Listing, Order
from reviews.cps_review_enums import CpsReviewOutcome, CpsReviewStatus, CpsStageKind
from reviews.models import CpsReview, CpsReviewStage, ExpeditedReview
from reviews.shown.cps_reviews import about_cps_review, about_expedited
from reviews.surfaces import ON_CPS_REVIEW, ON_EXPEDITED

WAITING = (CpsReviewStatus.TO_PASS_ON, CpsReviewStatus.WITH_CPS, CpsReviewStatus.TO_TELL)


class CpsReviewFilter(FilterForm):
    status = forms.ChoiceField(label="State", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Not answered"), *CpsReviewStatus.choices, ("any", "Any")]
        field_of(self, "status", forms.ChoiceField).choices = choices


class CpsReviewList(Listing):
    name = "cps_review_list"
    path = "cps-reviews/"
    title = "Reviews by CPS"
    template = "reviews/cps_review_list.html"
    model = CpsReview
    fields = (
        "id",
        "case_id",
        "case__reference",
        "victim__number",
        "status",
        "received_on",
        "due_on",
        "reached",
    )
    orders = (
        Order("due", "Due next", "due_on", nullable=True),
        Order("received", "Received", "received_on", descending=True),
    )
    filters = CpsReviewFilter
    empty = "No review by CPS waits for anything. Choose another state to see those that are answered."

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        if not chosen["status"]:
            return branch.filter(status__in=WAITING)
        return branch if chosen["status"] == "any" else branch.filter(status=chosen["status"])

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        due_on = record["due_on"]
        return {
            **record,
            "status_label": CpsReviewStatus(record["status"]).label,
            "deadline": date_set(due_on, start=record["received_on"]) if due_on else None,
        }

    def extra(self, person: Person) -> dict[str, Any]:
        """The last stage of each row on the page; one statement."""
        shown = [row["pk"] for row in self.rows]
        rows = CpsReviewStage.objects.visible_to(person).filter(review__in=shown).order_by("began_on", "id")
        stages = {
            key: (CpsStageKind(kind).label, CpsReviewOutcome(outcome).label if outcome else "")
            for key, kind, outcome in rows.values_list("review", "kind", "outcome")
        }
        return {"stages": stages, "at": now()}


def review_context(person: Person, review: CpsReview) -> dict[str, Any]:
    return {**about_cps_review(person, review), "links": deed_links(ON_CPS_REVIEW, person, review)}


def ids_of(context: dict[str, Any]) -> Iterable[uuid.UUID]:
    yield context["decision"].pk
    yield from (row.pk for row in (*context["stages"], *context["lines"]))


def expedited_context(person: Person, review: ExpeditedReview) -> dict[str, Any]:
    return {**about_expedited(person, review), "links": deed_links(ON_EXPEDITED, person, review)}


CPS_REVIEW_DETAIL = Detail(
    name="cps_review_detail",
    path="cps-reviews/<uuid:pk>/",
    model=CpsReview,
    template="reviews/cps_review_detail.html",
    action=Action.CPS_REVIEW_VIEWED,
    context=review_context,
    shows=ids_of,
    select=(
        "case",
        "decision",
        "decision__maker",
        "decision__approver",
        "victim",
        "passed_on_by",
        "again_passed_by",
        "recorded_by",
    ),
)
EXPEDITED_DETAIL = Detail(
    name="expedited_review_detail",
    path="expedited-reviews/<uuid:pk>/",
    model=ExpeditedReview,
    template="reviews/expedited_detail.html",
    action=Action.EXPEDITED_VIEWED,
    context=expedited_context,
    select=("case", "allegation", "victim", "recorded_by", "told_by", "outcome_told_by"),
)
