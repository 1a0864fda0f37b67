"""The stories themselves: the same again for the same arguments, and as the published figures say."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import pytest

from actionplans.enums import ItemType
from cases.enums import CLOSED_STAGES, SENT_TO_CPS, MilestoneKind, Outcome
from cases.models import Allegation, Case, Milestone
from rasso_tracker.clocks import london_date
from rasso_tracker.demo import calibration as given
from rasso_tracker.demo import names
from rasso_tracker.demo.batches import crimes_of, rows_of
from rasso_tracker.demo.events import Life
from rasso_tracker.demo.life import tell
from rasso_tracker.demo.services import make_world, openings
from rasso_tracker.demo.story import World
from tests.stories import story
from victims.enums import GivenBy, WithdrawalKind

AS_OF = date(2026, 6, 30)
MANY = 2_000


@story
def world(db: None) -> World:
    return make_world(3, AS_OF)


def lives_of(world: World, cases: int, seed: int) -> list[Life]:
    told = openings(world, cases, seed)
    return [tell(number, at, world, seed, wish) for number, (at, wish) in enumerate(told)]


def plain(row: Any) -> dict[str, Any]:
    """What a row holds, without what is sealed (that differs by nonce and key) or made by the database."""
    fields = [
        one
        for one in row._meta.local_concrete_fields
        if not one.generated and not one.name.endswith(("_sealed", "wrapped"))
    ]
    values = {one.name: getattr(row, one.attname) for one in fields}
    return {name: bytes(one) if isinstance(one, memoryview) else one for name, one in values.items()}


def all_rows(seed: int) -> list[dict[str, Any]]:
    world = make_world(seed, AS_OF)
    found = [plain(one) for one in [*world.force.people, *world.force.covers]]
    for life in lives_of(world, 60, seed):
        rows = rows_of(life, world, seed, f"RS-{life.number}", crimes_of(life.opened_at, life.number))
        found += [plain(one) for group in rows.values() for one in group]
    return found


def test_rows_for_the_same_arguments_are_the_same_ids_included(db: None) -> None:
    assert all_rows(3) == all_rows(3)


def test_rows_for_another_seed_are_others(db: None) -> None:
    first = {one["id"] for one in all_rows(3) if "id" in one}
    second = {one["id"] for one in all_rows(4) if "id" in one}
    assert not first & second


def test_ids_are_version_seven_and_sort_as_their_moments(world: World) -> None:
    life = lives_of(world, 40, 3)[20]
    rows = rows_of(life, world, 3, "RS-2026-000001", crimes_of(life.opened_at, 1))
    milestones = sorted(rows[Milestone], key=lambda one: one.pk)
    assert {one.pk.version for one in milestones} == {7}
    assert all(before.occurred_at <= after.occurred_at for before, after in pairwise(milestones[1:]))


def test_nothing_happens_past_the_moment_of_the_demo(world: World) -> None:
    for life in lives_of(world, 300, 3):
        moments = [one.at for one in [*life.milestones, *life.contacts, *life.withdrawals]]
        moments += [one.decided_at for one in life.decisions if one.decided_at]
        moments += [one.told_at for each in life.decisions for one in each.told if one.told_at]
        assert max(moments) < world.now


@story
def many(world: World) -> list[Life]:
    """Only those that are told freely count: wishes are made for the pages."""
    return [
        tell(number, at, world, 3, None)
        for number, (at, wish) in enumerate(openings(world, MANY, 3))
        if wish is None
    ]


def share(lives: list[Life], holds: Any) -> float:
    return sum(bool(holds(one)) for one in lives) / len(lives)


def test_calibration_of_who_and_where(many: list[Life]) -> None:
    districts = Counter(life.district.code for life in many)
    for code, percent in given.DISTRICT_SHARES.items():
        assert districts[code] / len(many) == pytest.approx(percent / 100, abs=0.03)
    women = share(many, lambda life: life.victims[0].woman)
    assert women == pytest.approx(given.WOMEN_SHARE, abs=0.03)
    non_recent = share(many, lambda life: life.allegations[0].precision != "day")
    assert non_recent == pytest.approx(given.NON_RECENT_SHARE, abs=0.04)


def test_calibration_of_outcomes(many: list[Life], world: World) -> None:
    """Of cases old enough to have ended: the mix of section 6."""
    old = [life for life in many if world.now - life.opened_at > timedelta(days=500)]
    outcomes = Counter(life.allegations[0].outcome for life in old if life.allegations[0].outcome)
    closed = sum(outcomes.values())
    assert closed / len(old) > 0.9
    for outcome, low, high in (
        (Outcome.VICTIM_DOES_NOT_SUPPORT, 0.40, 0.52),
        (Outcome.NO_SUSPECT_VICTIM_DOES_NOT_SUPPORT, 0.07, 0.14),
        (Outcome.EVIDENTIAL_VICTIM_SUPPORTS, 0.20, 0.31),
        (Outcome.NO_SUSPECT, 0.05, 0.12),
        (Outcome.CHARGED, 0.03, 0.08),
    ):
        assert low <= outcomes[outcome] / closed <= high, outcome


def test_calibration_of_withdrawals(many: list[Life]) -> None:
    old = [life for life in many if life.withdrawals and not life.again]
    withdrawn = [one for life in old for one in life.withdrawals if one.kind != WithdrawalKind.LOST_CONTACT]
    delays = [(life.withdrawals[0].at - life.opened_at).days for life in old]
    assert share(many, lambda life: life.withdrawals) == pytest.approx(0.55, abs=0.05)
    assert sum(delay <= 30 for delay in delays) / len(delays) == pytest.approx(0.64, abs=0.07)
    assert sum(delay <= 7 for delay in delays) / len(delays) == pytest.approx(0.38, abs=0.06)
    own = [(one.primary, list(one.reasons.get(GivenBy.VICTIM, []))) for one in withdrawn]
    assert all(primary in reasons if reasons else primary == "" for primary, reasons in own)


def test_calibration_of_the_days_to_charge(world: World) -> None:
    """Told for long enough that every charge has come."""
    early = make_world(3, AS_OF)
    start = early.now - timedelta(days=2_000)
    lives = [tell(number, start, early, 5) for number in range(MANY)]
    days = [
        (one.at - life.opened_at).days
        for life in lives
        for one in life.milestones
        if one.kind == MilestoneKind.CHARGED and one.allegation == 0
    ]
    assert len(days) / len(lives) == pytest.approx(0.05, abs=0.015)
    assert median(days) == pytest.approx(given.DAYS_TO_CHARGE[0], rel=0.15)


def test_nobody_is_charged_before_the_case_went_to_cps(many: list[Life]) -> None:
    for life in many:
        sent = [one.at for one in life.milestones if one.kind in SENT_TO_CPS]
        charged = [one.at for one in life.milestones if one.kind == MilestoneKind.CHARGED]
        assert not charged or (sent and min(sent) < min(charged))


def test_every_charge_says_who_at_cps_decided_and_when(many: list[Life]) -> None:
    charges = [(life, one) for life in many for one in life.milestones if one.kind == "charged"]
    assert len(charges) > 10
    for life, one in charges:
        sent = [other.at for other in life.milestones if other.kind in SENT_TO_CPS and other.at <= one.at]
        assert (one.decided["charge_by"], bool(one.decided["cps_lawyer"])) == ("cps", True)
        assert london_date(max(sent)) <= one.decided["cps_decided_on"] <= london_date(one.at)
    assert any(one.decided["cps_decided_on"] < london_date(one.at) for _, one in charges)


def test_calibration_of_action_plans(many: list[Life]) -> None:
    charging = [life for life in many if any(one.kind != "early_advice" for one in life.submissions)]
    plans = [plan for life in charging for plan in life.plans]
    assert len(plans) / len(charging) == pytest.approx(0.9, abs=0.2)
    low, high = given.PLAN_ITEMS
    assert {len(plan.items) for plan in plans} <= set(range(low, high + 1))
    ended = [plan for plan in plans if plan.status == "completed"]
    kept = [
        plan
        for plan in ended
        if max(item.returned_at for item in plan.items if item.returned_at) - plan.issued_at
        < timedelta(days=29)
    ]
    assert len(kept) / len(ended) == pytest.approx(given.PLAN_ON_TIME_SHARE, abs=0.14)


def test_calibration_of_telling_and_requests(many: list[Life]) -> None:
    told = [one for life in many for each in life.decisions for one in each.told]
    right = [one for one in told if one.eligible and one.told_at]
    asked = [
        request
        for life in many
        for each in life.decisions
        for request in each.requests
        if any(one.eligible and one.victim == request.victim for one in each.told)
    ]
    assert 0.12 < len(right) / len(told) < 0.32
    assert len(asked) / len(right) == pytest.approx(given.REVIEW_REQUEST_SHARE, abs=0.025)


def test_cases_that_are_open_are_the_younger_ones(world: World) -> None:
    ages: dict[bool, list[int]] = {True: [], False: []}
    for life in lives_of(world, 400, 3):
        rows = rows_of(life, world, 3, f"RS-2026-{life.number:06d}", crimes_of(life.opened_at, life.number))
        case, allegations = rows[Case][0], rows[Allegation]
        is_open = any(one.stage not in CLOSED_STAGES for one in allegations)
        assert is_open == (case.stage not in CLOSED_STAGES)
        ages[is_open].append((world.now - life.opened_at).days)
    assert median(ages[True]) < median(ages[False])


def test_every_type_of_item_has_its_words() -> None:
    assert set(names.ITEM_WORDS) == set(ItemType.values)
