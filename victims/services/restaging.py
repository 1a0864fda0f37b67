"""Computing what the system says of withdrawals, their stage and the facts of their day, from the case.

Again when a milestone or a contact arrives late or is voided: what changed is kept and shown.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from cases.models import Allegation, Case, Milestone
from rasso_tracker.audit import Action, record
from rasso_tracker.clocks import day_words, london_date, now
from rasso_tracker.people.models import Person
from victims.enums import DayFact
from victims.models import Withdrawal, WithdrawalDayChange, WithdrawalStageChange
from victims.stages import TABLE_VERSION, bears_on_victim, withdrawal_stage
from victims.terms import terms
from victims.then import CaseThen, in_codes

BY_HAND = "The stages of this case were computed again."
ALLEGATIONS_CHANGED = "An allegation was added or edited, so other milestones bear on this victim."
COMPUTED = ("stage", "stage_table", *DayFact.values)


class Matter:
    """What the stages and days of one case's withdrawals are computed from, loaded once."""

    def __init__(self, case: Case) -> None:
        standing = Milestone.objects.filter(case=case, voided_at__isnull=True)
        self._milestones = list(standing.defer("note_sealed").order_by("occurred_at"))
        self._allegations = list(
            Allegation.objects.filter(case=case).order_by().values_list("pk", "victim_id", "suspect_id")
        )
        self._then = CaseThen.of_case(case)

    def stage(self, victim_id: uuid.UUID, at: datetime) -> str:
        """The code of the stage that covers, in the list of that day, how far the milestones had come."""
        of_victim = (one for one in self._milestones if bears_on_victim(one, victim_id, self._allegations))
        return terms().stage_at(withdrawal_stage(of_victim, at), london_date(at))

    def compute(self, row: Withdrawal) -> None:
        """Set what the system says of this withdrawal; the row is not saved."""
        row.stage, row.stage_table = self.stage(row.victim_id, row.occurred_at), TABLE_VERSION
        for name, value in self._then.day(row.victim_id, row.occurred_at).columns().items():
            setattr(row, name, value)


def restage(
    *,
    case: Case,
    by: Person,
    at: datetime | None = None,
    milestone: Milestone | None = None,
    why: str = BY_HAND,
) -> list[WithdrawalStageChange]:
    """Compute a case's withdrawals anew: the changed stages; each change is a row that keeps both states.

    Called inside another deed: it records its own audit event when, and only when, something changed.
    """
    at = at or now()
    rows = list(Withdrawal.objects.standing().filter(case=case).order_by("occurred_at"))
    if not rows:
        return []
    matter = Matter(case)
    said = {"case": case, "why": why, "changed_at": at, "changed_by": by}
    stages: list[WithdrawalStageChange] = []
    days: list[WithdrawalDayChange] = []
    for row in rows:
        before = {name: getattr(row, name) for name in COMPUTED}
        matter.compute(row)
        about = {"victim_id": row.victim_id, "withdrawal": row, **said}
        if row.stage != before["stage"]:
            change = WithdrawalStageChange(
                old_stage=before["stage"],
                new_stage=row.stage,
                stage_table=TABLE_VERSION,
                milestone=milestone,
                **about,
            )
            stages.append(change)
        moved = [fact for fact in DayFact if getattr(row, fact.value) != before[fact.value]]
        days += [
            WithdrawalDayChange(
                fact=fact,
                before=in_codes(before[fact.value]),
                after=in_codes(getattr(row, fact.value)),
                **about,
            )
            for fact in moved
        ]
        if moved or row.stage != before["stage"]:
            row.save(update_fields=COMPUTED)
    WithdrawalStageChange.objects.bulk_create(stages)
    WithdrawalDayChange.objects.bulk_create(days)
    changed = {one.withdrawal_id for one in stages} | {one.withdrawal_id for one in days}
    if changed:
        subjects = [row.pk for row in rows if row.pk in changed]
        record(by=by, action=Action.WITHDRAWAL_RESTAGED, case=case, subjects=subjects)
    return stages


def restage_after_milestone(*, case: Case, milestone: Milestone | None, by: Person, at: datetime) -> None:
    """What cases.hooks.milestone_changed calls: one was recorded or voided, or bears on others now."""
    if milestone is None:
        restage(case=case, by=by, at=at, why=ALLEGATIONS_CHANGED)
        return
    done = "voided" if milestone.voided_at else "recorded"
    day = london_date(milestone.occurred_at)
    why = f"{milestone.get_kind_display()} ({day_words(day)}) was {done}."
    restage(case=case, by=by, at=at, milestone=milestone, why=why)
