"""Whatever is sent to a deed of a case, the answer is a sentence by a field: never a failure of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import services
from cases.models import Allegation, Case, MatchLook, Milestone
from cases.surfaces import SURFACES
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from tests.cases.conftest import AT, Opener, directed, lesson_for, on
from tests.stories import story

SignIn = Callable[..., Client]
NASTY: list[Any] = [
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202eabc",
    "x" * 100_000,
    "2026-02-30",
    "2026-02-29",
    "2026-03-29T01:30:00",
    "9999-12-31T23:59:59+14:00",
    "0001-01-01",
    "00000000-0000-0000-0000-000000000000",
    -1,
    10**30,
    1.5,
    True,
    None,
    [],
    {},
    [["deep"]],
    {"deep": {"er": 1}},
    "'; DROP TABLE cases_case; --",
    "{{ 7 * 7 }}",
    "",
    " ",
]


@story
def subjects(case: Case, opened: Opener, alice: Person, sam: Person, charlie: Person) -> dict[str, str]:
    """What each kind of surface acts on."""
    milestone = services.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(4), at=AT)
    services.name_person(by=sam, case=case, person=charlie, reason="Linked", at=AT)
    for one in (case, opened()):
        suspect = services.add_suspect(by=alice, case=one, name="A B", phones="07700 900555", at=AT)
    services.look_at_matches(by=sam, case=case, reason="As asked.", at=AT)
    return {
        "suspect": str(suspect.pk),
        "match": str(MatchLook.objects.get(case=case).pk),
        "case": str(case.pk),
        "allegation": str(Allegation.objects.get(case=case).pk),
        "milestone": str(milestone.pk),
        "direction": str(directed(sam, case, alice).pk),
        "lesson": str(lesson_for(alice, case, sam).pk),
        "naming": str(case.named.get(person=charlie).pk),
        "": "",
    }


def address(surface: Surface, subjects: dict[str, str]) -> str:
    return surface.api.replace("<uuid:pk>", subjects[surface.subject_name])


def body_of(surface: Surface, subjects: dict[str, str], **values: Any) -> dict[str, Any]:
    in_address = "<uuid:pk>" in surface.api or not surface.subject_name
    return values if in_address else {surface.subject_name: subjects[surface.subject_name], **values}


def fields_of(surface: Surface, person: Person, case: Case) -> list[str]:
    form = surface.form(person=person, subject=case if surface.subject is Case else None)
    return [name for name in form.fields if name not in ("once", "version")]


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_no_value_in_any_field_breaks_a_deed(
    surface: Surface, subjects: dict[str, str], case: Case, sam: Person, sign_in: SignIn
) -> None:
    browser = sign_in(sam)
    for field in fields_of(surface, sam, case):
        for value in NASTY:
            answer = browser.generic(
                surface.method,
                f"/api/v1/{address(surface, subjects)}",
                json.dumps(body_of(surface, subjects, **{field: value})),
                content_type="application/json",
                headers={"if-match": '"1"'},
            )
            assert answer.status_code in (200, 201, 400, 403, 404, 412, 413), (field, value)
            if answer.status_code == 400:
                assert answer.json()["fields"] or answer.json()["detail"]


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_no_value_on_any_page_breaks_a_deed(
    surface: Surface, subjects: dict[str, str], case: Case, sam: Person, sign_in: SignIn
) -> None:
    browser = sign_in(sam)
    page = "/" + surface.page.replace("<uuid:pk>", subjects[surface.subject_name])
    names = fields_of(surface, sam, case)
    for value in (one for one in NASTY if isinstance(one, str) and one != "\ud800"):
        sent = dict.fromkeys(names, value)
        sent |= {f"{name}_{part}": value for name in names for part in ("day", "month", "year", "time")}
        answer = browser.post(page, {**sent, "version": value, "once": value})
        assert answer.status_code in (302, 400, 403, 404, 409, 422), value  # 400: a page of megabytes


texts = st.text(
    alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from("\x00\u202e\u200f\r\n\t"), max_size=60
)


@settings(max_examples=25)
@given(text=texts)
def test_any_text_is_stored_as_typed_or_refused(
    text: str, case: Case, alice: Person, sign_in: SignIn
) -> None:
    answer = sign_in(alice).post(
        "/api/v1/suspects/",
        json.dumps({"case": str(case.pk), "name": text, "is_police": False}),
        content_type="application/json",
    )
    assert answer.status_code in (201, 400)
    if answer.status_code == 201:
        import unicodedata

        assert (answer.json()["name"] or "") == unicodedata.normalize("NFC", text).strip()


@settings(max_examples=25)
@given(text=texts)
def test_any_text_may_be_searched_for(text: str, case: Case, alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    assert browser.post("/cases/search/", {"q": text}).status_code in (200, 422)
    assert browser.post("/cases/search/", {"surname": text, "reason": text}).status_code in (200, 422)


class TestBodies:
    def post(self, browser: Client, body: bytes | str, kind: str = "application/json") -> int:
        return browser.generic("POST", "/api/v1/cases/", body, content_type=kind).status_code

    def test_a_body_that_is_no_json_is_refused(self, alice: Person, sign_in: SignIn) -> None:
        browser = sign_in(alice)
        for body in (b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b'{"a": NaN}', b'{"a":1,"a":2}'):
            assert self.post(browser, body) == 400, body

    def test_another_kind_of_body_is_refused(self, alice: Person, sign_in: SignIn) -> None:
        assert self.post(sign_in(alice), "district=leeds", "application/x-www-form-urlencoded") == 415

    def test_a_body_of_many_megabytes_is_refused(self, alice: Person, sign_in: SignIn) -> None:
        body = json.dumps({"summary": "x" * 10_000_000})
        assert self.post(sign_in(alice), body) == 413

    def test_deep_json_is_refused(self, alice: Person, sign_in: SignIn) -> None:
        assert self.post(sign_in(alice), '{"summary":' + "[" * 50_000 + "]" * 50_000 + "}") == 400


def test_an_unknown_record_in_a_body_answers_as_one_out_of_scope(
    opened: Opener, charlie: Person, alice: Person, sign_in: SignIn
) -> None:
    theirs = opened(by=charlie)
    browser = sign_in(alice)
    for pk in (theirs.pk, "0199a0a0-0000-7000-8000-000000000000"):
        answer = browser.post(
            "/api/v1/victims/",
            json.dumps({"case": str(pk), "enhanced_rights": True}),
            content_type="application/json",
        )
        assert answer.status_code == 404
    assert Milestone.objects.filter(case=theirs).count() == 1
