"""Rows of the day on which a decision is told: as it was done where victims have heard, else as it begins."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cases.enums import MilestoneKind
from cases.models import Victim
from cases.services.limits import BAIL, running_limits
from rasso_tracker.demo.events import DecisionFacts
from rasso_tracker.demo.rows import CaseRows
from reviews.clocks import notice_deadline
from reviews.day_enums import DayStepKind
from reviews.enums import DecisionAgency, DueCode
from reviews.models import DayStep, Decision
from victims.models import IsvaSupport, StoDeployment

NFA = {MilestoneKind.POLICE_NFA, MilestoneKind.CPS_NFA}
KNOWS = {MilestoneKind.ARRESTED, MilestoneKind.INTERVIEWED, MilestoneKind.BAILED}
AHEAD = timedelta(minutes=50)  # of the victim, whoever supports them
BEHIND = timedelta(hours=2)  # the victim, the suspect


def day_rows(case: CaseRows, told: DecisionFacts, decision: Decision) -> None:
    """Steps of one decision that stands; the order is still to be signed off where somebody is to be told."""
    decided = told.decided_at
    assert decided is not None
    heard = [one.told_at for one in told.told if one.told_at]
    for one in told.told:
        _supporter(case, decision, case.victims[one.victim], one.told_at)
    suspects = {case.allegations[place].suspect_id for place in told.allegations}
    knows = any(one.kind in KNOWS and one.occurred_at <= decided for one in case.milestones)
    last = max(heard) if len(heard) == len(told.told) and heard else None
    before = [one for one in case.milestones if one.kind in BAIL.bears - NFA and one.occurred_at <= decided]
    bailed = {one.suspect_id for one in running_limits(BAIL, before, decided)}
    for suspect in case.suspects:
        if knows and suspect.pk in suspects:
            done = last + BEHIND if last else None
            _add(case, decision, DayStepKind.SUSPECT, done, suspect=suspect, not_before=last)
            if suspect.pk in bailed:
                _add(case, decision, DayStepKind.BAIL, done, suspect=suspect, not_before=last)
    if not told.told or heard or told.overturned_at:
        return
    approver = told.approver if told.agency == DecisionAgency.POLICE else case.life.officer.supervisor
    case.owe(
        source=decision.pk,
        code=DueCode.SIGN_OFF_DAY,
        what="Sign off the order in which the decision is told",
        due_on=min(notice_deadline(case.victims[one.victim], decided).due_on for one in told.told),
        owner=approver,
        at=decided,
    )


def _supporter(case: CaseRows, decision: Decision, victim: Victim, told_at: datetime | None) -> None:
    """The ISVA of the victim on that day heard a little earlier; where there was none, their specially
    trained officer.
    """
    decided = decision.decided_at
    assert decided is not None
    supported = [
        *((one.isva, one.started_at, one.ended_at) for one in _of(case, IsvaSupport, victim)),
        *((one.officer, one.deployed_at, one.ended_at) for one in _of(case, StoDeployment, victim)),
    ]
    for who, began, ended in supported:
        if who and began and began <= decided < (ended or case.world.now):
            done = max(decided, told_at - AHEAD) if told_at else None
            said = {"victim": victim, "supporter": who, "not_after": told_at}
            _add(case, decision, DayStepKind.SUPPORTER, done, **said)
            return


def _of(case: CaseRows, model: Any, victim: Victim) -> list[Any]:
    return [one for one in case.rows.get(model, []) if one.victim_id == victim.pk]


def _add(
    case: CaseRows, decision: Decision, kind: DayStepKind, done: datetime | None, **said: object
) -> None:
    decided = decision.decided_at
    assert decided is not None
    if done is not None and done >= case.world.now:
        done = None
    if done is None:
        said = {key: value for key, value in said.items() if key in ("victim", "suspect")}
    by = case.life.officer if done else None
    case.add(
        DayStep,
        decided,
        decision=decision,
        kind=kind,
        decided_at=decided,
        done_at=done,
        done_by=by,
        recorded_at=done,
        recorded_by=by,
        **said,
    )
