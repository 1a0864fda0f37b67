"""What the page of a request shows of a change in who may ask: what it was, what it is, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rasso_tracker.audit import Action
from rasso_tracker.audit.reading import latest
from rasso_tracker.people.models import Person
from reviews.enums import WhyNotEligible
from reviews.models import EligibilityOverride, ReviewRequest
from reviews.sealed import text_of

OF_THE_RECORD = "What is on record of the case or of the victim changed: the history of the case says what."


@dataclass(frozen=True)
class EligibilityChange:
    """`was` and `now_is` in words. `by` is whose deed brought it, "" where the log does not say."""

    at: datetime
    was: str
    now_is: str
    why: str
    by: str


def eligibility_change(request: ReviewRequest, person: Person, *, evidence: bool) -> EligibilityChange | None:
    """The last change before the answer; None where it holds as it was found at receipt.

    `evidence`: the person reads why an inspector decided so.
    """
    changed_at = request.eligibility_changed_at
    if changed_at is None:
        return None
    event = latest(Action.RIGHT_RESTATED, request.pk) or latest(Action.REVIEW_REQUESTED, request.pk)
    return EligibilityChange(
        at=changed_at,
        was=_in_words(request.not_eligible_was),
        now_is=_in_words(request.not_eligible),
        why=_why(request, changed_at, evidence=evidence),
        by=event.person.name if event is not None and event.person is not None else "",
    )


def _in_words(number: int | None) -> str:
    if number is None:
        return "the police scheme covers this decision"
    label = WhyNotEligible(number).label
    return f"the police scheme does not cover it (reason {number}: {label[:1].lower()}{label[1:]})"


def _why(request: ReviewRequest, changed_at: datetime, *, evidence: bool) -> str:
    about = {"decision": request.decision_id, "victim": request.victim_id}
    word = (
        EligibilityOverride.objects.filter(**about, decided_at=changed_at)
        .select_related("decided_by")
        .first()
    )
    if word is not None:
        reason = f": {text_of(word, 'reason')}" if evidence else "."
        who = f"{word.decided_by.name}, {word.get_decided_by_standing_display()},"
        return f"{who} decided so{reason}"
    return OF_THE_RECORD
