"""What happened between police and CPS on a case, from its rows, as far as the role may read."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from actionplans.checklist import MaterialState
from actionplans.models import (
    Acknowledgement,
    ActionPlan,
    Advice,
    CpsAct,
    Escalation,
    FileCheck,
    FileCheckLine,
    PlanCompletion,
    PlanDate,
    PlanEnding,
    PlanReview,
    Submission,
    Triage,
    TriageReason,
    slips_among,
)
from actionplans.seals import Label, Sealer
from actionplans.timeline.advice import advice_page, told_of_advice
from actionplans.timeline.beside import told_of_beside
from actionplans.timeline.board import told_of_handing_over
from actionplans.timeline.climbs import fell_due, told_of_climbs
from actionplans.timeline.clinics import told_of_clinics
from actionplans.timeline.endings import told_of_advice_ends, told_of_endings
from actionplans.timeline.items import PLANS, told_of_items
from actionplans.timeline.strategies import told_of_strategies
from cases.models import Case
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole, whole_of
from rasso_tracker.clocks import day_words
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.web.addresses import address
from rasso_tracker.web.text import within_a_sentence

CPS = "CPS"


def entries(case: Case, person: Person) -> list[TimelineEntry]:
    """Everything this app knows of the case, in no order; a fixed number of statements. Free text stays
    sealed.
    """
    told: list[TimelineEntry] = []
    whole = whole_of(case)
    if person.role.reads(Part.CPS):
        told += told_of_advice(whole)
        told += _file_checks(whole) + _submissions(whole) + _triages(whole) + _advice(whole)
        told += told_of_strategies(whole) + told_of_advice_ends(whole)
        told += told_of_clinics(whole)
    if person.role.reads(Part.PLANS):
        told += _plans(whole) + _dates(whole) + _reviews(whole)
        told += told_of_items(whole) + _steps(whole) + _answers(whole)
        told += told_of_climbs(whole, person) + told_of_handing_over(whole) + told_of_beside(whole)
        told += told_of_endings(whole)
    return [_by_document(one) for one in told]


def _by_document(told: TimelineEntry) -> TimelineEntry:
    """An act that police entered without its time of day is told by its day alone."""
    act = told.row
    if not isinstance(act, CpsAct) or (day := act.day_alone) is None or told.at != getattr(act, act.acted):
        return told
    return replace(told, on=day)


def _plan(plan: ActionPlan) -> str:
    return address("action_plan_detail", plan.pk)


def _file_checks(whole: Whole) -> list[TimelineEntry]:
    told = []
    missing = _missing(whole)
    for one in whole.rows(FileCheck):
        href = address("file_check_detail", one.pk)
        sent = TimelineEntry(
            at=one.sent_at,
            title=f"File sent to the gatekeeper, check {one.number}",
            detail=f"For: {one.get_kind_display().lower()}",
            by=one.sent_by.name,
            kind=CPS,
            href=href,
        )
        told.append(sent)
        if one.checked_at is not None and one.checked_by is not None:
            again = f"To come back by {day_words(one.again_by)}" if one.again_by else ""
            answer = TimelineEntry(
                at=one.checked_at,
                title=f"File check {one.number}: {one.get_outcome_display().lower()}",
                detail=". ".join(filter(None, (missing.get(one.pk), again))),
                by=one.checked_by.name,
                kind=CPS,
                href=href,
            )
            told.append(answer)
    return told


def _missing(whole: Whole) -> dict[UUID, str]:
    """By file check, what was missing of the file."""
    lines: dict[UUID, list[str]] = {}
    for line in whole.rows(FileCheckLine):
        if line.state == MaterialState.MISSING:
            lines.setdefault(line.file_check_id, []).append(str(line))
    return {check: f"Missing: {'; '.join(found)}" for check, found in lines.items()}


def _submissions(whole: Whole) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            at=one.submitted_at,
            title=f"Submitted to CPS, round {one.round}",
            detail=f"{one.get_kind_display()}, to {one.cps_unit.name}",
            by=one.submitted_by.name,
            kind=CPS,
            href=address("submission_detail", one.pk),
            row=one,
        )
        for one in whole.rows(Submission)
    ]


def _triages(whole: Whole) -> list[TimelineEntry]:
    reasons: dict[UUID, list[str]] = {}
    for reason in whole.rows(TriageReason):
        reasons.setdefault(reason.triage_id, []).append(str(reason))
    return [
        TimelineEntry(
            at=one.triaged_at,
            title=str(one),
            detail="; ".join(reasons.get(one.pk, [])),
            by=one.entered_by.name,
            kind=CPS,
            href=address("submission_detail", one.submission_id),
            note=one.mark,
            row=one,
        )
        for one in whole.rows(Triage)
    ]


def _advice(whole: Whole) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            at=one.given_at,
            title="Advice given",
            detail=str(one),
            by=one.entered_by.name,
            kind=CPS,
            href=advice_page(one),
            note=one.mark,
            row=one,
        )
        for one in whole.rows(Advice)
    ]


def _plans(whole: Whole) -> list[TimelineEntry]:
    told = []
    told_by_itself = {one.plan_id for one in whole.rows(PlanCompletion) if one.superseded_at is None}
    told_by_itself |= {one.plan_id for one in whole.rows(PlanEnding) if one.stands}
    for one in whole.rows(ActionPlan):
        asked = TimelineEntry(
            at=one.issued_at,
            title=f"{one} issued",
            detail="",
            by=one.issued_by.name,
            kind=PLANS,
            href=_plan(one),
            note=one.mark,
            row=one,
        )
        told.append(asked)
        if one.confirmed_at is not None and one.confirmed_by is not None:
            said = TimelineEntry(
                at=one.confirmed_at,
                title=f"{one}: CPS confirmed what police entered",
                detail="",
                by=one.confirmed_by.name,
                kind=PLANS,
                href=_plan(one),
            )
            told.append(said)
        if one.superseded_at is not None and one.superseded_by is not None:
            never = TimelineEntry(
                at=one.superseded_at,
                title=f"{one}: CPS says that it never issued it",
                detail="",
                by=one.superseded_by.name,
                kind=PLANS,
                href=_plan(one),
            )
            told.append(never)
        if one.closed_at is not None and one.pk not in told_by_itself and not _ended_as_never_issued(one):
            ended = TimelineEntry(
                at=one.closed_at,
                title=f"{one}: {within_a_sentence(one.get_status_display())}",
                detail="",
                by="",
                kind=PLANS,
                href=_plan(one),
            )
            told.append(ended)
    return told


def _ended_as_never_issued(plan: ActionPlan) -> bool:
    """It ended because CPS says that it never issued it, which is a line of its own."""
    return plan.superseded_at is not None and (plan.closed_at or plan.superseded_at) >= plan.superseded_at


def _dates(whole: Whole) -> list[TimelineEntry]:
    dates = whole.rows(PlanDate)
    slips = slips_among(dates)
    ended = {(one.plan_id, one.kind, one.superseded_at): one for one in dates if one.superseded_at}
    return [
        TimelineEntry(
            at=one.set_at,
            title=f"{one.plan}: {one.get_kind_display().lower()} moved",
            detail=_moved(one, ended.get((one.plan_id, one.kind, one.set_at))),
            by=one.set_by.name,
            kind=PLANS,
            href=_plan(one.plan),
        )
        for one in dates
        if one.pk in slips
    ]


def _moved(now_on: PlanDate, before: PlanDate | None) -> str:
    if before is None:
        return f"Now {day_words(now_on.due_on)}"
    return f"From {day_words(before.due_on)} to {day_words(now_on.due_on)}"


def _reviews(whole: Whole) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            at=one.reviewed_at,
            title=f"{one.plan} reviewed",
            detail=f"{one.get_outcome_display()}."
            + (f" Next review {day_words(one.next_review_on)}" if one.next_review_on else ""),
            by=one.reviewed_by.name,
            kind=PLANS,
            href=_plan(one.plan),
        )
        for one in whole.rows(PlanReview)
    ]


def _steps(whole: Whole) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            at=one.raised_at,
            title=f"{one.plan}: step {one.step} of the ladder",
            detail="Escalated by a review"
            if one.review_id
            else f"{one.plan_date.get_kind_display()} {day_words(one.plan_date.due_on)} has passed"
            + fell_due(one),
            by="",
            kind=PLANS,
            href=_plan(one.plan),
        )
        for one in whole.rows(Escalation)
    ]


def _answers(whole: Whole) -> list[TimelineEntry]:
    rows = whole.rows(Acknowledgement)
    if not rows:
        return []
    sealer = Sealer(whole.case.pk, whole.key)
    return [
        TimelineEntry(
            at=one.acknowledged_at,
            title=f"{one.plan}: step {one.escalation.step} acknowledged",
            detail=f"Next act by {day_words(one.next_act_date.due_on)}: "
            + sealer.open(Label.NEXT_ACT, one.pk, one.next_act_sealed),
            by=one.acknowledged_by.name,
            kind=PLANS,
            href=_plan(one.plan),
        )
        for one in rows
    ]
