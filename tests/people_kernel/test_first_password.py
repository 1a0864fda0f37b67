"""A first password: the administrator hands out a code once, the person sets the password alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import FirstPassword, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.services import (
    WRONG_PASSWORDS,
    add_person,
    deactivate_person,
    issue_first_password,
    set_first_password,
)
from rasso_tracker.people.services.first_password import NO_FIT, VALID_FOR
from tests.stories import story

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
PASSWORD = "walnut tram eleven"
PAGE = "/accounts/first-password/"
CODE = r"[A-HJ-NP-TV-Z2-9]{4}(?:-[A-HJ-NP-TV-Z2-9]{4}){3}"


@story
def newcomer(adam: Person) -> Person:
    return add_person(
        by=adam,
        username="nia",
        name="Nia New",
        agency="police",
        post="other",
        starts_on=date(2026, 7, 6),
        at=AT,
    )


def issued(by: Person, person: Person, at: datetime = AT) -> FirstPassword:
    return issue_first_password(by=by, person=person, at=at)


def test_a_code_is_kept_as_a_hash_alone_and_sets_one_password(adam: Person, newcomer: Person) -> None:
    row = issued(adam, newcomer)
    assert re.fullmatch(CODE, row.code)
    stored = FirstPassword.objects.get()
    assert row.code not in str(vars(stored))
    assert (stored.code, stored.expires_at) == ("", AT + timedelta(days=3))
    typed = f" {row.code.lower().replace('-', ' ')} "
    set_first_password(by=newcomer, code=typed, password=PASSWORD, at=AT)
    newcomer.refresh_from_db()
    assert newcomer.check_password(PASSWORD)
    with pytest.raises(NotAllowed, match="was used already or has run out"):
        set_first_password(by=newcomer, code=row.code, password="another walnut tram", at=AT)
    logged = AuditEvent.objects.filter(subjects__contains=[row.pk]).order_by("seq")
    assert [(one.action, one.person.username) for one in logged] == [
        ("FIRST_PASSWORD_ISSUED", "adam"),
        ("FIRST_PASSWORD_SET", "nia"),
    ]


@pytest.mark.parametrize("wrong", ["another code", "run out", "withdrawn", "none issued"])
def test_every_reason_is_refused_in_one_sentence(
    wrong: str, adam: Person, ada: Person, newcomer: Person
) -> None:
    code, at = "ABCD-EFGH-JKMN-PQRS", AT
    if wrong != "none issued":
        row = issued(adam, newcomer)
        code = code if wrong == "another code" else row.code
        at = AT + VALID_FOR if wrong == "run out" else AT
    if wrong == "withdrawn":
        issued(ada, newcomer)
    with pytest.raises(NotAllowed) as refused:
        set_first_password(by=newcomer, code=code, password=PASSWORD, at=at)
    assert str(refused.value) == NO_FIT
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()


def test_a_weak_password_is_said_by_its_field_and_the_code_stays_good(adam: Person, newcomer: Person) -> None:
    row = issued(adam, newcomer)
    with pytest.raises(Invalid) as refused:
        set_first_password(by=newcomer, code=row.code, password="password123", at=AT)
    assert set(refused.value.fields) == {"password"}
    set_first_password(by=newcomer, code=row.code, password=PASSWORD, at=AT)


def test_it_is_for_somebody_without_a_password_in_post_and_never_for_oneself(
    adam: Person, ada: Person, alice: Person, newcomer: Person
) -> None:
    with pytest.raises(NotAllowed, match="Only an administrator"):
        issued(alice, newcomer)
    with pytest.raises(NotAllowed, match="to yourself"):
        issued(adam, adam)
    set_first_password(by=newcomer, code=issued(adam, newcomer).code, password=PASSWORD, at=AT)
    newcomer.refresh_from_db()
    with pytest.raises(Invalid) as refused:
        issued(adam, newcomer)
    assert "has set a password already" in refused.value.fields[""]
    deactivate_person(by=adam, person=alice, last_day=AT.date(), at=AT)
    with pytest.raises(Invalid) as refused:
        issued(adam, alice, AT + timedelta(days=1))
    assert "has left" in refused.value.fields[""]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"expires_at": AT}, "first_password_runs_out_later"),
        ({"used_at": AT, "withdrawn_at": AT}, "first_password_used_or_withdrawn"),
        ({"used_at": AT + VALID_FOR}, "first_password_used_in_time"),
    ],
)
def test_the_database_refuses_a_code_that_cannot_be(
    changes: dict[str, Any], constraint: str, adam: Person, newcomer: Person
) -> None:
    issued(adam, newcomer)
    with open_door("a test"), pytest.raises(IntegrityError, match=constraint):
        FirstPassword.objects.update(**changes)


def test_the_database_keeps_one_code_a_person_and_from_somebody_else(adam: Person, newcomer: Person) -> None:
    row = issued(adam, newcomer)
    values = {"digest": row.digest, "issued_at": AT, "expires_at": AT + VALID_FOR, "person": newcomer}
    with open_door("a test"), pytest.raises(IntegrityError, match="first_password_one_at_a_time"):
        FirstPassword(issued_by=adam, **values).save(force_insert=True)


def test_the_database_refuses_a_code_from_oneself(adam: Person) -> None:
    values = {"digest": "x", "issued_at": AT, "expires_at": AT + VALID_FOR, "person": adam}
    with open_door("a test"), pytest.raises(IntegrityError, match="first_password_from_another"):
        FirstPassword(issued_by=adam, **values).save(force_insert=True)


# On the pages


def test_the_code_is_shown_once_and_never_again(
    adam: Person, dora: Person, sign_in: Callable[..., Any]
) -> None:
    browser, page = sign_in(adam), reverse("issue_first_password", args=[dora.pk])
    once = "01900000-0000-7000-8000-000000000001"
    assert "shown once" in browser.get(page).content.decode()
    answer = browser.post(page, {"once": once})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (code,) = re.findall(CODE, answer.content.decode())
    again = browser.post(page, {"once": once}, follow=True)
    assert "The code was shown once and is not kept." in again.content.decode()
    for address in (page, f"/people/{dora.pk}/", f"/api/v1/people/{dora.pk}/"):
        assert code not in browser.get(address).content.decode()
    assert FirstPassword.objects.count() == 1
    assert "Not set. A code runs out" in browser.get(f"/people/{dora.pk}/").content.decode()


def test_by_api_the_code_is_in_the_answer_alone(
    adam: Person, dora: Person, sign_in: Callable[..., Any]
) -> None:
    answer = sign_in(adam).post(
        f"/api/v1/people/{dora.pk}/first-password/", {}, content_type="application/json"
    )
    assert answer.status_code == 201
    assert re.fullmatch(CODE, answer.json()["code"])


def send(client: Client, **typed: str) -> Any:
    return client.post(PAGE, {"username": "dora", "password": PASSWORD, "again": PASSWORD, **typed})


def test_somebody_new_sets_a_password_from_the_sign_in_page_and_signs_in(adam: Person, dora: Person) -> None:
    code, browser = issue_first_password(by=adam, person=dora).code, Client()
    assert PAGE in browser.get("/accounts/login/").content.decode()
    assert browser.get(PAGE).status_code == 200
    answer = send(browser, code=code)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert "Your password is set. Sign in with it." in browser.get("/accounts/login/").content.decode()
    signed = browser.post("/accounts/login/", {"username": "dora", "password": PASSWORD})
    assert (signed.status_code, signed["Location"]) == (302, "/")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": ""}, "Enter the code that you were given"),
        ({"again": "other"}, "The two passwords differ."),
        ({"username": "nobody"}, NO_FIT),
        ({"code": "ABCD-EFGH-JKMN-PQRS"}, NO_FIT),
        ({"username": "do\x00ra"}, ""),
    ],
)
def test_what_does_not_fit_is_said_and_shows_no_password(
    typed: dict[str, str], sentence: str, adam: Person, dora: Person
) -> None:
    code = issue_first_password(by=adam, person=dora).code
    answer = send(Client(), **{"code": code, **typed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert PASSWORD not in text


def test_guessing_codes_shuts_the_name_out_as_guessing_passwords_does(adam: Person, dora: Person) -> None:
    code, browser = issue_first_password(by=adam, person=dora).code, Client()
    for _ in range(WRONG_PASSWORDS):
        send(browser, code="ABCD-EFGH-JKMN-PQRS")
    assert AuditEvent.objects.filter(action="SIGN_IN_FAILED", person=dora).count() == WRONG_PASSWORDS
    assert "Wait 15 minutes" in send(browser, code=code).content.decode()
    dora.refresh_from_db()
    assert not dora.has_usable_password()
