"""A choice about enhanced rights that changes while word of a decision is owed changes by when it is owed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.models import Victim
from rasso_tracker.clocks import deadline
from reviews.clocks import standing_clock
from reviews.models import Notification
from reviews.services.telling_plan import restate_wait


def retime_notices(*, victim: Victim, at: datetime, **_: Any) -> None:
    """Called inside the deed that recorded the choice (victims.hooks.rights_changed)."""
    owed = Notification.objects.filter(victim=victim, told_at__isnull=True, not_told_because="")
    for notice in owed.select_related("case"):
        code = standing_clock(victim)
        if notice.clock == code:
            continue
        notice.first_due_on = notice.first_due_on or notice.due_on
        notice.clock, notice.retimed_at = code, at
        notice.due_on = deadline(code, notice.begins_at).due_on
        notice.waits_until = None  # may be no later than the new date; worked out anew below
        notice.save(update_fields=["clock", "due_on", "first_due_on", "retimed_at", "waits_until"])
        restate_wait(notice, at)
