"""Checks on a review that takes longer than the scheme gives it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Max

from rasso_tracker.clocks import day_words, london_date, moment_words
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.enums import RequestStatus
from reviews.models import ReviewExtension, ReviewRequest, ReviewUpdate
from reviews.rules.requests import WHO_ALLOCATES, check_own_review
from reviews.rules.roles_and_moments import check_not_in_future, check_role

LONGEST = timedelta(days=92)  # [A] a further extension is a decision of its own
LONGEST_WITHOUT_WORD = timedelta(days=31)  # [A] whatever is agreed, the victim hears once a month


def check_under_way(request: ReviewRequest) -> None:
    if request.status == RequestStatus.RECEIVED:
        raise NotAllowed(
            f"This request has no reviewer yet: {WHO_ALLOCATES}. The reviewer then says whether it takes"
            " longer."
        )
    if request.status != RequestStatus.ALLOCATED:
        raise NotAllowed("This review has been decided already: tell the victim the outcome.")


def check_can_extend(by: Person, request: ReviewRequest) -> None:
    check_role(by, "extend_review")
    check_to_extend(by, request)


def check_to_extend(by: Person, request: ReviewRequest) -> None:
    """Under way, their own, and every date before it was told. Raises NotAllowed."""
    check_under_way(request)
    check_own_review(by, request)
    untold = untold_extension(request)
    if untold is not None:
        raise NotAllowed(
            f"Nobody has recorded that they were told of {day_words(untold.due_on)}, the date"
            " that was given last. Tell them of it first, and record that as an update."
        )


def untold_extension(request: ReviewRequest) -> ReviewExtension | None:
    """The date that was given last, where nobody has told of it yet."""
    return ReviewExtension.objects.filter(request=request, told_at__isnull=True).first()


def check_can_update(by: Person, request: ReviewRequest) -> None:
    check_role(by, "record_review_update")
    check_under_way(request)


def check_new_date(request: ReviewRequest, due_on: date, at: datetime) -> None:
    """After the date that stands and after today, a working stretch ahead and no more. Raises Invalid."""
    if due_on <= request.complete_by:
        stands = day_words(request.complete_by)
        raise Invalid({"due_on": f"It is due on {stands} as it stands: enter a later date."})
    today = london_date(at)
    if due_on <= today:
        raise Invalid({"due_on": "Enter a date that is still to come."})
    last = max(request.complete_by, today) + LONGEST
    if due_on > last:
        raise Invalid(
            {
                "due_on": f"Enter a date up to {day_words(last)}: three months at a time. If it takes"
                " longer still, extend it again then, and tell the victim again."
            }
        )


def check_told(request: ReviewRequest, field: str, told_at: datetime, at: datetime) -> None:
    check_not_in_future(field, told_at, at)
    if told_at < request.received_at:
        when = moment_words(request.received_at)
        raise Invalid({field: f"The request was received on {when}: enter a moment after that."})


def check_next_update(next_on: date | None, told_at: datetime) -> None:
    if next_on is None:
        return
    told_on = london_date(told_at)
    if next_on <= told_on:
        raise Invalid({"next_on": "Enter a day after the one on which you told them."})
    if next_on > told_on + LONGEST_WITHOUT_WORD:
        raise Invalid({"next_on": "Agree a day within a month: they have waited already."})


def last_word(request: ReviewRequest) -> datetime:
    """The latest moment at which the victim had word of the review, by extensions and updates."""
    words = (
        model.objects.filter(request=request).aggregate(last=Max("told_at"))["last"]
        for model in (ReviewExtension, ReviewUpdate)
    )
    return max((one for one in words if one is not None), default=request.received_at)
