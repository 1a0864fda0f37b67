"""CPS confirms or supersedes what police entered for it about items and plans: an answer, a check, a
withdrawal, the end of a plan.
"""

from __future__ import annotations

from datetime import datetime

from actionplans.models import (
    DisputeAnswer,
    EarlyAdviceEnding,
    ItemCheck,
    ItemWithdrawal,
    PlanCompletion,
    PlanEnding,
    PlanReopening,
)
from actionplans.services.acts import confirm_cps_act
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person


@deed
def confirm_dispute_answer(
    *, by: Person, answer: DisputeAnswer, stands: bool, at: datetime | None = None
) -> DisputeAnswer:
    """One that does not stand opens the dispute again. Raises NotAllowed."""
    confirmed: DisputeAnswer = confirm_cps_act(by=by, act=answer, stands=stands, at=at)
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=answer.case_id, subjects=[answer.dispute.item_id])
    return confirmed


@deed
def confirm_item_check(
    *, by: Person, check: ItemCheck, stands: bool, at: datetime | None = None
) -> ItemCheck:
    """One that does not stand lets the return wait for a check again. Raises NotAllowed."""
    confirmed: ItemCheck = confirm_cps_act(by=by, act=check, stands=stands, at=at)
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=check.case_id, subjects=[check.returned.item_id])
    return confirmed


@deed
def confirm_item_withdrawal(
    *, by: Person, withdrawal: ItemWithdrawal, stands: bool, at: datetime | None = None
) -> ItemWithdrawal:
    """One that does not stand leaves the item asked for, as it was. Raises NotAllowed."""
    confirmed: ItemWithdrawal = confirm_cps_act(by=by, act=withdrawal, stands=stands, at=at)
    subjects = [withdrawal.item_id]
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=withdrawal.case_id, subjects=subjects)
    return confirmed


@deed
def confirm_completion(
    *, by: Person, completion: PlanCompletion, stands: bool, at: datetime | None = None
) -> PlanCompletion:
    """And the checks made with it. One that does not stand opens the plan again. Raises NotAllowed."""
    at = at or now()
    confirmed: PlanCompletion = confirm_cps_act(by=by, act=completion, stands=stands, at=at)
    if stands:
        confirmed.checks.filter(superseded_at__isnull=True).update(confirmed_at=at, confirmed_by=by)
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=completion.case_id, subjects=[completion.plan_id])
    return confirmed


@deed
def confirm_plan_ending(
    *, by: Person, ending: PlanEnding, stands: bool, at: datetime | None = None
) -> PlanEnding:
    """One that does not stand leaves the plan open as it was. Raises NotAllowed."""
    confirmed: PlanEnding = confirm_cps_act(by=by, act=ending, stands=stands, at=at)
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=ending.case_id, subjects=[ending.plan_id])
    return confirmed


@deed
def confirm_plan_reopening(
    *, by: Person, reopening: PlanReopening, stands: bool, at: datetime | None = None
) -> PlanReopening:
    """One that does not stand leaves the record closed. Raises NotAllowed."""
    confirmed: PlanReopening = confirm_cps_act(by=by, act=reopening, stands=stands, at=at)
    subjects = [reopening.ending.plan_id]
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=reopening.case_id, subjects=subjects)
    return confirmed


@deed
def confirm_early_advice_ending(
    *, by: Person, ending: EarlyAdviceEnding, stands: bool, at: datetime | None = None
) -> EarlyAdviceEnding:
    """One that does not stand leaves the record open as it was. Raises NotAllowed."""
    confirmed: EarlyAdviceEnding = confirm_cps_act(by=by, act=ending, stands=stands, at=at)
    subjects = [ending.submission_id]
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=ending.case_id, subjects=subjects)
    return confirmed
