"""Sessions and cookies in hostile hands: fixation, forgery, leavers, where signing in leads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from tests.people import PASSWORD

LOGIN = "/accounts/login/"
BRING_ME = {"username": "alice", "password": PASSWORD}


def change(person: Person, **values: Any) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    with open_door("the test changes a person"):
        person.save(update_fields=list(values))


@pytest.fixture
def with_password(alice: Person, settings: Any) -> Person:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick: not what is tried
    alice.set_password(PASSWORD)
    change(alice, password=alice.password)
    return alice


def test_session_of_somebody_who_left_is_over(sign_in: Any, alice: Person) -> None:
    page, api = sign_in(alice), sign_in(alice)
    change(alice, left_on=london_date(now()))
    assert page.get("/cases/").status_code == 200
    change(alice, left_on=london_date(now()) - timedelta(days=1))
    assert page.get("/cases/").status_code == 302
    assert api.get("/api/v1/cases/").status_code == 401
    assert api.post("/api/v1/cases/", {}, content_type="application/json").status_code == 401


def test_session_of_a_closed_account_is_over(sign_in: Any, alice: Person) -> None:
    browser = sign_in(alice)
    change(alice, is_active=False)
    assert browser.get("/cases/").status_code == 302


def test_session_ends_with_the_password_that_it_began_with(with_password: Person) -> None:
    browser = Client()
    browser.post(LOGIN, BRING_ME)
    with_password.set_password("another correct horse battery")
    change(with_password, password=with_password.password)
    assert browser.get("/cases/").status_code == 302


def test_sign_in_gives_a_new_session_and_sign_out_ends_it(with_password: Person) -> None:
    browser = Client()
    browser.get(LOGIN)
    browser.cookies[configured.SESSION_COOKIE_NAME] = "fixedbytheattackerfixedbytheatt1"
    browser.post(LOGIN, BRING_ME)
    given = browser.cookies[configured.SESSION_COOKIE_NAME].value
    assert given != "fixedbytheattackerfixedbytheatt1"
    browser.post("/accounts/logout/")
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = given
    assert thief.get("/cases/").status_code == 302


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(with_password: Person) -> None:
    browser = Client()
    browser.get(LOGIN)
    browser.post(LOGIN, BRING_ME)
    for name in (configured.SESSION_COOKIE_NAME, configured.CSRF_COOKIE_NAME):
        assert browser.cookies[name]["httponly"], name
        assert browser.cookies[name]["samesite"] == "Lax", name


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.test/", "//evil.test/", "///evil.test", "/\\evil.test", "\\\\evil.test",
        "javascript:alert(1)", "http:evil.test", "https:/evil.test",
        "\thttps://evil.test", "/%0d%0aSet-Cookie:a=b", "/\r\nX: y",
        "https://testserver@evil.test/", "\x00//evil.test", "data:text/html,x",
    ],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(with_password: Person, target: str) -> None:
    for where in ("address", "form"):
        browser = Client()
        query = {"next": target} if where == "address" else {}
        more = {"next": target} if where == "form" else {}
        response = browser.post(LOGIN, {**BRING_ME, **more}, query_params=query)
        assert response.status_code == 302
        assert response["Location"].startswith("/"), where
        assert not response["Location"].startswith(("//", "/\\")), where
        assert "\n" not in response["Location"]


def test_signed_in_person_who_opens_the_sign_in_page_is_led_nowhere_else(sign_in: Any, alice: Person) -> None:
    response = sign_in(alice).get(LOGIN, {"next": "//evil.test/"})
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("address", ["/accounts/logout/", "/accounts/role/", "/cases/new/", "/cases/search/"])
def test_post_without_the_token_of_the_page_is_refused(alice: Person, address: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    response = browser.post(address, {"role": "officer"})
    assert response.status_code == 403
    assert "open for too long" in response.content.decode()


@pytest.mark.parametrize("address", ["/accounts/logout/", "/accounts/role/"])
def test_deed_by_get_is_refused(sign_in: Any, alice: Person, address: str) -> None:
    assert sign_in(alice).get(address).status_code in (404, 405)


@pytest.mark.parametrize(
    "role", ["administrator", "ADMINISTRATOR", "", "nobody", "officer\x00", "x" * 10_000]
)
def test_role_that_is_not_held_changes_nothing(sign_in: Any, alice: Person, role: str) -> None:
    browser = sign_in(alice)
    assert browser.post("/accounts/role/", {"role": role}).status_code == 302
    assert browser.get("/clocks/rules/new/").status_code == 403
    assert browser.get("/cases/new/").status_code == 200
