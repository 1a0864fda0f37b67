"""What a review that overturned a decision asks for: owed by the officer in charge until it is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from cases.enums import SENT_TO_CPS
from cases.models import Case, DueItem, Milestone, Victim
from cases.services import raise_due, settle_due
from rasso_tracker.clocks import ClockCode, deadline, london_date
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.messages.services import settle as settle_notices
from rasso_tracker.people.models import Person
from reviews.carrying_out import DECIDED, left_to_do, review_of, unsaid
from reviews.enums import DueCode, ReviewOutcome
from reviews.models import Decision
from reviews.notices import TO_CARRY_OUT

DEED_OF_OUTCOME = {
    ReviewOutcome.OVERTURNED_CPS: "Send the case to CPS: the review for {victim} asks for it",
    ReviewOutcome.FURTHER_ENQUIRIES: "Make the enquiries that the review for {victim} asks for,"
    " then decide again",
    ReviewOutcome.OVERTURNED_OUT_OF_COURT: "Deal with it out of court, as the review for {victim} decided",
}
DECIDE_AGAIN = "Decide again for {victim}: the enquiries that the review asks for were made"
SAY_WHAT_FOUND = "Say what the enquiries found that the review for {victim} asked for"
DEED_AFTER_CPS = "Take the case up with CPS again: its review for {victim} overturned the decision"


def owe_carrying_out(
    *, case: Case, source: UUID, decision: Decision, victim: Victim, deed: str, at: datetime
) -> None:
    """Inside the deed that overturned a decision for a victim: `deed` is owed by the officer in charge, by
    the clock for it, and they and a supervisor hear so. `source` is the review.
    """
    clock = deadline(ClockCode.CARRY_OUT_REVIEW, at)
    item = raise_due(
        case=case,
        source=source,
        code=DueCode.CARRY_OUT,
        what=deed.format(victim=victim.label),
        due_on=clock.due_on,
        rule=ClockCode.CARRY_OUT_REVIEW,
        started_on=london_date(at),
        at=at,
    )
    raise_notice(kind=TO_CARRY_OUT, source=item.pk, subject_id=item.pk, at=at)


def end_carried_out(*, case: Case, milestone: Milestone | None, by: Person, at: datetime, **_: Any) -> None:
    """What cases.hooks.milestone_changed calls: what a review asks for is owed no more once it is done on
    every allegation that it opened again (left_to_do). Where one is voided that was what it asked for, it is
    owed again, by the date that it had.
    """
    if milestone is None or milestone.kind not in DECIDED | SENT_TO_CPS:
        return
    if milestone.voided_at is not None:
        _owe_again(case, at)
    end_what_is_done(case, by=by, at=at)


def end_what_is_done(case: Case, *, by: Person, at: datetime) -> None:
    """Inside a deed that may end what reviews asked for: a new decision, or that enquiries were made."""
    for item in DueItem.objects.filter(case=case, code=DueCode.CARRY_OUT, settled_at__isnull=True):
        what = _left_of(item, at)
        if not what:
            settle_due(source=item.source, code=DueCode.CARRY_OUT, at=at)
            settle_notices(by=by, at=at, subject_id=item.pk, kinds=[TO_CARRY_OUT])
        elif what != item.what:
            _owe(item, case, what, at)


def _left_of(item: DueItem, at: datetime) -> str:
    """What of it is still to be done, in words; "" where all of it is."""
    review = review_of(item)
    to_do, to_say = left_to_do(item, review, at), unsaid(review, at)
    if not to_do and not to_say:
        return ""
    if getattr(review, "outcome", None) != ReviewOutcome.FURTHER_ENQUIRIES:
        return item.what
    if not to_do:
        deed = SAY_WHAT_FOUND
    else:
        deed = DEED_OF_OUTCOME[ReviewOutcome.FURTHER_ENQUIRIES] if to_say else DECIDE_AGAIN
    return deed.format(victim=review.victim.label)


def _owe(item: DueItem, case: Case, what: str, at: datetime) -> DueItem:
    """Owed (again) by the date that it had."""
    return raise_due(
        case=case,
        source=item.source,
        code=DueCode.CARRY_OUT,
        what=what,
        due_on=item.due_on,
        rule=item.rule,
        started_on=item.started_on,
        at=at,
    )


def _owe_again(case: Case, at: datetime) -> None:
    """Every review whose carrying out was ended and is not done."""
    items = DueItem.objects.filter(case=case, code=DueCode.CARRY_OUT).order_by("raised_at")
    still_open = set(items.filter(settled_at__isnull=True).values_list("source", flat=True))
    last = {item.source: item for item in items if item.source not in still_open}
    for item in last.values():
        if what := _left_of(item, at):
            again = _owe(item, case, what, at)
            raise_notice(kind=TO_CARRY_OUT, source=again.pk, subject_id=again.pk, at=at)
