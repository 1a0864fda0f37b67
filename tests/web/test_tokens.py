from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.web.models import ApiToken
from rasso_tracker.web.services import digest_of, issue_token, revoke_token

SCHEMA = "/api/v1/schema/"


def read(key: str) -> int:
    return Client().get(SCHEMA, headers={"Authorization": f"Bearer {key}"}).status_code


def test_command_prints_a_live_token_alone(sam: Person) -> None:
    out = StringIO()

    call_command("api_token", "sam", stdout=out)

    key = out.getvalue().strip()
    token = ApiToken.objects.get()
    assert out.getvalue() == f"{key}\n"
    assert (token.digest, token.role, token.scopes) == (digest_of(key), "supervisor", ["read", "deeds"])
    assert read(key) == 200


def test_command_says_when_there_is_nobody(db: None) -> None:
    with pytest.raises(CommandError, match="nobody with the username zoe"):
        call_command("api_token", "zoe")


def test_token_ends_with_its_time(sam: Person) -> None:
    began = datetime(2020, 1, 1, tzinfo=UTC)
    token, key = issue_token(by=sam, person=sam, role="supervisor", scopes=["read"], days=1, at=began)

    assert token.is_live(began + timedelta(hours=23))
    assert not token.is_live(began + timedelta(days=1))
    assert read(key) == 401


def test_revoked_token_is_dead(sam: Person) -> None:
    token, key = issue_token(by=sam, person=sam, role="supervisor", scopes=["read"])
    revoke_token(by=sam, token=token)

    assert read(key) == 401


def test_token_dies_with_the_role(sam: Person) -> None:
    token, key = issue_token(by=sam, person=sam, role="supervisor", scopes=["read"])
    assert read(key) == 200

    token.role = "gatekeeper"  # as if the role had been taken from the person since
    from rasso_tracker.audit.doors import open_door

    with open_door("a test changes a token"):
        token.save()

    assert read(key) == 401


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"role": "auditor"}, "role"),
        ({"scopes": []}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 91}, "days"),
    ],
)
def test_token_is_refused(sam: Person, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        issue_token(**{"by": sam, "person": sam, "role": "supervisor", "scopes": ["read"], **changes})
    assert set(refused.value.fields) == {field}


def test_token_for_somebody_else_is_refused(sam: Person, alice: Person) -> None:
    with pytest.raises(NotAllowed):
        issue_token(by=sam, person=alice, role="officer", scopes=["read"])
