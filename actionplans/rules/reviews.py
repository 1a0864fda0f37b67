"""How far ahead a review may set the next one, an answer promise an act, and a plan be asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.refusals import Invalid

WITHOUT_A_REASON = timedelta(days=28)  # [A] twice the ordinary interval
FURTHEST = timedelta(days=92)  # [A] about three months, after which CPS closes what was not answered
# [A] By then a date without an answer would have climbed to the top of most ladders: longer is no answer.
FURTHEST_PROMISE = timedelta(days=28)
FURTHEST_TARGET = timedelta(days=366)  # [A] a year; further is mostly a year that was typed wrong


def check_how_far(field: str, next_review_on: date, reason: str, at: datetime) -> None:
    """Up to four weeks ahead; further with a reason, and never more than 92 days. Raises Invalid."""
    check_first_review(field, next_review_on, at)
    ahead = next_review_on - london_date(at)
    if ahead > WITHOUT_A_REASON and not reason.strip():
        raise Invalid({"reason": f"Say why the next review is more than {WITHOUT_A_REASON.days} days away."})


def check_first_review(field: str, review_on: date, at: datetime) -> None:
    """No plan goes unlooked at for more than 92 days, from its issue on. Raises Invalid."""
    last = london_date(at) + FURTHEST
    if review_on > last:
        raise Invalid(
            {field: f"A review is at most {FURTHEST.days} days away: {day_words(last)} at the latest."}
        )


def check_promise(field: str, next_act_on: date, at: datetime) -> None:
    """An answer holds a ladder for four weeks at most. Raises Invalid."""
    last = london_date(at) + FURTHEST_PROMISE
    if next_act_on > last:
        raise Invalid(
            {
                field: f"The next act is at most {FURTHEST_PROMISE.days} days away:"
                f" {day_words(last)} at the latest."
            }
        )


def check_target(field: str, target_on: date, at: datetime) -> None:
    """A target lies within a year. Raises Invalid."""
    last = london_date(at) + FURTHEST_TARGET
    if target_on > last:
        raise Invalid({field: f"A target date is within a year: {day_words(last)} at the latest."})
