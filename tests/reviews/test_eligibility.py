"""The truth table of the police Right to Review: no database, one row a case."""

from __future__ import annotations

from itertools import product

import pytest

from cases.enums import Outcome
from reviews.eligibility import Eligible, Facts, LineFacts, NotEligible, eligibility
from reviews.enums import DecisionAgency

POLICE, CPS = DecisionAgency.POLICE, DecisionAgency.CPS


def one(outcome: str = "15", **known: bool) -> LineFacts:
    facts = {"suspect_identified": True, "interviewed": True, **known}
    return LineFacts(outcome=Outcome(outcome), **facts)


def answer(*lines: LineFacts, agency: DecisionAgency = POLICE, **facts: bool) -> int:
    """The number of the reason, 0 for eligible."""
    found = eligibility(Facts(agency=agency, lines=lines, **facts))
    assert bool(found) == isinstance(found, Eligible)
    return found.number if isinstance(found, NotEligible) else 0


@pytest.mark.parametrize(
    ("outcome", "number"),
    [
        ("15", 0),
        ("10", 0),
        ("21", 0),
        ("5", 0),
        ("11", 0),
        ("12", 0),
        ("13", 0),
        ("17", 0),
        ("18", 1),
        ("2", 4),
        ("3", 4),
        ("8", 4),
        ("22", 4),
        ("14", 5),
        ("16", 5),
        ("20", 6),
    ],
)
def test_each_outcome_answers_with_its_number_when_a_suspect_was_interviewed(
    outcome: str, number: int
) -> None:
    assert answer(one(outcome)) == number


@pytest.mark.parametrize(
    ("identified", "interviewed", "number"),
    [(True, True, 0), (True, False, 1), (False, False, 1), (False, True, 1)],
)
def test_outcome_15_needs_a_suspect_who_was_identified_and_interviewed(
    identified: bool, interviewed: bool, number: int
) -> None:
    assert answer(one(suspect_identified=identified, interviewed=interviewed)) == number


@pytest.mark.parametrize(
    ("outcome", "reinstated", "interviewed", "number"),
    [
        ("16", True, True, 0),
        ("16", True, False, 1),
        ("16", False, True, 5),
        ("16", False, False, 5),
        ("14", True, False, 1),
        ("14", False, False, 5),
        ("18", True, False, 1),
        ("18", False, False, 1),
    ],
)
def test_support_that_was_reinstated_brings_the_right_back_where_a_suspect_was_interviewed(
    outcome: str, reinstated: bool, interviewed: bool, number: int
) -> None:
    line = one(outcome, interviewed=interviewed, suspect_identified=outcome == "16")
    assert answer(line, support_reinstated=reinstated) == number


def test_any_charge_bars_the_whole_decision_whatever_else_is_true() -> None:
    for outcome, reinstated in product(("15", "16", "18", "3"), (True, False)):
        assert answer(one(outcome), any_charged=True, support_reinstated=reinstated) == 2


def test_another_offence_charged_for_the_same_matter_has_its_own_number() -> None:
    assert answer(one(other_offence_charged=True), any_charged=True) == 3


def test_a_cps_decision_goes_to_the_scheme_of_cps_whatever_else_is_true() -> None:
    for outcome, charged in product(("15", "16", "9"), (True, False)):
        assert answer(one(outcome), agency=CPS, any_charged=charged) == 7


def test_a_cancelled_crime_is_a_crime_recording_decision() -> None:
    assert answer(one(cancelled=True)) == 6


def test_one_eligible_allegation_of_a_victim_is_enough() -> None:
    assert answer(one("16"), one("15")) == 0


def test_the_first_reason_is_given_when_no_allegation_is_eligible() -> None:
    assert answer(one("16"), one("3")) == 5
    assert answer(one("3"), one("16")) == 4


def test_a_decision_without_a_line_for_the_victim_is_not_theirs_to_review() -> None:
    assert answer() == 6


@pytest.mark.parametrize("outcome", ["15", "18", "16", "3", "20"])
def test_every_refusal_names_its_number_in_a_sentence(outcome: str) -> None:
    found = eligibility(Facts(agency=POLICE, lines=(one(outcome, interviewed=False),)))
    assert isinstance(found, NotEligible)
    assert f"(reason {found.number})" in found.sentence
    assert found.sentence.endswith(".")
