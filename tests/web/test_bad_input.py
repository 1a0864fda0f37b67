"""Every form of the product, by page and by API, given what no form wants: a sentence, never a failure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from actionplans.models import ActionPlan, ActionPlanItem, Submission
from cases.models import Allegation, Case, Suspect, Victim
from cases.services import add_suspect, add_victim
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.roles import ROLES
from rasso_tracker.web.fields import GovDateField
from rasso_tracker.web.forms import RowsField
from rasso_tracker.web.surfaces import Surface
from tests.actionplans.conftest import a_case, issued, submitted
from tests.people import PEOPLE

NASTY = {
    "nul": "a\x00b",
    "surrogate": "a\ud800b",
    "direction": "a\u202eb",
    "long": "x" * 20_000,
    "number": "9" * 400,
    "digits of another script": "٣٤",
    "markup": "<script>alert(1)</script>",
    "template": "{{ 7 * 7 }}{% raw %}",
    "quote": "'; DROP TABLE cases_case; --",
    "percent": "%s%(x)s%",
    "blank": "   ",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "leap day": "2026-02-29",
    "missing hour": "2026-03-29T01:30",
    "end of time": "9999-12-31T23:59:59Z",
}
VALUES: list[Any] = [*NASTY.values(), None, True, 0, -1, 10**30, 1.5, [], {}, [None], [{}], [[]], {"a": {}}]


def surfaces(patterns: list[Any] | None = None) -> list[Surface]:
    found: list[Surface] = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            found += surfaces(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "surface"):
            found.append(pattern.callback.surface)
    return found


KNOWN = (None, Case, Victim, Suspect, Allegation, Submission, ActionPlan, ActionPlanItem)
SURFACES = [one for one in surfaces() if one.subject in KNOWN]


@pytest.fixture
def subject_of(case: Case, alice: Person, lena: Person, unit: CpsUnit) -> Callable[[Surface], Any]:
    """The record that a surface is about, made when it is wanted."""
    makers: dict[Any, Callable[[], Any]] = {
        None: lambda: None,
        Case: lambda: case,
        Victim: lambda: add_victim(by=alice, case=case),
        Suspect: lambda: add_suspect(by=alice, case=case, name="Sid Example", is_police=False),
        Allegation: lambda: Allegation.objects.get(case=case),
        Submission: lambda: submitted(a_case(alice), alice, unit),
        ActionPlan: lambda: issued(submitted(a_case(alice), alice, unit), lena),
        ActionPlanItem: lambda: issued(submitted(a_case(alice), alice, unit), lena).items.first(),
    }
    return lambda surface: makers[surface.subject]()


def doer(surface: Surface, subject: Any) -> Person | None:
    """Somebody who may do the deed on this subject, if the named people of these tests have one."""
    for username, said in PEOPLE.items():
        roles = said.get("roles", [])
        if any(ROLES[code].may(surface.name) for code in roles):  # type: ignore[attr-defined]
            person = Person.objects.get(username=username)
            if subject is None or surface.subject_of(person, subject.pk):
                return person
    return None


def on_page(field: forms.Field, name: str, text: str) -> dict[str, str]:
    if isinstance(field, RowsField):
        inner = {f"{name}-0-{key}": one for key, one in field.form.base_fields.items()}
        rows = [on_page(one, key, text) for key, one in inner.items()]
        return {f"{name}-count": "1", **{key: value for row in rows for key, value in row.items()}}
    if isinstance(field, GovDateField):
        return {f"{name}_{part}": text for part in field.widget.parts}
    return {name: text}


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_page_answers_bad_input_with_a_sentence(
    surface: Surface, subject_of: Callable[[Surface], Any], sign_in: Any
) -> None:
    subject = subject_of(surface)
    person = doer(surface, subject)
    if person is None:
        pytest.skip("nobody among the named people may do this here")
    browser: Client = sign_in(person)
    address = "/" + surface.page.replace("<uuid:pk>", str(subject.pk if subject else ""))
    assert browser.get(address).status_code in (200, 403)
    for what, raw in NASTY.items():
        text = raw.encode("utf-8", "replace").decode()  # a browser cannot send half a symbol
        filled: dict[str, str] = {"version": text} if surface.versioned else {}
        for name, field in surface.form.base_fields.items():
            if name not in ("once", "version"):
                filled |= on_page(field, name, text)
        response = browser.post(address, filled)
        assert response.status_code in (302, 403, 409, 422), (what, response.status_code)
        page = response.content.decode()
        assert "<script>alert" not in page
        for target in re.findall(r'<a href="#(id_[^"]+)">', page):
            assert f'id="{target}"' in page, f"the error summary leads to {target}, which is not there"


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_api_answers_bad_input_with_a_sentence(
    surface: Surface, subject_of: Callable[[Surface], Any], sign_in: Any
) -> None:
    subject = subject_of(surface)
    person = doer(surface, subject)
    if person is None:
        pytest.skip("nobody among the named people may do this here")
    browser: Client = sign_in(person)
    address = "/api/v1/" + surface.api.replace("<uuid:pk>", str(subject.pk if subject else ""))
    for value in VALUES:
        body = dict.fromkeys(surface.form.base_fields, value)
        body = {name: one for name, one in body.items() if name not in ("once", "version")}
        if subject is not None and not surface.in_address:
            body[surface.subject_name] = str(subject.pk)
        response = browser.generic(
            surface.method,
            address,
            json.dumps(body),
            content_type="application/json",
            headers={"If-Match": f'"{getattr(subject, "version", 1)}"'},
        )
        assert response.status_code in (200, 201, 400, 403, 404, 409, 412), (value, response.content)
        if response.status_code >= 400:
            assert response["Content-Type"] == "application/problem+json"
            assert response.json()["detail"].endswith(".")
