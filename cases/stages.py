"""Where an allegation and a case stand: functions of milestones and a moment (model.md, "Milestones")."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from cases.enums import CLOSED_STAGES, MilestoneKind, Stage


class Event(Protocol):
    """What a milestone must say for a stage to be computed from it."""

    kind: str
    occurred_at: datetime
    recorded_at: datetime
    voided_at: datetime | None


class Bound(Event, Protocol):
    allegation_id: uuid.UUID | None
    suspect_id: uuid.UUID | None
    victim_id: uuid.UUID | None


class Alleged(Protocol):
    pk: uuid.UUID
    suspect_id: uuid.UUID | None
    victim_id: uuid.UUID | None


Kind = MilestoneKind
# How far the investigation got: a later first account never takes an allegation back behind an arrest.
_INVESTIGATION = {
    Kind.REPORTED: Stage.REPORTED,
    Kind.FIRST_ACCOUNT: Stage.FIRST_ACCOUNT,
    Kind.ABE: Stage.ABE,
    Kind.SUSPECT_IDENTIFIED: Stage.SUSPECT_IDENTIFIED,
    Kind.ARRESTED: Stage.ARRESTED,
    Kind.INTERVIEWED: Stage.INTERVIEWED,
}
# Where the suspect is: the last word stands, and the end of bail leaves none.
_LIBERTY = {
    Kind.BAILED: Stage.BAILED,
    Kind.BAIL_ENDED: None,
    Kind.RELEASED_UNDER_INVESTIGATION: Stage.RELEASED_UNDER_INVESTIGATION,
}
# Between police and CPS: the last word stands.
_CPS = {
    Kind.EARLY_ADVICE_REQUESTED: Stage.EARLY_ADVICE_REQUESTED,
    Kind.EARLY_ADVICE_GIVEN: Stage.EARLY_ADVICE_GIVEN,
    Kind.SUBMITTED: Stage.WITH_CPS,
    Kind.TRIAGE_ACCEPTED: Stage.WITH_CPS,
    Kind.TRIAGE_REJECTED: Stage.TRIAGE_REJECTED,
    Kind.ADMIN_FINALISED: Stage.ADMIN_FINALISED,
    Kind.ACTION_PLAN_ISSUED: Stage.ACTION_PLAN,
    Kind.RESUBMITTED: Stage.RESUBMITTED,
}
_COURT = {Kind.CHARGED: Stage.CHARGED, Kind.TRIAL_BEGUN: Stage.AT_TRIAL}
_CLOSING = {
    Kind.FINALISED: Stage.FINALISED,
    Kind.POLICE_NFA: Stage.POLICE_NFA,
    Kind.CPS_NFA: Stage.CPS_NFA,
    Kind.TRANSFERRED: Stage.TRANSFERRED,
    Kind.CANCELLED: Stage.CANCELLED,
}
_ORDER = {stage: place for place, stage in enumerate(Stage)}
# At one and the same moment the order of the enumeration decides (a submission, then its triage).
_PLACE = {kind: place for place, kind in enumerate(MilestoneKind)}


def standing(milestones: Iterable[Event], at: datetime) -> list[Event]:
    """The milestones that stand at `at`, oldest first: not voided, and not later than the moment asked
    about.
    """
    return sorted(
        (one for one in milestones if one.voided_at is None and one.occurred_at <= at),
        key=lambda one: (one.occurred_at, _PLACE[MilestoneKind(one.kind)], one.recorded_at),
    )


def stage_of(milestones: Iterable[Event], at: datetime) -> Stage:
    """The stage of one allegation at `at`, from the milestones that bear on it. No milestone: reported.

    The order in which they were recorded does not matter. A closing one is lifted by a later REOPENED,
    which also takes the file back from CPS. One that finds nothing closed, since the decision was voided as
    never made, changes nothing.
    """
    reached = Stage.REPORTED
    liberty: Stage | None = None
    with_cps: Stage | None = None
    court: Stage | None = None
    closed: Stage | None = None
    for one in standing(milestones, at):
        kind = MilestoneKind(one.kind)
        if kind in _INVESTIGATION:
            reached = max(reached, _INVESTIGATION[kind], key=_ORDER.__getitem__)
        elif kind in _LIBERTY:
            liberty = _LIBERTY[kind]
        elif kind in _CPS:
            with_cps = _CPS[kind]
        elif kind in _COURT:
            court = max(court or _COURT[kind], _COURT[kind], key=_ORDER.__getitem__)
        elif kind in _CLOSING:
            closed = _CLOSING[kind]
        elif kind == Kind.REOPENED and closed is not None:
            closed = with_cps = None
    return closed or court or with_cps or liberty or reached


def bears_on(milestone: Bound, allegation: Alleged) -> bool:
    """Does the milestone say something about the allegation? One of the whole case bears on every
    allegation.
    """
    if milestone.allegation_id is not None:
        return milestone.allegation_id == allegation.pk
    return milestone.suspect_id in (None, allegation.suspect_id) and milestone.victim_id in (
        None,
        allegation.victim_id,
    )


def case_stage(stages: Iterable[Stage | str]) -> Stage:
    """The furthest stage of the open allegations; when all are closed, the first of court, CPS, police, the
    rest.
    """
    known = [Stage(stage) for stage in stages]
    still_open = [stage for stage in known if stage not in CLOSED_STAGES]
    if still_open:
        return max(still_open, key=_ORDER.__getitem__)
    return min(known, key=_ORDER.__getitem__, default=Stage.REPORTED)
