from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, NamedAccess
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web import keyset, lists
from tests.stories import story
from tests.web.trial import Trial

pytestmark = pytest.mark.usefixtures("trial")


def shown(page: str) -> list[str]:
    return re.findall(r"<a>(\S+) ", page)


def address(page: str, tag: str) -> str:
    return re.findall(rf"<{tag}>(.*?)</{tag}>", page)[0].replace("&amp;", "&")


@story
def five(open_one: Any) -> list[Case]:
    return [open_one(number) for number in range(5)]


def test_pages_follow_one_another(sign_in: Any, alice: Person, five: list[Case]) -> None:
    browser, at, seen = sign_in(alice), "", []
    while True:
        page = browser.get(f"/trial/{at}").content.decode()
        seen += shown(page)
        at = address(page, "i")
        if not at:
            break

    assert seen == [case.reference for case in five]
    back = browser.get(f"/trial/{address(page, 'u')}").content.decode()
    assert shown(back) == [case.reference for case in five[2:4]]


def test_list_says_how_many(sign_in: Any, alice: Person, charlie: Person, five: list[Case]) -> None:
    assert "<p>5</p>" in sign_in(alice).get("/trial/").content.decode()
    assert "<p>0</p>" in sign_in(charlie).get("/trial/").content.decode()


def test_every_id_shown_is_logged_in_one_event(sign_in: Any, alice: Person, five: list[Case]) -> None:
    sign_in(alice).get("/trial/")

    event = AuditEvent.objects.get(action="LIST_VIEWED")
    assert (event.person_id, event.subjects) == (alice.pk, [case.pk for case in five[:2]])


def test_heading_turns_the_order_and_keeps_the_filters(sign_in: Any, alice: Person, five: list[Case]) -> None:
    page = sign_in(alice).get("/trial/?stage=reported&sort=-due").content.decode().replace("&amp;", "&")

    assert "<b>Next due descending ?stage=reported&sort=due</b>" in page
    assert "<b>Reported none ?stage=reported&sort=-reported</b>" in page
    assert shown(page) == [case.reference for case in five[:2:-1]]


def test_filter_narrows(sign_in: Any, alice: Person, five: list[Case]) -> None:
    browser = sign_in(alice)

    assert "<p>5</p>" in browser.get("/trial/?stage=reported").content.decode()
    assert "<p>0</p>" in browser.get("/trial/?stage=charged").content.decode()


@pytest.mark.parametrize(
    "query",
    ["stage=nonsense", "stage=%00", "sort=nonsense", "sort=%00", "page=nonsense", "page=%00", "page=%FF%FE"],
)
def test_address_that_makes_no_sense_shows_page_one(
    sign_in: Any, alice: Person, five: list[Case], query: str
) -> None:
    response = sign_in(alice).get(f"/trial/?{query}")

    page = response.content.decode()
    assert response.status_code == 200
    assert shown(page) == [case.reference for case in five[:2]]
    assert "nonsense" not in page


def test_statements_do_not_grow_with_rows(
    sign_in: Any, alice: Person, open_one: Any, django_assert_max_num_queries: Any
) -> None:
    browser = sign_in(alice)
    counts = []
    for number in (1, 2, 3):
        open_one(number)
        with django_assert_max_num_queries(50) as queries:
            browser.get("/trial/?sort=reported")
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[2] <= counts[1] + 1  # with a second page there is something to count


def test_detail_offers_the_deeds_of_the_role(
    sign_in: Any, alice: Person, mona: Person, five: list[Case]
) -> None:
    case = five[0]

    officer = sign_in(alice).get(f"/trial/{case.pk}/").content.decode()
    manager = sign_in(mona).get(f"/trial/{case.pk}/").content.decode()

    href = reverse("edit_case", args=[case.pk])
    assert f'<a href="{href}">Edit the case</a>' in officer
    assert case.reference in manager
    assert "Edit the case" not in manager
    events = AuditEvent.objects.filter(action="CASE_VIEWED").values_list("person", "case_id", "subjects")
    assert list(events) == [(alice.pk, case.pk, [case.pk]), (mona.pk, case.pk, [case.pk])]


def test_detail_out_of_scope_is_not_found(sign_in: Any, charlie: Person, five: list[Case]) -> None:
    assert sign_in(charlie).get(f"/trial/{five[0].pk}/").status_code == 404


def test_count_stops_at_its_bound_and_says_so(
    sign_in: Any, alice: Person, bob: Person, five: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "COUNT_NO_FURTHER", 4)
    monkeypatch.setattr(lists, "_many", {})
    first = sign_in(alice).get("/trial/").content.decode()
    with CaptureQueriesContext(connection) as queries:
        again = sign_in(alice).get("/trial/").content.decode()
    other = sign_in(bob).get("/trial/?stage=charged").content.decode()

    assert "<p>more than 4</p>" in first
    assert "<p>more than 4</p>" in again
    assert not [one for one in queries if one["sql"].startswith("SELECT count(*) FROM (SELECT 1")]
    assert "<p>0</p>" in other


def test_filters_are_drawn_once_and_still_show_what_is_chosen(
    sign_in: Any, alice: Person, case: Case, rf: Any
) -> None:
    def drawn(query: str) -> str:
        request = rf.get(f"/trial/?{query}")
        request.user = alice
        return str(Trial(request).filters_html())

    assert drawn("") == drawn("") != drawn("stage=charged")
    assert '<option value="charged" selected>' in drawn("stage=charged")
    assert "govuk-error-message" in drawn("stage=nonsense")
    assert "nonsense" not in drawn("stage=nonsense")


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trial, "steady", True)
    monkeypatch.setattr(keyset, "_statements", {})


@pytest.mark.parametrize("query", ["", "sort=-due", "sort=-reported", "stage=reported", "stage=charged"])
def test_steady_list_shows_what_an_unsteady_one_shows(
    sign_in: Any, alice: Person, charlie: Person, five: list[Case], steady: None, query: str
) -> None:
    def pages(person: Person) -> list[list[str]]:
        browser = sign_in(person)
        return [shown(browser.get(f"/trial/?{query}").content.decode()) for _ in range(2)]

    steadily = [pages(alice), pages(charlie), pages(alice)]
    Trial.steady = False

    assert steadily == [pages(alice), pages(charlie), pages(alice)]
    assert keyset._statements


def test_steady_list_sees_what_changed_since(
    sign_in: Any, alice: Person, charlie: Person, leeds_a: Any, five: list[Case], steady: None, open_one: Any
) -> None:
    """A new case, a new grant and a new team show at once, though the statement was kept."""
    assert shown(sign_in(charlie).get("/trial/?sort=reported").content.decode()) == []
    with open_door("a test names somebody"):
        NamedAccess.objects.create(
            case=five[3], person=charlie, because="assigned", started_at=now(), granted_by=alice
        )
    assert shown(sign_in(charlie).get("/trial/?sort=reported").content.decode()) == [five[3].reference]
    with open_door("a test moves somebody"):
        charlie.team = leeds_a
        charlie.save()
    earlier = open_one(9, reported_on=date(2026, 1, 5))

    page = sign_in(charlie).get("/trial/?sort=reported").content.decode()

    assert shown(page) == [earlier.reference, five[0].reference]
