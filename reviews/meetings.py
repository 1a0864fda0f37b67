"""Whether investigator and prosecutor met before a CPS decision on no further action (domain.md 1, Rec. 5).

CPS itself is not let past it; police who enter what CPS decided record what happened, so it is flagged.
"""

from __future__ import annotations

from collections.abc import Iterable

from actionplans.enums import CpsSource
from actionplans.models import JointMeeting, Submission
from reviews.models import Decision


def unmet(
    decision: Decision, submissions: Iterable[Submission], meetings: Iterable[JointMeeting]
) -> Submission | None:
    """The submission on which a meeting before the decision is missing; None where nothing is missing.

    A record that there was none, and why, is enough. A decision that nobody submitted asks for no meeting.
    """
    if decision.source != CpsSource.POLICE_FROM_DOCUMENT or decision.superseded_at is not None:
        return None
    decided_at = decision.decided_at
    assert decided_at is not None, "what police enter for CPS was decided"
    sent = [one for one in submissions if one.submitted_at <= decided_at]
    last = max(sent, key=lambda one: one.round, default=None)
    if last is None:
        return None
    for one in meetings:
        if one.submission_id == last.pk and (one.held_at is None or one.held_at <= decided_at):
            return None
    return last


def unmet_of(decision: Decision) -> Submission | None:
    """The same, asked of the tables; two statements for a decision that police entered, else none."""
    if decision.source != CpsSource.POLICE_FROM_DOCUMENT:
        return None
    return unmet(
        decision,
        Submission.objects.filter(case=decision.case_id),
        JointMeeting.objects.filter(case=decision.case_id),
    )
