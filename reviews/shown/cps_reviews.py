"""What the pages of reviews under CPS's scheme show."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from rasso_tracker.audit import Action
from rasso_tracker.audit.models import AuditEvent, RowVersion
from rasso_tracker.audit.reading import each_time
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from reviews.cps_review_enums import CpsReviewStatus
from reviews.models import CpsReview, CpsReviewStage, ExpeditedReview
from reviews.rules.expedited import caution_of
from reviews.shown.carrying_out import carrying_out_of
from reviews.shown.decisions import lines_seen


def when_asked(review: CpsReview) -> str:
    """Whether the request came in the ordinary days of the scheme, as a sentence; "" where nobody knows."""
    ordinary, last = review.ordinary, review.last
    if ordinary is None or last is None:
        return "No date of CPS's letter is known, so nobody can say until when they might ask."
    if review.received_on <= ordinary.due_on:
        return "It came within the ordinary days of the scheme."
    if review.received_on <= last.due_on:
        return "It came after the ordinary days and within the three months: CPS takes it, perhaps later."
    return "It came after the three months: CPS takes it only exceptionally, and says so itself."


def about_cps_review(person: Person, review: CpsReview) -> dict[str, Any]:
    stages = CpsReviewStage.objects.visible_to(person).filter(review=review).select_related("told_by")
    return {
        "caption": review.case.reference,
        "case": review.case,
        "review": review,
        "stages": list(stages.order_by("began_on", "id")),
        "carrying_out": carrying_out_of(review.pk, person),
        "waits": review.status == CpsReviewStatus.TO_PASS_ON,
        "when_asked": when_asked(review),
        "decision": review.decision,
        "lines": [one for one in lines_seen(review.decision, person) if one.victim_id == review.victim_id],
        "at": now(),
    }


def about_expedited(person: Person, review: ExpeditedReview) -> dict[str, Any]:
    at = now()
    return {
        "caption": review.case.reference,
        "case": review.case,
        "review": review,
        "hearings_before": hearings_before(review),
        "caution": caution_of(review, at),
        "at": at,
    }


def hearings_before(review: ExpeditedReview) -> list[tuple[date, AuditEvent]]:
    """The dates that the hearing had and the deed that moved it from each, the first one first: out of the
    versions that are kept of the record and the log. Each such deed changes the date, and no other does.
    """
    kept = RowVersion.objects.filter(row_id=review.pk).order_by("version").values_list("row", flat=True)
    days = [date.fromisoformat(one["hearing_on"]) for one in kept]
    changed = [day for day, after in pairwise([*days, review.hearing_on]) if day != after]
    return list(zip(changed, each_time([Action.EXPEDITED_HEARING_MOVED], review.pk), strict=False))
