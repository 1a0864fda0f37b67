"""A choice about enhanced rights that changes while word of a decision is owed changes by when it is owed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.models import DueItem, Victim
from cases.services import raise_due
from rasso_tracker.clocks import deadline
from reviews.clocks import standing_clock
from reviews.enums import DueCode
from reviews.models import Notification


def retime_notices(*, victim: Victim, at: datetime, **_: Any) -> None:
    """Called inside the deed that recorded the choice (victims.hooks.rights_changed)."""
    owed = Notification.objects.filter(victim=victim, told_at__isnull=True, not_told_because="")
    for notice in owed.select_related("case"):
        code = standing_clock(victim)
        if notice.clock == code:
            continue
        notice.first_due_on = notice.first_due_on or notice.due_on
        notice.clock, notice.retimed_at = code, at
        notice.due_on = deadline(code, notice.decided_at).due_on
        notice.save(update_fields=["clock", "due_on", "first_due_on", "retimed_at"])
        _owe(notice, at)


def _owe(notice: Notification, at: datetime) -> None:
    """What is open of it on the case is due by the new clock."""
    codes = [DueCode.TELL_DECISION, DueCode.TELL_RIGHT]
    for item in DueItem.objects.filter(source=notice.pk, code__in=codes, settled_at__isnull=True):
        raise_due(
            case=notice.case,
            source=notice.pk,
            code=item.code,
            what=item.what,
            due_on=notice.due_on,
            owner=item.owner,
            rule=notice.clock,
            started_on=item.started_on,
            at=at,
        )
