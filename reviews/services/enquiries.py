"""What the enquiries found that a review asked for: said before what it opened again is decided anew."""

from __future__ import annotations

from datetime import date, datetime

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews.models import ReviewEnquiries, ReviewRequest
from reviews.rules import enquiries as rules
from reviews.sealed import sealed, text_of
from reviews.services.carrying_out import end_what_is_done
from reviews.services.requests import request_in_hand


@deed
def record_enquiries_found(
    *,
    by: Person,
    request: ReviewRequest,
    found: str,
    ended_on: date,
    made_by: Person | None = None,
    at: datetime | None = None,
) -> ReviewEnquiries:
    """Record what further enquiries found, the London date on which they ended, and who made them (`by`,
    where nobody else is named). With a new decision, or a submission to CPS, this ends what the review asked
    for.

    What turns up later is recorded beside it, until it is decided anew. Raises NotAllowed (it asked for none,
    the next decision went forward, or not theirs), or Invalid by field.
    """
    at = at or now()
    request = request_in_hand(by, request)
    rules.check_enquiries(by, request, ended_on, found, at)
    same = [one for one in ReviewEnquiries.objects.filter(request=request) if one.ended_on == ended_on]
    if any(text_of(one, "found") == found.strip() for one in same):
        raise Invalid({"found": "This is recorded already, word for word."})
    assert request.decided_at is not None
    row = ReviewEnquiries(
        case=request.case,
        request=request,
        asked_on=london_date(request.decided_at),
        ended_on=ended_on,
        made_by=made_by or by,
        recorded_at=at,
        recorded_by=by,
    )
    row.found_sealed = sealed(row, "found", found.strip())
    row.save(force_insert=True)
    end_what_is_done(request.case, by=by, at=at)
    record(by=by, action=Action.ENQUIRIES_FOUND, case=request.case, subjects=[request.pk, row.pk])
    return row
