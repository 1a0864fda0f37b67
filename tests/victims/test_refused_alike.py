"""Bad input about victims' choices: the same sentence, by the same field, on the page and by API."""

from __future__ import annotations

from typing import Any

import pytest

from cases import services as cases
from cases.models import Case, Victim
from rasso_tracker.people.models import Person
from tests.victims.conftest import LATER, OPENED_AT, Withdraw, on
from tests.web.page import Page, words
from victims import services as victims
from victims.enums import CommunicationMethod
from victims.models import Contact

WITHDREW = {
    "kind": "withdrew", "from_what": ["investigation"], "told_by": "letter", "reasons": ["delay"],
    "support_offered": ["isva"],
}  # fmt: skip
TAKEN = "Another withdrawal or re-engagement of this victim is recorded at this moment. Check the time."
EARLY = "The case was reported on 2 March 2026. Enter a moment on that day or later."
NOTHING = (
    "No withdrawal stands at this moment, so there is nothing to come back from. Check the date, or record "
    "the withdrawal first."
)
NO_WAY = (
    "At least one way to reach Victim 1 must remain, for what the law says they are told. If they want no "
    "direct contact, choose below through whom they are reached instead."
)
EVERY_WAY = {
    "preferred_method": "phone", "phone": "07700 900001", "safe_to_leave_message": "no",
    "interpreter_needed": "no", "forbidden_because": "overheard",
    "forbidden_methods": [one for one in CommunicationMethod.values if one != "phone"],
}  # fmt: skip


def boxes(day: int) -> dict[str, str]:
    parts = {"day": str(day), "month": "3", "year": "2026", "time": "12:00"}
    return {f"occurred_at_{name}": value for name, value in parts.items()}


@pytest.mark.parametrize(
    ("what", "day", "given", "field", "sentence"),
    [
        ("withdrawals", 10, WITHDREW, "occurred_at", TAKEN),
        ("withdrawals", 1, WITHDREW, "occurred_at", EARLY),
        ("re-engagements", 10, {"told_by": "letter"}, "occurred_at", TAKEN),
        ("re-engagements", 9, {"told_by": "letter"}, "occurred_at", NOTHING),
        ("contact-details", 0, {**EVERY_WAY, "only_through": ""}, "forbidden_methods", NO_WAY),
    ],
)
def test_bad_input_is_refused_in_the_same_words_by_the_same_field(
    what: str, day: int, given: dict[str, Any], field: str, sentence: str, victim: Victim, withdraw: Withdraw,
    sign_in: Any, alice: Person,
) -> None:  # fmt: skip
    withdraw()
    if what == "contact-details":  # a text only arranges a talk, so it is no way that remains
        given = {**given, "forbidden_methods": [one for one in CommunicationMethod.values if one != "text"]}
        given["preferred_method"] = "text"
    browser, path = sign_in(alice), f"/victims/{victim.pk}/{what}/new/"
    hidden = Page(browser.get(path).content.decode()).all("input", type="hidden")
    kept = {str(one.attrs["name"]): one.attrs.get("value", "") for one in hidden}
    answer = browser.post(path, {**kept, "more_reasons-count": "0", **given, **(boxes(day) if day else {})})
    page = Page(answer.content.decode())
    links = [one for one in page.all("a") if str(one.attrs.get("href", "")).startswith("#id_")]
    assert [words(one.text) for one in links] == [sentence]
    assert f"#id_{field}" in str(links[0].attrs["href"])

    about = {"victim": str(victim.pk), "occurred_at": on(day).isoformat()} if day else {}
    url = "/api/v1/" + (f"victims/{victim.pk}/contact-details/" if not day else f"{what}/")
    body = {name: False if value == "no" else value for name, value in {**about, **given}.items()}
    answer = browser.post(url, body, content_type="application/json")
    assert (answer.status_code, answer.json()["fields"]) == (400, {field: sentence})


def test_a_re_engagement_with_no_withdrawal_before_it_is_refused(
    case: Case, victim: Victim, withdraw: Withdraw, sign_in: Any, alice: Person
) -> None:
    withdraw()
    other = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    body = {"victim": str(other.pk), "told_by": "letter", "occurred_at": on(12).isoformat()}
    answer = sign_in(alice).post("/api/v1/re-engagements/", body, content_type="application/json")
    assert answer.status_code == 403
    assert "no withdrawal stands" in answer.json()["detail"]
    early = {**body, "victim": str(victim.pk), "occurred_at": on(9).isoformat()}
    answer = sign_in(alice).post("/api/v1/re-engagements/", early, content_type="application/json")
    assert answer.json()["fields"] == {"occurred_at": NOTHING}


