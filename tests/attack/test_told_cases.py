"""Told cases under attack: rows of others in every field, ids of one kind for another, and what each role can
read by walking every link from its home and every address of the API.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person
from rasso_tracker.web.fields import NOT_OFFERED
from rasso_tracker.web.routes import all_routes
from tests.attack.asking import ask, body_of, fields_that_name_rows, rows_of
from tests.attack.forms import surfaces
from tests.attack.walking import READERS, guarded, reads_only_own, walk
from tests.chain import story as told
from tests.chain.library import Told
from tests.visitors import Visitor


def test_no_field_takes_or_tells_a_row_of_another_case(
    stories: Told, doers_of: dict[str, tuple[Person, Any]], browser_of: Callable[[Person], Visitor]
) -> None:
    tried = []
    for surface in surfaces():
        person, subject = doers_of.get(surface.name, (None, None))
        if person is not None and subject is not None:
            with acting(person):
                form = surface.form(person=person, subject=subject)
                named = list(fields_that_name_rows(form))
            for name, field in named:
                label = field.queryset.model._meta.label
                with system("the test looks for other rows"):
                    other = [rows_of(stories[key]).get(label) for key in ("again", "bradford")]
                keys = [row.pk for row in other if row is not None] + [uuid.uuid4()]
                answers = {
                    ask(browser_of(person), surface, subject, body_of(name, field, key)) for key in keys
                }
                assert len(answers) == 1, (surface.name, name, answers)
                [(status, text)] = answers
                if status == 403:
                    continue
                assert status == 400, (surface.name, name, text)
                assert f'"{name}":"{NOT_OFFERED}"' in text, (surface.name, name, text)
                tried.append((surface.name, name))
    assert ("record_milestone", "victim") in tried
    assert ("submit_to_cps", "allegations") in tried
    assert ("return_items", "items") in tried
    assert ("propose_nfa", "lines-0-allegation") in tried


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_address_of_one_kind_opens_with_the_id_of_another(stories: Told, method: str) -> None:
    """An id is looked up in its own table only, and what is not there is not there for anybody."""
    with system("the test collects ids"):
        ids = {label: row.pk for label, row in rows_of(stories["whole"]).items()}
    browser = Client(raise_request_exception=False)
    with transaction.atomic():
        browser.force_login(told.person("sam"))
        for route in all_routes():
            if not route.in_address or route.method != method or route.path.startswith("/trial/"):
                continue
            wrong = next(key for label, key in ids.items() if label != route.subject)
            response = browser.generic(
                method, route.path.replace("<uuid:pk>", str(wrong)), "{}", "application/json"
            )
            assert response.status_code in (403, 404, 415), (route.path, response.status_code)
        transaction.set_rollback(True)


@pytest.mark.parametrize("username", READERS)
def test_walk_meets_no_fault_no_dead_end_and_nothing_of_others(stories: Told, username: str) -> None:
    browser = Client(raise_request_exception=False)
    with transaction.atomic():
        browser.force_login(told.person(username))
        for address, answer in walk(browser).items():
            guarded(address, answer)
            known = {200, 302, 403} if address in ("/inbox/", "/audit/") or "/new/" in address else {200, 302}
            assert answer.status_code in known or b"Back" in answer.content, (username, address)
            assert answer.status_code < 404, (username, address)
            reads_only_own(username, address, answer.content.decode())
        transaction.set_rollback(True)


@pytest.mark.parametrize("username", READERS)
def test_api_tells_nothing_of_others(stories: Told, username: str) -> None:
    with system("the test collects ids"):
        rows = [rows_of(stories[name]) for name in ("whole", "lapsed", "bradford")]
    browser = Client(raise_request_exception=False)
    with transaction.atomic():
        browser.force_login(told.person(username))
        for route in all_routes():
            if route.method != "GET" or not route.path.startswith("/api/"):
                continue
            keys = (
                [found[route.subject].pk for found in rows if route.subject in found]
                if route.in_address
                else [""]
            )
            for key in keys:
                answer = browser.get(route.path.replace("<uuid:pk>", str(key)))
                guarded(route.path, answer)
                assert answer.status_code in (200, 403, 404), (username, route.path)
                reads_only_own(username, route.path, answer.content.decode())
        transaction.set_rollback(True)
