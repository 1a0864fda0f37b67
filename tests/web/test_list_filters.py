"""Every list of the API, whatever it lists: a filter or place that makes no sense is told, not guessed."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from actionplans.enums import STEPS, PlanStatus
from rasso_tracker.people.models import Person
from rasso_tracker.web.api_reads import ReadList, field_at
from tests.chain import story as told

# Texts that nobody can list: somebody's typing, the beginning of a reference.
OPEN = {"reference", "crime_reference"}


def lists() -> list[ReadList]:
    found = [
        part
        for one in get_resolver().url_patterns
        for pattern in getattr(one, "url_patterns", [one])
        if isinstance(pattern, URLPattern)
        for part in getattr(getattr(pattern.callback, "view_class", None), "parts", {}).values()
        if isinstance(part, ReadList)
    ]
    assert len(found) > 40
    return found


def is_closed(one: ReadList, name: str) -> bool:
    field = field_at(one.model, one.filters[name].removesuffix("__istartswith"))
    kind = getattr(field, "target_field", field).get_internal_type()
    return name not in OPEN and kind not in ("UUIDField", "BooleanField", "DateField")


def test_a_value_that_no_filter_offers_is_told_by_the_field_with_those_that_there_are(
    sign_in: Any, adam: Person, gita: Person, sam: Person
) -> None:
    asked = 0
    for one in lists():
        browser = next(
            browser
            for browser in map(sign_in, (gita, sam, adam))
            if browser.get(f"/api/v1/{one.path}").status_code == 200
        )
        for name in filter(lambda name: is_closed(one, name), one.filters):  # used at once
            answer = browser.get(f"/api/v1/{one.path}?{name}=nonsense")
            assert answer.status_code == 400, f"{one.path}?{name}"
            assert answer.json()["fields"][name].startswith("Give one of "), f"{one.path}?{name}"
            asked += 1
        answer = browser.get(f"/api/v1/{one.path}?cursor=zz")
        assert (answer.status_code, set(answer.json()["fields"])) == (400, {"cursor"}), one.path
    assert asked > 40


def test_the_sentence_names_every_value(sign_in: Any, gita: Person) -> None:
    browser = sign_in(gita)

    def faults(query: str) -> dict[str, str]:
        fields: dict[str, str] = browser.get(f"/api/v1/action-plans/?{query}").json()["fields"]
        return fields

    assert faults("status=lapsed&step=9&district=london") == {
        "status": f"Give one of {', '.join(sorted(PlanStatus.values))}.",
        "step": f"Give one of {', '.join(map(str, STEPS))}.",
        "district": "Give one of bradford, calderdale, kirklees, leeds, wakefield.",
    }
    assert faults("cursor=zz") == {
        "cursor": "This is no place in this list. Take the whole address that next or previous gives."
    }
    assert browser.get("/api/v1/action-plans/?status=issued&step=2&cursor=").status_code == 200


def test_a_page_whose_place_was_lost_says_so(sign_in: Any, gita: Person) -> None:
    browser, sentence = sign_in(gita), "The address named no page of this list"
    assert sentence in browser.get("/action-plans/?page=zz").content.decode()
    assert sentence not in browser.get("/action-plans/").content.decode()


@pytest.mark.parametrize("username", ["gita", "lena", "alice", "ivy"])
def test_page_and_api_show_a_colleague_the_same_of_everybody(
    username: str, sign_in: Any, sam: Person, adam: Person
) -> None:
    browser = sign_in(Person.objects.get(username=username))
    assert "Sam" in browser.get("/people/?name=sam").content.decode()
    found = {one["name"]: one for one in browser.get("/api/v1/people/").json()["results"]}
    assert set(found["Sam"]) == {
        "id", "name", "post", "roles", "district", "team", "cps_unit", "left_on", "is_active"
    }  # fmt: skip
    whole = sign_in(adam).get("/api/v1/people/").json()["results"]
    assert {"username", "email", "starts_on"} <= set(whole[0])


def test_too_many_rows_are_told_as_on_the_page(sign_in: Any, lena: Person) -> None:
    submission = told.until(told.send)().submission
    item = {"type": "statement", "asks": "A statement."}
    body = {"submission": str(submission.pk), "items": [item] * 201}
    answer = sign_in(lena).post("/api/v1/action-plans/", body, content_type="application/json")
    assert answer.json()["fields"] == {"items": "Enter 200 or fewer. There are 201."}
