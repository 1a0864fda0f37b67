"""Whose e-mail does not arrive, for the administrator. Nothing of what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from rasso_tracker.messages.enums import EmailState
from rasso_tracker.messages.health import LOOK_BACK
from rasso_tracker.messages.models import Message
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person

MOST_SHOWN = 50


@dataclass(frozen=True)
class BadAddress:
    """Somebody whose e-mail failed for good: how often in the last week, when last, what the relay said."""

    person: Person
    times: int
    last_at: datetime
    said: str


def bad_addresses(at: datetime) -> list[BadAddress]:
    """People whose e-mail failed for good in the week before `at` and has not arrived since, latest first."""
    with system("the administrator sees whose e-mail does not arrive"):
        dead = Message.objects.filter(
            email_state=EmailState.DEAD, created_at__gte=at - LOOK_BACK, created_at__lte=at
        )
        arrived = Message.objects.filter(
            recipient=OuterRef("recipient"), email_state=EmailState.SENT, sent_at__gt=OuterRef("created_at")
        )
        lasting = dead.filter(~Exists(arrived))
        last = (
            lasting.order_by("recipient_id", "-created_at")
            .distinct("recipient_id")
            .select_related("recipient")
        )
        times = dict(lasting.values_list("recipient").annotate(Count("pk")).order_by())
        found = [
            BadAddress(one.recipient, times[one.recipient_id], one.created_at, one.failure) for one in last
        ]
    return sorted(found, key=lambda one: one.last_at, reverse=True)[:MOST_SHOWN]
