"""Whoever else asks for a review that is under way: one review answers all who asked."""

from __future__ import annotations

from datetime import datetime

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import no_earlier, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.versions import touch
from reviews.clocks import acknowledgement, completion
from reviews.enums import AskedBy
from reviews.models import ReviewAsker, ReviewRequest
from reviews.rules import asking_too as rules
from reviews.sealed import sealed
from reviews.services.extending import owe_completion
from reviews.services.requests import owe_acknowledgement, request_in_hand, window_of


@deed
def record_also_asked(
    *,
    by: Person,
    request: ReviewRequest,
    received_at: datetime,
    channel: str,
    asked_by: str,
    hears: bool | None = None,
    words: str = "",
    at: datetime | None = None,
) -> ReviewRequest:
    """Record that somebody else asked for this review too. `hears`: they are told the answer; the victim
    always is.

    Where this came before the ask that was recorded first, the clocks run from this: the request is in time
    when any ask was, it is acknowledged and completed in the days from the first receipt, and a date that an
    extension gave stands. Raises NotAllowed (decided already, or not theirs), or Invalid by field.
    """
    at = at or now()
    request = request_in_hand(by, request)
    decided_at = request.decision.decided_at
    assert decided_at is not None
    received_at = no_earlier(received_at, decided_at)
    rules.check_can_ask_too(
        by,
        request,
        received_at=received_at,
        channel=channel,
        asked_by=asked_by,
        hears=hears,
        at=at,
    )
    row = ReviewAsker(
        case=request.case,
        request=request,
        decided_at=decided_at,
        received_at=received_at,
        channel=channel,
        asked_by=asked_by,
        hears=asked_by == AskedBy.VICTIM or bool(hears),
        recorded_at=at,
        recorded_by=by,
    )
    if words.strip():
        row.words_sealed = sealed(row, "words", words.strip())
    row.save(force_insert=True)
    if received_at < request.received_at:
        _came_first(request, received_at, at)
    else:
        touch(request)  # so that a page that was opened before does not record the same ask again
    record(by=by, action=Action.REVIEW_ALSO_ASKED, case=request.case, subjects=[request.pk, row.pk])
    return request


def _came_first(request: ReviewRequest, received_at: datetime, at: datetime) -> None:
    """The dates of the request run from an ask before those that were known."""
    request.own_received_at = request.own_received_at or request.received_at
    request.received_at = received_at
    request.told_at, request.last_day, request.in_time = window_of(
        request.decision, request.victim, received_at
    )
    request.acknowledge_by = acknowledgement(received_at).due_on
    by_scheme = completion(received_at).due_on
    if request.first_complete_by is None:
        request.complete_by = by_scheme
    else:
        request.first_complete_by = by_scheme
    touch(
        request,
        *("own_received_at", "received_at", "told_at", "last_day", "in_time"),
        *("acknowledge_by", "complete_by", "first_complete_by"),
    )
    if request.acknowledged_at is None:
        owe_acknowledgement(request, at)
    owe_completion(request, at)
