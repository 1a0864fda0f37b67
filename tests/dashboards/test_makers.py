"""By decision maker, on page and by API: who sees whom, and that each figure leads to its rows."""

from __future__ import annotations

from typing import Any

import pytest

from cases.services import restrict_case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.dashboards.performance import maker_pages
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from reviews.models import Decision
from reviews.services import decide_review
from tests.chain import story as told
from tests.stories import story
from tests.web.page import Page

PAGE = "/dashboards/right-to-review/decision-makers/"
API = "/api/v1/metrics/right-to-review/decision-makers/"


@story
def asked(db: None) -> told.Story:
    """A decision of alice's, told with the right; the victim asked for a review."""
    return told.STAGES["asked"]("13280000001")


def figures(browser: Any) -> dict[str, dict[str, int]]:
    return {one["name"]: one["figures"] for one in browser.get(API).json()["results"]}


def test_each_figure_counts_the_makers_decisions_and_leads_to_them(
    asked: told.Story, sign_in: Any, sam: Person, mona: Person, alice: Person
) -> None:
    counted = {
        "decisions": 1, "without": 0, "right": 1, "untold": 0, "told": 1, "asked": 1, "stands": 0,
        "overturned": 0,
    }  # fmt: skip
    for person in (sam, mona):
        browser = sign_in(person)
        assert figures(browser) == {alice.name: counted}
        page = Page(browser.get(PAGE).content.decode())
        links = [one.attrs["href"] for one in page.elements if "figure=" in one.attrs.get("href", "")]
        assert links == [
            f"rows/?maker={alice.pk}&figure={code}" for code in ("decisions", "right", "told", "asked")
        ]
        for href in links:
            rows = browser.get(PAGE + href).content.decode()
            assert f"/decisions/{asked.decision.pk}/" in rows
            assert "The figure: 1." in rows
            assert "You may see" not in rows
        of = browser.get(f"{API}rows/?maker={alice.pk}&figure=asked").json()
        assert [(one["decision"], one["counted_as"]) for one in of["results"]] == [
            (str(asked.decision.pk), "Told of it")
        ]


def test_nobody_without_the_figures_or_the_case_reads_them(
    asked: told.Story, sign_in: Any, alice: Person, gita: Person, sam: Person
) -> None:
    for person in (alice, gita):
        for address in (PAGE, f"{PAGE}rows/?maker={alice.pk}&figure=asked", API, f"{API}rows/"):
            assert sign_in(person).get(address).status_code == 403, address
    restrict_case(by=sam, case=asked.case, reason="A colleague is suspected.", people=[alice, gita])
    assert figures(sign_in(sam)) == {}


def test_an_address_that_names_no_figure_gets_a_sentence(
    asked: told.Story, sign_in: Any, sam: Person, alice: Person
) -> None:
    browser = sign_in(sam)
    for query in ("", f"maker={alice.pk}&figure=odd", "maker=1&figure=asked", f"maker={sam.pk}&figure=asked"):
        answer = browser.get(f"{PAGE}rows/?{query}")
        assert answer.status_code == 404, query
        assert "There is no such figure" in answer.content.decode()
        assert browser.get(f"{API}rows/?{query}").status_code == 404, query
    assert browser.get(f"{API}rows/?odd=1").status_code == 400


def test_people_are_put_in_order_by_each_figure_and_too_many_by_name_alone(
    asked: told.Story, sign_in: Any, sam: Person, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = told.STAGES["authorised"]("13280000002")
    bob = told.person("bob")
    with open_door("of another officer"), system("the test"):
        Decision.objects.filter(pk=other.decision.pk).update(maker=bob)
    browser = sign_in(sam)

    def order(sort: str) -> list[str]:
        page = Page(browser.get(f"{PAGE}?sort={sort}").content.decode())
        rows = [one for one in page.elements if one.name == "th" and one.attrs.get("scope") == "row"]
        return [one.text for one in rows]

    def by_api(sort: str) -> list[str]:
        return [one["name"] for one in browser.get(f"{API}?sort={sort}").json()["results"]]

    assert (order("-asked"), order("asked")) == ([alice.name, bob.name], [bob.name, alice.name])
    assert (by_api("-asked"), by_api("asked")) == (order("-asked"), order("asked"))
    assert by_api("name") == by_api("") == order("name")
    assert "sort" in browser.get(f"{API}?sort=-odd").json()["fields"]
    assert browser.get(f"{API}?sort=asked").json()["results"][1]["figures"]["asked"] == 1
    assert order("name") == order("-odd") == [alice.name, bob.name]
    monkeypatch.setattr(maker_pages, "MOST_SORTED", 1)
    assert order("asked") == [alice.name, bob.name]
    assert "too many to put in order" in browser.get(f"{API}?sort=asked").json()["fields"]["sort"]
    assert "too many to put in order" in browser.get(f"{PAGE}?sort=asked").content.decode()


@pytest.mark.parametrize(
    ("outcome", "came_to"),
    [("overturned_cps", "overturned"), ("further_enquiries", "overturned"), ("upheld", "stands")],
)
def test_a_decision_that_was_overturned_had_the_right_and_counts(
    outcome: str, came_to: str, asked: told.Story, sign_in: Any, sam: Person, alice: Person
) -> None:
    """It does not stand any more, so nobody can ask about it again: the figures must not lose it for that."""
    told.acknowledge(asked)
    told.allocate(asked)
    request = asked.request
    assert request is not None
    decide_review(
        by=told.person("rita"),
        request=request,
        outcome=outcome,
        reasons="A line was missed.",
        at=told.at(5, 20),
    )
    found = figures(sign_in(sam))[alice.name]
    assert {name: found[name] for name in ("right", "without", "told", "asked", "stands", "overturned")} == {
        "right": 1, "without": 0, "told": 1, "asked": 1, "stands": 0, "overturned": 0, came_to: 1,
    }  # fmt: skip
