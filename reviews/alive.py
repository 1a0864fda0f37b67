"""What this app has on record that shows a victim themselves in touch with us."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from cases.models import Victim
from rasso_tracker.clocks import london_date
from reviews.enums import AskedBy, Channel
from reviews.models import Notification, ReviewAsker, ReviewRequest, RightTold
from victims.enums import THROUGH_OTHERS, CommunicationMethod

# A letter is told of, or comes, when nobody knows how they are.
BY_LETTER = frozenset({CommunicationMethod.POST, CommunicationMethod.EMAIL, *THROUGH_OTHERS})


def seen_alive_of(*, victim: Victim) -> list[tuple[date, str]]:
    """The last day of each kind, and what they did: were told to their face or by phone, or asked for a
    review in any way but by letter.
    """
    told = Notification.objects.filter(victim=victim).exclude(method__in=BY_LETTER)
    right = RightTold.objects.filter(victim=victim).exclude(method__in=BY_LETTER)
    asked = ReviewRequest.objects.filter(victim=victim, asked_by=AskedBy.VICTIM).exclude(channel=Channel.POST)
    again = ReviewAsker.objects.filter(
        request__victim=victim, asked_by=AskedBy.VICTIM, voided_at__isnull=True
    ).exclude(channel=Channel.POST)
    found = {
        "were told of a decision": told.aggregate(last=Max("told_at")),
        "were told of the Right to Review": right.aggregate(last=Max("told_at")),
        "asked for a review": asked.aggregate(last=Max("received_at")),
        "asked for a review again": again.aggregate(last=Max("received_at")),
    }
    return [(london_date(one["last"]), what) for what, one in found.items() if one["last"] is not None]
