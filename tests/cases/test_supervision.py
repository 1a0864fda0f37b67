"""Supervisory reviews: raised with the case, recorded by a second person, each setting the next."""

from __future__ import annotations

from datetime import date

from cases import services
from cases.models import Case, DueItem, SupervisoryReview
from cases.services.supervision import NOTE
from rasso_tracker.people.models import Person
from rasso_tracker.vault import unseal
from tests.cases.conftest import on


def owed(case: Case) -> DueItem | None:
    return DueItem.objects.filter(source=case.pk, code="supervisory_review", settled_at__isnull=True).first()


def reviewed(by: Person, case: Case, **given: object) -> SupervisoryReview:
    values = {"outcome": "on_track", "looked_at": ["lines", "victim"], "at": on(12), **given}
    return services.record_supervisory_review(by=by, case=case, **values)


def test_a_case_owes_its_first_review_three_working_days_after_it_was_logged(case: Case) -> None:
    item = owed(case)
    assert item is not None
    assert (item.due_on, item.what, item.owner, item.rule) == (
        date(2026, 3, 13),
        "First supervisory review",
        None,
        "supervisory_review_first",
    )


def test_a_review_is_sealed_and_sets_the_next_by_the_interval(case: Case, sam: Person) -> None:
    row = reviewed(sam, case, note="The account is clear.")
    assert (row.number, row.kind, row.due_on, row.next_review_on) == (
        1,
        "initial",
        date(2026, 3, 13),
        date(2026, 4, 9),
    )
    assert unseal(case.pk, NOTE, row.pk, row.note_sealed) == "The account is clear."
    item = owed(case)
    assert item is not None
    assert (item.due_on, item.rule) == (date(2026, 4, 9), "supervisory_review")
    assert reviewed(sam, case, at=on(13)).kind == "periodic"
