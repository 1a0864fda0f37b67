"""What a letter on a review may tell, by how far the review has come."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from cases.enums import MilestoneKind
from cases.models import Milestone
from rasso_tracker.clocks import day_words, in_london
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.enums import LineEnded
from reviews.letter_enums import LetterAbout
from reviews.models import DecisionLetter, DecisionLine, ReviewAsker, ReviewExtension, ReviewRequest
from reviews.rules.roles_and_moments import check_role

NOT_YET = {
    LetterAbout.OUTCOME: "This review is not decided yet, so there is no outcome to write about.",
    LetterAbout.EXTENSION: "This review was not extended, so there is no later date to write about.",
}
TELL_OF_BOTH = (
    "Speak with them of what the review came to, and record that; the new decision has a letter of its own."
)
DECIDED_AGAIN = frozenset({MilestoneKind.POLICE_NFA, MilestoneKind.CPS_NFA, MilestoneKind.CHARGED})
DECIDED = "This review is decided: write to them what it came to."


def abouts_of(request: ReviewRequest) -> tuple[LetterAbout, ...]:
    """What a letter on this review may tell now; what is next to be said comes first. Pure."""
    if request.decided_at is not None:
        return (LetterAbout.OUTCOME,)
    if request.first_complete_by is not None:
        return (LetterAbout.EXTENSION, LetterAbout.ACKNOWLEDGEMENT)
    return (LetterAbout.ACKNOWLEDGEMENT,)


def check_can_draft_on_review(by: Person, request: ReviewRequest, about: str, at: datetime) -> LetterAbout:
    """What the letter tells. Raises NotAllowed for what cannot be said yet, or any more; Invalid."""
    check_role(by, "draft_review_letter")
    may = abouts_of(request)
    about = about or may[0]
    if about not in LetterAbout.values or about == LetterAbout.DECISION:
        raise Invalid({"about": "Choose what the letter tells."})
    chosen = LetterAbout(about)
    if chosen is LetterAbout.OUTCOME and (why := decided_again(request, at)):
        raise NotAllowed(f"{why} {TELL_OF_BOTH}")
    if chosen not in may:
        raise NotAllowed(DECIDED if request.decided_at is not None else NOT_YET[chosen])
    return chosen


def decided_again(request: ReviewRequest, when: datetime) -> str:
    """That what a review opened again was decided anew by that moment, with the day, in a sentence; "" where
    it was not. A letter on what the review came to says that it is still to be decided.
    """
    if request.decided_at is None:
        return ""
    opened = DecisionLine.objects.filter(
        decision=request.decision_id, victim=request.victim_id, ended_because=LineEnded.OVERTURNED
    ).values("allegation")
    on = Milestone.objects.filter(
        Q(allegation__in=opened) | Q(allegation=None),
        case=request.case_id,
        kind__in=DECIDED_AGAIN,
        recorded_at__gt=request.decided_at,
        recorded_at__lte=when,
        voided_at__isnull=True,
    ).order_by("recorded_at")
    first = on.first() if opened.exists() else None
    if first is None:
        return ""
    return f"What the review opened again was decided on {day_words(in_london(first.recorded_at))}."


def why_review_moved_on(letter: DecisionLetter, request: ReviewRequest, when: datetime) -> str:
    """Why a letter on a review says what was not so any more at that moment; "" where it does not."""
    if letter.about == LetterAbout.OUTCOME:
        why = decided_again(request, when)
        return (
            f"{why} This letter says that it is still to be decided. Drop it. {TELL_OF_BOTH}" if why else ""
        )
    if request.decided_at is not None:
        return f"{DECIDED} Drop this letter."
    if letter.signed_off_at is None:  # a draft takes its dates from the record as it stands
        return ""
    if ReviewExtension.objects.filter(request=request, extended_at__gt=letter.signed_off_at).exists():
        return (
            "The review was extended after this letter was signed off, so the date that it gives is not the"
            " one that stands. Drop it and draft a new letter."
        )
    first = ReviewAsker.objects.filter(
        request=request, received_at=request.received_at, recorded_at__gt=letter.signed_off_at
    )
    if request.own_received_at is not None and first.exists():
        return (
            "After this letter was signed off an earlier ask was recorded, so the dates that it gives are not"
            " those that stand. Drop it and draft a new letter."
        )
    signed = Q(request=request, recorded_at__lte=letter.signed_off_at)
    if ReviewAsker.objects.filter(signed, voided_at__gt=letter.signed_off_at).exists():
        return (
            "After this letter was signed off an ask was taken back, so what it says of when we were asked"
            " may not stand. Drop it and draft a new letter."
        )
    return ""
