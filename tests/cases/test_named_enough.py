"""The database keeps a restricted case in the hands of enough people, whoever writes to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connections

from cases import services
from cases.enums import NamedBecause
from cases.models import Case, NamedAccess
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from tests.cases.conftest import AT
from tests.cases.test_races import a_case, committing, person
from tests.refusals import constraint_of

__all__ = ["committing"]


@contextmanager
def written_directly() -> Iterator[None]:
    """As code would write that forgot every rule; commits at the end."""
    with system("a test writes past the services"), open_door("a test"):
        yield


def refused(write: Callable[[], object]) -> str:
    with pytest.raises(IntegrityError) as trouble, written_directly():
        write()
    connections["default"].close()
    return constraint_of(trouble.value)


def name(case: Case, someone: Person) -> None:
    NamedAccess.objects.create(
        case=case, person=someone, because=NamedBecause.RESTRICTED, started_at=AT, granted_by=someone
    )


def test_a_case_shut_without_names_is_refused_at_commit(committing: object) -> None:
    case = a_case("13260066001")
    shut = Case.objects.filter(pk=case.pk).update
    assert refused(lambda: shut(restricted=True)) == "restricted_case_names_enough"
    with written_directly():
        name(case, person("bob"))
    assert refused(lambda: shut(restricted=True)) == "restricted_case_names_enough"


def test_names_given_in_the_same_transaction_count(committing: object) -> None:
    case = a_case("13260066002")
    with written_directly():
        Case.objects.filter(pk=case.pk).update(restricted=True)
        name(case, person("gita"))
    with system("looking at what was kept"):
        assert Case.objects.get(pk=case.pk).restricted


def test_the_last_gatekeeper_cannot_be_taken_off(committing: object) -> None:
    case, sam, gita = a_case("13260066003"), person("sam"), person("gita")
    services.restrict_case(by=sam, case=case, people=[gita], reason="x", at=AT)
    ending = NamedAccess.objects.filter(case=case, person=gita).update
    assert refused(lambda: ending(ended_at=AT)) == "restricted_case_names_enough"


def test_an_open_case_may_lose_every_name(committing: object) -> None:
    case = a_case("13260066004")
    with written_directly():
        NamedAccess.objects.filter(case=case).update(ended_at=AT)
    with system("looking at what was kept"):
        assert not NamedAccess.objects.filter(case=case, ended_at__isnull=True).exists()


def test_the_deeds_that_shut_a_case_commit(committing: object) -> None:
    alice, sam, bob, gita, gwen = (person(one) for one in ("alice", "sam", "bob", "gita", "gwen"))
    case = a_case("13260066005")
    services.add_suspect(by=alice, case=case, name="A B", is_police=True, people=[gita, sam], at=AT)
    services.assign_officer(by=sam, case=case, person=bob, at=AT)
    services.name_person(by=sam, case=case, person=gwen, reason="Takes over", at=AT)
    with system("a look at the names"):
        naming = NamedAccess.objects.get(case=case, person=gita)
    services.end_naming(by=sam, naming=naming, reason="Handed over", at=AT)
    with system("looking at what was kept"):
        still = NamedAccess.objects.filter(case=case, ended_at__isnull=True)
        assert {one.person.username for one in still.select_related("person")} == {
            "bob",
            "sam",
            "gwen",
            "alice",
        }
