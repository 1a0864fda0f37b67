"""Decisions that are opened again, and crimes that the registrar cancels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from actionplans.enums import CpsDocument
from cases.enums import MilestoneKind
from cases.models import Allegation
from cases.services import locked, open_to_registrar, record_milestone, record_outcome
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import day_words, now
from rasso_tracker.people.access import system
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import Person
from reviews.enums import CancelledBecause, LineEnded
from reviews.models import Decision, DecisionLine
from reviews.rules import check_role, standing_lines
from reviews.rules import reopening as rules
from reviews.services.day_steps import end_day
from reviews.services.decisions import in_hand
from reviews.services.making import open_again, owe_word_back, stop_telling, told_of
from reviews.services.opened import say_opened


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
    the lines given. CPS opens its own; the police enter that it did so from its document.

    The decision is kept as it was made. A victim who was to be told of nothing else by it is told of it no
    more. Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    decision = in_hand(by, decision)
    rules.check_can_reopen(by, decision)
    standing = list(standing_lines(decision))
    chosen = standing if allegations is None else list(allegations)
    rules.check_lines_to_reopen(chosen, standing)
    rules.check_said_why(by, decision, reason, document_name, document_date, at)
    note = reason.strip()
    if by.agency == Agency.CPS:
        note = f"CPS opened it again. {note}"
    elif document_date is not None:
        note = (
            f"CPS opened it again: {CpsDocument(document_name).label} of {day_words(document_date)}. {note}"
        )
    lines = standing_lines(decision).filter(pk__in=[one.pk for one in chosen])
    open_again(lines, LineEnded.REOPENED, by=by, at=at, note=note)
    if by.agency == Agency.CPS:
        say_opened(decision, at=at)
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
    line = DecisionLine.objects.select_related("allegation__case", "allegation__victim").get(pk=line.pk)
    line.decision = decision
    rules.check_can_cancel(by, line)
    rules.check_cancelling(because, words)
    _end_line(line, by=by, at=at)
    _cancel(line.allegation, because, words, told=told_of(line), by=by, at=at)
    line.refresh_from_db()
    return line


@deed
def cancel_recorded_crime(
    *, by: Person, crime_reference: str, because: str, words: str, at: datetime | None = None
) -> Allegation:
    """The crime registrar cancels a crime by its reference, whether or not it has an outcome: the counting
    rules ask for none. From then on its case is theirs to see.

    Raises NotAllowed, or Invalid by field. Of a restricted case as of a reference that nobody uses: the same.
    """
    at = at or now()
    check_role(by, "cancel_recorded_crime")
    rules.check_cancelling(because, words, crime_reference)
    with system("a crime is cancelled by its reference, in whatever case it stands"):
        crime = Allegation.objects.filter(crime_reference=crime_reference.strip(), case__restricted=False)
        allegation: Allegation | None = crime.select_related("case", "victim").first()
        rules.check_found(allegation)
        assert allegation is not None, "it was found"
        open_to_registrar(allegation.case)
    locked(by, allegation.case_id)
    line = DecisionLine.objects.filter(allegation=allegation, ended_at__isnull=True).first()
    if line is not None:
        line.decision = in_hand(by, line.decision)
        rules.check_can_cancel_line(line)
    rules.check_may_be_cancelled(allegation)
    told = line is not None and told_of(line)
    if line is not None:
        _end_line(line, by=by, at=at)
    _cancel(allegation, because, words, told=told, by=by, at=at)
    allegation.refresh_from_db()
    return allegation


def _end_line(line: DecisionLine, *, by: Person, at: datetime) -> None:
    DecisionLine.objects.filter(pk=line.pk).update(ended_at=at, ended_because=LineEnded.CANCELLED)
    stop_telling(line.decision, by, at)
    end_day(line.decision, at)


def _cancel(
    allegation: Allegation, because: str, words: str, *, told: bool, by: Person, at: datetime
) -> None:
    """The victim hears of it, but for a second record of one crime on which they were told of nothing."""
    # Before the outcome goes: cancelled crimes stay in the sight of the registrar.
    cancelled = record_milestone(
        by=by,
        case=allegation.case,
        kind=MilestoneKind.CANCELLED,
        occurred_at=at,
        allegation=allegation,
        note=f"{CancelledBecause(because).label}. {words.strip()}",
        at=at,
    )
    record_outcome(by=by, allegation=allegation, outcome="", outcome_at=None, at=at)
    if allegation.victim is not None and (told or because != CancelledBecause.DUPLICATE):
        owe_word_back(allegation.victim, cancelled, by=by, at=at)
    record(by=by, action=Action.CRIME_CANCELLED, case=allegation.case, subjects=[allegation.pk])
