"""The whole list of what police entered for CPS: what its home begins, page by page and by API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urljoin

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplans import home
from actionplans.models import EnteredCharge
from actionplans.models.acts import TO_CONFIRM as WAITS
from actionplans.models.acts import CpsAct
from actionplans.services import ask_question, confirm_question
from cases.home import MOST
from cases.models import Allegation, Case
from rasso_tracker.dashboards.homes.cps import cps_lawyer
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.web.kindness import NOT_OFFERED
from reviews.home import TO_CONFIRM
from reviews.models import Decision
from tests.actionplans import test_confirm_pages as entered
from tests.actionplans.conftest import a_case, moment, submitted
from tests.actionplans.test_superseded import document_of
from tests.reviews.test_decisions import LATER, record_from_document
from tests.stories import story
from tests.web.page import Page

SignIn = Callable[[Person], Client]
Act = tuple[str, str]  # the kind and the id
OTHERWISE: dict[Any, str] = {EnteredCharge: "recorded_at", Decision: "decided_at"}  # no act of its own
DAYS = [moment(date(2026, 3, day)) for day in (4, 2, 3)]


@story
def acts(alice: Person, gita: Person, unit: CpsUnit, with_cps: Case, interviewed: Allegation) -> list[Act]:
    """Of six kinds, more than a home shows, entered in another order than CPS did them; as it did them."""
    asked = submitted(a_case(alice), alice, unit)
    for number in range(MOST):
        day = DAYS[number % 3]
        words = f"Which door, {number}?"
        ask_question(by=gita, submission=asked, text=words, asked_by="cps", at=LATER, **document_of(day))
    for one in (entered.of_triage, entered.of_advice, entered.of_completion):
        one(submitted(a_case(alice), alice, unit), gita)
    record_from_document(alice, with_cps, interviewed)
    return in_order()


def in_order() -> list[Act]:
    rows = [
        (getattr(row, model.acted or OTHERWISE[model]), row.pk, model._meta.model_name)
        for model in apps.get_models()
        if issubclass(model, CpsAct)
        for row in model.objects.filter(WAITS)
        if getattr(row, "completion_id", None) is None  # a check so made is confirmed with the completion
    ]
    return [(str(name), str(pk)) for _, pk, name in sorted(rows)]


def read(browser: Client, query: str = "") -> list[str]:
    """What the rows of the page lead to, on all its pages."""
    found: list[str] = []
    address = f"/to-confirm/{query}"
    while address:
        page = Page(browser.get(address).content.decode())
        links = [one for one in page.all("a") if one.within[-1].attrs.get("data-label") == "What"]
        found += [str(link.attrs["href"]) for link in links]
        after = next((str(one.attrs["href"]) for one in page.all("a", rel="next")), "")
        address = urljoin(address, after) if after else ""
    return found


def by_api(browser: Client, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    address = f"/api/v1/to-confirm/?page_size=10{query}"
    while address:
        answer = browser.get(address).json()
        found += answer["results"]
        address = answer["next"]
    return found


def test_the_whole_list_begins_with_what_the_home_has_and_goes_on(
    acts: list[Act], lena: Person, sign_in: SignIn
) -> None:
    here = next(one for one in cps_lawyer(lena, LATER).blocks if one.title.startswith("Entered by police"))
    client = sign_in(lena)
    whole = read(client)
    assert (len(here.lines), here.more, here.all_href) == (MOST, True, "/to-confirm/")
    assert 'href="/to-confirm/">see all</a>' in client.get("/").content.decode()
    assert [line.href for line in here.lines] == whole[:MOST]
    assert len({name for name, _ in acts}) == 6
    assert [address.split("/")[-3] for address in whole] == [pk for _, pk in acts]
    assert [one["id"] for one in by_api(client)] == [pk for _, pk in acts]


def test_a_page_back_shows_what_came_before(acts: list[Act], lena: Person, sign_in: SignIn) -> None:
    client = sign_in(lena)
    first = client.get("/to-confirm/").content.decode()
    second = client.get("/to-confirm/" + str(Page(first).one("a", rel="next").attrs["href"])).content.decode()
    before = client.get("/to-confirm/" + str(Page(second).one("a", rel="prev").attrs["href"]))
    rows = [one.attrs["href"] for one in Page(first).all("a") if one.within[-1].attrs.get("data-label")]
    again = Page(before.content.decode())
    assert [one.attrs["href"] for one in again.all("a") if one.within[-1].attrs.get("data-label")] == rows


def test_one_kind_is_listed_by_itself_and_a_kind_that_there_is_not_gets_a_sentence(
    acts: list[Act], lena: Person, sign_in: SignIn
) -> None:
    client = sign_in(lena)
    questions = [pk for name, pk in acts if name == "advicequestion"]
    assert len(questions) == MOST
    assert [address.split("/")[-3] for address in read(client, "?kind=question")] == questions
    found = by_api(client, "&kind=question")
    assert ([one["id"] for one in found], {one["kind"] for one in found}) == (questions, {"question"})
    assert len(read(client, "?kind=cps_decision")) == 1
    page = client.get("/to-confirm/?kind=letter")
    assert (page.status_code, NOT_OFFERED in page.content.decode()) == (200, True)
    answer = client.get("/api/v1/to-confirm/?kind=letter")
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"kind"})


def test_what_cps_confirmed_leaves_the_list(acts: list[Act], lena: Person, sign_in: SignIn) -> None:
    name, pk = next(one for one in acts if one[0] == "advicequestion")
    question = apps.get_model("actionplans", name).objects.get(pk=pk)
    confirm_question(by=lena, question=question, stands=True, at=LATER)
    client = sign_in(lena)
    rest = [key for _, key in acts if key != pk]
    assert [one["id"] for one in by_api(client)] == rest
    assert [address.split("/")[-3] for address in read(client)] == rest


def test_people_of_another_unit_or_district_see_none_of_it(
    acts: list[Act], nora: Person, brad: Person, sign_in: SignIn
) -> None:
    for other in (nora, brad):
        client = sign_in(other)
        assert (read(client), by_api(client)) == ([], []), other


def test_police_are_led_to_the_case_for_the_deed_is_not_theirs(
    acts: list[Act], gita: Person, sign_in: SignIn
) -> None:
    found = read(sign_in(gita))
    assert len(found) == len(acts)
    assert {address.split("/")[1] for address in found} == {"cases"}


@pytest.mark.parametrize("username", ["ivy", "reg", "adam"])
def test_who_reads_nothing_of_cps_does_not_open_it(username: str, db: None, sign_in: SignIn) -> None:
    client = sign_in(Person.objects.get(username=username))
    assert client.get("/to-confirm/").status_code == 403
    assert client.get("/api/v1/to-confirm/").status_code == 403


def test_no_row_is_asked_for_by_itself(acts: list[Act], lena: Person, sign_in: SignIn) -> None:
    client = sign_in(lena)
    page = Page(client.get("/to-confirm/").content.decode())
    second = "/to-confirm/" + str(page.one("a", rel="next").attrs["href"])
    client.get(second)  # its statement is compiled once

    def statements(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    assert statements("/to-confirm/") == statements(second)
    assert len(home.to_confirm(lena, TO_CONFIRM).rows) == MOST
