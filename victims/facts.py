"""Whether a victim takes part at a moment, and who supports them then. Voided rows never count; lost contact
is no withdrawal.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cases.models import Victim
from rasso_tracker.clocks import london_date, now
from victims.engagement import Choice, Event, last_choice
from victims.enums import WITHDRAWALS, Support
from victims.models import (
    Contact,
    IsvaSupport,
    Reengagement,
    SupportEvent,
    SupportReferral,
    Withdrawal,
)
from victims.pathway import last_by
from victims.support_enums import SupportStep

# Somebody of the service is there for the victim: not while a referral waits for its answer or a place.
TAKEN_ON = (SupportStep.ACCEPTED, SupportStep.STARTED)


def choices_of(victim: Victim) -> list[Event]:
    """Every choice that stands, withdrawals and re-engagements, in two statements."""
    withdrawn = Withdrawal.objects.standing().filter(victim=victim, kind__in=WITHDRAWALS)
    again = Reengagement.objects.standing().filter(victim=victim)
    return [
        *(Event(at, Choice.WITHDREW) for at in withdrawn.order_by().values_list("occurred_at", flat=True)),
        *(
            Event(at, Choice.TAKES_PART_AGAIN)
            for at in again.order_by().values_list("occurred_at", flat=True)
        ),
    ]


def standing_withdrawal(victim: Victim, at: datetime | None = None) -> Withdrawal | None:
    """The withdrawal that holds at `at`; None for a victim who takes part, from the start or again."""
    last = last_choice(choices_of(victim), at or now())
    if last is None or last.choice is not Choice.WITHDREW:
        return None
    found: Withdrawal | None = (
        Withdrawal.objects.standing()
        .filter(victim=victim, occurred_at=last.at, kind__in=WITHDRAWALS)
        .select_related("recorded_by", "corroborated_by")
        .first()
    )
    return found


def support_reinstated(victim: Victim, at: datetime | None = None) -> bool:
    """True when the victim withdrew and, by `at`, takes part again (a review right may then stand again)."""
    last = last_choice(choices_of(victim), at or now())
    return last is not None and last.choice is Choice.TAKES_PART_AGAIN


def moments_reached(victim: Victim) -> list[datetime]:
    """When somebody reached the victim, or they us."""
    reached = Contact.objects.standing().filter(victim=victim, reached=True).order_by()
    return list(reached.values_list("occurred_at", flat=True))


def isva_supports(victim: Victim, at: datetime) -> bool:
    """True while an ISVA of the victim is on record: the case is shared with one, or a service that it was
    referred to has taken the referral on.
    """
    day = london_date(at)
    goes_on = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    if IsvaSupport.objects.filter(goes_on, victim=victim, consented_on__lte=day).exists():
        return True
    referrals = SupportReferral.objects.filter(victim=victim, kind__in=(Support.ISVA, Support.CHILD_ISVA))
    events: dict[UUID, list[SupportEvent]] = defaultdict(list)
    for event in SupportEvent.objects.filter(referral__in=referrals, voided_at__isnull=True):
        events[event.referral_id].append(event)
    stand = (last_by(steps, day) for steps in events.values())
    return any(last is not None and last.step in TAKEN_ON for last in stand)


def outcome_16_missing(victim: Victim, at: datetime | None = None) -> list[str]:
    """What stands between this victim and outcome 14 or 16, in sentences; empty when nothing does.

    That a supervisor looks before such a closure answers a finding of inspections (domain.md 5).
    """
    standing = standing_withdrawal(victim, at)
    if standing is None:
        return [f"{victim.label} takes part: no withdrawal stands."]
    if standing.corroborated_at is None or (at is not None and standing.corroborated_at > at):
        return [f"A supervisor has not corroborated the withdrawal of {victim.label} yet."]
    return []


def outcome_16_ready(victim: Victim, at: datetime | None = None) -> bool:
    """True when a withdrawal stands that a supervisor, not its recorder, has corroborated."""
    return not outcome_16_missing(victim, at)
