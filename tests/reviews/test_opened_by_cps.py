"""The police hear that CPS opened a decision again or did not decide it, until the next step is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from cases.models import Allegation, Case
from cases.services import record_milestone
from rasso_tracker.clocks import day_words, moment_words
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from reviews import services
from reviews.models import Decision
from reviews.notices import OPENED_BY_CPS
from reviews.rules import standing_lines
from tests.decisions import CHECKED, by_cps
from tests.decisions import with_cps as sent_to_cps
from tests.reviews.conftest import DECIDED_AT, LATER, PROPOSED_AT, WHY, interview, line
from tests.reviews.test_decisions import record_from_document
from tests.reviews.test_reopening import REASON, second
from tests.stories import story

__all__ = ["second"]  # a fixture
AFTER = LATER + timedelta(hours=2)
OPENED = "CPS opened its decision on this case again: see why, and what is to be done"
NOT_SO = "CPS says that a decision entered for it does not stand: the case is open again"
ENDS = "a next step is recorded, a decision is put forward, or you mark it as read"


@story
def of_cps(with_cps: Case, interviewed: Allegation, lena: Person, countersigner: Person) -> Decision:
    put = services.propose_cps_nfa(
        by=lena, case=with_cps, lines=[line(interviewed, "15", "cps_evidential")], rationale=WHY,
        at=PROPOSED_AT,
    )  # fmt: skip
    return services.authorise_cps_nfa(by=countersigner, decision=put, at=DECIDED_AT)


def told() -> dict[str, tuple[str, str, str]]:
    deliver(at=LATER + timedelta(minutes=1))
    rows = Message.objects.filter(kind=OPENED_BY_CPS, handled_at__isnull=True).select_related("recipient")
    return {one.recipient.username: (one.headline, one.path, one.ends_when) for one in rows}


def test_the_officer_and_their_supervisor_hear_that_cps_opened_its_decision(
    of_cps: Decision, lena: Person, alice: Person, sign_in: Any
) -> None:
    services.reopen_decision(by=lena, decision=of_cps, reason=REASON, at=LATER)
    path = f"/decisions/{of_cps.pk}/"
    assert told() == {"alice": (OPENED, path, ENDS), "sam": (OPENED, path, ENDS)}
    assert "Opened again on what came to light since" in sign_in(alice).get(path).content.decode()


def test_the_page_that_the_notice_leads_to_says_why_and_what_is_to_be_done(
    of_cps: Decision, interviewed: Allegation, lena: Person, alice: Person, sign_in: Any
) -> None:
    path, browser = f"/decisions/{of_cps.pk}/", sign_in(alice)

    def page() -> str:
        return unescape(" ".join(browser.get(path).content.decode().split()))

    go_on = f'<a class="govuk-link" href="/cases/{of_cps.case_id}/">Go on with the case</a>'
    assert ("Opened again on" in page(), go_on in page()) == (False, False)
    services.reopen_decision(by=lena, decision=of_cps, reason=REASON, at=LATER)
    said = f"CPS opened it again. {REASON}"
    assert f"Opened again on {day_words(LATER)}, recorded by {lena.name}</strong>" in page()
    assert (said in page(), go_on in page()) == (True, True)
    assert "CPS writes and sends its own letter" not in page()  # of a decision that stands no more
    (told,) = browser.get(f"/api/v1{path}").json()["opened_again"]
    assert (told["by"], told["words"]) == (lena.username, said)
    charge = {"kind": "charged", "occurred_at": AFTER, "allegation": interviewed, **by_cps(AFTER)}
    sent_to_cps(alice, of_cps.case, AFTER)
    record_milestone(by=alice, case=of_cps.case, at=AFTER, **charge)
    assert (said in page(), go_on in page()) == (True, False)


def test_and_that_cps_did_not_decide_what_was_entered_for_it(
    with_cps: Case, interviewed: Allegation, alice: Person, lena: Person
) -> None:
    entered = record_from_document(alice, with_cps, interviewed)
    services.confirm_cps_decision(by=lena, decision=entered, stands=False, at=LATER)
    path = f"/decisions/{entered.pk}/"
    assert told() == {"alice": (NOT_SO, path, ENDS), "sam": (NOT_SO, path, ENDS)}


def test_every_page_says_that_cps_never_made_it(
    with_cps: Case, interviewed: Allegation, alice: Person, lena: Person, sign_in: Any
) -> None:
    entered = record_from_document(alice, with_cps, interviewed)
    browser, path = sign_in(alice), f"/decisions/{entered.pk}/"
    never = "Does not stand: CPS says that it never made it"

    def page(where: str) -> str:
        return unescape(" ".join(browser.get(where).content.decode().split()))

    pages = (path, f"/cases/{with_cps.pk}/", "/decisions/")
    assert [("Authorised" in page(one), never in page(one)) for one in pages] == [(True, False)] * 3
    shown = browser.get(f"/api/v1{path}").json()
    assert (shown["stands"], shown["superseded_at"], shown["superseded_by"]) == (True, None, None)
    services.confirm_cps_decision(by=lena, decision=entered, stands=False, at=LATER)
    own, of_case, listed = (page(one) for one in pages)
    assert '<h1 class="govuk-heading-l">CPS decision that it never made: no further action</h1>' in own
    by_whom = f"{lena.name}, {moment_words(LATER)}"
    assert (never in own, "Stands no more" in own, "Authorised</strong>" in own) == (True, False, False)
    assert ("What the document says" in own, own.count(by_whom)) == (True, 1)
    assert "CPS, never made: no further action, 2 Sep 2026</a>" in of_case
    assert (never in of_case, "Authorised</strong>" in of_case) == (True, False)
    assert ("CPS says that it never decided on no further action" in of_case) is True
    assert ("Does not stand</strong>" in listed, "Authorised</strong>" in listed) == (True, False)
    assert "Nothing to tell" in listed
    for where in (f"/api/v1{path}", "/api/v1/decisions/"):
        found = browser.get(where).json()
        found = found["results"][0] if "results" in found else found
        assert (found["status"], found["stands"], found["superseded_by"]) == (
            "authorised",
            False,
            lena.username,
        )
        assert found["superseded_at"] == LATER.isoformat()


def test_nobody_hears_what_the_police_entered_themselves_or_what_stands(
    with_cps: Case, interviewed: Allegation, alice: Person, sam: Person, lena: Person
) -> None:
    entered = record_from_document(alice, with_cps, interviewed)
    services.confirm_cps_decision(by=lena, decision=entered, stands=True, at=LATER)
    said = {"document_name": "letter", "document_date": LATER.date()}
    services.reopen_decision(by=sam, decision=entered, reason=REASON, at=LATER, **said)
    assert told() == {}


def submit(case: Case, alice: Person, lena: Person) -> None:
    sent_to_cps(alice, case, AFTER)


def interview_again(case: Case, alice: Person, lena: Person) -> None:
    suspect = Allegation.objects.get(case=case).suspect
    interview(alice, case, suspect, occurred_at=LATER, at=AFTER)


def decide(case: Case, alice: Person, lena: Person) -> None:
    again = [line(Allegation.objects.get(case=case), "15", "cps_evidential")]
    services.propose_cps_nfa(by=lena, case=case, lines=again, rationale=WHY, at=AFTER)


@pytest.mark.parametrize("delivered", [True, False])
@pytest.mark.parametrize("step", [submit, interview_again, decide])
def test_the_next_step_ends_it(
    of_cps: Decision, alice: Person, lena: Person, delivered: bool, step: Callable[..., None]
) -> None:
    services.reopen_decision(by=lena, decision=of_cps, reason=REASON, at=LATER)
    if delivered:
        assert told().keys() == {"alice", "sam"}
    step(of_cps.case, alice, lena)
    assert told() == {}
    assert Message.objects.filter(kind=OPENED_BY_CPS).count() == (2 if delivered else 0)


def test_what_happens_to_another_suspect_of_the_case_does_not_end_it(
    of_cps: Decision, second: Allegation, lena: Person, alice: Person
) -> None:
    services.reopen_decision(by=lena, decision=of_cps, reason=REASON, at=LATER)
    assert told().keys() == {"alice", "sam"}
    interview(alice, of_cps.case, second.suspect, occurred_at=LATER, at=AFTER)
    services.propose_nfa(by=alice, case=of_cps.case, lines=[line(second)], rationale=WHY, at=AFTER, **CHECKED)
    assert told().keys() == {"alice", "sam"}


def test_a_part_that_is_opened_later_is_told_anew(
    with_cps: Case, interviewed: Allegation, second: Allegation, lena: Person, countersigner: Person,
    alice: Person,
) -> None:  # fmt: skip
    put = services.propose_cps_nfa(
        by=lena, case=with_cps, rationale=WHY, at=PROPOSED_AT,
        lines=[line(one, "15", "cps_evidential") for one in (interviewed, second)],
    )  # fmt: skip
    made = services.authorise_cps_nfa(by=countersigner, decision=put, at=DECIDED_AT)
    for one in standing_lines(made).order_by("pk"):
        services.reopen_decision(by=lena, decision=made, reason=REASON, allegations=[one], at=LATER)
        assert told().keys() == {"alice", "sam"}
    assert Message.objects.filter(kind=OPENED_BY_CPS, recipient=alice).count() == 2


def test_the_filters_tell_those_that_cps_never_made_from_those_that_stand(
    with_cps: Case, interviewed: Allegation, alice: Person, lena: Person, sign_in: Any
) -> None:
    entered = record_from_document(alice, with_cps, interviewed)
    browser = sign_in(alice)

    def found() -> list[tuple[bool, int]]:
        """By the filter: on the page, and by API."""
        wanted = ("authorised", "never_made", "proposed")
        pages = [browser.get(f"/decisions/?status={one}").content.decode() for one in wanted]
        told = [browser.get(f"/api/v1/decisions/?status={one}").json()["results"] for one in wanted]
        return [(f"/decisions/{entered.pk}/" in one, len(two)) for one, two in zip(pages, told, strict=True)]

    assert found() == [(True, 1), (False, 0), (False, 0)]
    services.confirm_cps_decision(by=lena, decision=entered, stands=False, at=LATER)
    assert found() == [(False, 0), (True, 1), (False, 0)]
    assert f"/decisions/{entered.pk}/" in browser.get("/decisions/").content.decode()
    wrong = browser.get("/api/v1/decisions/?status=lost").json()
    assert wrong["fields"] == {"status": "Give one of authorised, never_made, proposed, refused."}
