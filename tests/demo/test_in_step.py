"""What CPS owes in the demo, and where its cases lie, is what the product computes from what stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from actionplans.models import Submission
from actionplans.services.in_step import keep_in_step
from cases.models import Case, DueItem, Milestone
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.demo.services import Loaded
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person

pytestmark = pytest.mark.usefixtures("loaded")
CODES = ("cps_answer", "unanswered")


@pytest.fixture(autouse=True)
def _left_as_it_was() -> Iterator[None]:
    with system("a test computes every case again"), open_door("a test computes every case again"):
        yield
        transaction.set_rollback(True)


def told(case: Case) -> tuple[Any, ...]:
    dues = DueItem.objects.filter(case=case, code__in=CODES, settled_at__isnull=True)
    rounds = Submission.objects.filter(case=case).order_by("round")
    said = Milestone.objects.filter(case=case, voided_at__isnull=True)
    return (
        Case.objects.get(pk=case.pk).stage,
        sorted(dues.values_list("code", "source", "due_on", "started_on")),
        list(rounds.values_list("round", "status", "answered_at")),
        sorted(said.values_list("kind", "occurred_at")),
    )


def test_nothing_changes_where_every_case_is_computed_again(loaded: Loaded) -> None:
    by = Person.objects.get(username="gatekeeper")
    wrong = []
    cases = Case.objects.filter(submissions__isnull=False).distinct().order_by("pk")
    assert cases.count() > 100
    for case in cases:
        before = told(case)
        keep_in_step(case, by=by, at=now())
        if told(case) != before:
            wrong.append((case.reference, before, told(case)))

    assert wrong == []
