"""Every form of the product on a record of its own kind, by page and by API, given what no form wants."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse, QueryDict

from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.web.api_deeds import DeedPart
from rasso_tracker.web.surfaces import Surface
from tests.attack.asking import ask, is_refused
from tests.attack.forms import all_filled, surfaces, text_controls, thorough
from tests.visitors import Visitor

FAR_TOO_LONG = "x" * 1_500_000
ODD = {
    "nul": "a\x00b",
    "direction": "a\u202eb",
    "long": "x" * 20_000,
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
    "year nought": "0",
    "year far off": "99999",
    "date of year nought": "0000-01-01",
    "date far off": "99999-12-31",
    "day before time": "0001-01-01T00:00:00+14:00",
    "number": "9" * 400,
    "number without end": "9" * 5_000,
    "number with a point": "1e400",
    "not a number": "NaN",
    "stacked marks": "a" + "\u0301\u0316" * 100,
    "symbol beyond the first plane": "\U0001f4a5" * 60,
}
ODD_JSON: list[Any] = [*ODD.values(), "a\ud800b", "\ud800", None, True, 0, -1, 1.5, 10**30, 10**400, 1e308]
ODD_JSON += [[], {}, [None], [{}], [[]], {"a": {}}, ["x"] * 201]
THOROUGH = thorough()
NUMBER = {surface.name: number for number, surface in enumerate(surfaces())}
Doers = dict[str, tuple[Person, Any]]
BrowserOf = Callable[[Person], Visitor]
every_form = pytest.mark.parametrize("surface", surfaces(), ids=lambda surface: surface.name)


def send(browser: Visitor, surface: Surface, subject: Any, filled: dict[str, str]) -> HttpResponse:
    address = "/" + surface.page.replace("<uuid:pk>", str(subject.pk if subject is not None else ""))
    with transaction.atomic():
        response = browser.post(address, filled)
        transaction.set_rollback(True)
    return response  # type: ignore[no-any-return]  # the test client's response is one


def with_version(surface: Surface, subject: Any, filled: dict[str, str]) -> dict[str, str]:
    return filled | {"version": str(subject.version)} if surface.versioned else filled


def names_of(surface: Surface) -> list[str]:
    return [name for name in surface.form.base_fields if name not in ("once", "version")]


def of_use(surface: Surface, odd: list[Any]) -> list[Any]:
    """A form without a field of its own would be sent the same thing over and over."""
    return odd if names_of(surface) else odd[:1]


def is_sent(surface: Surface, number: int, of: int, *, refused: bool) -> bool:
    """Whether this form is sent its odd value of that number: each value reaches many forms in turn."""
    turn = NUMBER[surface.name] % of
    return surface.name in THOROUGH or (number == turn if refused else number % 12 == turn % 12)


def faults_on_page(surface: Surface, person: Person, subject: Any, filled: dict[str, str]) -> dict[str, str]:
    """What the page's form says of this; nothing where it takes it, and the deed is tried."""
    data = QueryDict(mutable=True)
    data.update(filled)
    version = str(subject.version) if surface.versioned else None
    form = surface.form(data=data, person=person, subject=subject, version=version)
    return {} if form.is_valid() else form.faults()


def faults_by_api(surface: Surface, person: Person, subject: Any, value: Any) -> dict[str, str]:
    body = dict.fromkeys(names_of(surface), value)
    try:
        DeedPart(surface).values(person, subject, json.loads(json.dumps(body)))
    except Invalid as trouble:
        return trouble.fields
    return {}


def reads_as_sentences(faults: dict[str, str], what: Any) -> None:
    assert all(sentence.strip().endswith((".", "?")) for sentence in faults.values()), (what, faults)


@every_form
def test_page_keeps_text_that_is_far_too_long(
    doers_of: Doers, browser_of: BrowserOf, surface: Surface
) -> None:
    """Of a length that no column holds where the kind of field is met first, else of one too many."""
    person, subject = doers_of[surface.name]
    with acting(person):
        if is_refused(surface, person, subject):
            pytest.skip("what is refused shows no form")
        form = surface.form(person=person, subject=subject)
    for control, field in text_controls(form)[:1]:
        text = FAR_TOO_LONG if surface.name in THOROUGH else "x" * (field.longest + 1)
        typed = {control: text}
        if "-0-" in control:
            typed[control.partition("-0-")[0] + "-count"] = "1"
        filled = with_version(surface, subject, typed)
        response = send(browser_of(person), surface, subject, filled)
        page = response.content.decode()
        assert response.status_code == 422, page[:2000]
        assert f"You used {len(text):,}." in page
        assert text in page
        assert f'href="#id_{control}"' in page


@every_form
def test_page_answers_what_is_odd_with_a_sentence(
    doers_of: Doers, browser_of: BrowserOf, surface: Surface
) -> None:
    """Each form is asked about each value. The page is sent every twelfth that the form takes and one that it
    does not take, in turn, and every value where a kind of field is met first.
    """
    done = 200 if surface.shown_once else 302  # what is shown once stands in the answer
    person, subject = doers_of[surface.name]
    browser = browser_of(person)
    for number, (what, text) in enumerate(of_use(surface, list(ODD.items()))):
        filled = with_version(surface, subject, all_filled(surface, text))
        with acting(person):
            faults = faults_on_page(surface, person, subject, filled)
        reads_as_sentences(faults, what)
        if not is_sent(surface, number, len(ODD), refused=bool(faults)):
            continue
        response = send(browser, surface, subject, filled)
        assert response.status_code in ((403, 422) if faults else (done, 403, 409, 422)), (what, faults)
        page = response.content.decode()
        assert "<script>alert" not in page
        for target in re.findall(r'<a href="#(id_[^"]+)">', page):
            assert f'id="{target}"' in page, f"{what}: the summary leads to {target}, which is not there"


@every_form
def test_api_answers_what_is_odd_with_a_sentence(
    doers_of: Doers, browser_of: BrowserOf, surface: Surface
) -> None:
    """As the page's."""
    person, subject = doers_of[surface.name]
    browser, names = browser_of(person), names_of(surface)
    for number, value in enumerate(of_use(surface, ODD_JSON)):
        with acting(person):
            faults = faults_by_api(surface, person, subject, value)
        reads_as_sentences(faults, value)
        assert "" not in faults, (value, faults)  # every fault of what was sent has its field
        if not is_sent(surface, number, len(ODD_JSON), refused=bool(faults)):
            continue
        status, text = ask(browser, surface, subject, dict.fromkeys(names, value))
        assert status in ((400, 403) if faults else (200, 201, 400, 403, 404, 409, 412)), (value, text)
        assert status < 400 or json.loads(text)["detail"].endswith(".")


def test_no_form_is_left_out(doers_of: Doers) -> None:
    """So that the tests above cannot pass by asking nothing."""
    assert [one.name for one in surfaces() if one.name not in doers_of] == []


def test_few_forms_are_asked_everything_and_all_kinds_of_field_are_among_them() -> None:
    assert 10 < len(THOROUGH) < len(surfaces()) / 4
