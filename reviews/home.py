"""What the home pages ask of decisions and reviews. Plain lists of at most 25, and whether there is more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models.functions import Coalesce
from django.urls import reverse

from actionplans.home.confirming import Kind
from cases.deadlines import deadline_of
from cases.home import MOST, Some
from cases.models import DueItem
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import is_supporter
from reviews.enums import DecisionStatus, DueCode, RequestStatus
from reviews.models import Decision, Notification, ReviewRequest
from reviews.training import MOST as MOST_PEOPLE
from reviews.training import gap_of

# Of the decisions of CPS, beside its other acts: what police entered for CPS to confirm.
TO_CONFIRM = (Kind(Decision, "confirm_cps_decision", "Decision to charge nobody", (), "decided_at"),)


def nfa_to_authorise(person: Person) -> Some:
    """Proposals of the person's own agency that they may settle: the oldest first, never their own."""
    rows = (
        Decision.objects.visible_to(person)
        .filter(status=DecisionStatus.PROPOSED, agency=person.agency)
        .exclude(maker=person.pk)
        .select_related("case", "maker")
        .order_by("proposed_at", "id")[: MOST + 1]
    )
    found = [
        {
            "decision_id": one.pk,
            "case_id": one.case_id,
            "reference": one.case.reference,
            "proposed_at": one.proposed_at,
            "maker": one.maker.name,
        }
        for one in rows
    ]
    return Some(found[:MOST], len(found) > MOST)


def notices_due(person: Person) -> Some:
    """Victims whom this person still has to tell of a decision, the earliest date first."""
    return _owed(person, DueCode.TELL_DECISION, "Tell of the decision")


def clients_to_tell(person: Person) -> Some:
    """Clients of this ISVA who are to be told of a decision that was made, by when: those whose day has
    passed come first.

    What was decided is not in it: the victim hears it first.
    """
    if not is_supporter(person):
        return Some([], False)
    rows = list(
        Notification.objects.visible_to(person)
        .filter(told_at__isnull=True, not_told_because="", ended_at__isnull=True)
        .select_related("case", "victim")
        .order_by(Coalesce("waits_until", "due_on"), "id")[: MOST + 1]
    )
    found = [
        {
            "victim_id": one.victim_id,
            "number": one.victim.number,
            "what": "is to be told of a decision",
            "case_id": one.case_id,
            "reference": one.case.reference,
            "deadline": one.deadline,
            "href": reverse("victim", args=[one.victim_id]),
        }
        for one in rows
    ]
    return Some(found[:MOST], len(found) > MOST)


def rights_to_tell(person: Person) -> Some:
    """Victims whom this person still has to tell of the Right to Review."""
    return _owed(person, DueCode.TELL_RIGHT, "Tell of the right")


def _owed(person: Person, code: DueCode, words: str) -> Some:
    """Three statements: the due items, their notices, nothing per row."""
    items = list(
        DueItem.objects.visible_to(person)
        .filter(owner=person.pk, code=code, settled_at__isnull=True)
        .select_related("case")
        .order_by("due_on", "id")[: MOST + 1]
    )
    notices = {
        one.pk: one
        for one in Notification.objects.visible_to(person)
        .filter(pk__in=[item.source for item in items])
        .select_related("victim")
    }
    found = [
        {
            "decision_id": notices[item.source].decision_id,
            "case_id": item.case_id,
            "reference": item.case.reference,
            "victim": notices[item.source].victim.label,
            "what": words,
            "deadline": deadline_of(item),
        }
        for item in items
        if item.source in notices
    ]
    return Some(found[:MOST], len(items) > MOST)


def reviews_allocated(person: Person) -> Some:
    """Requests allocated to this reviewer that the victim has no answer to yet, by their clock."""
    rows = (
        ReviewRequest.objects.visible_to(person)
        .filter(reviewer=person.pk)
        .exclude(status=RequestStatus.TOLD)
        .select_related("case", "victim")
        .order_by("complete_by", "id")[: MOST + 1]
    )
    return _requests(rows)


def reviews_to_allocate(person: Person) -> Some:
    """Requests that have no reviewer yet."""
    rows = (
        ReviewRequest.objects.visible_to(person)
        .filter(status=RequestStatus.RECEIVED)
        .select_related("case", "victim")
        .order_by("complete_by", "id")[: MOST + 1]
    )
    return _requests(rows)


def _requests(rows: Any) -> Some:
    found = [
        {
            "request_id": one.pk,
            "case_id": one.case_id,
            "reference": one.case.reference,
            "victim": one.victim.label,
            "status": one.get_status_display(),
            "received_at": one.received_at,
            "acknowledge": one.acknowledgement
            if one.acknowledged_at is None and not one.decided_at
            else None,
            "deadline": one.completion,
        }
        for one in rows
    ]
    return Some(found[:MOST], len(found) > MOST)


def training_in_words(person: Person, at: datetime) -> str:
    """How many of a person's people need a course on the Right to Review; of very many, how many at least."""
    people, gap = gap_of(person, london_date(at))
    if people > MOST_PEOPLE:
        return f"At least {gap} of your people need a course" if gap else "Who of your people needs a course"
    if not gap:
        return f"All {people} of your people are trained" if people > 1 else "Your training is in date"
    return f"{gap} of your {people} people need a course: it lapsed, or they had none"
