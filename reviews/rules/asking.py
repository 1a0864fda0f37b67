"""What is said of a first request for a review, asked all at once: by its form, and by the deed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from cases.models import Victim
from rasso_tracker.clocks import london_date, no_earlier
from rasso_tracker.people.refusals import together
from reviews.clocks import request_window
from reviews.facts import window_began
from reviews.models import Decision, Notification, RightTold
from reviews.rules.asking_too import check_alive, check_how_asked, check_on_record
from reviews.rules.requests import check_discretion, check_no_other_request, check_request
from reviews.rules.standing import check_stood


def came_when(decision: Decision, victim: Victim, received_at: datetime) -> datetime:
    """The moment, not cut off before the decision, or the telling, of the same minute."""
    told = Notification.objects.filter(decision=decision, victim=victim).first()
    return no_earlier(no_earlier(received_at, decision.decided_at), told.told_at if told else None)


def check_asked(
    decision: Decision,
    victim: Victim,
    *,
    received_at: datetime | None,
    channel: str,
    asked_by: str,
    discretion_reason: str,
    at: datetime,
) -> None:
    """Whether a request can have come so. Of a moment that is missing or cannot be, what hangs on it is not
    asked. Raises Invalid with every fault by field.
    """
    checks: list[Callable[[], object]] = [partial(check_how_asked, channel, asked_by)]
    if received_at is None:
        checks.append(partial(check_no_other_request, decision, victim))
    else:
        if decision.decided_at is not None and decision.decided_at <= received_at <= at:
            checks.append(partial(check_stood, decision, victim, received_at))
            checks.append(partial(_check_late, decision, victim, received_at, discretion_reason))
        checks.append(partial(check_request, decision, victim, received_at, at))
        checks.append(partial(check_on_record, victim, asked_by, channel, received_at))
        checks.append(partial(check_alive, victim, asked_by, channel, received_at))
    together(*checks)


def _check_late(decision: Decision, victim: Victim, received_at: datetime, reason: str) -> None:
    _, last_day, in_time = window_of(decision, victim, received_at)
    check_discretion(in_time, last_day, reason)


def window_of(
    decision: Decision, victim: Victim, received_at: datetime
) -> tuple[datetime | None, date | None, bool]:
    """When the months to ask had begun by `received_at`, their last day, and whether it is within them: None,
    None and True where they had not begun.
    """
    told_at = _began(Notification.objects.get(decision=decision, victim=victim))
    if told_at is None or told_at > received_at:
        return None, None, True
    last_day = request_window(told_at).due_on
    return told_at, last_day, london_date(received_at) <= last_day


def _began(notice: Notification) -> datetime | None:
    """When the months began: with being told of the decision, or of the right where that came back later."""
    if notice.right_since is None:
        return notice.told_at
    told = RightTold.objects.filter(
        decision=notice.decision_id, victim=notice.victim_id, ended_at__isnull=True
    ).first()
    return window_began(notice, told)
