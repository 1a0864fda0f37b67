"""The Decisions part of the case page: decisions with their lines, victims told, review requests with
clocks.
"""

from __future__ import annotations

from typing import Any

from actionplans.models import JointMeeting, Submission
from cases.enums import MilestoneKind
from cases.models import Case, Milestone
from cases.whole import whole_of
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import REVIEWER
from reviews.choices import any_open
from reviews.meetings import unmet
from reviews.models import (
    CpsReview,
    Decision,
    DecisionLine,
    ExpeditedReview,
    Notification,
    ReviewRequest,
    RightTold,
)
from reviews.shown.decisions import reads_evidence
from victims.models.base import seen_of_clients


def panel(case: Case, person: Person) -> dict[str, Any] | None:
    """What the role may read, in a fixed number of statements; None for a role that reads no decisions."""
    if not person.is_service and not person.role.reads(Part.DECISIONS):
        return None
    whole = whole_of(case)
    lines = seen_of_clients(whole, DecisionLine, person)
    notices = seen_of_clients(whole, Notification, person)
    told = [one for one in seen_of_clients(whole, RightTold, person) if one.ended_at is None]
    rights = {(one.decision_id, one.victim_id): one for one in told}
    requests = whole.seen(ReviewRequest, person)
    if person.role == REVIEWER:
        requests = [one for one in requests if one.reviewer_id == person.pk]
    of_cps = person.is_service or person.role.reads(Part.CPS)
    sent, met = (whole.rows(Submission), whole.rows(JointMeeting)) if of_cps else ([], [])
    stands = [one for one in whole.seen(Milestone, person) if one.stands]
    return {
        "at": now(),
        "evidence": reads_evidence(person),
        "charges": [one for one in stands if one.kind == MilestoneKind.CHARGED],
        "cancelled": [one for one in stands if one.kind == MilestoneKind.CANCELLED],
        "open": any_open(whole),
        "decisions": [
            {
                "row": one,
                "unmet": unmet(one, sent, met),
                "lines": [line for line in lines if line.decision_id == one.pk],
                "victims": [
                    {"notice": notice, "right": rights.get((one.pk, notice.victim_id))}
                    for notice in notices
                    if notice.decision_id == one.pk
                ],
            }
            for one in seen_of_clients(whole, Decision, person)
        ],
        "requests": requests,
        "cps_reviews": whole.seen(CpsReview, person),
        "expedited": whole.seen(ExpeditedReview, person),
    }
