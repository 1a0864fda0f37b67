"""Keyset pages over real cases: every row once, in order, forwards and back, whatever the branch."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta
from itertools import chain
from typing import Any

import pytest

from cases.models import Case, NamedAccess
from cases.services import open_case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.people.models import District, Person, Team
from rasso_tracker.web.cursors import Order, read_cursor
from rasso_tracker.web.keyset import Kept, count_up_to, read_page
from rasso_tracker.web.lists import visible_branches
from tests.stories import story

DUE = Order("due", "Next due", "next_due_on", nullable=True)
REPORTED = Order("reported", "Reported", "reported_on")
REFERENCE = Order("reference", "Reference", "reference")
ORDERS = (DUE, REPORTED, REFERENCE)
FIRST = date(2026, 3, 2)


@story
def eleven(alice: Person, leeds: District, leeds_a: Team) -> list[Case]:
    """Eleven cases of Leeds A; pairs share a report date, four have nothing due, two are due the same day."""
    made = []
    for number in range(11):
        case = open_case(
            by=alice,
            district=leeds,
            team=leeds_a,
            reported_on=FIRST + timedelta(days=number // 2),
            officer_in_charge=alice,
            crime_reference=f"13260{number:06d}",
            offence_type="rape_adult",
        )
        if number % 3:
            case.next_due_on, case.next_due_what = FIRST + timedelta(days=100 - number // 2), "Review"
        with open_door("a test sets due dates"):
            case.save()
        made.append(case)
    return made


def expected(cases: list[Case], order: Order, descending: bool) -> list[Any]:
    """The order by hand: by value, then id; rows without a value last."""
    filled = [case for case in cases if getattr(case, order.field) is not None]
    empty = [case for case in cases if getattr(case, order.field) is None]
    filled.sort(key=lambda case: (getattr(case, order.field), case.pk), reverse=descending)
    empty.sort(key=lambda case: case.pk, reverse=descending)
    return [case.pk for case in [*filled, *empty]]


def page_at(
    person: Person, order: Order, descending: bool, text: str, size: int = 3, kept: Kept | None = None
) -> Any:
    return read_page(
        lambda: visible_branches(Case, person),
        order=order,
        descending=descending,
        fields=("reference", "district__name"),
        size=size,
        cursor=read_cursor(text, ORDERS, Case),
        kept=kept,
    )


@pytest.mark.parametrize("kept", ["", "compiled", "planned"])
@pytest.mark.parametrize("size", [1, 3, 11, 25])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.code)
def test_walk_there_and_back_shows_every_row_once_in_order(
    eleven: list[Case], alice: Person, order: Order, descending: bool, size: int, kept: str
) -> None:
    name = Kept((alice.pk, order, descending, size), {}, planned=kept == "planned") if kept else None
    pages, text = [], ""
    while True:
        page = page_at(alice, order, descending, text, size, name)
        pages.append(page)
        if not page.next:
            break
        text = page.next
    forwards = [[row["pk"] for row in page.rows] for page in pages]
    assert [*chain(*forwards)] == expected(eleven, order, descending)
    assert not pages[0].previous

    backwards = [forwards[-1]]
    while page.previous:
        page = page_at(alice, order, descending, page.previous, size, name)
        backwards.insert(0, [row["pk"] for row in page.rows])
    assert [*chain(*backwards)][-11:] == expected(eleven, order, descending)
    assert not page.previous


def test_row_named_for_two_reasons_is_shown_once_and_hides_none(
    eleven: list[Case], sam: Person, dora: Person
) -> None:
    """Dora, of another team, is named on every case twice: her branch holds each row twice."""
    with open_door("a test names a person twice"):
        for case in eleven:
            for because in ("assigned", "restricted"):
                NamedAccess.objects.create(
                    case=case, person=dora, because=because, started_at=now(), granted_by=sam
                )

    seen, text = [], ""
    while True:
        page = page_at(dora, DUE, False, text, 4)
        seen += [row["pk"] for row in page.rows]
        if not page.next:
            break
        text = page.next

    assert seen == expected(eleven, DUE, False)


def test_outsider_gets_an_empty_page(eleven: list[Case], charlie: Person, audrey: Person) -> None:
    for person in (charlie, audrey):
        page = page_at(person, DUE, False, "")
        assert (page.rows, page.next, page.previous) == ([], "", "")


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.code)
def test_page_is_one_statement(
    eleven: list[Case], alice: Person, order: Order, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        page_at(alice, order, False, "")


def packed(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


UUID = "01890000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "%%%",
        "é",
        "a" * 5000,
        packed(),
        packed("due", 0, "2026-03-02", UUID),
        packed("other", 0, "2026-03-02", UUID, 0),
        packed("due", 0, "2026-02-30", UUID, 0),
        packed("due", 0, "2026-03-02", "7", 0),
        packed("due", 0, ["x"], UUID, 0),
        packed("due", 0, {"a": 1}, UUID, 0),
        packed("due", 0, 10**30, UUID, 0),
        packed("reported", 0, None, UUID, 0),
        packed("reference", 0, "a\x00b", UUID, 0),
        packed("reference", 0, "\ud800", UUID, 0),
        packed("reference", 0, "r" * 300, UUID, 0),
        packed([], 0, "2026-03-02", UUID, 0),
    ],
)
def test_cursor_that_is_none_leads_to_page_one(text: str) -> None:
    assert read_cursor(text, ORDERS, Case) is None


def test_cursor_holds_the_sort_key_and_the_id_alone(eleven: list[Case], alice: Person) -> None:
    page = page_at(alice, REPORTED, False, "")
    text = page.next + "=" * (-len(page.next) % 4)
    last = page.rows[-1]
    assert json.loads(base64.urlsafe_b64decode(text)) == [
        "reported",
        0,
        last["reported_on"].isoformat(),
        str(last["pk"]),
        0,
    ]


def test_count_goes_no_further_than_asked(eleven: list[Case], alice: Person, charlie: Person) -> None:
    assert count_up_to(lambda: visible_branches(Case, alice), 100) == 11
    assert count_up_to(lambda: visible_branches(Case, alice), 5) == 6
    assert count_up_to(lambda: visible_branches(Case, charlie), 100) == 0
