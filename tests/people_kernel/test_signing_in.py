"""Signing in and out, choosing a role, and what each leaves in the log."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.services import WRONG_PASSWORDS, take_role
from tests.people import PASSWORD
from tests.stories import story

LOGIN = "/accounts/login/"


@story
def with_password(alice: Person) -> Person:
    alice.set_password(PASSWORD)
    with open_door("the test gives a password"):
        alice.save(update_fields=["password"])
    return alice


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("seq").values_list("action", flat=True))


def test_signing_in_and_out_is_logged(with_password: Person) -> None:
    browser = Client()
    answer = browser.post(LOGIN, {"username": "alice", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert browser.post("/accounts/logout/")["Location"] == LOGIN
    assert actions() == ["SIGNED_IN", "SIGNED_OUT"]
    assert browser.get("/cases/")["Location"] == f"{LOGIN}?next=/cases/"


def test_a_wrong_password_is_told_and_logged_without_what_was_typed(with_password: Person) -> None:
    answer = Client().post(LOGIN, {"username": "alice", "password": "a secret typed wrong"})
    assert "The username or the password is wrong" in answer.content.decode()
    event = AuditEvent.objects.get()
    assert (event.action, event.person, event.reason) == ("SIGN_IN_FAILED", with_password, "")


def test_too_many_wrong_passwords_shut_the_name_out_even_for_the_right_one(with_password: Person) -> None:
    for _ in range(WRONG_PASSWORDS):
        Client().post(LOGIN, {"username": "alice", "password": "wrong"})
    answer = Client().post(LOGIN, {"username": "alice", "password": PASSWORD})
    assert "Wait 15 minutes" in answer.content.decode()
    assert actions().count("SIGNED_IN") == 0


@pytest.mark.parametrize("username", ["nobody", "alice\x00", "", "x" * 500])
def test_an_unknown_or_broken_name_is_told_the_same(db: None, username: str) -> None:
    answer = Client().post(LOGIN, {"username": username, "password": "wrong"})
    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()


def test_a_leaver_cannot_sign_in(with_password: Person) -> None:
    with_password.left_on = with_password.starts_on
    with open_door("the test lets somebody leave"):
        with_password.save(update_fields=["left_on"])
    answer = Client().post(LOGIN, {"username": "alice", "password": PASSWORD})
    assert "This account is closed" in answer.content.decode()


def test_signing_in_leads_nowhere_outside(with_password: Person) -> None:
    answer = Client().post(
        f"{LOGIN}?next=https://elsewhere.example/", {"username": "alice", "password": PASSWORD}
    )
    assert answer["Location"] == "/"


def test_a_person_of_two_roles_chooses_one_at_a_time(alice: Person, sign_in: Any) -> None:
    alice.roles = ["officer", "auditor"]
    with open_door("the test gives a role"):
        alice.save(update_fields=["roles"])
    browser = sign_in(alice)
    assert browser.get("/audit/").status_code == 403
    browser.post("/accounts/role/", {"role": "auditor"})
    assert browser.get("/audit/").status_code == 200
    assert browser.get("/cases/new/").status_code == 403
    assert AuditEvent.objects.get(action="ROLE_TAKEN").reason == "auditor"


def test_whoever_changed_role_in_another_tab_hears_how_to_keep_what_they_wrote(
    alice: Person, sign_in: Any
) -> None:
    told = (
        "You work as Auditor now. If you opened the form in another role, change your role back and open it"
    )
    nowhere = "/cases/00000000-0000-0000-0000-000000000000/milestones/new/"
    assert "in another role" not in sign_in(alice).get(nowhere).content.decode()
    alice.roles = ["officer", "auditor"]
    with open_door("the test gives a role"):
        alice.save(update_fields=["roles"])
    browser = sign_in(alice)
    browser.post("/accounts/role/", {"role": "auditor"})
    page = browser.post(nowhere, {"note": "Typed."})
    assert (page.status_code, told in page.content.decode()) == (404, True)
    assert "Typed." in page.content.decode()  # given back, to be copied


def test_a_role_that_is_not_held_is_refused(alice: Person, sign_in: Any) -> None:
    with pytest.raises(Invalid):
        take_role(by=alice, role="auditor")
    browser = sign_in(alice)
    browser.post("/accounts/role/", {"role": "auditor"})
    assert browser.get("/audit/").status_code == 403


def test_a_role_that_was_taken_away_no_longer_counts(alice: Person, sign_in: Any) -> None:
    assert sign_in(alice, role="auditor").get("/audit/").status_code == 403
