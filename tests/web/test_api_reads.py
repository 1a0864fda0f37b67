"""Reading by API, and editing what was read: scope, paging, filters, ETags, row errors."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from cases.models import Case
from cases.services import edit_case
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from rasso_tracker.web.services import issue_token
from tests.stories import story
from tests.web.trial import done

pytestmark = pytest.mark.usefixtures("trial")
API = "/api/v1/trial/"
ITEMS = "/api/v1/trial-items/"


@story
def five(open_one: Any) -> list[Case]:
    return [open_one(number) for number in range(5)]


def patch(browser: Client, case: Case, body: Any, **headers: str) -> Any:
    return browser.patch(
        f"{API}{case.pk}/", json.dumps(body), content_type="application/json", headers=headers
    )


def note(browser: Client, body: Any, **headers: str) -> Any:
    return browser.post(ITEMS, json.dumps(body), content_type="application/json", headers=headers)


def test_pages_follow_one_another(sign_in: Any, alice: Person, five: list[Case]) -> None:
    browser, at, seen = sign_in(alice), f"{API}?page_size=2", []
    while at:
        body = browser.get(at).json()
        seen += [row["reference"] for row in body["results"]]
        at = body["next"]

    assert sorted(seen) == [case.reference for case in five]
    back = browser.get(body["previous"]).json()
    assert [row["reference"] for row in back["results"]] == seen[2:4]


def test_ids_shown_are_logged_in_one_event(sign_in: Any, alice: Person, five: list[Case]) -> None:
    body = sign_in(alice).get(API).json()

    event = AuditEvent.objects.get(action="LIST_VIEWED")
    assert [str(one) for one in event.subjects] == [row["id"] for row in body["results"]]


def test_outsider_sees_nothing(sign_in: Any, charlie: Person, five: list[Case]) -> None:
    browser = sign_in(charlie)

    assert browser.get(API).json() == {"next": None, "previous": None, "results": []}
    assert browser.get(f"{API}{five[0].pk}/").status_code == 404
    assert patch(browser, five[0], {}, **{"If-Match": '"1"'}).status_code == 404
    assert note(browser, {"case": str(five[0].pk), "items": []}).status_code == 404


def test_filters_are_exact_and_closed(sign_in: Any, alice: Person, five: list[Case]) -> None:
    browser = sign_in(alice)

    assert len(browser.get(f"{API}?stage=reported&district=leeds").json()["results"]) == 5
    assert browser.get(f"{API}?stage=charged").json()["results"] == []
    assert len(browser.get(f"{API}?reported_on=2026-03-02").json()["results"]) == 5


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("reported_on=2026-02-30", "reported_on"),
        ("reported_on=x", "reported_on"),
        ("stage=%00", "stage"),
        ("stage=nonsense", "stage"),
        ("cursor=%00nonsense", "cursor"),
        ("surname=x", "surname"),
        ("page_size=0", "page_size"),
        ("page_size=1000", "page_size"),
        ("page_size=%D9%A3", "page_size"),
    ],
)
def test_filter_that_does_not_fit_is_told(
    sign_in: Any, alice: Person, case: Case, query: str, field: str
) -> None:
    response = sign_in(alice).get(f"{API}?{query}")

    assert response.status_code == 400
    assert set(response.json()["fields"]) == {field}


def test_read_answers_an_etag_that_an_edit_takes(sign_in: Any, alice: Person, case: Case) -> None:
    browser = sign_in(alice)
    read = browser.get(f"{API}{case.pk}/")

    response = patch(browser, case, {"urn": "13AB0000126"}, **{"If-Match": read["ETag"]})

    assert read["ETag"] == '"1"'
    assert (response.status_code, response["ETag"]) == (200, '"2"')
    assert response.json()["urn"] == "13AB0000126"


@pytest.mark.parametrize("tag", ['W/"1"', '"1-gzip"', '"7", "1"', '"1;gzip"'])
def test_weak_and_marked_tags_count(sign_in: Any, alice: Person, case: Case, tag: str) -> None:
    assert patch(sign_in(alice), case, {"urn": "13AB0000126"}, **{"If-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 428), ({"If-Match": "*"}, 428), ({"If-Match": '"7"'}, 412), ({"If-Match": "1"}, 412)],
)
def test_edit_without_the_present_version_is_refused(
    sign_in: Any, alice: Person, case: Case, headers: dict[str, str], status: int
) -> None:
    response = patch(sign_in(alice), case, {"urn": "13AB0000126"}, **headers)

    assert response.status_code == status
    assert response.json()["detail"]


def test_edit_after_somebody_else_is_refused(sign_in: Any, alice: Person, bob: Person, case: Case) -> None:
    edit_case(by=bob, case=case, urn="13BB0000126")

    assert patch(sign_in(alice), case, {"urn": "1"}, **{"If-Match": '"1"'}).status_code == 412


def test_what_an_edit_leaves_unsaid_stays(sign_in: Any, alice: Person, case: Case) -> None:
    browser = sign_in(alice)
    patch(browser, case, {"urn": "13AB0000126"}, **{"If-Match": '"1"'})

    response = patch(browser, case, {"summary": "x"}, **{"If-Match": '"2"'})

    case.refresh_from_db()
    assert (response.status_code, case.urn) == (200, "13AB0000126")


def test_rows_are_a_list_of_objects(sign_in: Any, alice: Person, case: Case) -> None:
    rows = [{"asks": "Phone", "due_on": "2026-04-01", "urgent": True}, {"asks": "Diary"}]

    response = note(sign_in(alice), {"case": str(case.pk), "items": rows})

    assert response.status_code == 201
    assert [(row["asks"], str(row["due_on"]), row["urgent"]) for row in done[0]["items"]] == [
        ("Phone", "2026-04-01", True),
        ("Diary", "None", None),
    ]


@pytest.mark.parametrize(
    ("items", "fields"),
    [
        (None, {"items"}),
        ([], {"items"}),
        ("x", {"items"}),
        ([1], {"items"}),
        ([{}], {"items-0-asks"}),
        ([{"asks": "x"}] * 5, {"items"}),
        ([{"asks": "x"}, {"asks": 1, "due_on": "2026-04-31"}], {"items-1-asks", "items-1-due_on"}),
        ([{"asks": "x", "urgent": "yes"}], {"items-0-urgent"}),
        ([{"asks": "x", "more": 1}], {"items-0-more"}),
        ([{"asks": "x\ud800"}], {"items-0-asks"}),
        ([{"asks": "x\u202e"}], {"items-0-asks"}),
        ([{"asks": "nonsense"}], {"items-0-asks"}),
    ],
)
def test_bad_rows_are_told_row_by_row(
    sign_in: Any, alice: Person, case: Case, items: Any, fields: set[str]
) -> None:
    response = note(sign_in(alice), {"case": str(case.pk), "items": items})

    assert response.status_code == 400
    assert set(response.json()["fields"]) == fields


@pytest.mark.parametrize("given", [None, 1, "x", [], {}, "\ud800"])
def test_record_must_be_named_by_its_id(sign_in: Any, alice: Person, given: Any) -> None:
    response = note(sign_in(alice), {"case": given, "items": [{"asks": "x"}]})

    assert response.status_code == 400
    assert response.json()["fields"] == {"case": "Give the id of the case."}


def test_failure_inside_a_deed_tells_nothing(sign_in: Any, alice: Person, case: Case) -> None:
    browser = sign_in(alice)
    browser.raise_request_exception = False

    response = note(browser, {"case": str(case.pk), "items": [{"asks": "broken"}]})

    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert "broken" not in response.content.decode()
    assert "ZeroDivision" not in response.content.decode()


def test_token_may_not_do_what_takes_two(alice: Person, case: Case) -> None:
    _, key = issue_token(by=alice, person=alice, role="officer", scopes=["deeds", "add_allegation"])

    response = note(
        Client(),
        {"case": str(case.pk), "items": [{"asks": "x"}]},
        Authorization=f"Bearer {key}",
    )

    assert response.status_code == 403
    assert "A token cannot do it." in response.json()["detail"]


def test_token_reads_in_its_own_role(alice: Person, case: Case) -> None:
    _, key = issue_token(by=alice, person=alice, role="officer", scopes=["read"])
    _, other = issue_token(by=alice, person=alice, role="officer", scopes=["deeds"])

    read = Client().get(API, headers={"Authorization": f"Bearer {key}"})
    refused = Client().get(API, headers={"Authorization": f"Bearer {other}"})

    assert [row["id"] for row in read.json()["results"]] == [str(case.pk)]
    assert refused.status_code == 403


def test_head_is_a_read_without_a_body(sign_in: Any, alice: Person, case: Case) -> None:
    response = sign_in(alice).head(f"{API}{case.pk}/")

    assert (response.status_code, response["ETag"], response.content) == (200, '"1"', b"")


def test_only_json_is_answered(sign_in: Any, alice: Person, case: Case) -> None:
    response = sign_in(alice).get(API, headers={"Accept": "application/xml"})

    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")


def test_options_tells_nothing(sign_in: Any, alice: Person, case: Case) -> None:
    assert sign_in(alice).options(API).status_code == 405


def test_repeat_of_an_edit_is_led_to_its_result_though_the_version_has_moved(
    sign_in: Any, alice: Person, case: Case
) -> None:
    headers = {"If-Match": '"1"', "Idempotency-Key": "edit-1"}
    browser = sign_in(alice)

    first, second = (patch(browser, case, {"urn": "13AB0000126"}, **headers) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert second["Idempotent-Replayed"] == "true"
    case.refresh_from_db()
    assert case.version == 2
