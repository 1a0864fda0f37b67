"""Review requests of a reviewer who leaves go back to be allocated: the rules of independence choose."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F

from cases.enums import NamedBecause
from cases.models import DueItem, NamedAccess
from rasso_tracker.audit import Action
from rasso_tracker.audit.record import Event, record_each
from rasso_tracker.people.holdings import Holding
from rasso_tracker.people.models import Person
from reviews.enums import DecisionStatus, DueCode, RequestStatus
from reviews.models import Decision, ReviewRequest


def _requests(person: Person) -> Any:
    return ReviewRequest.objects.filter(reviewer=person, status=RequestStatus.ALLOCATED)


def pass_on_requests(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """Allocated requests wait for allocation again, whoever takes the rest of the work."""
    found = list(
        _requests(person)
        .select_for_update(no_key=True, of=("self",))
        .order_by("pk")
        .values_list("pk", "case")
    )
    ids, cases = [pk for pk, _ in found], [case for _, case in found]
    ReviewRequest.objects.filter(pk__in=ids).update(
        status=RequestStatus.RECEIVED,
        reviewer=None,
        reviewer_standing=None,
        allocated_at=None,
        allocated_by=None,
        version=F("version") + 1,
    )
    DueItem.objects.filter(source__in=ids, code=DueCode.COMPLETE, settled_at__isnull=True).update(owner=None)
    NamedAccess.objects.filter(
        case__in=cases, person=person, because=NamedBecause.REVIEWER, ended_at__isnull=True
    ).update(ended_at=at)
    events = [Event(case=case, subjects=[pk], reason="the reviewer leaves") for pk, case in found]
    record_each(by=by, action=Action.REVIEW_TO_ALLOCATE_AGAIN, events=events)
    return len(found)


def _proposed(person: Person) -> Any:
    return Decision.objects.filter(maker=person, status=DecisionStatus.PROPOSED)


def leave_waiting(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """A proposed decision keeps who put it forward: they made it. It goes on waiting for a second person.

    Whoever takes the case answers for it from then on. One event each, so that nobody wonders.
    """
    found = list(_proposed(person).order_by("pk").values_list("pk", "case"))
    events = [Event(case=case, subjects=[pk], reason="whoever put it forward leaves") for pk, case in found]
    record_each(by=by, action=Action.DECISION_WAITS_ON, events=events)
    return len(found)


HOLDINGS = (
    Holding(
        code="proposed",
        title="decisions put forward that wait for a second person",
        one="decision put forward that waits for a second person",
        count=lambda person: _proposed(person).count(),
        hand_over=leave_waiting,
        team="they go on waiting under the name of who put them forward.",
    ),
    Holding(
        code="reviews",
        title="Right to Review requests allocated to them",
        one="Right to Review request allocated to them",
        count=lambda person: _requests(person).count(),
        hand_over=pass_on_requests,
        team="back to be allocated: the reviewer must be independent.",
    ),
)
