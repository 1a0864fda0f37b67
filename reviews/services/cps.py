"""CPS decisions on no further action: made here by a lawyer and a legal manager, or entered from CPS's
document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Max

from actionplans.enums import CpsDocument, CpsSource
from actionplans.rules.advice import check_met
from actionplans.services import confirm_act, met_about
from actionplans.services.course import in_order, lifts
from actionplans.services.joint import MEETING_WANTED
from cases.enums import SENT_TO_CPS, MilestoneKind
from cases.models import Allegation, Case, Milestone
from cases.services import locked, settle_due
from cases.stages import bears_on
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import day_words, london_date, moment_words, now
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.messages.services import settle as settle_notices
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together
from rasso_tracker.people.versions import touch
from reviews import rules
from reviews.enums import DecisionAgency, DecisionStatus, LineEnded
from reviews.meetings import unmet_of
from reviews.models import Decision, Notification
from reviews.sealed import sealed
from reviews.services.cps_reviews import end_reviews_of, lock_reviews_of
from reviews.services.decisions import in_hand, put_forward, settle
from reviews.services.making import (
    check_lines,
    follow_through,
    lines_of,
    open_again,
    read_lines,
    write_lines,
)
from reviews.services.opened import say_opened

GONE_TO_CPS = SENT_TO_CPS | {MilestoneKind.EARLY_ADVICE_REQUESTED}


@deed
def propose_cps_nfa(
    *,
    by: Person,
    case: Case,
    lines: Sequence[Mapping[str, Any]],
    rationale: str,
    at: datetime | None = None,
) -> Decision:
    """A CPS lawyer puts forward that CPS takes no further action. Raises as propose_nfa, and NotAllowed
    until a meeting of investigator and prosecutor, or why there was none, is recorded.
    """
    at = at or now()
    rules.check_can_decide_on_case(by, "propose_cps_nfa", case)
    check_met(met_about(case))
    return put_forward(
        by=by,
        case=locked(by, case),
        agency=DecisionAgency.CPS,
        source=CpsSource.CPS,
        lines=lines,
        rationale=rationale,
        at=at,
    )


@deed
def authorise_cps_nfa(*, by: Person, decision: Decision, at: datetime | None = None) -> Decision:
    """A legal manager who is not the maker countersigns a CPS decision. Raises NotAllowed."""
    return settle(by=by, decision=decision, agency=DecisionAgency.CPS, at=at or now())


@deed
def record_cps_nfa(
    *,
    by: Person,
    case: Case,
    lines: Sequence[Mapping[str, Any]],
    rationale: str,
    decided_at: datetime,
    maker_name: str,
    approver_name: str,
    document_name: str,
    document_date: date,
    at: datetime | None = None,
) -> Decision:
    """The police enter a CPS decision from its document, with both CPS names; marked so until CPS confirms
    it.

    It stands at once, from `decided_at` (an instant), and the victims' clocks run from then. Where no meeting
    before it is on record, the gatekeepers are told. `document_date` is a London date. Raises NotAllowed,
    Invalid by field, or Stale as propose_nfa.
    """
    at = at or now()
    rules.check_can_decide_on_case(by, "record_cps_nfa", case)
    case = locked(by, case)
    check_document(decided_at, maker_name, approver_name, document_name, document_date, case, at)
    if not rationale.strip():
        raise Invalid({"rationale": "Give CPS's reasons, as the document states them."})
    put = read_lines(lines)
    together(
        partial(check_lines, case, DecisionAgency.CPS, put, at),
        partial(check_cps_had_it, case, [one.allegation for one in put], decided_at),
    )
    decision = Decision(
        case=case,
        agency=DecisionAgency.CPS,
        source=CpsSource.POLICE_FROM_DOCUMENT,
        status=DecisionStatus.AUTHORISED,
        proposed_at=decided_at,
        decided_at=decided_at,
        maker_name=maker_name.strip(),
        approver_name=approver_name.strip(),
        document_name=document_name,
        document_date=document_date,
        entered_by=by,
    )
    decision.rationale_sealed = sealed(decision, "rationale", rationale)
    decision.save(force_insert=True)
    write_lines(decision, put)
    follow_through(decision, lines_of(decision), by, at)
    missing = unmet_of(decision)
    if missing is not None:
        raise_notice(kind=MEETING_WANTED, source=decision.pk, subject_id=missing.pk, at=at)
    record(by=by, action=Action.CPS_NFA_ENTERED, case=case, subjects=[decision.pk])
    return decision


def check_document(
    decided_at: datetime,
    maker_name: str,
    approver_name: str,
    document_name: str,
    document_date: date,
    case: Case,
    at: datetime,
) -> None:
    """What the document says can be so: two people, a date that has come, on or after the report. Raises
    Invalid.
    """
    wrong = {}
    if decided_at > at:
        wrong["decided_at"] = "Enter a moment that is not in the future."
    elif london_date(decided_at) < case.reported_on:
        wrong["decided_at"] = "CPS cannot have decided before the report to the police."
    if document_date > london_date(at):
        wrong["document_date"] = "The date of the document cannot be in the future."
    elif london_date(decided_at) > document_date:
        wrong["document_date"] = "The document cannot be older than the decision that it tells of."
    if document_name not in CpsDocument.values:
        wrong["document_name"] = "Choose which document it is."
    if not maker_name.strip():
        wrong["maker_name"] = "Enter the name of the CPS lawyer who made the decision."
    if not approver_name.strip():
        wrong["approver_name"] = "Enter the name of the CPS manager who approved it."
    elif approver_name.strip().casefold() == maker_name.strip().casefold():
        wrong["approver_name"] = "Two people make a decision: enter the name of the one who approved it."
    if wrong:
        raise Invalid(wrong)


def check_cps_had_it(case: Case, allegations: Sequence[Allegation], decided_at: datetime) -> None:
    """CPS decided on nothing before it was sent there or was last opened again. What was never sent is not
    asked about: it may have gone to CPS before the case was recorded here. Raises Invalid.
    """
    told = sorted(Milestone.objects.filter(case=case, voided_at__isnull=True), key=in_order)
    for one in allegations:
        own = [said for said in told if bears_on(said, one)]
        sent = [said.occurred_at for said in own if said.kind in GONE_TO_CPS]
        opened = [
            said.occurred_at for said in own if said.kind == MilestoneKind.REOPENED and lifts(said, told)
        ]
        fault = ""
        if sent and decided_at < sent[0]:
            fault = f"CPS did not have {one.crime_reference} by then: it went to CPS on {day_words(sent[0])}."
        elif opened and decided_at <= opened[-1]:
            fault = f"{one.crime_reference} was opened again after that, on {moment_words(opened[-1])}."
        if fault:
            raise Invalid({"decided_at": f"{fault} Enter when CPS decided."})


@deed
def confirm_cps_decision(
    *, by: Person, decision: Decision, stands: bool, at: datetime | None = None
) -> Decision:
    """CPS says of a decision that police entered for it: it stands, or it does not.

    One that does not stand is superseded, never changed: its allegations are open again, nobody is told of
    it any more, and CPS is asked for no review of it. Raises NotAllowed when there is nothing to confirm or
    the person is not of CPS; Invalid for one that does not stand though it was opened again.
    """
    at = at or now()
    if not stands:
        lock_reviews_of(decision)
    decision = in_hand(by, decision)
    rules.check_role(by, "confirm_cps_decision")
    if not stands:
        check_not_opened_again(decision)
    confirm_act(act=decision, stands=stands, by=by, at=at)
    touch(decision)
    if not stands:
        lines = rules.standing_lines(decision)
        if lines.exists():
            say_opened(decision, at=at)
        open_again(lines, LineEnded.SUPERSEDED, by=by, at=at)
        end_reviews_of(decision, at)
        settle_notices(by=by, at=at, sources=[decision.pk], kinds=[MEETING_WANTED])
        for notice in Notification.objects.filter(decision=decision):
            settle_due(source=notice.pk, at=at, fell_away="CPS superseded the decision")
            settle_notices(by=by, at=at, subject_id=notice.pk)
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=decision.case, subjects=[decision.pk])
    return decision


def check_not_opened_again(decision: Decision) -> None:
    """What was opened again or overturned since had been made. Raises Invalid."""
    opened = decision.lines.filter(ended_because__in=[LineEnded.REOPENED, LineEnded.OVERTURNED])
    last = opened.aggregate(at=Max("ended_at"))["at"]
    if last is not None:
        raise Invalid(
            {
                "stands": f"It was opened again on {day_words(london_date(last))}, so it had been made: say"
                " that it stands. What of it was not opened again can be opened too."
            }
        )
