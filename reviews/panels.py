"""The Decisions part of the case page: decisions with their lines, victims told, review requests with
clocks.
"""

from __future__ import annotations

from typing import Any

from cases.models import Case
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import REVIEWER, Part
from reviews.choices import open_allegations
from reviews.models import Decision, DecisionLine, Notification, ReviewRequest, RightTold
from reviews.shown import reads_evidence


def panel(case: Case, person: Person) -> dict[str, Any] | None:
    """What the role may read, in a fixed number of statements; None for a role that reads no decisions."""
    if not person.is_service and not person.role.reads(Part.DECISIONS):
        return None
    decisions = list(
        Decision.objects.visible_to(person)
        .filter(case=case)
        .select_related("maker", "approver", "refused_by")
    )
    lines = DecisionLine.objects.visible_to(person).filter(case=case).select_related("allegation", "victim")
    notices = Notification.objects.visible_to(person).filter(case=case).select_related("victim")
    rights = {
        (one.decision_id, one.victim_id): one
        for one in RightTold.objects.visible_to(person).filter(case=case)
    }
    requests = ReviewRequest.objects.visible_to(person).filter(case=case).select_related("victim", "reviewer")
    if person.role == REVIEWER:
        requests = requests.filter(reviewer=person.pk)
    return {
        "at": now(),
        "evidence": reads_evidence(person),
        "open": open_allegations(case).exists(),
        "decisions": [
            {
                "row": one,
                "lines": [line for line in lines if line.decision_id == one.pk],
                "victims": [
                    {"notice": notice, "right": rights.get((one.pk, notice.victim_id))}
                    for notice in notices
                    if notice.decision_id == one.pk
                ],
            }
            for one in decisions
        ],
        "requests": list(requests),
    }
