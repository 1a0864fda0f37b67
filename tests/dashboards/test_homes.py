"""Each role's first screen opens, says what waits, and costs the same for three rows as for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from tests.chain import story as told
from tests.people import PEOPLE

ROLES = sorted({said["roles"][0]: name for name, said in PEOPLE.items() if said.get("roles")}.items())  # type: ignore[index]  # roles are a list


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


def test_the_cases_that_a_home_page_names_are_logged(db: None, sign_in: Any) -> None:
    story = told.until(told.to_cps, told.lapse)()
    sign_in(told.person("gita")).get("/")
    event = AuditEvent.objects.filter(action="LIST_VIEWED").order_by("-seq")[0]
    assert (event.person.username, event.subjects) == ("gita", [story.case.pk])


def test_the_gatekeeper_reads_which_date_passed(db: None, sign_in: Any) -> None:
    told.until(told.to_cps, told.lapse)()
    text = sign_in(told.person("gita")).get("/").content.decode()
    assert "3 Apr 2026" in text
    assert "Overdue" in text


def test_a_home_page_costs_the_same_for_three_cases_as_for_one(db: None, sign_in: Any) -> None:
    told.until(told.to_cps, told.lapse)("13260000001")
    browser = sign_in(told.person("alice"))
    browser.get("/")
    with CaptureQueriesContext(connection) as one:
        browser.get("/")
    told.until(told.to_cps, told.lapse)("13260000002")
    told.until(told.to_cps, told.lapse)("13260000003")
    with CaptureQueriesContext(connection) as three:
        browser.get("/")
    assert len(three) == len(one)


def test_the_administrator_finds_every_list_that_is_kept_by_them(db: None, sign_in: Any) -> None:
    browser = sign_in(told.person("adam"))
    page = browser.get("/").content.decode()
    kept = ["/people/", "/people/away/", "/action-plans/ladder/", "/support-services/", "/withdrawal-terms/"]
    assert [one for one in kept if f'href="{one}"' not in page] == []
    assert {one: browser.get(one).status_code for one in kept} == dict.fromkeys(kept, 200)