def test_a_back_dated_event_changes_the_stage_and_both_page_and_api_show_the_change(
    case: Case, withdraw: Withdraw, sign_in: Any, alice: Person
) -> None:
    row, browser = withdraw(), sign_in(alice)
    assert row.stage == "first_contact"
    cases.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(9), at=LATER)
    page = words(browser.get(f"/withdrawals/{row.pk}/").content.decode())
    assert "After the ABE interview" in page
    assert "At first contact, before any account" in page
    told = browser.get(f"/api/v1/withdrawals/{row.pk}/").json()
    assert told["stage"] == "after_abe"
    assert ("first_contact", "after_abe") in [
        (one.get("old_stage"), one.get("new_stage")) for one in told.get("stage_changes", [])
    ]


def test_every_fault_of_how_to_reach_them_is_told_at_once(
    victim: Victim, sign_in: Any, alice: Person
) -> None:
    """What the form itself does not take, and what only the rules ask for."""
    browser, path = sign_in(alice), f"/victims/{victim.pk}/contact-details/"
    given = {
        "preferred_method": "post", "phone": "none", "email": "nowhere", "forbidden_methods": ["phone"],
        "safe_to_leave_message": "no", "interpreter_needed": "yes", "only_through": "spokesperson",
    }  # fmt: skip
    hidden = Page(browser.get(f"{path}new/").content.decode()).all("input", type="hidden")
    kept = {str(one.attrs["name"]): one.attrs.get("value", "") for one in hidden}
    page = Page(browser.post(f"{path}new/", {**kept, **given}).content.decode())
    links = [
        str(one.attrs["href"]) for one in page.all("a") if str(one.attrs.get("href", "")).startswith("#id_")
    ]
    wrong = {
        "phone", "email", "address", "language", "forbidden_because", "only_through", "preferred_method",
    }  # fmt: skip
    assert {one.removeprefix("#id_") for one in links} == wrong
    body = {**given, "safe_to_leave_message": False, "interpreter_needed": True}
    answer = browser.post(f"/api/v1{path}", body, content_type="application/json")
    assert (answer.status_code, set(answer.json()["fields"])) == (400, wrong)


def faults(browser: Any, path: str, given: dict[str, Any]) -> dict[str, str]:
    """The error summary of the page: control to sentence."""
    hidden = Page(browser.get(path).content.decode()).all("input", type="hidden")
    kept = {str(one.attrs["name"]): one.attrs.get("value", "") for one in hidden}
    page = Page(browser.post(path, {**kept, **given}).content.decode())
    links = [one for one in page.all("a") if str(one.attrs.get("href", "")).startswith("#id_")]
    return {str(one.attrs["href"]).removeprefix("#id_"): words(one.text) for one in links}


def test_every_fault_of_a_contact_is_told_at_once_and_that_a_way_is_not_safe_among_them(
    victim: Victim, sign_in: Any, alice: Person
) -> None:
    victims.record_contact_details(
        by=alice,
        victim=victim,
        preferred_method="phone",
        phone="01632 960001",
        forbidden_methods=["email"],
        forbidden_because="suspect",
        at=on(3),
    )
    browser, closed = sign_in(alice), "the suspect knows of it or controls it"
    given = {"direction": "out", "method": "email", "reached": "no", "left_message": "yes"}
    past = {"next_due_on_day": "1", "next_due_on_month": "3", "next_due_on_year": "2026"}
    said = faults(browser, f"/victims/{victim.pk}/contacts/new/", {**given, **past, **boxes(10)})
    assert set(said) == {"method", "left_message_0", "about_0", "next_due_on_day"}
    assert closed in said["method"]
    said = faults(browser, f"/victims/{victim.pk}/contacts/new/", {**given, "about": ["update"], **boxes(1)})
    assert said == {
        "method": said["method"],
        "left_message_0": said["left_message_0"],
        "occurred_at_day": EARLY,
    }
    said = faults(browser, f"/victims/{victim.pk}/attempts/new/", {"method": "email"})
    assert set(said) == {"method_0", "about_0"}
    assert closed in said["method_0"]
    body = {"victim": str(victim.pk), "direction": "out", "method": "email", "reached": False}
    body |= {"left_message": True, "occurred_at": on(10).isoformat(), "next_due_on": "2026-03-01"}
    answer = browser.post("/api/v1/contacts/", body, content_type="application/json")
    assert set(answer.json()["fields"]) == {"method", "left_message", "about", "next_due_on"}
    assert not Contact.objects.exists()
