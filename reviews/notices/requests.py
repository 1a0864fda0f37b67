"""Notices of reviews: allocated to somebody, or to be carried out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from cases.due_places import places_of
from cases.models import DueItem
from rasso_tracker.messages import DIGEST, NOW, Due, Gone
from reviews.enums import RequestStatus
from reviews.models import ReviewRequest
from reviews.notices.people import People, holding

ALLOCATED = "review_allocated"
TO_CARRY_OUT = "review_to_carry_out"


def recheck_allocated(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Which reviews still wait for the reviewer whom they were allocated to."""
    rows = list(ReviewRequest.objects.filter(pk__in=sources).select_related("case"))
    people = People([row.case for row in rows], Q(pk__in={row.reviewer_id for row in rows}), at)
    return {row.pk: _allocated(row, people) for row in rows}


def _allocated(row: ReviewRequest, people: People) -> Due | Gone:
    if row.status != RequestStatus.ALLOCATED:
        return Gone("It was decided.")
    return people.for_one(
        row.case,
        "decide_review",
        row.reviewer_id,
        "It was allocated to you.",
        nobody="The reviewer is not in post or may not see the case any more.",
        subject_id=row.pk,
        headline="A Right to Review request was allocated to you",
        due_on=row.complete_by,
        ends_when="you decide it",
        path=reverse("review_request_detail", args=[row.pk]),
        urgency=DIGEST,
    )


def recheck_carrying_out(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """What reviews that overturned a decision ask for and nobody has done: the officer in charge hears, and
    who supervises.
    """
    rows = list(DueItem.objects.filter(pk__in=sources).select_related("case__officer_in_charge"))
    officers = Q(pk__in={row.case.officer_in_charge_id for row in rows})
    people = People([row.case for row in rows], officers | holding("authorise_nfa"), at)
    places = places_of(rows)
    return {row.pk: _carrying_out(row, people, places[row.pk]) for row in rows}


def _carrying_out(row: DueItem, people: People, path: str) -> Due | Gone:
    if row.settled_at is not None:
        return Gone("It was carried out.")
    case = row.case
    told = people.officer_and_supervisor(case)
    if not told:
        return Gone("Nobody is in post who may carry it out.")
    on_the_case = path == reverse("case_detail", args=[case.pk])
    found = "" if on_the_case else "what the enquiries found is recorded, and "
    return Due(
        recipients=told,
        case_id=case.pk,
        subject_id=row.pk,
        reference=case.reference,
        headline="A review overturned a decision on this case: do what it asks for",
        due_on=row.due_on,
        ends_when=f"{found}the case goes to CPS or it is decided again, as the review asks",
        path=path,
        urgency=NOW,
    )
