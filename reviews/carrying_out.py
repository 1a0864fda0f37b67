"""What ends the duty that a review left: the facts, asked by the deed that ends it and by the gates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cases.enums import SENT_TO_CPS, MilestoneKind, Outcome
from cases.models import DueItem, Milestone
from reviews.enums import OUT_OF_COURT_DISPOSALS, DecisionStatus, DueCode, LineEnded, ReviewOutcome
from reviews.models import CpsReview, DecisionLine, ReviewEnquiries, ReviewRequest

DECIDED = frozenset(
    {
        MilestoneKind.POLICE_NFA,
        MilestoneKind.CPS_NFA,
        MilestoneKind.CHARGED,
        MilestoneKind.TRANSFERRED,
        MilestoneKind.CANCELLED,
    }
)
# Nobody is left to deal with, or to send to CPS, where the suspect died.
NOBODY_LEFT = frozenset({Outcome.OFFENDER_DIED})
# What further enquiries would be for is gone, or is for somebody else to enquire into.
NO_ENQUIRIES = frozenset({MilestoneKind.TRANSFERRED, MilestoneKind.CANCELLED})


def is_for_cps(review: ReviewRequest | CpsReview) -> bool:
    """It asks that CPS decides: a review of the police that refers the case, any of CPS that overturned."""
    return isinstance(review, CpsReview) or review.outcome == ReviewOutcome.OVERTURNED_CPS


def review_of(item: DueItem) -> ReviewRequest | CpsReview:
    """The review that the duty comes from."""
    asked = ReviewRequest.objects.filter(pk=item.source).first()
    return asked or CpsReview.objects.get(pk=item.source)


def opened_by(review: ReviewRequest | CpsReview) -> set[UUID]:
    """The allegations that a review opened again."""
    return set(
        DecisionLine.objects.filter(
            decision=review.decision_id, victim=review.victim_id, ended_because=LineEnded.OVERTURNED
        ).values_list("allegation", flat=True)
    )


def unsaid(review: ReviewRequest | CpsReview, at: datetime) -> set[UUID]:
    """The allegations for which a review asked for further enquiries, while nobody has said by `at` what
    those found: but for what was cancelled or passed to another body since, and where the suspect died.
    """
    if not isinstance(review, ReviewRequest) or review.outcome != ReviewOutcome.FURTHER_ENQUIRIES:
        return set()
    assert review.decided_at is not None
    if ReviewEnquiries.objects.filter(request=review.pk, recorded_at__lte=at).exists():
        return set()
    opened = opened_by(review)
    over = Milestone.objects.filter(
        allegation__in=opened,
        kind__in=NO_ENQUIRIES,
        recorded_at__range=(review.decided_at, max(at, review.decided_at)),
        voided_at__isnull=True,
    )
    died = DecisionLine.objects.filter(
        allegation__in=opened, outcome__in=NOBODY_LEFT, ended_at__isnull=True, decision__decided_at__lte=at
    )
    ended = (rows.values_list("allegation", flat=True) for rows in (over, died))
    return opened.difference(*ended)


def put_forward_anew(request: ReviewRequest, at: datetime) -> datetime | None:
    """When the last of what a review opened again was decided anew, charged, or put forward for a decision;
    None while any of it waits, or nobody has said by `at` what the enquiries found.
    """
    if request.decided_at is None or unsaid(request, at):
        return None
    opened, since = opened_by(request), request.decided_at
    lines = DecisionLine.objects.filter(
        allegation__in=opened, ended_at__isnull=True, decision__proposed_at__gte=since
    ).exclude(decision__status=DecisionStatus.REFUSED)
    charges = Milestone.objects.filter(
        allegation__in=opened, kind=MilestoneKind.CHARGED, recorded_at__gte=since, voided_at__isnull=True
    )
    forward = dict(charges.values_list("allegation", "recorded_at"))
    forward |= dict(lines.values_list("allegation", "decision__proposed_at"))
    return max(forward.values()) if opened and opened <= forward.keys() else None


def unsaid_on(case: UUID, at: datetime) -> set[UUID]:
    """The same of every review on a case."""
    asked = ReviewRequest.objects.filter(
        case=case, outcome=ReviewOutcome.FURTHER_ENQUIRIES, decided_at__lte=at
    )
    return set().union(*(unsaid(one, at) for one in asked))


def left_to_do(item: DueItem, review: ReviewRequest | CpsReview, at: datetime) -> set[UUID]:
    """The allegations that the review opened again for which nobody has done by `at` what it asks for.

    A submission to CPS or a new decision is that. A submission alone is no disposal out of court; and a
    decision of the police that deals with nothing is neither that nor sending it to CPS.
    """
    out_of_court = getattr(review, "outcome", None) == ReviewOutcome.OVERTURNED_OUT_OF_COURT
    opened = opened_by(review)
    first = DueItem.objects.filter(source=item.source, code=DueCode.CARRY_OUT).earliest("raised_at")
    since = Milestone.objects.filter(
        case=item.case_id,
        kind__in=DECIDED if out_of_court else DECIDED | SENT_TO_CPS,
        recorded_at__range=(first.raised_at, max(at, first.raised_at)),
        voided_at__isnull=True,
    )
    if out_of_court or is_for_cps(review):
        outcomes = NOBODY_LEFT | OUT_OF_COURT_DISPOSALS if out_of_court else NOBODY_LEFT
        settled = DecisionLine.objects.filter(
            decision__case=item.case_id, outcome__in=outcomes, ended_at__isnull=True
        ).values("allegation")
        since = since.filter(~Q(kind=MilestoneKind.POLICE_NFA) | Q(allegation__in=settled))
    about = since.filter(Q(allegation__in=opened) | Q(allegation=None))
    done = set(about.values_list("allegation", flat=True))
    return set() if None in done else opened - done


def kept_for_cps(case: UUID, at: datetime) -> dict[UUID, str]:
    """By allegation that a review says is for CPS, and that nobody has sent there yet: what is owed."""
    owed: Iterable[DueItem] = DueItem.objects.filter(
        Q(settled_at__isnull=True) | Q(settled_at__gt=at),
        case=case,
        code=DueCode.CARRY_OUT,
        raised_at__lte=at,
    )
    found: dict[UUID, str] = {}
    for item in owed:
        review = review_of(item)
        if is_for_cps(review):
            found |= dict.fromkeys(left_to_do(item, review, at), item.what)
    return found
