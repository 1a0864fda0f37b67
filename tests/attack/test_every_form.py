"""Every form of the product on a record of its own kind, by page and by API, given what no form wants."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.web.fields import PlainText
from rasso_tracker.web.forms import RowsField
from rasso_tracker.web.routes import all_routes
from rasso_tracker.web.surfaces import Surface
from tests.architecture.test_access_matrix import STORY_OF
from tests.attack.asking import ask, doers, rows_of
from tests.attack.conftest import Told
from tests.chain import story as told
from tests.web.test_bad_input import on_page, surfaces

FAR_TOO_LONG = "x" * 1_500_000
ODD = {
    "year nought": "0",
    "year far off": "99999",
    "date of year nought": "0000-01-01",
    "date far off": "99999-12-31",
    "day before time": "0001-01-01T00:00:00+14:00",
    "number without end": "9" * 5_000,
    "number with a point": "1e400",
    "not a number": "NaN",
    "nul": "a\x00b",
    "digits of another script": "٣٤",
    "stacked marks": "a" + "\u0301\u0316" * 100,
    "symbol beyond the first plane": "\U0001f4a5" * 60,
}
ODD_JSON: list[Any] = [*ODD.values(), "\ud800", 0, -1, 10**400, 1e308, True]
ODD_JSON += [[], {}, [[]], [{}], [None], ["x"] * 201]


def everyone_asked(stories: Told, wanted: Surface) -> Iterator[tuple[Person, Any]]:
    """The first person who may do this deed on the record of its story, if there is one."""
    with system("the test looks for its subject"):
        story = stories[STORY_OF.get(wanted.name, "whole")]
        subject = rows_of(story).get(wanted.subject._meta.label) if wanted.subject else None
        if subject is None and wanted.subject is not None:
            return
        if subject is not None:
            subject.refresh_from_db()
        people = list(doers(wanted, subject))
    for person in people[:1]:
        yield person, subject


def send(surface: Surface, person: Person, subject: Any, filled: dict[str, str]) -> HttpResponse:
    browser = Client()
    address = "/" + surface.page.replace("<uuid:pk>", str(subject.pk if subject is not None else ""))
    if surface.versioned:
        filled = filled | {"version": str(subject.version)}
    with transaction.atomic():
        browser.force_login(person)
        response = browser.post(address, filled)
        transaction.set_rollback(True)
    return response  # type: ignore[return-value]  # the test client's response is one


def all_filled(surface: Surface, text: str) -> dict[str, str]:
    filled: dict[str, str] = {}
    for name, field in surface.form.base_fields.items():
        if name not in ("once", "version"):
            filled |= on_page(field, name, text)
    return filled


def text_controls(surface: Surface) -> list[str]:
    found = []
    for name, field in surface.form.base_fields.items():
        if isinstance(field, PlainText):
            found.append(name)
        elif isinstance(field, RowsField):
            inner = field.form.base_fields.items()
            found += [f"{name}-0-{key}" for key, one in inner if isinstance(one, PlainText)]
    return found


@pytest.mark.parametrize("surface", surfaces(), ids=lambda surface: surface.name)
def test_page_keeps_text_that_is_far_too_long(stories: Told, surface: Surface) -> None:
    for person, subject in everyone_asked(stories, surface):
        for control in text_controls(surface)[:1]:
            typed = {control: FAR_TOO_LONG}
            if "-0-" in control:
                typed[control.partition("-0-")[0] + "-count"] = "1"
            response = send(surface, person, subject, typed)
            page = response.content.decode()
            assert response.status_code == 422, page[:2000]
            assert "You used 1,500,000." in page
            assert FAR_TOO_LONG in page
            assert f'href="#id_{control}"' in page


@pytest.mark.parametrize("surface", surfaces(), ids=lambda surface: surface.name)
def test_page_answers_what_is_odd_with_a_sentence(stories: Told, surface: Surface) -> None:
    done = 200 if surface.shown_once else 302  # what is shown once stands in the answer
    for person, subject in everyone_asked(stories, surface):
        for what, text in ODD.items():
            response = send(surface, person, subject, all_filled(surface, text))
            assert response.status_code in (done, 403, 409, 422), (what, response.status_code)
            page = response.content.decode()
            for target in re.findall(r'<a href="#(id_[^"]+)">', page):
                assert f'id="{target}"' in page, f"{what}: the summary leads to {target}, which is not there"


@pytest.mark.parametrize("surface", surfaces(), ids=lambda surface: surface.name)
def test_api_answers_what_is_odd_with_a_sentence(stories: Told, surface: Surface) -> None:
    for person, subject in everyone_asked(stories, surface):
        for value in ODD_JSON:
            names = [name for name in surface.form.base_fields if name not in ("once", "version")]
            status, text = ask(surface, person, subject, dict.fromkeys(names, value))
            assert status in (200, 201, 400, 403, 404, 409, 412), (value, text)


def test_few_forms_are_left_out(stories: Told) -> None:
    """So that the tests above cannot pass by asking nothing."""
    left_out = [one.name for one in surfaces() if not list(everyone_asked(stories, one))]
    assert len(left_out) < len(surfaces()) / 10, " ".join(left_out)


ASKED = (
    "page",
    "sort",
    "after",
    "kind",
    "district",
    "name",
    "record",
    "stage",
    "team",
    "step",
    "owner",
    "side",
)
ASKED += (
    "q",
    "before",
    "reference",
    "person",
    "from",
    "until",
    "since",
    "to",
    "case",
    "action",
    "at",
    "month",
    "next",
)


@pytest.mark.parametrize("username", ["gita", "mona", "audrey", "adam"])
def test_address_that_asks_what_is_odd_gets_an_answer(stories: Told, username: str) -> None:
    odd = ["0", "99999-12-31", "9" * 5000, "a\x00b", "٣٤", "-1", "'%", "\\", "x" * 3000, "eyJ", "W10"]
    odd += [
        f"2026-01-01T00:00:00+00:00~{10**30}",
        "0001-01-01T00:00:00+14:00~1",
        "9999-12-31T23:59:59-14:00~1",
    ]
    with system("the test collects ids"):
        ids = {label: row.pk for label, row in rows_of(stories["whole"]).items()}
    with transaction.atomic():
        browser = Client(raise_request_exception=False)
        browser.force_login(told.person(username))
        for route in all_routes():
            if route.method != "GET" or route.kind == "form" or route.name == "readyz":
                continue
            path = route.path.replace("<uuid:pk>", str(ids.get(route.subject or "", uuid.uuid4())))
            if browser.get(path).status_code in (403, 404):
                continue
            for value in odd:
                response = browser.get(path, dict.fromkeys(ASKED, value.encode("utf-8", "replace").decode()))
                assert response.status_code < 500, (path, value)
        transaction.set_rollback(True)
