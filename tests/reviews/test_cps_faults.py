"""Forms of reviews by CPS say every fault at once: what the form does not take, and what the rule finds."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from cases import services as cases
from cases.models import Allegation, Case, Suspect, Victim
from rasso_tracker.people.models import Person
from reviews import services
from reviews.models import CpsReview, Decision, ExpeditedReview
from tests.decisions import by_cps
from tests.decisions import with_cps as sent_to_cps
from tests.reviews.test_cps_reviews import DECIDED, PASSED, TOLD, answer, follow, heard
from tests.reviews.test_decisions import record_from_document
from tests.reviews.test_expedited import ASKED, AT, CHARGED, PROPOSED, begin, decide, say
from tests.reviews.test_expedited import TOLD as HEARD
from tests.stories import story

PARTS = ("day", "month", "year")


@story
def of_cps(with_cps: Case, interviewed: Allegation, alice: Person) -> Decision:
    return record_from_document(alice, with_cps, interviewed)


@story
def passed(of_cps: Decision, victim: Victim, alice: Person) -> CpsReview:
    followed = follow(alice, of_cps, victim)
    return services.pass_on_to_cps(by=alice, review=followed, passed_on=PASSED, at=AT)


@story
def charged(interviewed: Allegation, case: Case, suspect: Suspect, alice: Person) -> Allegation:
    sent_to_cps(alice, case, CHARGED)
    cases.record_milestone(
        by=alice, case=case, kind="charged", suspect=suspect, occurred_at=CHARGED, at=AT, **by_cps(CHARGED)
    )
    return Allegation.objects.get(pk=interviewed.pk)


@story
def begun(charged: Allegation, alice: Person) -> ExpeditedReview:
    return begin(alice, charged)


def split(sent: dict[str, str]) -> dict[str, str]:
    """As a page sends it: a date is three boxes."""
    found = {}
    for name, value in sent.items():
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            found |= dict(zip((f"{name}_{part}" for part in PARTS), reversed(value.split("-")), strict=True))
        else:
            found[name] = value
    return found


def check(
    browser: Any, path: str, sent: dict[str, str], said: dict[str, str], *, api: str = "", version: int = 0
) -> None:
    """Page and API say all of it in one round."""
    page = browser.post(path, split(sent) | ({"version": str(version)} if version else {}))
    assert page.status_code == 422, page.status_code
    shown = " ".join(page.content.decode().replace("&#x27;", "'").replace("&#39;", "'").split())
    for words in said.values():
        assert words in shown, words
    match = {"If-Match": f'"{version}"'} if version else {}
    told = browser.post(f"/api/v1{api or path}", sent, "application/json", headers=match)
    assert told.status_code == 400, told.content
    fields = told.json()["fields"]
    assert set(fields) == set(said)
    for name, words in said.items():
        assert words in str(fields[name]), fields[name]


def test_a_request_to_cps(of_cps: Decision, victim: Victim, alice: Person, sign_in: Any) -> None:
    assert of_cps.decided_at is not None
    early = (of_cps.decided_at - timedelta(days=3)).date().isoformat()
    sent = {
        "decision": str(of_cps.pk),
        "victim": str(victim.pk),
        "received_on": early,
        "letter_on": early,
        "channel": "via_isva",
        "asked_by": "spokesperson",
    }
    said = {
        "reached": "",
        "received_on": "enter that day or a later one",
        "letter_on": "its letter cannot be older",
        "asked_by": "No spokesperson of Victim 1 is on record",
        "channel": "No ISVA of Victim 1 is on record",
    }
    check(sign_in(alice), f"/decisions/{of_cps.pk}/cps-reviews/new/", sent, said, api="/cps-reviews/")


def test_an_answer_of_cps_and_that_it_was_heard(passed: CpsReview, alice: Person, sign_in: Any) -> None:
    browser, here = sign_in(alice), f"/cps-reviews/{passed.pk}/"
    sent = {"outcome": "", "decided_on": DECIDED.isoformat(), "letter_on": PASSED.isoformat()}
    said = {"outcome": "", "letter_on": "CPS's letter cannot be older than what it decided."}
    passed.refresh_from_db()
    check(browser, f"{here}outcome/", sent, said, version=passed.version)
    answer(alice, passed)
    passed.refresh_from_db()
    sent = {"told_at": "", "method": "text"}
    said = {"told_at": "", "method": "A text may arrange a talk"}
    told = browser.post(
        f"/api/v1{here}told/", sent, "application/json", headers={"If-Match": f'"{passed.version}"'}
    )
    assert set(told.json()["fields"]) == set(said)
    heard(alice, passed)
    passed.refresh_from_db()
    sent = {"reached": "", "asked_on": (TOLD.date() - timedelta(days=1)).isoformat()}
    said = {"reached": "", "asked_on": "enter that day or a later one"}
    check(browser, f"{here}independent/", sent, said, version=passed.version)


def test_what_cps_means_to_do_and_that_the_victim_heard(
    charged: Allegation, alice: Person, sign_in: Any
) -> None:
    browser = sign_in(alice)
    sent = {
        "case": str(charged.case_id),
        "allegation": "",
        "proposed_on": PROPOSED.isoformat(),
        "hearing_on": (PROPOSED - timedelta(days=1)).isoformat(),
        "told_on": (PROPOSED - timedelta(days=1)).isoformat(),
    }
    said = {
        "allegation": "",
        "hearing_on": "The hearing is after CPS said what it means to do",
        "told_on": "the victim cannot have heard before",
    }
    new = f"/cases/{charged.case_id}/expedited-reviews/new/"
    check(browser, new, sent, said, api="/expedited-reviews/")
    review = begin(alice, charged, told_on=None)
    sent = {"told_on": (PROPOSED - timedelta(days=1)).isoformat(), "method": ""}
    said = {"told_on": "the victim cannot have heard before", "method": ""}
    check(browser, f"/expedited-reviews/{review.pk}/heard/", sent, said, version=review.version)


def test_what_the_victim_says_and_what_came_of_it(
    begun: ExpeditedReview, alice: Person, sign_in: Any
) -> None:
    browser, here = sign_in(alice), f"/expedited-reviews/{begun.pk}/"
    sent = {"answer": "", "answered_on": (HEARD - timedelta(days=1)).isoformat()}
    said = {"answer": "", "answered_on": "They heard of it on 2 September 2026"}
    check(browser, f"{here}answer/", sent, said, version=begun.version)
    asked = say(alice, begun)
    sent = {"outcome": "", "decided_on": (ASKED - timedelta(days=1)).isoformat()}
    said = {"outcome": "", "decided_on": "They asked on 4 September 2026"}
    check(browser, f"{here}outcome/", sent, said, version=asked.version)
    decided = decide(alice, asked)
    sent = {"told_at": "2026-09-29T10:00:00+01:00", "method": ""}
    told = browser.post(
        f"/api/v1{here}told/", sent, "application/json", headers={"If-Match": f'"{decided.version}"'}
    )
    assert set(told.json()["fields"]) == {"told_at", "method"}
    assert "CPS decided on 30 September 2026" in str(told.json()["fields"]["told_at"])
