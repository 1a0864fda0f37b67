"""What pages and API say of whoever else asked for a review, who hears the answer, and of its enquiries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from cases.models import Case
from rasso_tracker.clocks import moment_words
from rasso_tracker.people.models import Person
from reviews.carrying_out import unsaid
from reviews.enums import AskedBy, ReviewOutcome
from reviews.models import ReviewAsker, ReviewEnquiries, ReviewRequest, RightTold
from reviews.sealed import text_of

OTHERS = {
    AskedBy.FAMILY: "a family member",
    AskedBy.SPOKESPERSON: "a spokesperson",
    AskedBy.ISVA: "the ISVA",
    AskedBy.OTHER: "somebody else",
}


NO_ENQUIRIES: dict[str, Any] = {"enquiries": (), "enquiries_wanted": ()}


def askers_of(request: ReviewRequest, person: Person) -> list[ReviewAsker]:
    """Who else asked, the first first, each with what they said as `words`; what was taken back too."""
    found = ReviewAsker.objects.visible_to(person).filter(request=request)
    rows: list[Any] = list(found.select_related("recorded_by", "voided_by"))
    for row in rows:
        row.words = text_of(row, "words")
    return rows


def also_hear(request: ReviewRequest, askers: Iterable[ReviewAsker]) -> list[str]:
    """Who hears beside the victim, who is always told: "the ISVA, who asked too". Pure."""
    found = []
    if request.asked_by != AskedBy.VICTIM:
        when = "first" if request.own_received_at is None else "too"
        who = OTHERS[AskedBy(request.asked_by)]
        found.append(f"{who}, who asked {when}, as far as the victim agrees")
    told = dict.fromkeys(AskedBy(one.asked_by) for one in askers if one.hears and one.stands)
    others = (one for one in told if one in OTHERS and one != request.asked_by)
    return [*found, *(f"{OTHERS[one]}, who asked too" for one in others)]


def asked_since(request: ReviewRequest, askers: Sequence[ReviewAsker]) -> bool:
    """Somebody who hears was put on record after the acknowledgement: nobody has told them that it came."""
    acknowledged_at = request.acknowledged_at
    return acknowledged_at is not None and any(
        one.hears and one.stands and one.recorded_at > acknowledged_at for one in askers
    )


def caution_of_telling(request: ReviewRequest) -> str:
    """That it came before the moment for which the telling of the right was on record by then; "" else.

    Nobody refuses it: whoever asks knew of the right, so the record of the telling is what to look at.
    """
    told = (
        RightTold.objects.filter(
            decision=request.decision_id,
            victim=request.victim_id,
            told_at__gt=request.received_at,
            recorded_at__lte=request.recorded_at,
        )
        .order_by("told_at")
        .first()
    )
    if told is None:
        return ""
    return (
        f"It came before the recorded telling of the right, of {moment_words(told.told_at)}: check the"
        " telling. It is in time all the same."
    )


def enquiries_of(request: ReviewRequest, person: Person) -> list[ReviewEnquiries]:
    """What was found, in the order in which it was recorded, each with its words; none for a role that reads
    no evidence.
    """
    return _with_words(ReviewEnquiries.objects.visible_to(person).filter(request=request))


def enquiries_on(person: Person, case: Case, at: datetime) -> dict[str, Any]:
    """What reviews on a case asked to be looked into: what that found, and the reviews that wait for it."""
    asked = ReviewRequest.objects.visible_to(person).filter(
        case=case, outcome=ReviewOutcome.FURTHER_ENQUIRIES
    )
    requests = list(asked.select_related("victim"))
    if not requests:
        return NO_ENQUIRIES
    found = _with_words(ReviewEnquiries.objects.visible_to(person).filter(case=case))
    return {"enquiries": found, "enquiries_wanted": [one for one in requests if unsaid(one, at)]}


def _with_words(rows: Any) -> list[ReviewEnquiries]:
    found: list[Any] = list(rows.select_related("made_by", "recorded_by").order_by("recorded_at", "id"))
    for row in found:
        row.words = text_of(row, "found")
    return found
