"""What a letter on a review may tell, by how far the review has come."""

from __future__ import annotations

from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.letter_enums import LetterAbout
from reviews.models import DecisionLetter, ReviewAsker, ReviewExtension, ReviewRequest
from reviews.rules.roles_and_moments import check_role

NOT_YET = {
    LetterAbout.OUTCOME: "This review is not decided yet, so there is no outcome to write about.",
    LetterAbout.EXTENSION: "This review was not extended, so there is no later date to write about.",
}
DECIDED = "This review is decided: write to them what it came to."


def abouts_of(request: ReviewRequest) -> tuple[LetterAbout, ...]:
    """What a letter on this review may tell now; what is next to be said comes first. Pure."""
    if request.decided_at is not None:
        return (LetterAbout.OUTCOME,)
    if request.first_complete_by is not None:
        return (LetterAbout.EXTENSION, LetterAbout.ACKNOWLEDGEMENT)
    return (LetterAbout.ACKNOWLEDGEMENT,)


def check_can_draft_on_review(by: Person, request: ReviewRequest, about: str) -> LetterAbout:
    """What the letter tells. Raises NotAllowed for what cannot be said yet, or any more; Invalid."""
    check_role(by, "draft_review_letter")
    may = abouts_of(request)
    if not about:
        return may[0]
    if about not in LetterAbout.values or about == LetterAbout.DECISION:
        raise Invalid({"about": "Choose what the letter tells."})
    chosen = LetterAbout(about)
    if chosen not in may:
        raise NotAllowed(DECIDED if request.decided_at is not None else NOT_YET[chosen])
    return chosen


def why_review_moved_on(letter: DecisionLetter, request: ReviewRequest) -> str:
    """Why a letter on a review under way says what is not so any more; "" where it does not."""
    if letter.about == LetterAbout.OUTCOME:
        return ""
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
    return ""
