"""The pages of a supervisory review and of a direction; the list of those owed is in actionplans."""

from __future__ import annotations

from typing import Any

from cases.models import Direction, SupervisoryReview
from cases.shown.supervision import direction_context, review_context
from cases.surfaces.supervision import SUPERVISION_SURFACES
from rasso_tracker.audit import Action
from rasso_tracker.clocks import now
from rasso_tracker.web.details import Detail


def ids_of_review(context: dict[str, Any]) -> list[Any]:
    return [one["row"].pk for one in context["directions"]]


SUPERVISORY_REVIEW = Detail(
    name="supervisory_review_detail",
    path="supervisory-reviews/<uuid:pk>/",
    model=SupervisoryReview,
    template="cases/supervisory_review_detail.html",
    action=Action.SUPERVISORY_REVIEW_VIEWED,
    context=lambda person, review: review_context(person, review, now()),
    select=("case__district", "case__officer_in_charge", "reviewed_by", "officer"),
    shows=ids_of_review,
)
DIRECTION = Detail(
    name="direction_detail",
    path="supervisory-directions/<uuid:pk>/",
    model=Direction,
    template="cases/direction_detail.html",
    action=Action.DIRECTION_VIEWED,
    context=lambda person, direction: direction_context(person, direction, now()),
    select=(
        "case__district",
        "case__officer_in_charge",
        "owner",
        "answered_by",
        "withdrawn_by",
        "review__reviewed_by",
    ),
    surfaces=tuple(one for one in SUPERVISION_SURFACES if one.subject is Direction),
)
