"""Rows of what was played with CPS: submissions, triage, advice, plans with their ledger and outbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from actionplans.enums import CpsSource, DateKind, PlanStatus, SubmissionKind, SubmissionStatus
from actionplans.ladder import lapse_moment, next_moment, urgency
from actionplans.models import (
    Acknowledgement,
    ActionPlan,
    Advice,
    EnteredCharge,
    Escalation,
    PlanBesideCharge,
    PlanDate,
    PlanReview,
    Submission,
    SubmissionAllegation,
    Triage,
    TriageReason,
)
from actionplans.seals import Label
from actionplans.services.in_step import ANSWER, CLOCK_OF
from actionplans.services.plans import ISSUED, REVIEW_DUE, TARGET_DUE
from actionplans.services.returns import RETURNED
from actionplans.services.standing import LAPSED
from actionplans.services.submissions import RESPOND
from cases.enums import CLOSED_STAGES, MilestoneKind, PlanBecomes, Stage
from rasso_tracker.clocks import ClockCode, deadline, london_date
from rasso_tracker.demo import names
from rasso_tracker.demo.events import CpsRecord, PlanFacts, SubmissionFacts
from rasso_tracker.demo.life_cps import status_of
from rasso_tracker.demo.life_plan import Plan
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.demo.rows_items import item_rows
from rasso_tracker.demo.rows_joint import (
    considered_rows,
    file_rows,
    meeting_rows,
    question_rows,
    reading_rows,
    waiting_file,
    waits_for_a_second_lawyer,
)
from rasso_tracker.messages.models import Raised

CONFIRMED_AFTER = timedelta(days=3)


def cps_rows(case: CaseRows) -> None:
    considered_rows(case)
    waiting_file(case)
    submissions = [_submission(case, told) for told in case.life.submissions]
    asked: list[ActionPlan] = []
    for told in case.life.plans:
        asked.append(_plan(case, told, submissions[told.submission], asked))
    if asked and asked[-1].submission is submissions[-1]:
        _decision_owed(case, asked[-1])
    _entered_charges(case)


def _decision_owed(case: CaseRows, plan: ActionPlan) -> None:
    """CPS has all that its last plan asked for and owes its decision, unless it gave early advice."""
    undecided = [one for one in case.stages if one not in CLOSED_STAGES | {Stage.CHARGED, Stage.AT_TRIAL}]
    kind = SubmissionKind(plan.submission.kind)
    if plan.status != PlanStatus.COMPLETED or not undecided or kind == SubmissionKind.EARLY_ADVICE:
        return
    assert plan.closed_at is not None, "a plan that is complete has ended"
    case.owe(
        source=plan.submission_id,
        code=ANSWER,
        what=f"CPS: {plan.submission.get_kind_display()}",
        due_on=deadline(CLOCK_OF[kind], plan.closed_at).due_on,
        rule=CLOCK_OF[kind].value,
        started_on=london_date(plan.closed_at),
        at=plan.closed_at,
    )


def _entered_charges(case: CaseRows) -> None:
    """The officer has each charge from CPS's MG3; of most cases its lawyer has confirmed that."""
    known = [one.prosecutor_id for one in case.rows[ActionPlan]]
    known += [one.lawyer_id for one in case.rows[Triage]]
    lawyers = [pk for pk in known if pk is not None]
    for charge in case.milestones:
        if charge.kind != MilestoneKind.CHARGED or charge.document_date is None:
            continue
        row = case.add(
            EnteredCharge,
            charge.recorded_at,
            charge=charge,
            source=CpsSource.POLICE_FROM_DOCUMENT,
            document_name=charge.document_name,
            document_date=charge.document_date,
            entered_by=charge.recorded_by,
            recorded_at=charge.recorded_at,
        )
        confirmed_at = charge.recorded_at + CONFIRMED_AFTER
        if lawyers and case.life.number % 12 and confirmed_at < case.world.now:
            row.confirmed_at, row.confirmed_by_id = confirmed_at, lawyers[-1]


def act_of(record: CpsRecord) -> dict[str, Any]:
    """The columns of a CPS act: who recorded it and, where police did, from which document."""
    by_police = record.lawyer is None
    return {
        "source": CpsSource.POLICE_FROM_DOCUMENT if by_police else CpsSource.CPS,
        "document_name": record.document if by_police else "",
        "document_date": record.document_date if by_police else None,
        "entered_by": record.by,
        "confirmed_at": record.confirmed_at,
        "confirmed_by": record.confirmed_by,
    }


