"""Rows of decisions: lines, notices to victims, rights told, review requests, and what is still owed."""

from __future__ import annotations

from datetime import datetime

from cases.enums import Outcome
from rasso_tracker.clocks import london_date
from rasso_tracker.demo.events import DecisionFacts, RequestFacts, ToldFacts
from rasso_tracker.demo.names import REVIEWED_REASONS
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.demo.rows_cps import act_of
from rasso_tracker.demo.rows_cps_reviews import cps_review_rows
from rasso_tracker.demo.rows_day import day_rows
from rasso_tracker.demo.rows_letters import letter_row
from rasso_tracker.demo.rows_reviews import asker_rows, enquiry_rows, extension_rows
from rasso_tracker.demo.rows_telling import telling_rows
from rasso_tracker.people.models import Person
from reviews.check_enums import DecisionCheckAnswer, DecisionCheckKind
from reviews.clocks import acknowledgement, completion, notice_clock, notice_deadline, request_window
from reviews.enums import (
    NOT_TOLD_FOR_GOOD,
    REOPENING_OUTCOMES,
    DecisionAgency,
    DecisionStatus,
    DueCode,
    LineEnded,
    NotToldBecause,
    RequestStatus,
)
from reviews.models import Decision, DecisionCheck, DecisionLine, Notification, ReviewRequest, RightTold
from reviews.sealed import label_of
from reviews.telling_enums import WhyAnotherWay

NOT_REACHED = "Three calls at the times that they gave, and a letter: none reached them."
LEAFLETS = ("VRR leaflet 2023", "VRR leaflet 2024", "VRR leaflet 2025, easy read")

_IN_PLACE = (
    DecisionCheckKind.SAFETY_PLAN,
    DecisionCheckAnswer.IN_PLACE,
    "Agreed with the victim on the phone: marker on the address, and whom to ring.",
)
_NOT_NEEDED = (
    DecisionCheckKind.SAFETY_PLAN,
    DecisionCheckAnswer.NOT_NEEDED,
    "Talked through with the victim, who has no contact with the suspect and feels safe.",
)
SAFETY = (_IN_PLACE, _IN_PLACE, _NOT_NEEDED)
CHECKS_OF_OUTCOME = {
    Outcome.EVIDENTIAL_VICTIM_SUPPORTS: (
        DecisionCheckKind.EVIDENTIAL_REVIEW,
        DecisionCheckAnswer.CONSIDERED,
        "Reviewed by a detective inspector who had no part in it: no line of enquiry is left.",
    ),
    Outcome.VICTIM_DOES_NOT_SUPPORT: (
        DecisionCheckKind.EVIDENCE_LED,
        DecisionCheckAnswer.CONSIDERED,
        "Scene, phone and witnesses were looked at: they do not prove the offence by themselves.",
    ),
}


def decision_rows(case: CaseRows) -> None:
    for told in case.life.decisions:
        _decision(case, told)


def _decision(case: CaseRows, told: DecisionFacts) -> None:
    police = told.agency == DecisionAgency.POLICE
    status = DecisionStatus.PROPOSED
    if told.decided_at:
        status = DecisionStatus.AUTHORISED
    elif told.refused_at:
        status = DecisionStatus.REFUSED
    act = {"source": "" if police else "cps", "entered_by": told.maker}
    row = case.add(
        Decision,
        told.proposed_at,
        agency=told.agency,
        status=status,
        proposed_at=told.proposed_at,
        maker=told.maker,
        maker_standing=told.maker.standing if told.maker else 0,
        maker_name=told.maker_name,
        supervisor=told.maker.supervisor if told.maker else None,
        approver=told.approver,
        approver_name=told.approver_name,
        decided_at=told.decided_at,
        refused_by=told.refused_by,
        refused_at=told.refused_at,
        **(act_of(told.record) if told.record else act),
    )
    row.rationale_sealed = case.seal(label_of(row, "rationale"), row.pk, told.words)
    if told.refused_at:
        words = "Please complete the lines of enquiry in the plan first."
        row.refusal_sealed = case.seal(label_of(row, "refusal"), row.pk, words)
    _lines(case, told, row)
    if police:
        _checks(case, told, row)
    elif told.decided_at and any(one.told_at or one.not_told for one in told.told):
        _check(case, row, case.life.officer, told.decided_at, *SAFETY[row.pk.int % len(SAFETY)])
    if told.decided_at:
        day_rows(case, told, row)
    for one in told.told:
        notice = _notice(case, told, one, row)
        if police:
            letter_row(case, told, one, row, notice)
        elif told.decided_at and not told.overturned_at:
            cps_review_rows(case, notice)
        for request in told.requests:
            if request.victim == one.victim:
                _request(case, told, one, request, notice)


