"""Each role's first screen opens, says what waits, and costs the same for three rows as for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rasso_tracker.people.models import Person
from tests.people import PEOPLE

ROLES = sorted({said["roles"][0]: name for name, said in PEOPLE.items() if said.get("roles")}.items())  # type: ignore[index]


@pytest.mark.parametrize(("role", "username"), ROLES)
def test_the_home_page_opens_in_every_role(
    db: None, sign_in: Callable[[Person], Client], role: str, username: str
) -> None:
    person = Person.objects.get(username=username)
    response = sign_in(person).get("/", follow=True)
    assert response.status_code == 200
    assert person.name in response.content.decode()


def test_somebody_without_a_role_is_told_whom_to_ask(db: None, sign_in: Any) -> None:
    clockwork = Person.objects.get(username="clockwork")
    clockwork.roles = []
    response = sign_in(clockwork).get("/")
    assert "Ask an administrator" in response.content.decode()


def test_the_home_page_needs_a_sign_in(db: None) -> None:
    response = Client().get("/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/")
