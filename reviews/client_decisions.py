"""Which decisions a victim's ISVA may know of: that one is expected and by when, and which were told.

What was decided is not said here: the victim hears it first.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans.enums import SubmissionStatus
from actionplans.models import Submission
from actionplans.shown.submissions import submission_deadline
from cases.models import Victim
from reviews.enums import DecisionStatus
from reviews.models import DayStep, DecisionLine, Notification
from victims.hooks import DecisionWord
from victims.models import IsvaSupport


def decisions_of(*, victim: Victim) -> list[DecisionWord]:
    """Four statements; asked as victims.hooks.client_decisions."""
    sent = Submission.objects.filter(case=victim.case_id, answered_at__isnull=True)
    found = [
        DecisionWord(
            "CPS has the case: its answer is expected",
            due=submission_deadline(one.kind, one.due_on, one.submitted_at),
        )
        for one in sent.exclude(status=SubmissionStatus.REJECTED)
    ]
    proposed = DecisionLine.objects.filter(
        victim=victim, ended_at__isnull=True, decision__status=DecisionStatus.PROPOSED
    )
    if proposed.exists():
        found.append(DecisionWord("A decision is being considered"))
    notices = Notification.objects.filter(victim=victim).select_related("decision")
    notices = notices.exclude(told_at__isnull=True, ended_at__isnull=False)  # nothing of it stands to be told
    told_first = set(_told_first(victim))
    return found + [_made(one, told_first) for one in notices.order_by("-decided_at")]


def _told_first(victim: Victim) -> Any:
    """The decisions that an ISVA who supports the victim now was told before them."""
    isvas = IsvaSupport.objects.filter(victim=victim, ended_at__isnull=True).values("isva")
    return DayStep.objects.filter(victim=victim, supporter__in=isvas).values_list("decision", flat=True)


def _made(notice: Notification, told_first: set[Any]) -> DecisionWord:
    if notice.told_at is None and notice.decision_id in told_first:
        page = reverse("decision_detail", args=[notice.decision_id])
        what = "A decision that you were told of first: they are to be told"
        return DecisionWord(what, due=notice.deadline, on=notice.decided_at, href=page)
    if notice.told_at is not None:
        page = reverse("decision_detail", args=[notice.decision_id])
        return DecisionWord("A decision", on=notice.decided_at, told_at=notice.told_at, href=page)
    if notice.not_told_because:
        return DecisionWord("A decision was made, and they could not be told yet", on=notice.decided_at)
    return DecisionWord("A decision was made: they are to be told", due=notice.deadline, on=notice.decided_at)
