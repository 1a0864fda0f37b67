"""The form of a support service begins with what stands: saved as it is, it changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from rasso_tracker.people.models import Person
from rasso_tracker.people.services import deactivate_person
from tests.victims.conftest import LATER, on
from tests.web.page import Page
from victims import services
from victims.models import ServiceAdviser, SupportService


@pytest.fixture
def service(adam: Person, ivy: Person) -> SupportService:
    kinds = ["isva", "child_isva"]
    return services.add_support_service(
        by=adam, name="Calder ISVAs", kinds=kinds, district=ivy.district, advisers=[ivy], at=on(3)
    )


def filled(browser: Client, row: SupportService) -> dict[str, Any]:
    """What a browser sends back of the page as it was drawn."""
    page = Page(browser.get(f"/support-services/{row.pk}/edit/").content.decode())
    sent: dict[str, Any] = {}
    for one in page.all("input"):
        name, kind = str(one.attrs.get("name")), one.attrs.get("type")
        if kind == "checkbox" and "checked" in one.attrs:
            sent.setdefault(name, []).append(one.attrs["value"])
        elif kind in ("text", "hidden"):
            sent[name] = one.attrs.get("value") or ""
    for one in page.all("option"):
        if "selected" in one.attrs and one.attrs["value"]:
            sent["district"] = one.attrs["value"]
    return sent


def stands(row: SupportService) -> tuple[Any, ...]:
    row.refresh_from_db()
    there = ServiceAdviser.objects.filter(service=row).order_by("started_at")
    people = [(one.person.username, one.started_at, one.ended_at) for one in there]
    return row.name, row.kinds, row.district, row.closed_on, people


def test_saved_as_it_was_opened_it_changes_nothing_on_the_page_or_by_api(
    service: SupportService, adam: Person, sign_in: Any
) -> None:
    browser, before = sign_in(adam), stands(service)
    sent = filled(browser, service)
    assert (sent["name"], sorted(sent["kinds"]), len(sent["advisers"])) == (
        "Calder ISVAs", ["child_isva", "isva"], 1,
    )  # fmt: skip
    assert browser.post(f"/support-services/{service.pk}/edit/", sent).status_code == 302
    assert stands(service) == before
    api = browser.patch(
        f"/api/v1/support-services/{service.pk}/", {}, content_type="application/json",
        headers={"If-Match": f'"{service.version}"'},
    )  # fmt: skip
    assert (api.status_code, stands(service)) == (200, before)


def test_an_isva_who_left_stays_on_the_list_until_somebody_takes_them_off(
    service: SupportService, adam: Person, ivy: Person, sign_in: Any
) -> None:
    """Else correcting the name would end them unseen, and a client that says nothing of them is refused."""
    deactivate_person(by=adam, person=ivy, last_day=LATER.date(), work="team", at=LATER)
    browser, before = sign_in(adam), stands(service)
    page = browser.get(f"/support-services/{service.pk}/edit/").content.decode()
    assert "no longer in post as an ISVA: untick" in page
    sent = {**filled(browser, service), "name": "Calder Valley ISVAs"}
    assert browser.post(f"/support-services/{service.pk}/edit/", sent).status_code == 302
    assert stands(service) == ("Calder Valley ISVAs", *before[1:])
    api = browser.patch(
        f"/api/v1/support-services/{service.pk}/", {"name": "Calder"}, content_type="application/json",
        headers={"If-Match": f'"{service.version}"'},
    )  # fmt: skip
    assert (api.status_code, stands(service)) == (200, ("Calder", *before[1:]))
    sent = {**filled(browser, service), "advisers": []}
    assert browser.post(f"/support-services/{service.pk}/edit/", sent).status_code == 302
    assert [ended is not None for _, _, ended in stands(service)[4]] == [True]


def test_a_form_that_is_older_than_what_stands_shows_both(
    service: SupportService, adam: Person, sign_in: Any
) -> None:
    one, two = sign_in(adam), sign_in(adam)
    address, late = f"/support-services/{service.pk}/edit/", filled(two, service)
    assert one.post(address, {**filled(one, service), "name": "New"}).status_code == 302
    answer = two.post(address, {**late, "kinds": ["isva"]})
    assert (answer.status_code, "New" in answer.content.decode()) == (409, True)
    assert stands(service)[:2] == ("New", ["isva", "child_isva"])


def test_every_fault_of_a_service_is_told_at_once(
    service: SupportService, adam: Person, sign_in: Any
) -> None:
    other = services.add_support_service(by=adam, name="Other", kinds=["idva"], at=on(3))
    browser = sign_in(adam)
    sent = {"name": "CALDER isvas", "kinds": [], "closed_on": "2099-01-01"}
    api = browser.patch(
        f"/api/v1/support-services/{other.pk}/", sent, content_type="application/json",
        headers={"If-Match": f'"{other.version}"'},
    )  # fmt: skip
    assert set(api.json()["fields"]) == {"name", "kinds", "closed_on"}


def test_a_client_finds_the_services_and_changes_one_by_the_version_that_it_read(
    service: SupportService, alice: Person, adam: Person, ivy: Person, sign_in: Any
) -> None:
    shown = {
        "id": str(service.pk),
        "name": "Calder ISVAs",
        "kinds": ["isva", "child_isva"],
        "district": None,
        "closed_on": None,
    }
    assert sign_in(alice).get("/api/v1/support-services/").json()["results"] == [shown]
    browser, path = sign_in(adam), f"/api/v1/support-services/{service.pk}/"
    read = browser.get(path)
    assert read.json() == {**shown, "advisers": [str(ivy.pk)]}
    changed = browser.patch(
        path, {"name": "Aire ISVAs"}, content_type="application/json", headers={"If-Match": read["ETag"]}
    )
    assert (changed.status_code, changed.json()["name"]) == (200, "Aire ISVAs")
    assert browser.get(path).json()["name"] == "Aire ISVAs"
