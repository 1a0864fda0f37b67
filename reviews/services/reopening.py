"""Decisions that are opened again, and crimes that the registrar cancels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from actionplans.enums import CpsDocument
from cases.enums import MilestoneKind
from cases.services import record_milestone, record_outcome
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from reviews.enums import CancelledBecause, LineEnded
from reviews.models import Decision, DecisionLine
from reviews.rules import reopening as rules
from reviews.rules import standing_lines
from reviews.rules.cps_reviews import words
from reviews.services.day_steps import end_day
from reviews.services.decisions import in_hand
from reviews.services.making import open_again, stop_telling


@deed
def reopen_decision(
    *,
    by: Person,
    decision: Decision,
    reason: str,
    allegations: Sequence[DecisionLine] | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> Decision:
    """Open allegations of a decision again, on what came to light since: all that it stands on, or those of
    the lines given. Of a decision of CPS the police enter from its document that CPS did so.

    The decision is kept as it was made. A victim who was to be told of nothing else by it is told of it no
    more. Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    decision = in_hand(by, decision)
    rules.check_can_reopen(by, decision)
    standing = list(standing_lines(decision))
    chosen = standing if allegations is None else list(allegations)
    rules.check_lines_to_reopen(chosen, standing)
    rules.check_said_why(decision, reason, document_name, document_date, at)
    note = reason.strip()
    if document_date is not None:
        note = f"CPS opened it again: {CpsDocument(document_name).label} of {words(document_date)}. {note}"
    lines = standing_lines(decision).filter(pk__in=[one.pk for one in chosen])
    open_again(lines, LineEnded.REOPENED, by=by, at=at, note=note)
    record(
        by=by,
        action=Action.DECISION_REOPENED,
        case=decision.case,
        subjects=[decision.pk, *(one.allegation_id for one in chosen)],
    )
    return decision


@deed
def cancel_crime(
    *, by: Person, line: DecisionLine, because: str, words: str, at: datetime | None = None
) -> DecisionLine:
    """The crime registrar cancels a crime that has an outcome: it counts as none, and has none any more.

    Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    decision = in_hand(by, line.decision)
    line = DecisionLine.objects.select_related("allegation").get(pk=line.pk)
    line.decision = decision
    rules.check_can_cancel(by, line)
    rules.check_cancelling(because, words)
    DecisionLine.objects.filter(pk=line.pk).update(ended_at=at, ended_because=LineEnded.CANCELLED)
    stop_telling(decision, by, at)
    end_day(decision, at)
    label = CancelledBecause(because).label
    # Before the outcome goes: cancelled crimes stay in the sight of the registrar.
    record_milestone(
        by=by,
        case=decision.case,
        kind=MilestoneKind.CANCELLED,
        occurred_at=at,
        allegation=line.allegation,
        note=f"{label}. {words.strip()}",
        at=at,
    )
    record_outcome(by=by, allegation=line.allegation, outcome="", outcome_at=None, at=at)
    record(
        by=by,
        action=Action.CRIME_CANCELLED,
        case=decision.case,
        subjects=[line.pk, line.allegation_id],
    )
    line.refresh_from_db()
    return line
