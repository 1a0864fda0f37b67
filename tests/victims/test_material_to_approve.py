"""Counselling records stand still until a chief inspector decides, so one hears of it at once."""

from __future__ import annotations

from datetime import datetime

import pytest

from cases.models import Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.enums import Rank
from rasso_tracker.people.models import Person
from tests.stories import story
from tests.victims.conftest import on
from tests.victims.test_material import VALUE, planned
from victims import services
from victims.home import material_to_decide
from victims.models import MaterialRequest

AT = on(10)


@story
def chief(dina: Person) -> Person:
    with open_door("a test promotes somebody"):
        Person.objects.filter(pk=dina.pk).update(rank=Rank.CHIEF_INSPECTOR)
    dina.rank = Rank.CHIEF_INSPECTOR
    return dina


def counselling(by: Person, victim: Victim) -> MaterialRequest:
    return planned(by, victim, source="counselling", probative=VALUE)


def told(at: datetime = AT) -> list[str]:
    deliver(at=at)
    rows = Message.objects.filter(kind="material_to_approve", handled_at__isnull=True)
    return [one.recipient.username for one in rows]


def test_a_chief_inspector_of_the_district_hears_and_finds_it_at_home(
    victim: Victim, alice: Person, chief: Person, sam: Person
) -> None:
    row = counselling(alice, victim)
    assert told() == ["dina"]
    message = Message.objects.get(kind="material_to_approve")
    assert message.path == f"/material-requests/{row.pk}/"
    assert "counsel" not in f"{message.headline}{message.why}{message.ends_when}".lower()
    (line,) = material_to_decide(chief).rows
    assert (line["reference"], line["what"]) == (victim.case.reference, "Victim 1: waits for approval")
    assert (material_to_decide(sam).rows, material_to_decide(alice).rows) == ([], [])


@pytest.mark.parametrize("approve", [True, False])
def test_a_decision_ends_it(victim: Victim, alice: Person, chief: Person, approve: bool) -> None:
    row = counselling(alice, victim)
    told()
    services.decide_material_request(by=chief, material=row, approve=approve, note="Read.", at=AT)
    assert (told(), material_to_decide(chief).rows) == ([], [])


def test_one_that_is_no_longer_needed_ends_it(victim: Victim, alice: Person, chief: Person) -> None:
    row = counselling(alice, victim)
    told()
    services.drop_material_request(by=alice, material=row, words="Not needed.", at=AT)
    assert (told(), material_to_decide(chief).rows) == ([], [])


def test_who_wrote_it_is_not_asked_and_other_records_ask_nobody(
    victim: Victim, alice: Person, chief: Person
) -> None:
    counselling(chief, victim)
    planned(alice, victim)
    assert (told(), material_to_decide(chief).rows) == ([], [])
