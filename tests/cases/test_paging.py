"""The case list: every case once, in order, there and back, whatever the branches."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client

from cases import services
from cases.models import Case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from tests.cases.conftest import AT, Opener
from tests.stories import story

MANY = 57


@story
def many(opened: Opener, alice: Person, bob: Person) -> list[Case]:
    """Cases of the team, some Alice's (so she is also named on them), some with something due."""
    made = []
    for number in range(MANY):
        case = opened(
            by=alice if number % 3 else bob, reported_on=date(2026, 3, 2) - timedelta(days=number % 11)
        )
        if number % 2:
            with open_door("a deed"):
                services.raise_due(
                    case=case, source=uuid7(), code="x", what="Do it",
                    due_on=date(2026, 4, 1) + timedelta(days=number % 7), at=AT,
                )  # fmt: skip
        made.append(case)
    return made


def references(body: str) -> list[str]:
    return re.findall(r'<a class="govuk-link" href="/cases/[0-9a-f-]+/">(RS-\d{4}-\d{6})</a>', body)


def link(body: str, rel: str) -> str:
    found = re.search(rf'<a class="[^"]*" href="([^"]+)" rel="{rel}"', body)
    return found[1].replace("&amp;", "&") if found else ""


def walk(browser: Client, query: str) -> list[list[str]]:
    """The references of each page, from the first to the last."""
    pages, address = [], query
    while True:
        body = browser.get(f"/cases/{address}").content.decode()
        pages.append(references(body))
        address = link(body, "next")
        if not address:
            return pages


def expected(order: Callable[[Case], Any]) -> list[str]:
    return [case.reference for case in sorted(Case.objects.all(), key=order)]


ORDERS: dict[str, Callable[[Case], object]] = {
    "": lambda case: (case.next_due_on is None, case.next_due_on or date.min, str(case.pk)),
    "?sort=reported": lambda case: (case.reported_on, str(case.pk)),
    "?sort=-reported": lambda case: (-case.reported_on.toordinal(), -int(case.pk)),
    "?sort=-due": lambda case: (
        case.next_due_on is None,
        -(case.next_due_on or date.min).toordinal(),
        -int(case.pk),
    ),
}


def test_every_case_is_shown_once_in_each_order(
    many: list[Case], alice: Person, sign_in: Callable[[Person], Client]
) -> None:
    for query, order in ORDERS.items():
        pages = walk(sign_in(alice), query)
        assert [len(page) for page in pages] == [25, 25, 7]
        assert [one for page in pages for one in page] == expected(order)


def test_the_way_back_shows_the_same_pages(
    many: list[Case], alice: Person, sign_in: Callable[[Person], Client]
) -> None:
    browser: Client = sign_in(alice)
    first = browser.get("/cases/").content.decode()
    assert f'<p class="app-count">{MANY} cases</p>' in first
    second = browser.get(f"/cases/{link(first, 'next')}").content.decode()
    third = browser.get(f"/cases/{link(second, 'next')}").content.decode()
    back = browser.get(f"/cases/{link(third, 'prev')}").content.decode()
    assert references(back) == references(second)
    assert references(browser.get(f"/cases/{link(back, 'prev')}").content.decode()) == references(first)


def test_a_colleague_sees_the_same_an_outsider_none_and_mine_are_mine(
    many: list[Case], dora: Person, bob: Person, sign_in: Callable[[Person], Client]
) -> None:
    assert sum(len(page) for page in walk(sign_in(bob), "")) == MANY
    assert walk(sign_in(dora), "") == [[]]
    shown = {one for page in walk(sign_in(bob), "?mine=1") for one in page}
    assert shown == {case.reference for case in many if case.officer_in_charge_id == bob.pk}


def test_the_api_walks_the_same_rows(
    many: list[Case], alice: Person, sign_in: Callable[[Person], Client]
) -> None:
    browser: Client = sign_in(alice)
    address, shown = "/api/v1/cases/?page_size=20", []
    while address:
        body = browser.get(address).json()
        shown += [row["reference"] for row in body["results"]]
        address = (body["next"] or "").replace("http://testserver", "")
    assert shown == expected(
        lambda case: (case.next_due_on is None, case.next_due_on or date.min, str(case.pk))
    )
