"""The table from milestones to withdrawal stages, and which milestones bear on which victim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import MilestoneKind as Kind
from victims.enums import WithdrawalStage as Stage
from victims.stages import TABLE, bears_on_victim, withdrawal_stage

START = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Fact:
    kind: str
    day: int
    allegation_id: UUID | None = None
    suspect_id: UUID | None = None
    victim_id: UUID | None = None
    voided_at: datetime | None = None

    @property
    def occurred_at(self) -> datetime:
        return START + timedelta(days=self.day)

    recorded_at = occurred_at


def stage(*facts: tuple[Kind, int], day: int = 100) -> Stage:
    return withdrawal_stage([Fact(kind.value, at) for kind, at in facts], START + timedelta(days=day))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((), Stage.FIRST_CONTACT),
        (((Kind.REPORTED, 0),), Stage.FIRST_CONTACT),
        (((Kind.FIRST_ACCOUNT, 1),), Stage.BEFORE_ABE),
        (((Kind.FIRST_ACCOUNT, 1), (Kind.ABE, 2)), Stage.AFTER_ABE),
        (((Kind.ABE, 2), (Kind.SUSPECT_IDENTIFIED, 3)), Stage.AFTER_ABE),
        (((Kind.ARRESTED, 3),), Stage.AFTER_INTERVIEW),
        (((Kind.INTERVIEWED, 3), (Kind.ABE, 4)), Stage.AFTER_INTERVIEW),
        (((Kind.INTERVIEWED, 3), (Kind.RELEASED_UNDER_INVESTIGATION, 3)), Stage.EVIDENCE_GATHERING),
        (((Kind.BAILED, 3), (Kind.BAIL_ENDED, 9)), Stage.EVIDENCE_GATHERING),
        (((Kind.EARLY_ADVICE_REQUESTED, 5),), Stage.EVIDENCE_GATHERING),
        (((Kind.SUBMITTED, 6),), Stage.WITH_CPS),
        (((Kind.SUBMITTED, 6), (Kind.TRIAGE_REJECTED, 7)), Stage.GATEKEEPER),
        (((Kind.SUBMITTED, 6), (Kind.TRIAGE_REJECTED, 7), (Kind.SUBMITTED, 8)), Stage.WITH_CPS),
        (((Kind.SUBMITTED, 6), (Kind.ACTION_PLAN_ISSUED, 7)), Stage.ACTION_PLAN),
        (((Kind.SUBMITTED, 6), (Kind.ACTION_PLAN_ISSUED, 7), (Kind.RESUBMITTED, 8)), Stage.WITH_CPS),
        (((Kind.SUBMITTED, 6), (Kind.ABE, 8)), Stage.WITH_CPS),
        (((Kind.SUBMITTED, 6), (Kind.CPS_NFA, 8)), Stage.WITH_CPS),
        (
            ((Kind.INTERVIEWED, 3), (Kind.SUBMITTED, 6), (Kind.CPS_NFA, 8), (Kind.REOPENED, 9)),
            Stage.AFTER_INTERVIEW,
        ),
        (((Kind.CHARGED, 9), (Kind.ACTION_PLAN_ISSUED, 10)), Stage.AFTER_CHARGE),
        (((Kind.CHARGED, 9), (Kind.TRIAL_BEGUN, 20)), Stage.AT_TRIAL),
        (((Kind.CHARGED, 9), (Kind.FINALISED, 20)), Stage.AT_TRIAL),
        (((Kind.CHARGED, 101),), Stage.FIRST_CONTACT),
        (((Kind.CHARGED, 100),), Stage.AFTER_CHARGE),
    ],
)
def test_stage_follows_the_table(facts: tuple[tuple[Kind, int], ...], expected: Stage) -> None:
    assert stage(*facts) == expected


def test_every_stage_stands_in_the_table() -> None:
    assert {row.stage for row in TABLE} == set(Stage)


def test_no_kind_stands_in_two_rows() -> None:
    kinds = [kind for row in TABLE for kind in row.kinds]
    assert len(kinds) == len(set(kinds))


facts = st.lists(st.tuples(st.sampled_from(list(Kind)), st.integers(0, 120)), max_size=12)


@given(facts, st.integers(0, 2**32).map(Random))
def test_stage_does_not_depend_on_the_order_of_recording(made: list[tuple[Kind, int]], dice: Random) -> None:
    shuffled = list(made)
    dice.shuffle(shuffled)
    assert stage(*made) == stage(*shuffled)


@given(facts, st.integers(0, 120))
def test_stage_does_not_depend_on_what_came_later(made: list[tuple[Kind, int]], day: int) -> None:
    before = [one for one in made if one[1] <= day]
    assert stage(*made, day=day) == stage(*before, day=day)


def test_milestone_bears_on_the_victim_it_is_about() -> None:
    victim, other, allegation, suspect = uuid4(), uuid4(), uuid4(), uuid4()
    of_case = [(allegation, victim, suspect)]
    told = {
        "the case": (Fact("submitted", 1), True, True),
        "the victim": (Fact("abe", 1, victim_id=victim), True, False),
        "the allegation": (Fact("charged", 1, allegation_id=allegation), True, False),
        "the suspect": (Fact("arrested", 1, suspect_id=suspect), True, False),
        "a suspect of nobody yet": (Fact("arrested", 1, suspect_id=uuid4()), True, True),
    }
    for what, (fact, own, others) in told.items():
        assert bears_on_victim(fact, victim, of_case) is own, what
        assert bears_on_victim(fact, other, of_case) is others, what
