"""Impossible rows of supervision are refused by the tables themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from cases.models import Case, Direction, DirectionDate, SupervisoryReview
from rasso_tracker.people.models import Person
from tests.cases.conftest import AT, directed
from tests.cases.test_constraints import refused

Maker = Callable[[Direction, Person, Person], Any]
BEFORE = AT - timedelta(days=1)


def review(**values: Any) -> Maker:
    def make(direction: Direction, sam: Person, alice: Person) -> SupervisoryReview:
        people = {"alice": alice, "sam": sam}
        row = {
            "number": 2,
            "kind": "periodic",
            "outcome": "on_track",
            "looked_at": ["lines"],
            "note_sealed": b"x",
            "next_review_on": date(2026, 4, 7),
            "officer": "alice",
            "reviewed_at": AT,
            "reviewed_by": "sam",
            **values,
        }
        return SupervisoryReview(case=direction.case, **{k: _of(people, v) for k, v in row.items()})

    return make


def direction(**values: Any) -> Maker:
    def make(given: Direction, sam: Person, alice: Person) -> Direction:
        people = {"alice": alice, "sam": sam}
        row = {
            "number": 2,
            "asks_sealed": b"x",
            "owner": "alice",
            "due_on": date(2026, 3, 20),
            "given_at": AT,
            **values,
        }
        return Direction(case=given.case, review=given.review, **{k: _of(people, v) for k, v in row.items()})

    return make


def dated(**values: Any) -> Maker:
    def make(given: Direction, sam: Person, alice: Person) -> DirectionDate:
        row = {"due_on": date(2026, 3, 23), "moved": True, "reason_sealed": b"x", "set_at": AT, **values}
        row.setdefault("superseded_at", AT)
        return DirectionDate(case=given.case, direction=given, set_by=sam, **row)

    return make


def _of(people: dict[str, Person], value: Any) -> Any:
    return people.get(value, value) if isinstance(value, str) else value


ANSWERED = {"answered_at": AT, "answered_by": "alice", "how_sealed": b"x"}
WITHDRAWN = {"withdrawn_at": AT, "withdrawn_by": "sam", "withdrawn_why_sealed": b"x"}
IMPOSSIBLE: list[tuple[str, Maker]] = [
    ("supervisory_review_number_once", review(number=1)),
    ("supervisory_review_kind_known", review(kind="final")),
    ("supervisory_review_outcome_known", review(outcome="fine")),
    ("supervisory_review_looked_at_something", review(looked_at=[])),
    ("supervisory_review_looked_at_something", review(looked_at=["lines", "weather"])),
    ("supervisory_review_sets_the_next", review(next_review_on=None)),
    ("supervisory_review_sets_the_next", review(outcome="complete")),
    ("supervisory_review_next_not_before", review(next_review_on=date(2026, 3, 9))),
    ("supervisory_review_new_date_says_why", review(outcome="new_date")),
    ("supervisory_review_second_person", review(reviewed_by="alice")),
    ("direction_number_once", direction(number=1)),
    ("direction_due_not_before_given", direction(due_on=date(2026, 3, 9))),
    ("direction_answered_together", direction(answered_at=AT)),
    ("direction_answered_together", direction(**{**ANSWERED, "how_sealed": None})),
    ("direction_withdrawn_together", direction(withdrawn_at=AT)),
    ("direction_withdrawn_together", direction(**{**WITHDRAWN, "withdrawn_by": None})),
    ("direction_ends_one_way", direction(**ANSWERED, **WITHDRAWN)),
    ("direction_ends_one_way", direction(**ANSWERED, ended_at=AT)),
    ("direction_ends_one_way", direction(**WITHDRAWN, ended_at=AT)),
    ("direction_ends_after_given", direction(**{**ANSWERED, "answered_at": BEFORE})),
    ("direction_ends_after_given", direction(**{**WITHDRAWN, "withdrawn_at": BEFORE})),
    ("direction_ends_after_given", direction(ended_at=BEFORE)),
    ("direction_one_date_stands", dated(superseded_at=None)),
    ("direction_given_with_one_date", dated(moved=False, reason_sealed=None)),
    ("direction_moved_says_why", dated(reason_sealed=None)),
    ("direction_date_not_before_set", dated(due_on=date(2026, 3, 9))),
    ("direction_date_superseded_after_set", dated(superseded_at=BEFORE)),
]


def test_an_impossible_row_is_refused_by_the_constraint_meant_for_it(
    case: Case, alice: Person, sam: Person
) -> None:
    given = directed(sam, case, alice)
    assert [refused(make(given, sam, alice), force_insert=True) for _, make in IMPOSSIBLE] == [
        name for name, _ in IMPOSSIBLE
    ]
