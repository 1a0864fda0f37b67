"""Other asks for a review that is under way, of whoever: one review answers all who asked."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import no_earlier, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together
from rasso_tracker.people.versions import touch
from reviews.clocks import acknowledgement, completion
from reviews.enums import AskedBy
from reviews.models import ReviewAsker, ReviewRequest
from reviews.rules import asking_too as rules
from reviews.rules.asking import window_of
from reviews.sealed import sealed
from reviews.services.extending import owe_completion
from reviews.services.requests import owe_acknowledgement, request_in_hand


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
    """Record that somebody else asked for this review too, or that the same person had asked before.
    `hears`: they are told the answer; the victim always is.

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
        request.own_received_at = request.own_ask_at
        _run_from(request, received_at, at)
    else:
        touch(request)  # so that a page that was opened before does not record the same ask again
    record(by=by, action=Action.REVIEW_ALSO_ASKED, case=request.case, subjects=[request.pk, row.pk])
    return request


@deed
def take_ask_back(
    *,
    by: Person,
    request: ReviewRequest,
    ask: ReviewAsker,
    reason: str,
    at: datetime | None = None,
) -> ReviewRequest:
    """Take back an ask that was recorded wrongly, and what was wrong with it: it stays, marked so.

    The clocks run from the first ask that is left; what was said while the request counted as late stands
    again where it does. Raises NotAllowed (decided already, none on record, or not theirs), or Invalid by
    field.
    """
    at = at or now()
    request = request_in_hand(by, request)
    rules.check_can_take_back(by, request)
    ask = ReviewAsker.objects.get(pk=ask.pk)
    left = [one.received_at for one in rules.standing_asks(request).exclude(pk=ask.pk)]
    first = min([request.own_ask_at, *left])
    moved = first != request.received_at
    together(
        partial(rules.check_ask, request, ask, reason),
        partial(rules.check_acknowledged_after, request, first),
    )
    ask.voided_at, ask.voided_by, ask.void_reason = at, by, reason.strip()
    ask.save(update_fields=["voided_at", "voided_by", "void_reason"])
    if moved:
        if first == request.own_ask_at:
            request.own_received_at = None
        _run_from(request, first, at)
    else:
        touch(request)
    record(by=by, action=Action.REVIEW_ASK_TAKEN_BACK, case=request.case, subjects=[request.pk, ask.pk])
    return request


def _run_from(request: ReviewRequest, received_at: datetime, at: datetime) -> None:
    """The dates of the request run from this ask. One that was in time by itself is so with another."""
    request.received_at = received_at
    request.told_at, request.last_day, in_time = window_of(request.decision, request.victim, received_at)
    request.in_time = in_time or request.discretion_sealed is None
    if request.in_time and request.own_received_at is None:
        request.discretion_sealed = None  # the months began anew since: it is late by nobody's ask
    request.acknowledge_by = acknowledgement(received_at).due_on
    by_scheme = completion(received_at).due_on
    if request.first_complete_by is None:
        request.complete_by = by_scheme
    else:
        request.first_complete_by = by_scheme
    touch(
        request,
        *("own_received_at", "received_at", "told_at", "last_day", "in_time", "discretion_sealed"),
        *("acknowledge_by", "complete_by", "first_complete_by"),
    )
    if request.acknowledged_at is None:
        owe_acknowledgement(request, at)
    owe_completion(request, at)
