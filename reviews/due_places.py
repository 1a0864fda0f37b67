"""Where what this app owes on a case is done."""

from __future__ import annotations

from django.db.models import Q

from cases.due_places import Place, register
from reviews.enums import DueCode, ReviewOutcome

PLACES = {
    # Where enquiries are to be made, what they found is said first, on the page of the review.
    DueCode.CARRY_OUT: Place(
        "review_request_detail",
        "reviews.ReviewRequest",
        where=Q(outcome=ReviewOutcome.FURTHER_ENQUIRIES, enquiries=None),
    ),
    DueCode.TELL_DECISION: Place("decision_detail", "reviews.Notification", "decision"),
    DueCode.TELL_RIGHT: Place("decision_detail", "reviews.Notification", "decision"),
    DueCode.FOLLOW_UP_LETTER: Place("telling"),
    DueCode.ANSWER_VICTIM: Place("telling", "reviews.VictimQuestion", "notice"),
    DueCode.SIGN_OFF_DAY: Place("decision_day"),
    DueCode.TELL_SUPPORTER: Place("decision_day", "reviews.DayStep", "decision"),
    DueCode.TELL_SUSPECT: Place("decision_day", "reviews.DayStep", "decision"),
    DueCode.END_BAIL: Place("decision_day", "reviews.DayStep", "decision"),
    DueCode.ACKNOWLEDGE: Place("review_request_detail"),
    DueCode.COMPLETE: Place("review_request_detail"),
    DueCode.REVIEW_UPDATE: Place("review_request_detail"),
    **dict.fromkeys(
        (DueCode.PASS_TO_CPS, DueCode.ASK_CPS, DueCode.TELL_CPS_REVIEW), Place("cps_review_detail")
    ),
    **dict.fromkeys(
        (
            DueCode.TELL_NO_EVIDENCE,
            DueCode.EXPEDITED_ANSWER,
            DueCode.ASK_EXPEDITED,
            DueCode.TELL_EXPEDITED,
        ),
        Place("expedited_review_detail"),
    ),
}


def register_places() -> None:
    for code, place in PLACES.items():
        register(code.value, place)
