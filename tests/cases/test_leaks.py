"""A restricted case leaves no trace for anybody who is not named on it: no row, no count, no message."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from cases import home, panels, services, timeline
from cases.models import (
    Allegation,
    Assignment,
    Case,
    DueItem,
    Milestone,
    NamedAccess,
    SearchKey,
    Suspect,
    Victim,
)
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from tests.cases.conftest import AT, Opener, next_crime, on
from tests.stories import story

OUTSIDERS = ["bob", "dina", "brad", "charlie", "gwen", "mona", "reg", "lena", "rita", "ivy", "audrey", "adam"]
CRIME = "13260333444"
MODELS = [Case, Allegation, Suspect, Victim, Milestone, DueItem, Assignment, SearchKey]


@story
def hidden(opened: Opener, alice: Person, sam: Person, gita: Person) -> Case:
    """A restricted case with something in every table, seen by Alice, Sam and Gita alone."""
    case = opened(crime_reference=CRIME, summary="Canary summary")
    services.add_victim(by=alice, case=case, at=AT)
    services.add_suspect(by=alice, case=case, name="Canary Hiddenname", at=AT)
    milestone = services.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(4), at=AT)
    with open_door("a deed"):
        services.raise_due(
            case=case, source=milestone.pk, code="x", what="Canary task", due_on=on(9).date(), at=AT
        )
    services.restrict_case(by=sam, case=case, people=[gita], reason="A relative works here", at=AT)
    return Case.objects.get(pk=case.pk)


def test_no_table_shows_a_row_or_counts_one(hidden: Case) -> None:
    for model in MODELS:
        assert model.objects.exists()  # there is something to leak
    for outsider in Person.objects.filter(username__in=OUTSIDERS):
        shown = {model: model.objects.visible_to(outsider).count() for model in MODELS}
        with acting(outsider):
            there = {model: model.objects.count() for model in MODELS}
        assert shown == there == dict.fromkeys(MODELS, 0), outsider.username


@pytest.mark.parametrize("username", ["alice", "sam", "gita"])
def test_named_people_see_it(username: str, hidden: Case) -> None:
    person = Person.objects.get(username=username)
    with acting(person):
        assert Case.objects.visible_to(person).get() == hidden
        assert panels.panel(hidden, person) is not None
        assert timeline.entries(hidden, person)


@pytest.mark.parametrize("username", ["dina", "bob"])
def test_home_pages_leave_it_out(username: str, hidden: Case) -> None:
    outsider = Person.objects.get(username=username)
    with acting(outsider):
        for rows, more in (
            home.workload(outsider, AT),
            home.my_cases(outsider),
            home.due_next(outsider),
            home.cases_without_a_victim(outsider),
        ):
            assert (rows, more) == ([], False)


def test_the_list_and_its_count_leave_it_out(hidden: Case, sign_in: Callable[[Person], Client]) -> None:
    for outsider in Person.objects.filter(username__in=OUTSIDERS):
        browser: Client = sign_in(outsider)
        page = browser.get("/cases/")
        assert page.status_code == 200
        assert hidden.reference not in page.content.decode()
        empty = "through the people you support" if outsider.username == "ivy" else "No cases to show."
        assert empty in page.content.decode()
        assert browser.get("/api/v1/cases/").json()["results"] == []


def test_someone_who_sees_other_cases_gets_a_count_without_it(
    opened: Opener, hidden: Case, bob: Person, sign_in: Callable[[Person], Client]
) -> None:
    other = opened(by=bob)
    body = sign_in(bob).get("/cases/").content.decode()
    assert other.reference in body
    assert '<p class="app-count">1 case</p>' in body


ADDRESSES = (
    "/cases/{case}/",
    "/cases/{case}/edit/",
    "/cases/{case}/victims/new/",
    "/cases/{case}/suspects/new/",
    "/cases/{case}/allegations/new/",
    "/cases/{case}/milestones/new/",
    "/cases/{case}/assign/",
    "/cases/{case}/restrict/",
    "/cases/{case}/people/",
    "/cases/{case}/people/new/",
    "/allegations/{allegation}/edit/",
    "/milestones/{milestone}/void/",
    "/named-people/{naming}/end/",
    "/api/v1/cases/{case}/",
    "/api/v1/allegations/{allegation}/",
    "/api/v1/suspects/{suspect}/",
    "/api/v1/victims/{victim}/",
    "/api/v1/milestones/{milestone}/",
)
NOWHERE = "0199a0a0-0000-7000-8000-000000000000"


@pytest.mark.parametrize("username", ["bob", "dina"])
def test_every_address_of_it_answers_as_if_it_did_not_exist(
    username: str, hidden: Case, sign_in: Callable[[Person], Client]
) -> None:
    browser: Client = sign_in(Person.objects.get(username=username))
    ids = {
        "case": hidden.pk,
        "allegation": Allegation.objects.get(case=hidden).pk,
        "milestone": Milestone.objects.get(case=hidden, kind="abe").pk,
        "suspect": Suspect.objects.get(case=hidden).pk,
        "victim": Victim.objects.get(case=hidden).pk,
        "naming": NamedAccess.objects.filter(case=hidden, because="restricted")[0].pk,
    }
    for address in ADDRESSES:
        there = browser.get(address.format(**ids))
        nowhere = browser.get(address.format(**dict.fromkeys(ids, NOWHERE)))
        assert (there.status_code, nowhere.status_code) == (404, 404), address


@pytest.mark.parametrize("name", ["allegations", "suspects", "victims", "milestones"])
def test_api_lists_leave_its_parts_out(
    name: str, hidden: Case, bob: Person, sign_in: Callable[[Person], Client]
) -> None:
    browser: Client = sign_in(bob)
    assert browser.get(f"/api/v1/{name}/").json()["results"] == []
    assert browser.get(f"/api/v1/{name}/?case={hidden.pk}").json()["results"] == []


def test_the_search_page_finds_nothing_of_it(
    hidden: Case, bob: Person, sign_in: Callable[[Person], Client]
) -> None:
    browser: Client = sign_in(bob)
    for sent in (
        {"q": hidden.reference},
        {"q": CRIME},
        {"surname": "Hiddenname", "reason": "A new report"},
    ):
        body = browser.post("/cases/search/", sent).content.decode()
        assert "Nothing that you may see" in body
        assert str(hidden.pk) not in body


def test_its_crime_reference_is_refused_in_words_that_tell_nothing(
    hidden: Case, bob: Person, sign_in: Callable[[Person], Client]
) -> None:
    browser: Client = sign_in(bob)
    answer = browser.post(
        "/api/v1/cases/",
        json.dumps(
            {
                "district": "leeds",
                "team": str(bob.team_id),
                "reported_on": "2026-03-02",
                "crime_reference": CRIME,
                "offence_type": "other",
                "summary": "",
            }
        ),
        content_type="application/json",
    )
    assert answer.status_code == 400
    assert answer.json()["fields"] == {"crime_reference": services.REFERENCE_IN_USE}
    assert hidden.reference not in answer.content.decode()


def test_parts_that_a_role_does_not_read_stay_away_from_it(
    opened: Opener, alice: Person, sam: Person, ivy: Person, mona: Person
) -> None:
    case = opened(summary="Canary summary")
    services.add_suspect(by=alice, case=case, name="Canary Name", at=AT)
    services.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(4), note="Canary note", at=AT)
    services.add_allegation(by=alice, case=case, crime_reference=next_crime(), offence_type="other", at=AT)
    with open_door("link_client"):
        services.grant_access(by=sam, case=case, person=ivy, because="isva", at=AT)
    for person in (ivy, mona):
        with acting(person):
            shown = str(panels.panel(case, person)) + str(timeline.entries(case, person))
        assert "Canary" not in shown
        assert "interview" not in shown.lower()
        assert "'investigation': None" in shown
