"""Two people at once: each case its own reference, each crime reference once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from cases import services
from cases.models import Allegation, Case
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.cases.conftest import AT, REPORTED

AT_ONCE = 6


def opened_at_once(crime_references: list[str]) -> list[Case | Invalid]:
    """Every one opened by Alice in a connection of its own, all let go at the same moment."""
    start = Barrier(len(crime_references))

    def one(crime_reference: str) -> Case | Invalid:
        try:
            alice = Person.objects.select_related("team", "district").get(username="alice")
            start.wait(timeout=20)
            return services.open_case(
                by=alice,
                district=alice.district,
                team=alice.team,
                reported_on=REPORTED,
                officer_in_charge=alice,
                crime_reference=crime_reference,
                offence_type="rape_adult",
                at=AT,
            )
        except Invalid as refusal:
            return refusal
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(crime_references)) as pool:
        return list(pool.map(one, crime_references))


@pytest.fixture
def committing(own_database: str, django_db_blocker: object) -> object:
    """A database of the test's own, in which threads may commit."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's blocker
        yield


def test_cases_opened_at_once_get_references_without_gap_or_repeat(committing: object) -> None:
    found = opened_at_once([f"1326007700{number}" for number in range(AT_ONCE)])
    numbers = sorted(int(case.reference[-6:]) for case in found)  # type: ignore[union-attr]
    assert numbers == list(range(numbers[0], numbers[0] + AT_ONCE))


def test_one_crime_reference_sent_at_once_is_used_once(committing: object) -> None:
    found = opened_at_once(["13260077099"] * AT_ONCE)
    refusals = [one for one in found if isinstance(one, Invalid)]
    assert len(refusals) == AT_ONCE - 1
    assert {str(one.fields) for one in refusals} == {str({"crime_reference": services.REFERENCE_IN_USE})}
    with system("counting what was kept"):
        assert Allegation.objects.filter(crime_reference="13260077099").count() == 1
        assert Case.objects.count() == 1
