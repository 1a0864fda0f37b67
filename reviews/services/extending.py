"""Reviews that take longer: a later date that the victim was told of, and word to them meanwhile."""

from __future__ import annotations

from datetime import date, datetime

from cases.services import raise_due, settle_due
from cases.services.stored import need_door
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, london_date, no_earlier, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch
from reviews.clocks import notice_deadline, standing_clock
from reviews.enums import DueCode, RequestStatus
from reviews.models import DecisionLetter, ReviewExtension, ReviewRequest, ReviewUpdate
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
    at: datetime | None = None,
) -> ReviewExtension:
    """Give a review a later date; telling the victim of it and why is owed by the clock of a notice.

    `due_on` is a London date after the one that stands. Every date before it is kept. The next update, or the
    letter on the extension, tells them; from then on they are owed updates, each by the rule REVIEW_UPDATE or
    as agreed. Raises NotAllowed (not the reviewer, decided already, or not told of the date before) or
    Invalid by field.
    """
    at = at or now()
    request = request_in_hand(by, request)
    rules.check_can_extend(by, request)
    rules.check_new_date(request, due_on, at)
    if not reason.strip():
        raise Invalid({"reason": "Say why it takes longer: the victim is told it."})
    extension = ReviewExtension(
        case=request.case,
        request=request,
        number=request.extensions.count() + 1,
        was_due_on=request.complete_by,
        due_on=due_on,
        extended_at=at,
        extended_by=by,
    )
    extension.reason_sealed = sealed(extension, "reason", reason)
    extension.save(force_insert=True)
    request.first_complete_by = request.first_complete_by or request.complete_by
    request.complete_by = due_on
    touch(request, "first_complete_by", "complete_by")
    owe_completion(request, at)
    who = whom_now(request.victim, at)
    _owe_word(
        request,
        f"Tell {who} that the review takes longer, until when and why",
        due_on=notice_deadline(request.victim, at).due_on,
        rule=standing_clock(request.victim),
        since=at,
        at=at,
    )
    record(
        by=by,
        action=Action.REVIEW_EXTENDED,
        case=request.case,
        subjects=[request.pk, extension.pk, request.victim_id],
    )
    return extension


def extension_told_by_letter(letter: DecisionLetter, *, by: Person, at: datetime) -> None:
    """The letter on an extension went: that tells of it, where nobody had. Inside its deed."""
    need_door("extension_told_by_letter")
    request = ReviewRequest.objects.select_related("victim", "reviewer").get(pk=letter.request_id)
    request.case = letter.case
    untold = rules.untold_extension(request)
    if untold is None or request.status != RequestStatus.ALLOCATED:
        return
    told_at = max(letter.went_from, untold.extended_at)
    _told_of(untold, told_at, letter.sent_method, by)
    _owe_update(request, next_update(told_at), told_at, at, by_rule=True)


def _told_of(extension: ReviewExtension, told_at: datetime, method: str, by: Person) -> None:
    extension.told_at, extension.told_method, extension.told_by = told_at, method, by
    extension.save(update_fields=["told_at", "told_method", "told_by"])


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
    where the victim asked for another day. The first after an extension tells of its date. Raises NotAllowed
    or Invalid by field.
    """
    at = at or now()
    request = request_in_hand(by, request)
    rules.check_can_update(by, request)
    untold = rules.untold_extension(request)
    told_at = no_earlier(told_at, request.received_at)
    told_at = no_earlier(told_at, untold.extended_at if untold else None)
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
    if untold is not None and told_at >= untold.extended_at:
        _told_of(untold, told_at, method, by)
        untold = None
    # An older one that is typed in late moves nothing; nor does one that told of no new date that stands.
    if untold is None and told_at >= rules.last_word(request):
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
    what = f"Tell {whom_now(request.victim, at)} how the review goes"
    rule = ClockCode.REVIEW_UPDATE if by_rule else ""
    _owe_word(request, what, due_on=due_on, rule=rule, since=told_at, at=at)


def _owe_word(
    request: ReviewRequest, what: str, *, due_on: date, rule: str, since: datetime, at: datetime
) -> None:
    """What is owed of word stands in the place of what was: one at a time."""
    settle_due(source=request.pk, code=DueCode.REVIEW_UPDATE, at=at)
    raise_due(
        case=request.case,
        source=request.pk,
        code=DueCode.REVIEW_UPDATE,
        what=what,
        due_on=due_on,
        owner=request.reviewer,
        rule=rule,
        started_on=london_date(since),
        at=at,
    )