def _checks(case: CaseRows, told: DecisionFacts, decision: Decision) -> None:
    """What the outcome rests on; of every third victim it was agreed that no plan is needed."""
    by_outcome = CHECKS_OF_OUTCOME.get(Outcome(told.outcome))
    found = [by_outcome] if by_outcome else []
    found.append(SAFETY[decision.pk.int % len(SAFETY)])
    for kind, answer, words in found:
        _check(case, decision, told.maker, told.proposed_at, kind, answer, words)


def _check(
    case: CaseRows, decision: Decision, by: Person | None, at: datetime, kind: str, answer: str, words: str
) -> None:
    check = case.add(
        DecisionCheck, at, decision=decision, kind=kind, answer=answer, recorded_at=at, recorded_by=by
    )
    check.words_sealed = case.seal(label_of(check, "words"), check.pk, words)


def _lines(case: CaseRows, told: DecisionFacts, decision: Decision) -> None:
    overturned = _overturned(told)
    for place in told.allegations:
        allegation = case.allegations[place]
        ended_at, because = told.refused_at, LineEnded.REFUSED
        if case.life.allegations[place].victim in overturned:
            ended_at, because = told.overturned_at, LineEnded.OVERTURNED
        case.add(
            DecisionLine,
            told.proposed_at,
            decision=decision,
            allegation=allegation,
            victim=allegation.victim,
            outcome=told.outcome,
            reason=told.reason,
            ended_at=ended_at,
            ended_because=because if ended_at else "",
        )


def _overturned(told: DecisionFacts) -> set[int]:
    """The victims for whom a review opened the decision again: it stands for them no more."""
    return {one.victim for one in told.requests if one.outcome in REOPENING_OUTCOMES}


def _notice(case: CaseRows, told: DecisionFacts, one: ToldFacts, decision: Decision) -> Notification:
    decided = told.decided_at
    assert decided is not None
    victim = case.victims[one.victim]
    clock = notice_deadline(victim, decided)
    ended_at = told.overturned_at if one.victim in _overturned(told) else None
    may_ask = one.eligible and ended_at is None
    row = case.add(
        Notification,
        decided,
        decision=decision,
        victim=victim,
        owner=told.agency,
        decided_at=decided,
        clock=notice_clock(victim, decided),
        due_on=clock.due_on,
        told_at=one.told_at,
        told_by=one.by,
        method=one.method,
        wanted_method=one.wanted,
        why_another=WhyAnotherWay.THEY_AGREED if one.wanted and one.method != one.wanted else "",
        understood=one.understood,
        told_recorded_at=one.told_at,
        told_recorded_by=one.recorded_by,
        not_told_because=one.not_told,
        not_told_at=one.not_told_at,
        not_told_by=case.life.officer if one.not_told else None,
        ended_at=ended_at,
        right_since=decided if may_ask else None,
        ask_by=request_window(one.told_at).due_on if may_ask and one.told_at else None,
    )
    if one.told_at:
        row.note_sealed = case.seal(label_of(row, "note"), row.pk, one.words)
    if one.not_told:
        note = NOT_REACHED if one.not_told == NotToldBecause.OTHER else ""
        row.not_told_note_sealed = case.seal(label_of(row, "not_told_note"), row.pk, note)
    telling_rows(case, row)
    if one.right_told_at:
        _right(case, one, decision, row)
    owed = []
    if one.told_at is None and not one.not_told:
        owed.append((DueCode.TELL_DECISION, f"Tell {victim.label} of the decision"))
    if one.eligible and one.right_told_at is None and one.not_told not in NOT_TOLD_FOR_GOOD:
        owed.append((DueCode.TELL_RIGHT, f"Tell {victim.label} of the Right to Review"))
    for code, what in owed:
        case.owe(
            source=row.pk,
            code=code.value,
            what=what,
            due_on=clock.due_on,
            rule=str(row.clock),
            started_on=london_date(decided),
            at=decided,
        )
    return row


