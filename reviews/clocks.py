"""The clocks of decisions and reviews, each by its dated rule (rasso_tracker.clocks): pure but for that
table.
"""

from __future__ import annotations

from datetime import datetime

from cases.models import Victim
from rasso_tracker.clocks import ClockCode, Deadline, deadline


def notice_clock(victim: Victim, decided_at: datetime) -> ClockCode:
    """Which clock a notice runs on: enhanced rights, unless they were declined by the moment of the decision.

    Source: Victims' Code; victims of sexual offences have enhanced rights by default (domain.md 2).
    """
    declined = victim.enhanced_rights_declined_at
    if not victim.enhanced_rights and declined is not None and declined <= decided_at:
        return ClockCode.TELL_VICTIM_STANDARD
    return ClockCode.TELL_VICTIM_ENHANCED


def standing_clock(victim: Victim) -> ClockCode:
    """Which clock a notice runs on that is still owed when the choice about enhanced rights changes."""
    return ClockCode.TELL_VICTIM_ENHANCED if victim.enhanced_rights else ClockCode.TELL_VICTIM_STANDARD


def notice_deadline(victim: Victim, decided_at: datetime) -> Deadline:
    """By when the victim is told: working days from the decision, which is day 0."""
    return deadline(notice_clock(victim, decided_at), decided_at)


def request_window(told_at: datetime) -> Deadline:
    """Until when a victim may ask as of right: three calendar months from being told, clamped to month
    end.
    """
    return deadline(ClockCode.POLICE_REVIEW_REQUEST, told_at)


def acknowledgement(received_at: datetime) -> Deadline:
    """Ten working days from receipt."""
    return deadline(ClockCode.POLICE_REVIEW_ACKNOWLEDGE, received_at)


def completion(received_at: datetime) -> Deadline:
    """Thirty working days from receipt, the victim's answer included."""
    return deadline(ClockCode.POLICE_REVIEW_COMPLETE, received_at)
