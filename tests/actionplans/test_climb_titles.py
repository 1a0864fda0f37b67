"""A notice of what climbs on a case is called by what it is: a limit is one, an update is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from actionplans.services import raise_reminders
from cases.models import Case
from cases.services import raise_due
from rasso_tracker.audit.doors import open_door
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import a_case, moment

SignIn = Callable[[Person], Client]
DUE = date(2026, 3, 13)
LATER = moment(date(2026, 3, 14))


def owe(case: Case, code: str) -> None:
    with open_door("a test owes something"):
        raise_due(case=case, code=code, source=uuid7(), what="Owed.", due_on=DUE, at=moment(date(2026, 3, 2)))


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("bail_limit", "Limit of bail: escalated"),
        ("victim_update", "Owed to a victim: past its date"),
        ("material", "Private material asked for: past its date"),
    ],
)
def test_the_inbox_and_the_api_call_it_by_its_kind(
    code: str, title: str, alice: Person, dina: Person, sign_in: SignIn
) -> None:
    case = a_case(alice)
    owe(case, code)
    raise_reminders(at=LATER)
    deliver(at=LATER)
    found = Message.objects.filter(kind="due_climbed", case_id=case.pk)
    assert found.exists()
    for message in found.select_related("recipient"):
        client = sign_in(message.recipient)
        assert f"{title}, " in client.get("/inbox/").content.decode()
        alone = client.get(f"/api/v1/messages/{message.pk}/").json()
        (listed,) = [
            one for one in client.get("/api/v1/messages/").json()["results"] if one["id"] == str(message.pk)
        ]
        assert (alone["title"], listed["title"]) == (title, title)
