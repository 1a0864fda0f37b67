"""The form of a milestone says every fault at once, on the page and by API."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cases import services
from cases.models import Case, Milestone
from rasso_tracker.clocks import day_words, now
from rasso_tracker.people.models import Person
from tests.web.page import Page, words

ARRESTED = datetime(2026, 3, 12, 15, tzinfo=UTC)


@pytest.fixture
def case(opened: Any, alice: Person) -> Case:
    made: Case = opened()
    services.add_suspect(by=alice, case=made, name="A", at=ARRESTED)
    services.record_milestone(by=alice, case=made, kind="arrested", occurred_at=ARRESTED, at=ARRESTED)
    return made


def boxes(name: str, day: str, month: str, year: str, time: str | None = None) -> dict[str, str]:
    typed = {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}
    return typed if time is None else {**typed, f"{name}_time": time}


def told(browser: Any, case: Case, sent: dict[str, Any]) -> dict[str, str]:
    """The error summary of the page: control to sentence."""
    path = f"/cases/{case.pk}/milestones/new/"
    once = Page(browser.get(path).content.decode()).one("input", name="once").attrs["value"]
    page = Page(browser.post(path, {"once": once, **sent}).content.decode())
    links = [one for one in page.all("a") if str(one.attrs.get("href", "")).startswith("#id_")]
    return {str(one.attrs["href"]).removeprefix("#id_"): words(one.text) for one in links}


def by_api(browser: Any, case: Case, sent: dict[str, Any]) -> dict[str, str]:
    body = {"case": str(case.pk), **sent}
    answer = browser.post("/api/v1/milestones/", body, content_type="application/json")
    assert answer.status_code == 400
    found: dict[str, str] = answer.json()["fields"]
    return found


def test_bail_while_cps_decides_says_at_once_that_cps_has_nothing_and_which_day_is_missing(
    case: Case, sign_in: Any, alice: Person
) -> None:
    browser, said = sign_in(alice), {"kind": "bailed", "limit_set_by": "cps_decides"}
    page = told(browser, case, {**said, **boxes("occurred_at", "12", "3", "2026", "16:00")})
    assert set(page) == {"limit_set_by", "limit_on_day"}
    assert page["limit_set_by"].startswith("Nothing went to CPS for a charging decision by then.")
    api = by_api(browser, case, {**said, "occurred_at": "2026-03-12T16:00:00Z"})
    assert api == {"limit_set_by": page["limit_set_by"], "limit_on": page["limit_on_day"]}


def test_a_charge_in_the_future_says_at_once_who_may_decide_on_it(
    case: Case, sign_in: Any, alice: Person
) -> None:
    ahead = now() + timedelta(days=3)
    browser, said = sign_in(alice), {"kind": "charged", "charge_by": "police"}
    when = boxes("occurred_at", str(ahead.day), str(ahead.month), str(ahead.year), "12:00")
    page = told(browser, case, {**said, **when})
    assert set(page) == {"kind", "occurred_at_day", "charge_by_0"}
    assert page["charge_by_0"].startswith("Only CPS decides to charge")
    api = by_api(browser, case, {**said, "occurred_at": ahead.isoformat()})
    assert set(api) == {"kind", "occurred_at", "charge_by"}
    assert api["charge_by"] == page["charge_by_0"]


def test_bail_of_a_day_without_its_time_says_at_once_that_it_would_end_before_it_began(
    case: Case, sign_in: Any, alice: Person
) -> None:
    ahead = now() + timedelta(days=3)
    day = boxes("occurred_at", str(ahead.day), str(ahead.month), str(ahead.year), "")
    sent = {"kind": "bailed", **day, **boxes("limit_on", "1", "4", "2026")}
    assert told(sign_in(alice), case, sent) == {
        "occurred_at_day": "Enter a moment that is not in the future. Enter the time, for example 14:30.",
        "limit_on_day": "The end of bail must be after the day on which it began.",
    }


def test_a_day_before_the_report_says_so_at_once_though_its_time_is_missing(
    case: Case, sign_in: Any, alice: Person
) -> None:
    browser = sign_in(alice)
    day = case.reported_on - timedelta(days=1)
    typed = (str(day.day), str(day.month), str(day.year))
    before = f"This cannot have happened before the report of {day_words(case.reported_on)}."
    missing = "Enter the time, for example 14:30."
    sent = {"kind": "arrested", **boxes("occurred_at", *typed, "")}
    assert told(browser, case, sent)["occurred_at_day"] == f"{before} {missing}"
    assert told(browser, case, {**sent, **boxes("occurred_at", *typed, "12:00")})["occurred_at_day"] == before
    # Somebody may have told of it before the police had a report.
    first = told(browser, case, {**sent, "kind": "first_account"})
    assert first["occurred_at_time"] == missing


def test_a_moment_says_at_once_that_neither_its_date_nor_its_time_is_real(
    case: Case, sign_in: Any, alice: Person
) -> None:
    when = boxes("occurred_at", "31", "2", "2026", "25:99")
    page = told(sign_in(alice), case, {"kind": "interviewed", **when})
    assert page == {
        "occurred_at_day": "February 2026 has 28 days. Enter a real date, for example 27 3 2026. Enter a "
        "real time, for example 14:30 or 2:30pm.",
        "interview_by_0": "Choose whether the suspect was interviewed after arrest or voluntarily.",
    }


def test_what_rests_on_something_else_says_so_beside_what_is_left_out(
    case: Case, sign_in: Any, alice: Person
) -> None:
    """Two suspects: which one is asked with whatever else is missing, and nothing is recorded."""
    services.add_suspect(by=alice, case=case, name="B", at=ARRESTED)
    before = Milestone.objects.count()
    browser = sign_in(alice)
    api = by_api(browser, case, {"kind": "remanded", "occurred_at": "2026-03-13T12:00:00Z"})
    assert set(api) == {"suspect", "limit_on"}
    suspect = str(case.suspects.get(number=2).pk)
    later = {"kind": "remanded", "occurred_at": "2026-03-13T12:00:00Z", "suspect": suspect}
    assert set(by_api(browser, case, later)) == {"kind", "limit_on"}
    assert Milestone.objects.count() == before
