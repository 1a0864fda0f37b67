"""Reviews that take longer: a later date that the victim was told of, and word to them meanwhile."""

from __future__ import annotations

from datetime import date, datetime

from cases.services import raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, london_date, no_earlier, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch
from reviews.enums import DueCode
from reviews.models import ReviewExtension, ReviewRequest, ReviewUpdate
from reviews.rules import check_known_method
from reviews.rules import extending as rules
from reviews.sealed import sealed
from reviews.services.requests import request_in_hand
from victims.bereaved import whom_now
from victims.rules import check_channel


@deed
def extend_review(
    *,
    by: Person,
    request: ReviewRequest,
    due_on: date,
    reason: str,
    told_at: datetime,
    method: str,
    at: datetime | None = None,
) -> ReviewExtension:
    """Give a review a later date, which the victim has been told with the reason (`told_at`, `method`).

    `due_on` is a London date after the one that stands. Every date before it is kept. From `told_at` the
    victim is owed updates, each by the rule REVIEW_UPDATE or as agreed. Raises NotAllowed (not the reviewer,
    or decided already) or Invalid by field.
    """
    at = at or now()
    request = request_in_hand(by, request)
    rules.check_can_extend(by, request)
    rules.check_new_date(request, due_on, at)
    if not reason.strip():
        raise Invalid({"reason": "Say why it takes longer: the victim is told it."})
    told_at = no_earlier(told_at, request.received_at)
    rules.check_told(request, "told_at", told_at, at)
    check_known_method(method, "method")
    check_channel(by, request.victim, method, told_at)
    extension = ReviewExtension(
        case=request.case,
        request=request,
        number=request.extensions.count() + 1,
        was_due_on=request.complete_by,
        due_on=due_on,
        told_at=told_at,
        told_method=method,
        told_by=by,
        extended_at=at,
        extended_by=by,
    )
    extension.reason_sealed = sealed(extension, "reason", reason)
    extension.save(force_insert=True)
    request.first_complete_by = request.first_complete_by or request.complete_by
    request.complete_by = due_on
    touch(request, "first_complete_by", "complete_by")
    owe_completion(request, at)
    _owe_update(request, next_update(told_at), told_at, at, by_rule=True)
    record(
        by=by,
        action=Action.REVIEW_EXTENDED,
        case=request.case,
        subjects=[request.pk, extension.pk, request.victim_id],
        recipient=request.victim.label,
    )
    return extension


@deed
def record_review_update(
    *,
    by: Person,
    request: ReviewRequest,
    told_at: datetime,
    method: str,
    note: str = "",
    next_on: date | None = None,
    at: datetime | None = None,
) -> ReviewUpdate:
    """Record word that a victim had of how their review goes; the next is owed by the rule, or by `next_on`
    where the victim asked for another day. Raises NotAllowed or Invalid by field.
    """
    at = at or now()
    request = request_in_hand(by, request)
    rules.check_can_update(by, request)
    told_at = no_earlier(told_at, request.received_at)
    rules.check_told(request, "told_at", told_at, at)
    check_known_method(method, "method")
    check_channel(by, request.victim, method, told_at)
    by_rule = next_update(told_at)
    rules.check_next_update(next_on, told_at)
    row = ReviewUpdate(
        case=request.case,
        request=request,
        told_at=told_at,
        method=method,
        next_on=next_on or by_rule,
        agreed=next_on is not None,
        recorded_at=at,
        recorded_by=by,
    )
    if note.strip():
        row.note_sealed = sealed(row, "note", note)
    row.save(force_insert=True)
    if told_at >= rules.last_word(request):  # an older one that is typed in late moves nothing
        _owe_update(request, row.next_on, told_at, at, by_rule=not row.agreed)
    record(
        by=by,
        action=Action.REVIEW_UPDATED,
        case=request.case,
        subjects=[request.pk, row.pk, request.victim_id],
        recipient=request.victim.label,
    )
    return row


def next_update(told_at: datetime) -> date:
    """By when the next word is owed, by the rule."""
    return deadline(ClockCode.REVIEW_UPDATE, told_at).due_on


def owe_completion(request: ReviewRequest, at: datetime) -> None:
    """Called inside the deeds that give a review its reviewer or its date."""
    clock = request.completion
    raise_due(
        case=request.case,
        source=request.pk,
        code=DueCode.COMPLETE,
        what=f"Complete a review and tell {whom_now(request.victim, at)}",
        due_on=clock.due_on,
        owner=request.reviewer,
        rule=clock.rule.code if clock.rule else "",
        started_on=london_date(request.received_at),
        at=at,
    )


def _owe_update(
    request: ReviewRequest, due_on: date, told_at: datetime, at: datetime, *, by_rule: bool
) -> None:
    settle_due(source=request.pk, code=DueCode.REVIEW_UPDATE, at=at)
    raise_due(
        case=request.case,
        source=request.pk,
        code=DueCode.REVIEW_UPDATE,
        what=f"Tell {whom_now(request.victim, at)} how the review goes",
        due_on=due_on,
        owner=request.reviewer,
        rule=ClockCode.REVIEW_UPDATE if by_rule else "",
        started_on=london_date(told_at),
        at=at,
    )
