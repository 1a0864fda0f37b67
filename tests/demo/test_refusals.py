"""Where the demo may not go."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from cases.models import Case
from rasso_tracker.demo.services import load_demo, set_signin_password, signins
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed


def test_load_into_a_database_with_real_people_is_refused_with_a_sentence(alice: Person) -> None:
    with pytest.raises(NotAllowed, match="This database has people who are not of the demo"):
        load_demo(cases=10, seed=1, as_of=date(2026, 6, 30))
    assert not Case.objects.exists()


def test_load_outside_a_demo_database_is_refused(alice: Person, settings: pytest.FixtureRequest) -> None:
    settings.RASSO_DEMO = False
    with pytest.raises(NotAllowed, match="not a demo database"):
        load_demo(cases=10, seed=1, as_of=date(2026, 6, 30))
    with pytest.raises(NotAllowed, match="not a demo database"):
        signins()


def test_signins_before_the_demo_is_loaded_are_refused(alice: Person) -> None:
    with pytest.raises(CommandError, match="load_demo first"):
        call_command("demo_signins")


def test_password_of_somebody_who_is_not_of_the_demo_is_refused(alice: Person, clockwork: Person) -> None:
    with pytest.raises(NotAllowed, match="people of a demo only"):
        set_signin_password(by=clockwork, person=alice, password="a long enough password")


@pytest.mark.parametrize(
    "words", [["--as-of", "2999-01-01"], ["--as-of", "2026-02-31"], ["--as-of", "soon"], ["--cases", "0"]]
)
def test_arguments_that_cannot_be_get_a_sentence(db: None, words: list[str]) -> None:
    with pytest.raises(CommandError, match="needs a"):
        call_command("load_demo", *words)
