"""No button for what would be refused: every deed that a page offers to a person opens for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from actionplans.models import Escalation
from actionplans.services import acknowledge_escalation, raise_reminders
from actionplans.unanswered import stands
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.web.routes import Route, all_routes
from tests.chain import story as told
from tests.database import cloned

PEOPLE = ("alice", "sam", "gita", "lena", "mona")
# Where something is finished, refused, climbing or answered already, so that not everything may be done.
STORIES = ("lapsed", "limit near", "authorised", "whole")
LISTS = (
    "/",
    "/action-plans/overdue/",
    "/dashboards/weekly-meeting/?since=2026-03-02",
    "/due-items/",
    "/submissions/",
    "/clinics/",
)
DULL = {"case_record_lines", "letter_pdf", "victim_needs"}  # pages that offer no deed
_ID = "[0-9a-f]{8}-[0-9a-f-]{27}"


def shape(route: Route) -> str:
    return re.escape(route.path).replace("<uuid:pk>", _ID)


def forms() -> re.Pattern[str]:
    found = [one for one in all_routes() if one.kind == "form" and one.method == "GET"]
    assert len(found) > 100
    return re.compile("|".join(shape(one) for one in found))


def pages_of(story: told.Story, details: list[Route]) -> Iterator[str]:
    rows = [one for one in vars(story).values() if isinstance(one, Model)]
    for route in details:
        for row in rows:
            if row._meta.label == route.subject:
                yield route.path.replace("<uuid:pk>", str(row.pk))


def offered(page: str) -> set[str]:
    return {unescape(href).partition("#")[0] for href in re.findall(r'<a [^>]*href="([^"]+)', page)}


@pytest.fixture(scope="module")
def stories(
    home_database: str, template_database: str, django_db_blocker: Any
) -> Iterator[dict[str, told.Story]]:
    """Everything has climbed as far as it goes by now; of one plan the highest step was answered."""
    with django_db_blocker.unblock(), cloned(home_database, template_database, "offers"):
        with system("the test tells its stories"):
            found = {name: told.STAGES[name](f"1328{number:07d}") for number, name in enumerate(STORIES, 1)}
            found["answered"] = told.until(told.to_cps, told.lapse)("13280000099")
            raise_reminders()
            steps = Escalation.objects.filter(stands(), case=found["answered"].case).order_by("-step")
            acknowledge_escalation(
                by=told.person("sam"), escalation=steps[0], next_act="Chase.", next_act_on=london_date(now())
            )
        yield found


def asked_of(person: Person, stories: dict[str, told.Story]) -> tuple[set[str], set[tuple[str, str]]]:
    """Every deed that is offered on these pages, and those that are refused, by the page that offers them."""
    form = forms()
    browser = Client()
    browser.force_login(person)
    details = [one for one in all_routes() if one.kind == "detail" and one.name not in DULL]
    pages = [*LISTS, *(page for story in stories.values() for page in pages_of(story, details))]
    asked: set[str] = set()
    refused = set()
    for page in dict.fromkeys(pages):
        answer = browser.get(page)
        links = offered(answer.content.decode(errors="replace")) if answer.status_code == 200 else set()
        for href in {one for one in links - asked if form.fullmatch(one.partition("?")[0])}:
            asked.add(href)
            if browser.get(href).status_code != 200:
                refused.add((re.sub(_ID, "<id>", page), re.sub(_ID, "<id>", href)))
    return asked, refused


@pytest.mark.parametrize("username", PEOPLE)
def test_every_deed_that_is_offered_opens(username: str, stories: dict[str, told.Story]) -> None:
    person = told.person(username)
    asked, refused = asked_of(person, stories)
    assert sorted(refused) == []
    assert asked