def _submission(case: CaseRows, told: SubmissionFacts) -> Submission:
    clock_code = CLOCK_OF[SubmissionKind(told.kind)]
    clock = deadline(clock_code, told.at)
    row = case.add(
        Submission,
        told.at,
        round=told.round,
        kind=told.kind,
        status=status_of(told),
        submitted_at=told.at,
        submitted_by=told.by,
        cps_unit=told.unit,
        urn=case.life.urn,
        due_on=clock.due_on,
        answered_at=told.answered_at,
        recorded_at=told.at,
        **file_rows(case, told),
    )
    note = names.SUBMISSION_NOTES[case.life.number % len(names.SUBMISSION_NOTES)]
    row.note_sealed = case.seal(Label.SUBMISSION_NOTE, row.pk, note)
    for allegation in case.allegations:
        case.add(SubmissionAllegation, told.at, submission=row, allegation=allegation)
    _triage(case, told, row)
    question_rows(case, told, row)
    meeting_rows(case, told, row)
    for version, advice in enumerate(told.advice, start=1):
        line = case.add(
            Advice,
            advice.at,
            submission=row,
            version=version,
            kind=advice.kind,
            author=advice.record.lawyer,
            given_at=advice.at,
            recorded_at=advice.at,
            **act_of(advice.record),
        )
        line.text_sealed = case.seal(Label.ADVICE_TEXT, line.pk, advice.words)
        newest = version == len(told.advice)  # one that another took the place of waits for nobody
        if not (newest and waits_for_a_second_lawyer(case, line)):
            reading_rows(case, line)
    if told.answered_at is None and row.status != SubmissionStatus.REJECTED and not case.is_closed:
        case.owe(
            source=row.pk,
            code=ANSWER,
            what=f"CPS: {row.get_kind_display()}",
            due_on=clock.due_on,
            rule=clock_code.value,
            started_on=london_date(told.at),
            at=told.at,
        )
    return row


def _triage(case: CaseRows, told: SubmissionFacts, submission: Submission) -> None:
    if told.triage is None:
        return
    row = case.add(
        Triage,
        told.triage.at,
        submission=submission,
        accepted=told.triage.accepted,
        triaged_at=told.triage.at,
        respond_by=told.triage.respond_by,
        lawyer=told.triage.record.lawyer,
        recorded_at=told.triage.at,
        **act_of(told.triage.record),
    )
    for reason, words in told.triage.reasons:
        line = case.add(TriageReason, told.triage.at, triage=row, reason=reason)
        line.words_sealed = case.seal(Label.TRIAGE_WORDS, line.pk, words)
    if not told.triage.accepted and told is case.life.submissions[-1] and not case.is_closed:
        case.owe(
            source=row.pk,
            code=RESPOND,
            what="Respond to the CPS triage rejection",
            due_on=told.triage.respond_by,
            started_on=london_date(told.triage.at),
            at=told.triage.at,
        )


def _plan(case: CaseRows, told: PlanFacts, submission: Submission, before: list[ActionPlan]) -> ActionPlan:
    plan = Plan(told, case.world)
    at = told.issued_at
    by_kind = {
        kind: [one for one in told.dates if one.kind == kind][-1]
        for kind in (DateKind.TARGET, DateKind.REVIEW)
    }
    promised = plan.current(DateKind.NEXT_ACT)
    row = case.add(
        ActionPlan,
        at,
        submission=submission,
        rework_of=before[-1] if before else None,
        number=len(before) + 1,
        issued_at=at,
        issued_on=london_date(at),
        issued_by=told.record.by,
        prosecutor=told.record.lawyer,
        status=told.status,
        closed_at=told.closed_at,
        target_on=by_kind[DateKind.TARGET].due_on,
        review_on=by_kind[DateKind.REVIEW].due_on,
        next_act_on=promised.due_on if promised and plan.is_open else None,
        items_open=plan.items_open,
        recorded_at=at,
        **act_of(told.record),
    )
    item_rows(case, told, row)
    reviews = [_review(case, told, row, place) for place in range(len(told.reviews))]
    dates = _dates(case, told, row, reviews)
    ledger = _ledger(case, told, row, dates, reviews)
    _store(row, plan, dates, {(one.plan_date_id, one.step) for one in ledger})
    _answers(case, told, row, dates, ledger)
    _beside_a_charge(case, told, row)
    if plan.is_open:
        _owe(case, row)
        _outbox(case, told, row, plan, ledger)
    return row


def _beside_a_charge(case: CaseRows, told: PlanFacts, plan: ActionPlan) -> None:
    """What was still open as somebody was charged CPS asks for no more."""
    charges = [one for one in case.milestones if one.kind == MilestoneKind.CHARGED]
    if told.status == PlanStatus.WITHDRAWN and charges and charges[0].occurred_at == told.closed_at:
        case.add(
            PlanBesideCharge,
            told.closed_at,
            plan=plan,
            charge=charges[0],
            becomes=PlanBecomes.WITHDRAWN,
            said_at=told.closed_at,
            said_by=case.life.officer,
        )


