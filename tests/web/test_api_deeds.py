"""A surface by API, tried on a deed of the kernel: setting duty cover."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from rasso_tracker.people.models import DutyCover, Person
from rasso_tracker.web.services import issue_token

ADDRESS = "/api/v1/duty-covers/"


def body(away: Person, covers: Person, **changes: Any) -> dict[str, Any]:
    return {
        "absent": str(away.pk),
        "covered_by": str(covers.pk),
        "starts_on": "2027-03-01",
        "ends_on": "2027-03-05",
        **changes,
    }


def send(browser: Client, content: Any, **headers: str) -> Any:
    raw = content if isinstance(content, bytes | str) else json.dumps(content)
    return browser.post(ADDRESS, raw, content_type="application/json", headers=headers)


def test_deed_answers_what_it_made(sign_in: Any, sam: Person, alice: Person, bob: Person) -> None:
    response = send(sign_in(sam), body(alice, bob))

    cover = DutyCover.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "id": str(cover.pk),
        "person": "alice",
        "covered_by": "bob",
        "starts_on": "2027-03-01",
        "ends_on": "2027-03-05",
        "ended_early_on": None,
    }
    assert (cover.starts_on, cover.ends_on) == (date(2027, 3, 1), date(2027, 3, 5))


def test_same_key_twice_does_the_deed_once(sign_in: Any, sam: Person, alice: Person, bob: Person) -> None:
    browser = sign_in(sam)

    first, second = (send(browser, body(alice, bob), **{"Idempotency-Key": "k-1"}) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"
    assert DutyCover.objects.count() == 1


def test_same_key_with_another_body_is_refused(sign_in: Any, sam: Person, alice: Person, bob: Person) -> None:
    browser = sign_in(sam)
    send(browser, body(alice, bob), **{"Idempotency-Key": "k-1"})

    response = send(browser, body(alice, bob, ends_on="2027-03-06"), **{"Idempotency-Key": "k-1"})

    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == (
        "This Idempotency-Key was used before, with another body. Use a new key."
    )


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"starts_on": "2027-02-29"}, {"starts_on"}),
        ({"starts_on": "yesterday"}, {"starts_on"}),
        ({"starts_on": 20270301}, {"starts_on"}),
        ({"starts_on": None}, {"starts_on"}),
        ({"starts_on": ["2027-03-01"]}, {"starts_on"}),
        ({"starts_on": "2727-03-01"}, {"starts_on"}),
        ({"absent": "nobody"}, {"absent"}),
        ({"absent": "\x00"}, {"absent"}),
        ({"absent": "\ud800"}, {"absent"}),
        ({"absent": {"id": 1}}, {"absent"}),
        ({"absent": "00000000-0000-0000-0000-000000000000"}, {"absent"}),
        ({"surprise": 1}, {"surprise"}),
        ({"once": "1"}, {"once"}),
        ({"\ud800": 1}, {"\\ud800"}),
        ({"ends_on": "2027-02-01"}, {"ends_on"}),
    ],
)
def test_bad_value_is_told_by_its_field(
    sign_in: Any, sam: Person, alice: Person, bob: Person, change: dict[str, Any], fields: set[str]
) -> None:
    response = send(sign_in(sam), body(alice, bob, **change))

    assert response.status_code == 400
    assert set(response.json()["fields"]) == fields
    assert all(sentence.endswith(".") for sentence in response.json()["fields"].values())
    assert not DutyCover.objects.exists()


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"null", 400),
        (b"\xff\xfe", 400),
        (b'{"absent": NaN}', 400),
        (b'{"absent": "a", "person": "b"}', 400),
        (b'{"absent": ' + b"1" * 5000 + b"}", 400),
        (b'{"a":' * 50 + b"1" + b"}" * 50, 400),
        (b"[" * 100_000 + b"]" * 100_000, 400),
        (b'{"absent": "' + b"a" * 10_000_000 + b'"}', 413),
    ],
)
def test_body_that_is_no_small_json_object_gets_a_sentence(
    sign_in: Any, sam: Person, raw: bytes, status: int
) -> None:
    response = send(sign_in(sam), raw)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]


def test_form_body_is_refused(sign_in: Any, sam: Person) -> None:
    assert sign_in(sam).post(ADDRESS, {"person": "1"}).status_code == 415


def test_role_that_may_not_gets_a_sentence(sign_in: Any, alice: Person, bob: Person) -> None:
    response = send(sign_in(alice), body(alice, bob))

    assert response.status_code == 403
    assert response.json()["detail"].startswith("Your role, Officer, does not include this: Set duty cover.")


def test_nobody_signed_in_gets_401(db: None, alice: Person, bob: Person) -> None:
    response = send(Client(), body(alice, bob))

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"


def test_session_without_csrf_token_is_refused(sam: Person, alice: Person, bob: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(sam)

    assert send(browser, body(alice, bob)).status_code == 403


def test_unknown_address_answers_a_problem(sign_in: Any, sam: Person) -> None:
    response = sign_in(sam).get("/api/v1/nothing-here/")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_method_that_the_address_does_not_take(sign_in: Any, sam: Person) -> None:
    assert sign_in(sam).delete(ADDRESS).status_code == 405


def test_token_acts_for_its_person(sam: Person, alice: Person, bob: Person) -> None:
    _, key = issue_token(by=sam, person=sam, role="supervisor", scopes=["deeds"])

    response = send(Client(enforce_csrf_checks=True), body(alice, bob), Authorization=f"Bearer {key}")

    assert response.status_code == 201
    assert DutyCover.objects.get().set_by == sam


@pytest.mark.parametrize("scopes", [["read"], ["open_case"]])
def test_token_without_the_scope_is_refused(
    sam: Person, alice: Person, bob: Person, scopes: list[str]
) -> None:
    _, key = issue_token(by=sam, person=sam, role="supervisor", scopes=scopes)

    response = send(Client(), body(alice, bob), Authorization=f"Bearer {key}")

    assert response.status_code == 403
    assert "scopes do not include set_duty_cover" in response.json()["detail"]


@pytest.mark.parametrize("header", ["Bearer", "Bearer wrong", "Bearer a b", "Bearer " + "x" * 5000])
def test_token_that_is_none_gets_401(sam: Person, alice: Person, bob: Person, header: str) -> None:
    assert send(Client(), body(alice, bob), Authorization=header).status_code == 401
