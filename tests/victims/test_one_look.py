"""A page asks once what each of its deeds depends on; a deed asks each time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Victim
from rasso_tracker.people.looks import once, one_look
from rasso_tracker.people.models import Person
from tests.chain import story as told
from tests.stories import story as told_once


@pytest.fixture
def answers() -> list[bool]:
    return [False, True]


def test_within_one_look_a_question_is_asked_once(answers: list[bool]) -> None:
    with one_look():
        assert [once("a", answers.pop), once("a", answers.pop), once("b", answers.pop)] == [True, True, False]
    assert answers == []


def test_outside_a_look_and_in_the_next_it_is_asked_anew(answers: list[bool]) -> None:
    assert once("a", answers.pop) is True
    with one_look():
        assert once("a", answers.pop) is False
    with one_look(), pytest.raises(IndexError):
        once("a", answers.pop)


@told_once
def victim(db: None) -> Victim:
    return told.report(crime="13260001111").victim


@pytest.mark.parametrize("username", ["alice", "sam"])
def test_the_page_of_a_victim_asks_once_whether_its_reader_may_know_of_the_case(
    username: str, victim: Victim, sign_in: Callable[[Person], Client]
) -> None:
    browser = sign_in(told.person(username))
    path = f"/victims/{victim.pk}/"
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(path).content.decode()
    assert page.count(f"/victims/{victim.pk}/") > 5, "it leads to many deeds"
    known = [
        one["sql"] for one in asked.captured_queries if 'SELECT 1 AS "a" FROM "cases_case"' in one["sql"]
    ]
    assert len(known) == 1
