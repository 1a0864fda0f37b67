"""Which decisions a victim's ISVA may know of: that one is expected and by when, and which were told.

What was decided is not said here: the victim hears it first.
"""

from __future__ import annotations

from django.urls import reverse

from actionplans.enums import SubmissionStatus
from actionplans.models import Submission
from cases.models import Victim
from reviews.enums import DecisionStatus
from reviews.models import DecisionLine, Notification
from victims.hooks import DecisionWord


def decisions_of(*, victim: Victim) -> list[DecisionWord]:
    """Three statements; asked as victims.hooks.client_decisions."""
    sent = Submission.objects.filter(case=victim.case_id, answered_at__isnull=True)
    found = [
        DecisionWord("CPS has the case: its answer is expected", by=one.due_on)
        for one in sent.exclude(status=SubmissionStatus.REJECTED)
    ]
    proposed = DecisionLine.objects.filter(
        victim=victim, ended_at__isnull=True, decision__status=DecisionStatus.PROPOSED
    )
    if proposed.exists():
        found.append(DecisionWord("A decision is being considered"))
    notices = Notification.objects.filter(victim=victim).select_related("decision")
    return found + [_made(one) for one in notices.order_by("-decided_at")]


def _made(notice: Notification) -> DecisionWord:
    if notice.told_at is not None:
        page = reverse("decision_detail", args=[notice.decision_id])
        return DecisionWord("A decision", on=notice.decided_at, told_at=notice.told_at, href=page)
    if notice.not_told_because:
        return DecisionWord("A decision was made, and they could not be told yet", on=notice.decided_at)
    return DecisionWord("A decision was made: they are to be told", by=notice.due_on, on=notice.decided_at)
