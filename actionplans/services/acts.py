"""CPS confirms what police entered for it from a document, or supersedes it and records its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from actionplans import rules
from actionplans.models import (
    ActionPlan,
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    Countersignature,
    CpsAct,
    Triage,
)
from actionplans.services.documents import cps_person
from actionplans.services.undoing import undo
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.versions import touch


@deed
def confirm_cps_act(*, by: Person, act: Any, stands: bool = True, at: datetime | None = None) -> Any:
    """CPS says of an act that police entered: it stands, or it does not and CPS will record its own.

    An act that does not stand is superseded, never changed: a triage is asked for again, a plan is
    withdrawn, what was said of an item waits for CPS to say it. `act` is any CPS act, also of an upper app.
    Raises NotAllowed when there is nothing to confirm or the person is not of CPS.
    """
    at = at or now()
    confirm_act(act=act, stands=stands, by=by, at=at)
    if not stands:
        undo(act, by, at)
        act.refresh_from_db()  # what followed for it was written to the row
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=act.case_id, subjects=[act.pk])
    return act


def confirm_act(*, act: CpsAct, stands: bool, by: Person, at: datetime) -> None:
    """Mark any CPS act as confirmed or superseded, inside a deed. Raises NotAllowed."""
    rows = type(act)._default_manager.select_for_update(no_key=True, of=("self",))
    act.__dict__.update(rows.get(pk=act.pk).__dict__)
    rules.check_can_confirm(by, act)
    fields = ["confirmed_at", "confirmed_by"] if stands else ["superseded_at", "superseded_by"]
    setattr(act, fields[0], at)
    setattr(act, fields[1], by)
    act.save(update_fields=fields)


@deed
def confirm_triage(*, by: Person, triage: Triage, stands: bool, at: datetime | None = None) -> Triage:
    """CPS confirms or supersedes a triage that police entered. Raises NotAllowed."""
    confirmed: Triage = confirm_cps_act(by=by, act=triage, stands=stands, at=at)
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=triage.case_id, subjects=[triage.submission_id])
    return confirmed


@deed
def confirm_advice(*, by: Person, advice: Advice, stands: bool, at: datetime | None = None) -> Advice:
    """CPS confirms or supersedes advice that police entered. Raises NotAllowed."""
    confirmed: Advice = confirm_cps_act(by=by, act=advice, stands=stands, at=at)
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=advice.case_id, subjects=[advice.about_id])
    return confirmed


@deed
def confirm_action_plan(
    *, by: Person, plan: ActionPlan, stands: bool, at: datetime | None = None
) -> ActionPlan:
    """CPS confirms or supersedes an action plan that police entered. Raises NotAllowed.

    A plan that stands and names no prosecutor is theirs who confirmed it, as if they had issued it; CPS may
    name another.
    """
    confirmed: ActionPlan = confirm_cps_act(by=by, act=plan, stands=stands, at=at)
    if stands and confirmed.prosecutor_id is None:
        confirmed.prosecutor = cps_person(by)
        touch(confirmed, "prosecutor")
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=plan.case_id, subjects=[plan.submission_id])
    return confirmed


@deed
def confirm_countersignature(
    *, by: Person, countersignature: Countersignature, stands: bool, at: datetime | None = None
) -> Countersignature:
    """CPS confirms or supersedes a countersignature that police entered. Raises NotAllowed."""
    confirmed: Countersignature = confirm_cps_act(by=by, act=countersignature, stands=stands, at=at)
    subjects = [countersignature.advice.about_id]
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=countersignature.case_id, subjects=subjects)
    return confirmed


@deed
def confirm_question(
    *, by: Person, question: AdviceQuestion, stands: bool, at: datetime | None = None
) -> AdviceQuestion:
    """CPS confirms or supersedes a question that police entered for it. Raises NotAllowed."""
    confirmed: AdviceQuestion = confirm_cps_act(by=by, act=question, stands=stands, at=at)
    subjects = [question.submission_id]
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=question.case_id, subjects=subjects)
    return confirmed


@deed
def confirm_answer(
    *, by: Person, answer: AdviceAnswer, stands: bool, at: datetime | None = None
) -> AdviceAnswer:
    """CPS confirms or supersedes an answer that police entered for it. Raises NotAllowed."""
    confirmed: AdviceAnswer = confirm_cps_act(by=by, act=answer, stands=stands, at=at)
    subjects = [answer.question.submission_id]
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=answer.case_id, subjects=subjects)
    return confirmed
