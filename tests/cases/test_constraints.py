"""Impossible rows are refused by the tables themselves, whoever writes them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import services
from cases.models import (
    Allegation,
    Assignment,
    Case,
    DueItem,
    Milestone,
    NamedAccess,
    SearchKey,
    Suspect,
    Victim,
)
from rasso_tracker.audit.doors import open_door
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from tests.cases.conftest import AT, Opener, next_crime, on
from tests.decisions import by_cps
from tests.refusals import constraint_of

Maker = Callable[[Case, Person], Any]


def milestone(**values: Any) -> Maker:
    def make(case: Case, by: Person) -> Milestone:
        row = {"kind": "abe", "occurred_at": on(4), "recorded_at": AT, "recorded_by": by, **values}
        if row.get("voided_by") == "by":
            row["voided_by"] = by
        return Milestone(case=case, **row)

    return make


def allegation(**values: Any) -> Maker:
    def make(case: Case, by: Person) -> Allegation:
        row = {
            "crime_reference": next_crime(),
            "offence_type": "other",
            "added_at": AT,
            "added_by": by,
            **values,
        }
        return Allegation(case=case, **row)

    return make


def victim(**values: Any) -> Maker:
    return lambda case, by: Victim(case=case, **{"number": 1, "added_at": AT, "added_by": by, **values})


def due(**values: Any) -> Maker:
    row = {
        "source": uuid7(),
        "code": "x",
        "what": "x",
        "due_on": date(2026, 4, 1),
        "raised_at": AT,
        "dated_at": AT,
    }
    return lambda case, by: DueItem(case=case, **{**row, **values})


def key(**values: Any) -> Maker:
    return lambda case, by: SearchKey(
        case=case, **{"kind": "urn", "source": uuid7(), "text": "13LD1", **values}
    )


def access(**values: Any) -> Maker:
    return lambda case, by: NamedAccess(
        case=case,
        **{"person": by, "because": "isva", "started_at": AT, "granted_by": by, **values},
    )


def assignment(**values: Any) -> Maker:
    return lambda case, by: Assignment(
        case=case, **{"person": by, "duty": "sto", "started_at": AT, "assigned_by": by, **values}
    )


IMPOSSIBLE: list[tuple[str, Maker]] = [
    ("milestone_not_in_future", milestone(occurred_at=AT + timedelta(seconds=1))),
    ("milestone_interview_says_how", milestone(kind="interviewed")),
    ("milestone_interview_says_how", milestone(interview_by="arrest")),
    ("milestone_limit_is_of_bail_or_custody", milestone(limit_on=date(2026, 6, 1))),
    ("milestone_bail_and_custody_have_a_limit", milestone(kind="bailed")),
    ("milestone_limit_after_its_day", milestone(kind="bailed", limit_on=date(2026, 3, 4),
                                                limit_set_by="standard")),
    ("milestone_bail_says_who_set_its_limit", milestone(kind="bailed", limit_on=date(2026, 6, 1))),
    ("milestone_bail_says_who_set_its_limit", milestone(limit_set_by="court")),
    ("milestone_charge_says_who_decided", milestone(kind="charged")),
    ("milestone_charge_says_who_decided", milestone(charge_by="police")),
    ("milestone_charge_says_who_decided", milestone(document_date=on(4).date())),
    *(
        ("milestone_charge_says_who_decided", milestone(kind="charged", **{**by_cps(on(4)), **wrong}))
        for wrong in (
            {"cps_lawyer": ""},
            {"cps_decided_on": None},
            {"document_name": ""},
            {"document_date": None},
            {"document_date": on(3).date()},
            {"charge_by": "police"},
            {"charge_by": "court"},
        )
    ),
    ("milestone_cps_decided_before_the_charge", milestone(kind="charged", **by_cps(on(5)))),
    ("milestone_voided_together", milestone(voided_at=AT)),
    ("milestone_voided_together", milestone(void_reason="wrong")),
    ("milestone_voided_together", milestone(voided_at=AT, voided_by="by")),
    ("crime_reference_shape", allegation(crime_reference="12260000001")),
    ("crime_reference_shape", allegation(crime_reference="1326000001")),
    ("offence_dates_in_order", allegation(precision="range", offence_from=date(2026, 2, 2),
                                          offence_to=date(2026, 2, 1))),
    ("offence_dates_in_order", allegation(precision="unknown", offence_to=date(2026, 2, 1))),
    ("offence_dates_fit_precision", allegation(precision="day")),
    ("offence_dates_fit_precision", allegation(precision="unknown", offence_from=date(2026, 2, 1))),
    ("allegation_outcome_has_its_moment", allegation(outcome="15")),
    ("allegation_outcome_has_its_moment", allegation(outcome_at=AT)),
    ("victim_merged_together", victim(merged_at=AT)),
    ("victim_opt_out_is_recorded", victim(enhanced_rights=False)),
    ("victim_opt_out_is_recorded", victim(enhanced_rights_declined_at=AT)),
    ("due_settled_after_raised", due(settled_at=AT - timedelta(seconds=1))),
    ("due_dated_after_raised", due(dated_at=AT - timedelta(seconds=1))),
    ("due_settled_is_not_soon", due(settled_at=AT, soon_at=AT)),
    ("due_fell_away_is_settled", due(fell_away="the case was closed")),
    ("searchkey_is_normal", key(text="13ld1")),
    ("searchkey_is_normal", key(text="")),
    ("named_ends_after_start", access(ended_at=AT - timedelta(seconds=1))),
    ("assignment_ends_after_start", assignment(ended_at=AT - timedelta(seconds=1))),
]  # fmt: skip


def refused(row: Any, **how: Any) -> str:
    """The name of the constraint that refuses the row."""
    with pytest.raises(IntegrityError) as trouble, transaction.atomic(), open_door("a test"):
        row.save(**how)
    return constraint_of(trouble.value)


@pytest.mark.parametrize(
    ("name", "make"), IMPOSSIBLE, ids=[f"{name}_{n}" for n, (name, _) in enumerate(IMPOSSIBLE)]
)
def test_an_impossible_row_is_refused(name: str, make: Maker, case: Case, alice: Person) -> None:
    assert refused(make(case, alice), force_insert=True) == name


TWICE: list[tuple[str, Maker]] = [
    ("crime_reference_once", allegation(crime_reference="13260088888")),
    ("victim_number_once_a_case", victim(number=7)),
    ("due_once_while_open", due()),
    ("searchkey_once_a_source", key(source=uuid.UUID(int=5))),
    ("named_once_for_a_reason", access()),
    ("assignment_one_a_duty", assignment()),
]


@pytest.mark.parametrize(("name", "make"), TWICE, ids=[name for name, _ in TWICE])
def test_what_may_stand_once_is_refused_twice(name: str, make: Maker, case: Case, alice: Person) -> None:
    with open_door("a test"):
        make(case, alice).save(force_insert=True)
    assert refused(make(case, alice), force_insert=True) == name


def test_a_victim_is_not_merged_into_themselves(case: Case, alice: Person) -> None:
    victim = services.add_victim(by=alice, case=case, at=AT)
    victim.merged_into, victim.merged_at, victim.merged_by = victim, AT, alice
    assert refused(victim) == "victim_not_merged_into_itself"


def test_a_suspects_number_stands_once_a_case(case: Case, alice: Person) -> None:
    first = services.add_suspect(by=alice, case=case, name="A B", at=AT)
    again = Suspect(
        case=case, number=first.number, name_sealed=first.name_sealed, added_at=AT, added_by=alice
    )
    assert refused(again, force_insert=True) == "suspect_number_once_a_case"


def test_a_case_reported_after_it_was_opened_is_refused(case: Case) -> None:
    case.reported_on = date(2026, 3, 11)
    assert refused(case) == "case_not_reported_in_future"


def test_a_due_date_says_what_is_due(case: Case) -> None:
    case.next_due_on = date(2026, 3, 11)
    assert refused(case) == "case_due_date_says_what"


def test_a_reference_stands_once(opened: Opener) -> None:
    one, other = opened(), opened()
    other.reference = one.reference
    assert refused(other).startswith("cases_case_reference")


def test_the_same_happens_to_a_suspect_once_at_a_moment(case: Case, alice: Person) -> None:
    suspect = services.add_suspect(by=alice, case=case, name="A B", at=AT)
    make = milestone(kind="arrested", suspect=suspect)
    with open_door("a test"):
        make(case, alice).save(force_insert=True)
    assert refused(make(case, alice), force_insert=True) == "milestone_once_of_a_suspect"
