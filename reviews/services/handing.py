"""What somebody who leaves has of decisions: proposals pass to whoever takes the work, review requests go
back to be allocated, since the rules of independence choose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from cases.enums import NamedBecause
from cases.models import DueItem, NamedAccess
from cases.services import pass_to_nobody
from rasso_tracker.audit import Action
from rasso_tracker.audit.record import Event, record_each
from rasso_tracker.messages.services import raise_again, settle
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.holdings import Holding
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import ROLES
from reviews.enums import DecisionStatus, DueCode, RequestStatus
from reviews.models import Decision, ReviewRequest
from reviews.notices import PASSED_ON

OF_THE_REVIEWER = (DueCode.COMPLETE, DueCode.REVIEW_UPDATE)


def _requests(person: Person) -> Any:
    return ReviewRequest.objects.filter(reviewer=person, status=RequestStatus.ALLOCATED)


def free_of_reviewer(ids: list[UUID], cases: list[UUID], person: Person, at: datetime) -> None:
    """Requests wait to be allocated again, inside a deed: nobody's, and no case open for their sake."""
    ReviewRequest.objects.filter(pk__in=ids).update(
        status=RequestStatus.RECEIVED,
        reviewer=None,
        reviewer_standing=None,
        allocated_at=None,
        allocated_by=None,
        version=F("version") + 1,
    )
    pass_to_nobody(items=DueItem.objects.filter(source__in=ids, code__in=OF_THE_REVIEWER), at=at)
    NamedAccess.objects.filter(
        case__in=cases, person=person, because=NamedBecause.REVIEWER, ended_at__isnull=True
    ).update(ended_at=at)


def pass_on_requests(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """Allocated requests wait for allocation again, whoever takes the rest of the work."""
    found = list(
        _requests(person)
        .select_for_update(no_key=True, of=("self",))
        .order_by("pk")
        .values_list("pk", "case")
    )
    ids, cases = [pk for pk, _ in found], [case for _, case in found]
    free_of_reviewer(ids, cases, person, at)
    events = [Event(case=case, subjects=[pk], reason="the reviewer leaves") for pk, case in found]
    record_each(by=by, action=Action.REVIEW_TO_ALLOCATE_AGAIN, events=events)
    return len(found)


def _proposed(person: Person) -> Any:
    """What somebody put forward, or answers for since its maker's work passed to them, and nobody settled."""
    own = Q(maker=person, carried_by__isnull=True) | Q(carried_by=person)
    return Decision.objects.filter(own, status=DecisionStatus.PROPOSED)


def pass_on_proposed(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """A proposal keeps who put it forward: they made it. Who takes the work answers for it from then on.

    With nobody, or on a case that `to` may not see, that is the officer in charge, to whom the case passed
    before; of a proposal of CPS, nobody by name: the unit's managers are told. Each is told.
    """
    rows = _proposed(person).select_related("case__officer_in_charge").order_by("pk")
    found = list(rows.select_for_update(no_key=True, of=("self",)))
    named = _named(row.case_id for row in found)
    for row in found:
        taker = _taker(row, person, to, named[row.case_id])
        row.carried_by = None if taker is None or taker.pk == row.maker_id else taker
        row.version += 1
    Decision.objects.bulk_update(found, ["carried_by", "version"])
    passed = [row.pk for row in found]
    settle(by=by, at=at, subjects=passed, kinds=[PASSED_ON], why="It passed on to somebody else.")
    raise_again(kind=PASSED_ON, subjects=passed, at=at)
    events = [
        Event(case=row.case_id, subjects=[row.pk], reason="whoever put it forward leaves") for row in found
    ]
    record_each(by=by, action=Action.DECISION_WAITS_ON, events=events)
    return len(found)


def _named(cases: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    named: dict[UUID, set[UUID]] = defaultdict(set)
    grants = NamedAccess.objects.filter(case__in=set(cases), ended_at__isnull=True)
    for case, person in grants.values_list("case", "person"):
        named[case].add(person)
    return named


def _taker(row: Decision, person: Person, to: Person | None, named: set[UUID]) -> Person | None:
    if not row.is_police:
        return to if to is not None and to.cps_unit_id == person.cps_unit_id else None
    sees = to is not None and any(
        role_sees(to, ROLES[code], row.case, Part.DECISIONS, named) for code in to.roles
    )
    return to if sees else row.case.officer_in_charge


HOLDINGS = (
    Holding(
        code="proposed",
        title="decisions put forward that wait for a second person",
        one="decision put forward that waits for a second person",
        count=lambda person: _proposed(person).count(),
        hand_over=pass_on_proposed,
        team="the officer in charge of each case answers for them; who put them forward stays named.",
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