def _store(row: ActionPlan, plan: Plan, dates: list[PlanDate], raised: set[tuple[Any, int]]) -> None:
    """The stored copies, as actionplans.services.standing.restate writes them."""
    current = [one for one in dates if one.is_current]
    row.step = plan.step()
    row.next_step_at = next_moment(row, [one for one in current if one.runs(row)], raised)
    row.lapses_at = lapse_moment(row, current)
    row.urgency = None if row.lapses_at is None else urgency(row.step, row.lapses_at)


def _review(case: CaseRows, told: PlanFacts, plan: ActionPlan, place: int) -> PlanReview:
    review = told.reviews[place]
    row = case.add(
        PlanReview,
        review.at,
        plan=plan,
        outcome=review.outcome,
        next_review_on=review.next_review_on,
        reviewed_at=review.at,
        reviewed_by=review.by,
    )
    row.note_sealed = case.seal(Label.REVIEW_NOTE, row.pk, review.note)
    return row


def _dates(case: CaseRows, told: PlanFacts, plan: ActionPlan, reviews: list[PlanReview]) -> list[PlanDate]:
    found = []
    for one in told.dates:
        row = case.add(
            PlanDate,
            one.set_at,
            plan=plan,
            kind=one.kind,
            because=one.because,
            due_on=one.due_on,
            plan_issued_on=plan.issued_on,
            set_at=one.set_at,
            set_by=one.by,
            review=None if one.review is None else reviews[one.review],
            from_step=one.from_step,
            step_due_at=list(one.moments),
            answered_at=one.answered_at,
            superseded_at=one.superseded_at,
        )
        if one.reason:
            row.reason_sealed = case.seal(Label.DATE_REASON, row.pk, one.reason)
        found.append(row)
    return found


def _ledger(
    case: CaseRows, told: PlanFacts, plan: ActionPlan, dates: list[PlanDate], reviews: list[PlanReview]
) -> list[Escalation]:
    return [
        case.add(
            Escalation,
            one.raised_at,
            plan=plan,
            plan_date=dates[one.date],
            step=one.step,
            due_at=one.due_at,
            raised_at=one.raised_at,
            review=None if one.review is None else reviews[one.review],
        )
        for one in told.ledger
    ]


def _answers(
    case: CaseRows, told: PlanFacts, plan: ActionPlan, dates: list[PlanDate], ledger: list[Escalation]
) -> None:
    for one in told.answers:
        row = case.add(
            Acknowledgement,
            one.at,
            plan=plan,
            escalation=ledger[one.step],
            acknowledged_at=one.at,
            acknowledged_by=one.by,
            next_act_date=dates[one.promised],
        )
        row.next_act_sealed = case.seal(Label.NEXT_ACT, row.pk, one.words)


def _owe(case: CaseRows, plan: ActionPlan) -> None:
    """As actionplans.services.plans.raise_plan_dues."""
    what = [
        (REVIEW_DUE, f"Gatekeeper: review action plan {plan.number}", plan.review_on, ClockCode.PLAN_REVIEW)
    ]
    if plan.items_open:
        words = f"Return action plan {plan.number} to CPS"
        what.insert(0, (TARGET_DUE, words, plan.target_on, ClockCode.PLAN_TARGET))
    for code, words, due_on, rule in what:
        case.owe(
            source=plan.pk,
            code=code,
            what=words,
            due_on=due_on,
            rule=rule.value,
            started_on=plan.issued_on,
            at=plan.issued_at,
        )


def _outbox(case: CaseRows, told: PlanFacts, plan: ActionPlan, live: Plan, ledger: list[Escalation]) -> None:
    """What stands and waits to be told, so that the first delivery fills the inboxes as a night's would."""
    last = len(told.reviews) - 1
    answered = max((one.at for one in told.answers), default=None)
    for row, one in zip(ledger, told.ledger, strict=True):
        by_hand = one.review is not None and one.review == last
        if by_hand and answered is not None and answered >= told.reviews[last].at:
            by_hand = False
        if by_hand or (one.review is None and live.runs(told.dates[one.date])):
            _raise(case, LAPSED, row.pk, plan, row.due_at, row.raised_at)
    if plan.items_open:
        _raise(case, ISSUED, plan.pk, plan, plan.issued_at, plan.issued_at)
    if plan.status == PlanStatus.RETURNED:
        returned = max(item.returned_at for item in told.items if item.returned_at)
        _raise(case, RETURNED, plan.pk, plan, returned, returned)


def _raise(
    case: CaseRows, kind: str, source: Any, plan: ActionPlan, due_at: datetime, raised_at: datetime
) -> None:
    row = Raised(
        id=case.new_id(raised_at),
        kind=kind,
        source=source,
        subject_id=plan.pk,
        raised_for=due_at,
        raised_at=raised_at,
    )
    case.rows[Raised].append(row)