def _right(case: CaseRows, one: ToldFacts, decision: Decision, notice: Notification) -> None:
    at = one.right_told_at
    assert at is not None
    by = one.by or one.recorded_by
    case.add(
        RightTold,
        at,
        decision=decision,
        victim=notice.victim,
        decided_at=notice.decided_at,
        told_at=at,
        method=one.method,
        told_by=by,
        leaflet_version=LEAFLETS[case.life.number % len(LEAFLETS)],
        recorded_at=at,
        recorded_by=by,
        ended_at=notice.ended_at,
    )


def _status(request: RequestFacts) -> RequestStatus:
    if request.told_at:
        return RequestStatus.TOLD
    if request.decided_at:
        return RequestStatus.DECIDED
    return RequestStatus.ALLOCATED if request.reviewer else RequestStatus.RECEIVED


def _request(
    case: CaseRows, told: DecisionFacts, one: ToldFacts, request: RequestFacts, notice: Notification
) -> None:
    received = request.received_at
    last_day = request_window(one.told_at).due_on if one.told_at else None
    in_time = last_day is None or london_date(received) <= last_day
    row = case.add(
        ReviewRequest,
        received,
        decision=notice.decision,
        victim=notice.victim,
        status=_status(request),
        received_at=received,
        channel=request.channel,
        asked_by=request.asked_by,
        told_at=one.told_at,
        last_day=last_day,
        in_time=in_time,
        not_eligible=one.not_eligible,
        acknowledge_by=acknowledgement(received).due_on,
        complete_by=completion(received).due_on,
        recorded_at=received,
        recorded_by=request.recorded_by,
        maker=told.maker,
        maker_standing=told.maker.standing if told.maker else 0,
        approver=told.approver,
        supervisor=told.maker.supervisor if told.maker else None,
        acknowledged_at=request.acknowledged_at,
        acknowledged_by=request.recorded_by if request.acknowledged_at else None,
        reviewer=request.reviewer,
        reviewer_standing=request.reviewer.standing if request.reviewer else None,
        allocated_at=request.allocated_at,
        allocated_by=request.allocated_by,
        outcome=request.outcome,
        decided_at=request.decided_at,
        outcome_told_at=request.told_at,
        outcome_told_method=request.method,
        outcome_told_by=request.told_by,
    )
    if not in_time:
        words = "The victim was unwell; the request is looked at all the same."
        row.discretion_sealed = case.seal(label_of(row, "discretion"), row.pk, words)
    if request.outcome:
        row.reasons_sealed = case.seal(label_of(row, "reasons"), row.pk, REVIEWED_REASONS[request.outcome])
    asker_rows(case, row)
    extension_rows(case, row)
    enquiry_rows(case, row)
    _owe_review(case, request, row)


def _owe_review(case: CaseRows, request: RequestFacts, row: ReviewRequest) -> None:
    if request.acknowledged_at is None and request.decided_at is None:
        clock = row.acknowledgement
        case.owe(
            source=row.pk,
            code=DueCode.ACKNOWLEDGE.value,
            what="Acknowledge a review request",
            due_on=clock.due_on,
            rule=clock.rule.code if clock.rule else "",
            started_on=london_date(row.received_at),
            at=row.received_at,
        )
    if request.told_at is None:
        clock = row.completion
        case.owe(
            source=row.pk,
            code=DueCode.COMPLETE.value,
            what=f"Complete a review and tell {row.victim.label}",
            due_on=clock.due_on,
            owner=request.reviewer,
            rule=clock.rule.code if clock.rule else "",
            started_on=london_date(row.received_at),
            at=request.allocated_at or row.received_at,
        )
