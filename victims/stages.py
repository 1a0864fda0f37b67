"""How far a case had come when a victim withdrew: one table, from milestones to stages (model.md).

Pure functions: the same milestones and moment give the same stage, whatever the order in which they were
recorded. No official list of stages exists; this one is ours (domain.md 5 and 12), so each withdrawal keeps
the version of the table that staged it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from cases.enums import MilestoneKind as Kind
from cases.stages import Bound, standing
from victims.enums import WithdrawalStage as Stage

TABLE_VERSION = "2026-1"


class Part(IntEnum):
    """Later parts outweigh earlier ones: a further ABE interview after charge does not take a case back."""

    INVESTIGATION = 1  # the furthest row that was reached counts
    CPS = 2  # between police and CPS the last word counts
    COURT = 3  # the furthest row that was reached counts


@dataclass(frozen=True)
class Row:
    part: Part
    kinds: tuple[Kind, ...]
    stage: Stage


# In each part from first to last. What is not named here (a decision on no further action, a transfer, the
# end of bail) leaves the stage as it was: it says how a case ended, not how far it had come.
TABLE = (
    Row(Part.INVESTIGATION, (Kind.REPORTED,), Stage.FIRST_CONTACT),
    Row(Part.INVESTIGATION, (Kind.FIRST_ACCOUNT,), Stage.BEFORE_ABE),
    Row(Part.INVESTIGATION, (Kind.ABE,), Stage.AFTER_ABE),
    Row(Part.INVESTIGATION, (Kind.ARRESTED, Kind.INTERVIEWED), Stage.AFTER_INTERVIEW),
    Row(
        Part.INVESTIGATION,
        (
            Kind.BAILED,
            Kind.RELEASED_UNDER_INVESTIGATION,
            Kind.EARLY_ADVICE_REQUESTED,
            Kind.EARLY_ADVICE_GIVEN,
        ),
        Stage.EVIDENCE_GATHERING,
    ),
    Row(Part.CPS, (Kind.TRIAGE_REJECTED,), Stage.GATEKEEPER),
    # CPS closed its record unanswered: the police have it to themselves again.
    Row(Part.CPS, (Kind.ADMIN_FINALISED,), Stage.EVIDENCE_GATHERING),
    Row(Part.CPS, (Kind.SUBMITTED, Kind.TRIAGE_ACCEPTED, Kind.RESUBMITTED), Stage.WITH_CPS),
    Row(Part.CPS, (Kind.ACTION_PLAN_ISSUED,), Stage.ACTION_PLAN),
    Row(Part.COURT, (Kind.CHARGED,), Stage.AFTER_CHARGE),
    Row(Part.COURT, (Kind.TRIAL_BEGUN, Kind.FINALISED), Stage.AT_TRIAL),
)
_ROW_OF = {kind: row for row in TABLE for kind in row.kinds}


def withdrawal_stage(milestones: Iterable[Bound], at: datetime) -> Stage:
    """The stage at `at`, from the milestones that bear on the victim. None yet: at first contact.

    A case that is opened again begins anew with the police: what lay with CPS or the court before no longer
    counts.
    """
    reached: dict[Part, Row] = {}
    for one in standing(milestones, at):
        kind = Kind(one.kind)
        if kind == Kind.REOPENED:
            reached.pop(Part.CPS, None)
            reached.pop(Part.COURT, None)
            continue
        row = _ROW_OF.get(kind)
        if row is None:
            continue
        before = reached.get(row.part)
        if row.part is Part.CPS or before is None or TABLE.index(row) > TABLE.index(before):
            reached[row.part] = row
    return reached[max(reached)].stage if reached else Stage.FIRST_CONTACT


def bears_on_victim(
    milestone: Bound,
    victim_id: uuid.UUID,
    allegations: Collection[tuple[uuid.UUID, uuid.UUID | None, uuid.UUID | None]],
) -> bool:
    """Does the milestone say how far this victim's matter had come?

    `allegations` are (id, victim, suspect) of the whole case. A milestone of an allegation counts for its
    victim, one of a suspect for the victims who name that suspect; where that is not known yet, it counts.
    """
    if milestone.victim_id is not None:
        return milestone.victim_id == victim_id
    if milestone.allegation_id is not None:
        return any(
            own == milestone.allegation_id and victim in (None, victim_id) for own, victim, _ in allegations
        )
    if milestone.suspect_id is None:
        return True
    named_by = {victim for _, victim, suspect in allegations if suspect == milestone.suspect_id}
    return not named_by or bool(named_by & {None, victim_id})
