"""How far ahead a review may set the next one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rasso_tracker.clocks import london_date
from rasso_tracker.people.refusals import Invalid

WITHOUT_A_REASON = timedelta(days=28)  # [A] twice the ordinary interval
FURTHEST = timedelta(days=92)  # [A] about three months, after which CPS closes what was not answered


def check_how_far(field: str, next_review_on: date, reason: str, at: datetime) -> None:
    """Up to four weeks ahead; further with a reason, and never more than 92 days. Raises Invalid."""
    ahead = next_review_on - london_date(at)
    last = london_date(at) + FURTHEST
    if ahead > FURTHEST:
        raise Invalid(
            {field: f"A review is at most {FURTHEST.days} days away: {last.day} {last:%B %Y} at the latest."}
        )
    if ahead > WITHOUT_A_REASON and not reason.strip():
        raise Invalid({"reason": f"Say why the next review is more than {WITHOUT_A_REASON.days} days away."})
