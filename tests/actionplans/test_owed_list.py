"""Where a home cuts what is owed, it leads to the whole list: the same rows in order, by page and API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplans.models import Submission
from actionplans.services import (
    answer_question,
    ask_question,
    countersign_advice,
    dispute_item,
    triage_submission,
    write_advice,
)
from cases.home import MOST
from cases.models import DueItem
from rasso_tracker.dashboards.blocks import Block
from rasso_tracker.dashboards.homes import HOMES
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.web.kindness import NOT_OFFERED
from tests.actionplans.conftest import ISSUED, ITEMS, SUBMITTED, a_case, issued, moment, submitted
from tests.actionplans.test_files import sent
from tests.stories import story
from tests.web.page import Page

SignIn = Callable[[Person], Client]
FILES = "Files to check before they go to CPS"
REJECTED = "Submissions that CPS triage rejected"
DISPUTES = "Items that police dispute"
SECOND = "Advice to countersign"
ASKED = "Questions that police ask"
KINDS = [("gita", FILES), ("gita", REJECTED), ("lena", DISPUTES), ("lena", ASKED), ("max", SECOND)]
MANY = [{**ITEMS[0], "asks": f"Statement {number}."} for number in range(1, MOST + 3)]


@story
def owed(alice: Person, gita: Person, lena: Person, unit: CpsUnit) -> None:
    """Of each kind three, raised in another order than they are due; of disputes more than a home shows."""
    for day in (18, 16, 17):
        sent(a_case(alice), alice, at=moment(date(2026, 2, day)))
        rejected = submitted(a_case(alice), alice, unit)
        triage_submission(
            by=lena,
            submission=rejected,
            accepted=False,
            reasons=[{"reason": "mg11"}],
            respond_by=date(2026, 3, day),
            at=SUBMITTED,
        )
        second = submitted(a_case(alice), alice, unit)
        write_advice(
            by=lena,
            submission=second,
            text="Go on.",
            countersign_wanted=True,
            given_at=SUBMITTED,
            at=moment(date(2026, 3, day)),
        )
        ask_question(by=alice, submission=second, text="Which phone?", at=moment(date(2026, 3, day)))
    taken = submitted(a_case(alice), alice, unit)
    triage_submission(by=lena, submission=taken, accepted=True, at=SUBMITTED)
    plan = issued(taken, lena, items=MANY)
    asked = submitted(a_case(alice), alice, unit)
    triage_submission(by=lena, submission=asked, accepted=True, at=SUBMITTED)
    for item in plan.items.order_by("-number"):
        raised_at = ISSUED + timedelta(days=item.number % 3)
        dispute_item(
            by=alice, item=item, reason="victim_privacy", channel="phone", words="No need.", at=raised_at
        )


def block(person: Person, title: str) -> Block:
    home = HOMES[person.role.code](person, moment(date(2026, 3, 20)))
    return next(one for one in home.blocks if one.title == title)


def leads_to(browser: Client, address: str) -> list[str]:
    """What the rows of the list lead to, in its order, on all its pages."""
    found: list[str] = []
    while address:
        answer = browser.get(address)
        assert answer.status_code == 200
        page = Page(answer.content.decode())
        links = [one for one in page.all("a") if one.within[-1].attrs.get("data-label") == "What"]
        found += [str(link.attrs["href"]) for link in links]
        after = next((str(one.attrs["href"]) for one in page.all("a", rel="next")), "")
        address = urljoin(address, after) if after else ""
    return found


def by_api(browser: Client, query: str) -> list[str]:
    """The reasons of what the API lists, on all its pages of ten."""
    found: list[str] = []
    address = f"/api/v1/owed/?{query}&page_size=10"
    while address:
        answer = browser.get(address).json()
        found += [one["source"] for one in answer["results"]]
        address = answer["next"]
    return found


def asked_by(address: str) -> str:
    return address.partition("?")[2] or "show="


@pytest.mark.parametrize(("username", "title"), KINDS)
def test_the_whole_list_begins_with_what_the_home_has_and_goes_on(
    username: str, title: str, owed: None, sign_in: SignIn
) -> None:
    person = Person.objects.get(username=username)
    here, client = block(person, title), sign_in(person)
    at_home = [line.href for line in here.lines]
    whole = leads_to(client, here.all_href)
    count = len(MANY) if title == DISPUTES else 3
    assert (len(at_home), here.more, len(whole)) == (min(count, MOST), count > MOST, count)
    assert len(set(whole)) == count
    assert whole[:MOST] == at_home
    found = by_api(client, asked_by(here.all_href))
    stored = DueItem.objects.filter(source__in=found, settled_at__isnull=True)
    in_order = list(stored.order_by("due_on", "id").values_list("source", "due_on"))
    assert found == [str(source) for source, _ in in_order]
    assert len(found) == count
    assert len({due_on for _, due_on in in_order}) == 3
    if here.more:
        assert f'href="{here.all_href}">see all</a>' in client.get("/").content.decode()


def test_what_one_owes_by_name_is_the_list_as_it_opens(owed: None, alice: Person, sign_in: SignIn) -> None:
    here, client = block(alice, "What I owe"), sign_in(alice)
    assert (here.all_href, here.more, len(here.lines)) == ("/owed/", False, len(leads_to(client, "/owed/")))
    mine = DueItem.objects.filter(owner=alice, settled_at__isnull=True).order_by("due_on", "id")
    assert by_api(client, "show=") == [str(one) for one in mine.values_list("source", flat=True)]
    assert [line.what for line in here.lines] == [one.what_for(alice) for one in mine]
    page = Page(client.get("/owed/").content.decode())
    said = [one.text for one in page.all("a") if one.within[-1].attrs.get("data-label") == "What"]
    assert said == [f"{line.what}, {line.reference}" for line in here.lines]


@pytest.mark.parametrize(
    "show", ["answer", "late_answer", "dispute", "question", "countersign", "response", "file_check"]
)
@pytest.mark.parametrize("username", ["nora", "brad"])
def test_people_of_another_unit_or_district_see_none_of_it(
    show: str, username: str, owed: None, sign_in: SignIn
) -> None:
    assert leads_to(sign_in(Person.objects.get(username="gita")), f"/owed/?show={show}")
    client = sign_in(Person.objects.get(username=username))
    assert (leads_to(client, f"/owed/?show={show}"), by_api(client, f"show={show}")) == ([], [])


def test_a_second_lawyer_does_not_find_their_own_advice(
    alice: Person, chief: Person, lena: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    one, two = (submitted(a_case(alice), alice, unit) for _ in range(2))
    write_advice(by=chief, submission=one, text="My own.", countersign_wanted=True, at=ISSUED)
    advice = write_advice(by=lena, submission=two, text="Hers.", countersign_wanted=True, at=ISSUED)
    client = sign_in(chief)
    assert leads_to(client, "/owed/?show=countersign") == [page_of(two)]
    assert by_api(client, "show=countersign") == [str(advice.pk)]
    assert leads_to(sign_in(lena), "/owed/?show=countersign") == [page_of(one)]
    countersign_advice(by=chief, advice=advice, at=ISSUED)
    assert (leads_to(client, "/owed/?show=countersign"), by_api(client, "show=countersign")) == ([], [])


def test_cps_finds_what_police_ask_of_it_until_it_answers_and_not_what_it_asks_of_them(
    alice: Person, lena: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    ours, theirs = (submitted(a_case(alice), alice, unit) for _ in range(2))
    asked = ask_question(by=alice, submission=ours, text="Which phone?", at=ISSUED)
    ask_question(by=lena, submission=theirs, text="Which door?", at=ISSUED)
    for person in (lena, alice):
        client = sign_in(person)
        assert leads_to(client, "/owed/?show=question") == [page_of(ours)]
        assert by_api(client, "show=question") == [str(asked.pk)]
    assert [line.href for line in block(lena, ASKED).lines] == [page_of(ours)]
    answer_question(by=lena, question=asked, text="The blue one.", at=ISSUED)
    assert (block(lena, ASKED).lines, by_api(sign_in(lena), "show=question")) == ([], [])


def test_the_unit_that_has_the_case_now_answers_what_was_asked_of_the_one_before(
    alice: Person, lena: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    first = submitted(a_case(alice), alice, unit)
    late = [{"reason": "mg11"}]
    due_on = date(2026, 3, 20)
    triage_submission(
        by=lena, submission=first, accepted=False, reasons=late, respond_by=due_on, at=SUBMITTED
    )
    asked = ask_question(by=alice, submission=first, text="Which phone?", at=SUBMITTED)
    assert by_api(sign_in(lena), "show=question") == [str(asked.pk)]
    submitted(first.case, alice, CpsUnit.objects.get(code="other-rasso"), ISSUED)
    nora = Person.objects.get(username="nora")
    for person, found in ((lena, []), (nora, [asked])):
        assert by_api(sign_in(person), "show=question") == [str(one.pk) for one in found]
        assert [line.href for line in block(person, ASKED).lines] == [page_of(first) for _ in found]
    answer_question(by=nora, question=asked, text="The blue one.", at=ISSUED)
    assert by_api(sign_in(nora), "show=question") == []


def page_of(submission: Submission) -> str:
    return f"/submissions/{submission.pk}/"


def test_a_question_that_there_is_not_gets_a_sentence(alice: Person, sign_in: SignIn) -> None:
    client = sign_in(alice)
    page = client.get("/owed/?show=everything")
    assert page.status_code == 200
    assert NOT_OFFERED in page.content.decode()
    answer = client.get("/api/v1/owed/?show=everything")
    assert answer.status_code == 400
    assert answer.json()["fields"] == {
        "show": "Give one of answer, countersign, dispute, file_check, late_answer, question, response."
    }


@pytest.mark.parametrize(("username", "offered"), [("ivy", [""]), ("reg", [""]), ("lena", None)])
def test_nobody_is_offered_a_question_about_what_their_role_does_not_read(
    username: str, offered: list[str] | None, db: None, sign_in: SignIn
) -> None:
    page = Page(sign_in(Person.objects.get(username=username)).get("/owed/").content.decode())
    choices = page.by_id("id_show")
    values = [one.attrs["value"] for one in page.all("option") if choices in one.within]
    known = ["", "answer", "late_answer", "file_check", "response", "dispute", "question", "countersign"]
    assert values == (offered or known)


def test_no_row_is_asked_for_by_itself(owed: None, lena: Person, sign_in: SignIn) -> None:
    client = sign_in(lena)
    first = "/owed/?show=dispute"
    page = Page(client.get(first).content.decode())
    second = urljoin(first, str(page.one("a", rel="next").attrs["href"]))
    client.get(second)  # its statement is compiled once

    def statements(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    assert statements(first) == statements(second)
