"""Stages are pure functions of what happened, whatever the order in which it was written down."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import CLOSED_STAGES, MilestoneKind, Stage
from cases.stages import bears_on, case_stage, stage_of, standing

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER = START + timedelta(days=10_000)
Kind = MilestoneKind


@dataclass
class Fact:
    """A milestone as a plain value."""

    kind: str
    occurred_at: datetime = START
    recorded_at: datetime = START
    voided_at: datetime | None = None
    allegation_id: uuid.UUID | None = None
    suspect_id: uuid.UUID | None = None
    victim_id: uuid.UUID | None = None


@dataclass
class Charge:
    pk: uuid.UUID = field(default_factory=uuid.uuid4)
    suspect_id: uuid.UUID | None = None
    victim_id: uuid.UUID | None = None


def facts(*kinds: str) -> list[Fact]:
    """One a day, in this order."""
    return [Fact(kind, START + timedelta(days=day)) for day, kind in enumerate(kinds)]


CLOSING = [Kind.FINALISED, Kind.POLICE_NFA, Kind.CPS_NFA, Kind.TRANSFERRED, Kind.CANCELLED]
# Few draws an event, and facts made of them at once: on a busy machine Hypothesis else calls it too slow.
any_facts = st.lists(
    st.tuples(st.sampled_from(list(MilestoneKind)), st.integers(0, 400), st.integers(0, 400)), max_size=12
).map(
    lambda rows: [
        Fact(kind, START + timedelta(days=happened), START + timedelta(days=written))
        for kind, happened, written in rows
    ]
)


@pytest.mark.parametrize(
    ("kinds", "stage"),
    [
        ([], Stage.REPORTED),
        ([Kind.REPORTED], Stage.REPORTED),
        ([Kind.REPORTED, Kind.FIRST_ACCOUNT], Stage.FIRST_ACCOUNT),
        ([Kind.REPORTED, Kind.ABE, Kind.FIRST_ACCOUNT], Stage.ABE),
        ([Kind.SUSPECT_IDENTIFIED, Kind.ABE], Stage.SUSPECT_IDENTIFIED),
        ([Kind.ARRESTED, Kind.INTERVIEWED], Stage.INTERVIEWED),
        ([Kind.ARRESTED, Kind.INTERVIEWED, Kind.BAILED], Stage.BAILED),
        ([Kind.ARRESTED, Kind.INTERVIEWED, Kind.BAILED, Kind.BAIL_ENDED], Stage.INTERVIEWED),
        (
            [Kind.ARRESTED, Kind.BAILED, Kind.BAIL_ENDED, Kind.RELEASED_UNDER_INVESTIGATION],
            Stage.RELEASED_UNDER_INVESTIGATION,
        ),
        ([Kind.INTERVIEWED, Kind.EARLY_ADVICE_REQUESTED], Stage.EARLY_ADVICE_REQUESTED),
        ([Kind.SUBMITTED], Stage.WITH_CPS),
        ([Kind.SUBMITTED, Kind.TRIAGE_REJECTED], Stage.TRIAGE_REJECTED),
        ([Kind.SUBMITTED, Kind.TRIAGE_REJECTED, Kind.RESUBMITTED], Stage.RESUBMITTED),
        ([Kind.SUBMITTED, Kind.TRIAGE_ACCEPTED, Kind.ACTION_PLAN_ISSUED], Stage.ACTION_PLAN),
        ([Kind.SUBMITTED, Kind.ACTION_PLAN_ISSUED, Kind.ABE], Stage.ACTION_PLAN),
        ([Kind.SUBMITTED, Kind.CHARGED], Stage.CHARGED),
        ([Kind.CHARGED, Kind.ACTION_PLAN_ISSUED], Stage.CHARGED),
        ([Kind.CHARGED, Kind.TRIAL_BEGUN], Stage.AT_TRIAL),
        ([Kind.CHARGED, Kind.TRIAL_BEGUN, Kind.FINALISED], Stage.FINALISED),
        ([Kind.INTERVIEWED, Kind.POLICE_NFA], Stage.POLICE_NFA),
        ([Kind.SUBMITTED, Kind.CPS_NFA], Stage.CPS_NFA),
        ([Kind.INTERVIEWED, Kind.POLICE_NFA, Kind.REOPENED], Stage.INTERVIEWED),
        ([Kind.SUBMITTED, Kind.CPS_NFA, Kind.REOPENED], Stage.REPORTED),
        ([Kind.INTERVIEWED, Kind.POLICE_NFA, Kind.REOPENED, Kind.SUBMITTED], Stage.WITH_CPS),
    ],
)
def test_stage_of_a_course_of_events(kinds: list[str], stage: Stage) -> None:
    assert stage_of(facts(*kinds), LATER) == stage


@given(any_facts, st.integers(0, 2**32))
def test_stage_does_not_depend_on_the_order_of_recording(events: list[Fact], seed: int) -> None:
    shuffled = list(events)
    Random(seed).shuffle(shuffled)  # one draw, where st.randoms() draws anew for each place
    distinct = {(one.kind, one.occurred_at): one for one in events}
    assert stage_of(distinct.values(), LATER) == stage_of(
        sorted(distinct.values(), key=lambda one: str(one.kind)), LATER
    )
    assert [one.occurred_at for one in standing(shuffled, LATER)] == sorted(one.occurred_at for one in events)


@given(any_facts, any_facts)
def test_voided_milestones_change_nothing(events: list[Fact], wrong: list[Fact]) -> None:
    for one in wrong:
        one.voided_at = LATER
    assert stage_of([*events, *wrong], LATER) == stage_of(events, LATER)


@given(any_facts, st.integers(0, 400))
def test_what_happened_after_the_moment_changes_nothing(events: list[Fact], days: int) -> None:
    at = START + timedelta(days=days)
    so_far = [one for one in events if one.occurred_at <= at]
    assert stage_of(events, at) == stage_of(so_far, at)


@given(any_facts, st.sampled_from(CLOSING))
def test_a_closing_milestone_that_comes_last_closes(events: list[Fact], kind: str) -> None:
    assert stage_of([*events, Fact(kind, START + timedelta(days=500))], LATER) in CLOSED_STAGES


@given(any_facts)
def test_reopening_last_opens(events: list[Fact]) -> None:
    assert stage_of([*events, Fact(Kind.REOPENED, START + timedelta(days=500))], LATER) not in CLOSED_STAGES


@given(
    any_facts,
    st.sampled_from([Kind.FIRST_ACCOUNT, Kind.ABE, Kind.SUSPECT_IDENTIFIED, Kind.ARRESTED, Kind.INTERVIEWED]),
    st.integers(0, 400),
)
def test_a_further_step_of_the_investigation_never_takes_a_stage_back(
    events: list[Fact], kind: str, days: int
) -> None:
    order = list(Stage)
    before = stage_of(events, LATER)
    after = stage_of([*events, Fact(kind, START + timedelta(days=days))], LATER)
    assert order.index(after) >= order.index(before)


def test_events_of_one_moment_stand_in_the_order_of_the_enumeration() -> None:
    at_once = [Fact(Kind.TRIAGE_REJECTED), Fact(Kind.SUBMITTED)]
    assert stage_of(at_once, LATER) == Stage.TRIAGE_REJECTED


class TestBearsOn:
    def test_a_milestone_of_the_whole_case_bears_on_every_allegation(self) -> None:
        assert bears_on(Fact(Kind.SUBMITTED), Charge(suspect_id=uuid.uuid4(), victim_id=uuid.uuid4()))

    def test_a_milestone_of_one_allegation_bears_on_that_one_only(self) -> None:
        one, other = Charge(), Charge()
        assert bears_on(Fact(Kind.CHARGED, allegation_id=one.pk), one)
        assert not bears_on(Fact(Kind.CHARGED, allegation_id=one.pk), other)

    def test_an_arrest_bears_on_the_allegations_against_that_suspect(self) -> None:
        suspect = uuid.uuid4()
        assert bears_on(Fact(Kind.ARRESTED, suspect_id=suspect), Charge(suspect_id=suspect))
        assert not bears_on(Fact(Kind.ARRESTED, suspect_id=suspect), Charge(suspect_id=uuid.uuid4()))
        assert not bears_on(Fact(Kind.ARRESTED, suspect_id=suspect), Charge())

    def test_an_interview_with_a_victim_bears_on_the_offences_against_them(self) -> None:
        victim = uuid.uuid4()
        assert bears_on(Fact(Kind.ABE, victim_id=victim), Charge(victim_id=victim))
        assert not bears_on(Fact(Kind.ABE, victim_id=victim), Charge(victim_id=uuid.uuid4()))


@pytest.mark.parametrize(
    ("stages", "stage"),
    [
        ([], Stage.REPORTED),
        ([Stage.ABE], Stage.ABE),
        ([Stage.ABE, Stage.WITH_CPS], Stage.WITH_CPS),
        ([Stage.POLICE_NFA, Stage.ABE], Stage.ABE),
        ([Stage.POLICE_NFA, Stage.FINALISED], Stage.FINALISED),
        ([Stage.CANCELLED, Stage.POLICE_NFA], Stage.POLICE_NFA),
    ],
)
def test_the_case_shows_its_furthest_open_allegation(stages: list[Stage], stage: Stage) -> None:
    assert case_stage(stages) == stage


@given(st.lists(st.sampled_from(list(Stage)), min_size=1))
def test_a_case_is_closed_exactly_when_every_allegation_is(stages: list[Stage]) -> None:
    assert (case_stage(stages) in CLOSED_STAGES) == all(stage in CLOSED_STAGES for stage in stages)
