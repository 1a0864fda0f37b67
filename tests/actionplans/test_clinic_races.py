"""Two at once at an advice clinic, in real connections that commit: one wins, one gets a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections

from actionplans.models import Clinic, ClinicBooking, ClinicSlot
from actionplans.services import cancel_clinic
from cases.models import Case, NamedAccess
from rasso_tracker.people.access import system
from rasso_tracker.people.refusals import Invalid
from tests.actionplans.conftest import a_case
from tests.actionplans.test_clinics import BOOKED, a_clinic, booked, slot
from tests.actionplans.test_races import person, side_by_side


@pytest.fixture
def last_slot(own_database: str) -> Iterator[tuple[Clinic, ClinicSlot, list[Case]]]:
    """A clinic of one slot, and two cases that want it, committed."""
    with system("a test sets up a clinic"):
        gita, alice, bob = person("gita"), person("alice"), person("bob")
        clinic = a_clinic(gita, gita, person("lena"), slot_minutes=60)
        made = (clinic, slot(clinic), [a_case(alice), a_case(bob)])
    yield made
    connections.close_all()


def test_two_officers_for_the_last_slot_at_once(
    last_slot: tuple[Clinic, ClinicSlot, list[Case]],
) -> None:
    _, wanted, cases = last_slot
    with system("a test finds people"):
        alice, bob = person("alice"), person("bob")
    results = side_by_side(lambda: booked(cases[0], alice, wanted), lambda: booked(cases[1], bob, wanted))
    refused = [one for one in results if isinstance(one, Invalid)]
    assert [one.fields for one in refused] == [
        {"slot": "Somebody took this slot a moment ago. Choose another one, or join the waiting list."}
    ]
    with system("a test counts"):
        (row,) = ClinicBooking.objects.all()
        assert ClinicSlot.objects.get().taken
        opened = set(NamedAccess.objects.filter(because="clinic").values_list("case", flat=True))
        assert opened == {row.case_id}


def test_a_booking_while_the_clinic_is_cancelled_leaves_nothing_open(
    last_slot: tuple[Clinic, ClinicSlot, list[Case]],
) -> None:
    """Whichever comes first: in the end the clinic is off, nothing is booked and nobody sees the case."""
    clinic, wanted, cases = last_slot
    with system("a test finds people"):
        alice, gita = person("alice"), person("gita")
    side_by_side(
        lambda: booked(cases[0], alice, wanted),
        lambda: cancel_clinic(by=gita, clinic=clinic, because="lawyer", at=BOOKED),
    )
    with system("a test counts"):
        assert Clinic.objects.get().is_cancelled
        assert not ClinicBooking.objects.exclude(status="cancelled").exists()
        assert not NamedAccess.objects.filter(because="clinic", ended_at__isnull=True).exists()
