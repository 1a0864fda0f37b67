"""A URN that another case bears: told by the field, taken knowingly or not at all, and kept in the log."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplans.models import Submission
from cases.models import Case
from cases.services import edit_case
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid
from tests.actionplans.conftest import OPENED, SUBMITTED, a_case, submitted
from tests.cases.test_races import at_once, committing  # noqa: F401  # a fixture
from tests.cases.test_races import person as named
from tests.stories import story
from tests.web.page import Page

URN = "13LD0123426"
SignIn = Callable[[Person], Client]


@story
def other(bob: Person) -> Case:
    """A case of the same team, which bears the URN."""
    return edit_case(by=bob, case=a_case(bob), urn=URN, at=OPENED)


def refusal(what: Callable[[], Any]) -> str:
    with pytest.raises(Invalid) as refused:
        what()
    assert set(refused.value.fields) == {"shared_urn_confirmed"}
    return refused.value.fields["shared_urn_confirmed"]


def test_a_submission_and_an_edit_are_told_whose_urn_it_is(
    case: Case, other: Case, alice: Person, unit: CpsUnit
) -> None:
    told = [
        refusal(lambda: submitted(case, alice, unit, urn="13/ld/01234/26")),
        refusal(lambda: edit_case(by=alice, case=case, urn=URN, at=OPENED)),
    ]
    sentence = (
        f"{other.reference} has the URN {URN} already. The cases of co-defendants may share one: "
        "say that this case does, or correct it."
    )
    assert told == [sentence, sentence]
    case.refresh_from_db()
    assert (case.urn, Submission.objects.filter(case=case).exists()) == ("", False)


def test_a_case_that_the_person_may_not_see_is_not_named(
    case: Case, charlie: Person, alice: Person, unit: CpsUnit, other: Case
) -> None:
    far = edit_case(by=charlie, case=a_case(charlie), urn="13BD0000126", at=OPENED)
    told = refusal(lambda: submitted(case, alice, unit, urn="13BD0000126"))
    assert told.startswith("Another case has the URN 13BD0000126 already.")
    assert far.reference not in told
    edit_case(by=charlie, case=far, urn=URN, shared_urn_confirmed=True, at=OPENED)
    told = refusal(lambda: submitted(case, alice, unit, urn=URN))
    assert told.startswith(f"{other.reference} and others have the URN {URN} already.")


def test_it_is_taken_knowingly_and_the_log_says_so(
    case: Case, other: Case, alice: Person, unit: CpsUnit
) -> None:
    sent = submitted(case, alice, unit, urn=URN, shared_urn_confirmed=True)
    case.refresh_from_db()
    assert (sent.urn, case.urn) == (URN, URN)
    logged = AuditEvent.objects.get(action="SUBMITTED_TO_CPS", case_id=case.pk)
    assert logged.reason == "Another case has this URN too; confirmed."


def test_nothing_is_asked_of_a_urn_that_the_case_bears_or_that_is_its_own(
    case: Case, other: Case, alice: Person, unit: CpsUnit
) -> None:
    edit_case(by=alice, case=case, urn=URN, shared_urn_confirmed=True, at=OPENED)
    assert submitted(case, alice, unit, urn=URN).urn == URN
    assert AuditEvent.objects.get(action="SUBMITTED_TO_CPS", case_id=case.pk).reason == ""
    own = a_case(alice)
    assert submitted(own, alice, unit, urn="13LD0123526", shared_urn_confirmed=True).urn == "13LD0123526"
    assert AuditEvent.objects.get(action="SUBMITTED_TO_CPS", case_id=own.pk).reason == ""


def on_page(browser: Client, case: Case, **typed: str) -> tuple[int, Page]:
    address = reverse("edit_case", args=[case.pk])
    case.refresh_from_db()
    day = case.reported_on
    data = {
        "team": str(case.team_id),
        "reported_on_day": str(day.day),
        "reported_on_month": str(day.month),
        "reported_on_year": str(day.year),
        "version": str(case.version),
        **typed,
    }
    response = browser.post(address, data)
    return response.status_code, Page(response.content.decode())


def test_the_page_asks_only_once_it_is_needed_and_keeps_what_was_typed(
    case: Case, other: Case, alice: Person, sign_in: SignIn
) -> None:
    browser, name = sign_in(alice), "shared_urn_confirmed"
    blank = Page(browser.get(reverse("edit_case", args=[case.pk])).content.decode())
    assert blank.one("input", name=name).attrs["type"] == "hidden"
    status, page = on_page(browser, case, urn="13/LD/01234/26")
    box = page.one("input", name=name)
    assert (status, box.attrs["type"]) == (422, "checkbox")
    assert page.one("input", name="urn").attrs["value"] == "13/LD/01234/26"
    assert page.one("a", href=f"#{box.attrs['id']}").text.startswith(other.reference)
    status, page = on_page(browser, case, urn="13LD", shared_urn_confirmed="on")
    assert page.one("input", name=name).attrs["type"] == "checkbox"  # no answer is hidden
    assert "A URN has 11 characters" in page.one("a", href="#id_urn").text
    assert on_page(browser, case, urn=URN, shared_urn_confirmed="on")[0] == 302
    case.refresh_from_db()
    assert case.urn == URN


def test_the_api_refuses_and_takes_it_as_the_page_does(
    case: Case, other: Case, alice: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    body = {
        "case": str(case.pk),
        "kind": "early_advice",
        "cps_unit": str(unit.pk),
        "urn": URN,
        "submitted_at": SUBMITTED.isoformat(),
    }
    browser = sign_in(alice)

    def post(**more: Any) -> Any:
        return browser.post("/api/v1/submissions/", {**body, **more}, content_type="application/json")

    refused = post()
    assert (refused.status_code, set(refused.json()["fields"])) == (400, {"shared_urn_confirmed"})
    assert post(urn="13LD").json()["fields"]["urn"].startswith("A URN has 11 characters")
    assert post(shared_urn_confirmed=True).status_code == 201


def test_of_two_cases_that_take_it_at_the_same_moment_one_is_told(
    committing: object,  # noqa: F811  # the fixture
) -> None:
    alice = named("alice")
    pair = [a_case(alice, now()) for _ in range(2)]
    got = at_once([partial(edit_case, by=alice, case=one, urn=URN) for one in pair])
    assert sorted(type(one).__name__ for one in got) == ["Case", "Invalid"]
