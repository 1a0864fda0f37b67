"""Checks on what the enquiries found that a review asked for: it is said before whoever decides next."""

from __future__ import annotations

from datetime import date, datetime

from rasso_tracker.clocks import day_words, london_date, moment_words
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.carrying_out import put_forward_anew
from reviews.enums import ReviewOutcome
from reviews.models import ReviewRequest
from reviews.rules.roles_and_moments import check_role


def check_asks_for_enquiries(request: ReviewRequest) -> None:
    """Raises NotAllowed for a review that asked for none."""
    if request.outcome != ReviewOutcome.FURTHER_ENQUIRIES:
        raise NotAllowed("This review asked for no further enquiries, so there is nothing to say of them.")


def check_enquiries(by: Person, request: ReviewRequest, ended_on: date, found: str, at: datetime) -> None:
    """Every fault at once. Raises NotAllowed, or Invalid by field. `ended_on` is a London date."""
    check_role(by, "record_enquiries_found")
    check_asks_for_enquiries(request)
    check_before_the_next(request, at)
    assert request.decided_at is not None
    wrong = {}
    if not found.strip():
        wrong["found"] = "Say what they found, or that they found nothing."
    if ended_on > london_date(at):
        wrong["ended_on"] = "Enter a day that is not in the future."
    elif ended_on < london_date(request.decided_at):
        asked_on = day_words(request.decided_at)
        wrong["ended_on"] = f"The review asked for them on {asked_on}: enter that day or a later one."
    if wrong:
        raise Invalid(wrong)


def check_before_the_next(request: ReviewRequest, at: datetime) -> None:
    """Whoever decides next weighs what was found. Raises NotAllowed once that decision went forward."""
    forward = put_forward_anew(request, at)
    if forward is None:
        return
    raise NotAllowed(
        f"What the review opened again was put forward anew on {moment_words(forward)}, on what had been"
        " found by then, and what is added now nobody weighed. Where a supervisor has still to authorise"
        " that, they refuse it, so that it comes back with this. Where it stands, it is opened again first."
    )
