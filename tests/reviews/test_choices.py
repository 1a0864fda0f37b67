"""What is still open, asked of the database by the form and of the rows at hand by the case page."""

from __future__ import annotations

import pytest

from cases.models import Allegation, Case
from cases.whole import whole_of
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from reviews import services
from reviews.choices import any_open, open_allegations
from reviews.models import Decision
from tests.reviews.conftest import DECIDED_AT


def both(case: Case) -> tuple[bool, bool]:
    case = Case.objects.get(pk=case.pk)
    return any_open(whole_of(case)), open_allegations(case).exists()


def test_allegation_is_open_until_it_is_decided(
    interviewed: Allegation, case: Case, proposed: Decision, sam: Person
) -> None:
    first = both(case)
    services.authorise_nfa(by=sam, decision=proposed, at=DECIDED_AT)

    assert (first, both(case)) == ((False, False), (False, False))


def test_allegation_nobody_decided_on_is_open(interviewed: Allegation, case: Case) -> None:
    assert both(case) == (True, True)


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        ({"stage": "police_nfa"}, False),
        ({"stage": "charged"}, True),
        ({"outcome": "1", "outcome_at": DECIDED_AT}, False),
        ({"outcome": "15", "outcome_at": DECIDED_AT}, True),
    ],
)
def test_stage_and_outcome_close_an_allegation(
    changes: dict[str, object], is_open: bool, interviewed: Allegation, case: Case
) -> None:
    with open_door("a test moves an allegation"):
        Allegation.objects.filter(case=case).update(**changes)

    assert both(case) == (is_open, is_open)
