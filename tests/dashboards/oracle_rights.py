"""What is counted of the Right to Review, in plain Python over every row: what the statements are held
against.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from rasso_tracker.clocks import london_date
from rasso_tracker.dashboards.performance.measures import Cell, months_up_to
from reviews.models import MissedTelling, Notification, ReviewRequest, RightTold
from tests.dashboards.oracle_plans import Found, cells, month
from tests.dashboards.oracle_withdrawals import unit_of

CAME_TO = {
    "upheld": "stands",
    "overturned_cps": "overturned",
    "overturned_out_of_court": "overturned",
    "further_enquiries": "overturned",
}


def _police_notices(at: datetime) -> Iterable[Notification]:
    for one in Notification.objects.select_related("case"):
        if one.owner == "police" and not one.case.restricted and one.decided_at <= at:
            yield one


def _where(case: Any) -> tuple[Any, ...]:
    return case.team_id, case.district_id, unit_of(case)


def take_up(at: datetime) -> set[Cell]:
    found: Found = Counter()
    for one, key in keys_of_notices(at):
        found[(month(london_date(one.decided_at)), *_where(one.case), key)] += 1
    return cells(found)


def keys_of_notices(at: datetime) -> Iterable[tuple[Notification, str]]:
    """Each notice of the months that are counted, with what it comes to."""
    for one in _police_notices(at):
        day = london_date(one.decided_at)
        if day < months_up_to(at)[0]:
            continue
        asked = [
            request
            for request in ReviewRequest.objects.filter(decision=one.decision_id, victim=one.victim_id)
            if request.recorded_at <= at
        ]
        told = any(
            row.recorded_at <= at
            for row in RightTold.objects.filter(decision=one.decision_id, victim=one.victim_id)
        )
        came_to = _came_to(asked, at)
        carried = bool(one.right_since and one.right_since <= at) or came_to in ("stands", "overturned")
        key = (
            "r" if carried else "n",
            "t" if told else "u",
            came_to,
        )
        yield one, ":".join(key)


def _came_to(asked: list[ReviewRequest], at: datetime) -> str:
    if not asked:
        return "none"
    last = max(asked, key=lambda one: (one.received_at, one.pk))
    if last.decided_at is None or last.decided_at > at:
        return "open"
    return CAME_TO.get(last.outcome, "closed")


def told_in_time(at: datetime) -> set[Cell]:
    found: Found = Counter()
    for one in _police_notices(at):
        due = one.waits_until or one.due_on
        if one.told_at is None and one.not_told_at is not None and london_date(one.not_told_at) <= due:
            continue
        _count(found, one.case, due, one.told_at, at)
    for row in MissedTelling.objects.select_related("case", "notice"):
        counts = row.notice.owner == "police" and not row.case.restricted
        if counts and row.voided_at is None and row.recorded_at <= at:
            _count(found, row.case, row.tell_by, None, at)
    return cells(found)


def acknowledged(at: datetime) -> set[Cell]:
    return _of_requests(at, "acknowledge_by", "acknowledged_at")


def completed(at: datetime) -> set[Cell]:
    return _of_requests(at, "complete_by", "outcome_told_at")


def _of_requests(at: datetime, due: str, done: str) -> set[Cell]:
    found: Found = Counter()
    for one in ReviewRequest.objects.select_related("case"):
        if not one.case.restricted and one.recorded_at <= at:
            _count(found, one.case, getattr(one, due), getattr(one, done), at)
    return cells(found)


def _count(found: Found, case: Any, due: date, done: datetime | None, at: datetime) -> None:
    """Of what fell due before today, in the months that are counted."""
    if not months_up_to(at)[0] <= due < london_date(at):
        return
    kept = done is not None and done <= at and london_date(done) <= due
    found[(month(due), *_where(case), "kept" if kept else "missed")] += 1
