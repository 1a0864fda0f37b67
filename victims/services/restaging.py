"""Staging withdrawals from the milestones of their case, and again when a milestone arrives late or is
voided.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from cases.models import Allegation, Case, Milestone
from rasso_tracker.audit import Action, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from victims.enums import WithdrawalStage
from victims.models import Withdrawal, WithdrawalStageChange
from victims.stages import TABLE_VERSION, bears_on_victim, withdrawal_stage

BY_HAND = "The stages of this case were computed again."
ALLEGATIONS_CHANGED = "An allegation was added or edited, so other milestones bear on this victim."


class Matter:
    """What the stages of one case's withdrawals are computed from, loaded once (two statements)."""

    def __init__(self, case_id: uuid.UUID) -> None:
        standing = Milestone.objects.filter(case=case_id, voided_at__isnull=True)
        self._milestones = list(standing.defer("note_sealed").order_by("occurred_at"))
        self._allegations = list(
            Allegation.objects.filter(case=case_id).order_by().values_list("pk", "victim_id", "suspect_id")
        )

    def stage(self, victim_id: uuid.UUID, at: datetime) -> WithdrawalStage:
        of_victim = (one for one in self._milestones if bears_on_victim(one, victim_id, self._allegations))
        return withdrawal_stage(of_victim, at)


def restage(
    *,
    case: Case,
    by: Person,
    at: datetime | None = None,
    milestone: Milestone | None = None,
    why: str = BY_HAND,
) -> list[WithdrawalStageChange]:
    """Compute the stages of a case's withdrawals anew; each change is a row that keeps both stages.

    Called inside another deed: it records its own audit event when, and only when, a stage changed.
    """
    at = at or now()
    rows = list(Withdrawal.objects.standing().filter(case=case).order_by("occurred_at"))
    if not rows:
        return []
    matter = Matter(case.pk)
    changes = []
    for row in rows:
        stage = matter.stage(row.victim_id, row.occurred_at)
        if stage == row.stage:
            continue
        changes.append(
            WithdrawalStageChange(
                case=case,
                victim_id=row.victim_id,
                withdrawal=row,
                old_stage=row.stage,
                new_stage=stage,
                stage_table=TABLE_VERSION,
                milestone=milestone,
                why=why,
                changed_at=at,
                changed_by=by,
            )
        )
        row.stage, row.stage_table = stage, TABLE_VERSION
        row.save(update_fields=["stage", "stage_table"])
    if changes:
        WithdrawalStageChange.objects.bulk_create(changes)
        record(
            by=by,
            action=Action.WITHDRAWAL_RESTAGED,
            case=case,
            subjects=[change.withdrawal_id for change in changes],
        )
    return changes


def restage_after_milestone(*, case: Case, milestone: Milestone | None, by: Person, at: datetime) -> None:
    """What cases.hooks.milestone_changed calls: one was recorded or voided, or bears on others now."""
    if milestone is None:
        restage(
            case=case,
            by=by,
            at=at,
            why="An allegation was added or edited, so other milestones bear on this victim.",
        )
        return
    done = "voided" if milestone.voided_at else "recorded"
    day = london_date(milestone.occurred_at)
    why = f"{milestone.get_kind_display()} ({day.day} {day:%B %Y}) was {done}."
    restage(case=case, by=by, at=at, milestone=milestone, why=why)
